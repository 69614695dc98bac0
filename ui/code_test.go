package ui

import (
	"image"
	"image/color"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	"rsc.io/qr"

	"overachiever/oauth"
	"overachiever/ui/look"
)

func aCode() oauth.Code {
	return oauth.Code{
		UserCode: "WDJB-MJHT",
		Link:     "https://github.com/login/device",
		Complete: "https://github.com/login/device?user_code=WDJB-MJHT",
		Deadline: time.Now().Add(15 * time.Minute),
	}
}

// byCode lets a sign-in with GitHub come to where the code is shown.
func byCode(b *bench, s *stage, code oauth.Code) *stagedVisit {
	b.t.Helper()
	waits(b, s)
	b.press("Other ways…")
	b.press("Use a code on another device")
	b.reads("Asking GitHub for a code…")
	v := s.next(b)
	if v.code == nil {
		b.t.Fatal("the browser is opened, not a code asked for")
	}
	v.code(code)
	b.reads(code.UserCode)
	return v
}

func TestTheCodeIsShownCopiedAndCountedDown(t *testing.T) {
	b, s := onStage(t)
	code := aCode()
	now := code.Deadline.Add(-15 * time.Minute)
	b.w.Now = func() time.Time { return now }
	v := byCode(b, s, code)
	b.reads("Good for 15:00 more")
	now = now.Add(time.Minute)
	b.reads("Good for 14:00 more")
	if got := b.tabs(); got != "Copy code | field:https://github.com/login/device | Copy link | Use the browser instead | Open here | Cancel" {
		t.Errorf("Tab goes through %s", got)
	}
	b.key(fyne.KeyReturn)
	if got := b.w.app.Clipboard().Content(); got != "WDJB-MJHT" {
		t.Errorf("Return copied %q", got)
	}
	b.press("Copy link")
	if got := b.w.app.Clipboard().Content(); got != "https://github.com/login/device" {
		t.Errorf("Copy link copied %q", got)
	}
	v.answer <- signInAnswer{profile: ada()}
	b.reads("Ada Lovelace")
}

func TestTheCodeIsLargeEnoughToReadFromAfar(t *testing.T) {
	b, s := onStage(t)
	byCode(b, s, aCode())
	large := false
	b.walk(func(o fyne.CanvasObject) {
		themed, ok := o.(*container.ThemeOverride)
		if !ok {
			return
		}
		if label, ok := themed.Content.(*widget.Label); ok && label.Text == "WDJB-MJHT" {
			large = label.TextStyle.Monospace && themed.Theme.Size(label.SizeName) >= 28
		}
	})
	if !large {
		t.Error("the code is not 28 points of even width")
	}
}

// picture is the QR code on the screen.
func (b *bench) picture() *canvas.Image {
	b.t.Helper()
	var found *canvas.Image
	b.walk(func(o fyne.CanvasObject) {
		if picture, ok := o.(*canvas.Image); ok && picture.Image != nil {
			found = picture
		}
	})
	if found == nil {
		b.t.Fatal("no picture is shown")
	}
	return found
}

func TestThePictureIsTheLinkForACamera(t *testing.T) {
	plain := aCode()
	plain.Complete = ""
	for _, code := range []oauth.Code{aCode(), plain} {
		b, s := onStage(t)
		byCode(b, s, code)
		link := code.Link
		if code.Complete != "" {
			link = code.Complete
		}
		want, err := qr.Encode(link, qr.M)
		if err != nil {
			t.Fatal(err)
		}
		picture := b.picture()
		if side := want.Size + 8; picture.Image.Bounds() != image.Rect(0, 0, side, side) {
			t.Fatalf("%v, want %d modules and four white ones on each side", picture.Image.Bounds(), want.Size)
		}
		for y := -4; y < want.Size+4; y++ {
			for x := -4; x < want.Size+4; x++ {
				if black := isBlack(picture.Image.At(x+4, y+4)); black != want.Black(x, y) {
					t.Fatalf("module %d,%d is wrong", x, y)
				}
			}
		}
		if picture.ScaleMode != canvas.ImageScalePixels {
			t.Error("its edges are blurred")
		}
		if wide := picture.MinSize().Width; wide < 3*float32(want.Size) || int(wide)%(want.Size+8) != 0 {
			t.Errorf("%v wide: modules are uneven, or too small for a camera", wide)
		}
	}
}

func isBlack(c color.Color) bool {
	r, g, b, _ := c.RGBA()
	return r+g+b == 0
}

// dark is our theme on a system that is set to dark.
type dark struct{ look.Theme }

func (d dark) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	return d.Theme.Color(name, theme.VariantDark)
}

func TestThePictureStaysBlackOnWhiteInTheDark(t *testing.T) {
	b, s := onStage(t)
	b.w.app.Settings().SetTheme(dark{look.New()})
	byCode(b, s, aCode())
	picture := b.picture().Image
	if isBlack(picture.At(0, 0)) || !isBlack(picture.At(4, 4)) {
		t.Error("the picture follows the theme")
	}
}

func TestALinkTooLongForAPictureIsStillALink(t *testing.T) {
	b, s := onStage(t)
	long := aCode()
	long.Complete = long.Link + "?" + strings.Repeat("x", 4000)
	byCode(b, s, long)
	b.reads("https://github.com/login/device")
}

func TestACodeThatRanOutIsReplacedOnlyWhenAsked(t *testing.T) {
	b, s := onStage(t)
	v := byCode(b, s, aCode())
	v.answer <- signInAnswer{err: &oauth.Failure{Kind: oauth.ErrCodeExpired, Sentence: "The code ran out."}}
	b.reads("The code ran out")
	if got := b.tabs(); got != "New code | Cancel | Use the browser instead" {
		t.Errorf("offers %s", got)
	}
	if len(s.visits) != 0 {
		t.Error("a new code was asked for by itself")
	}
	b.key(fyne.KeyReturn)
	again := s.next(b)
	again.code(oauth.Code{UserCode: "BBBB-CCCC", Link: "https://github.com/login/device", Deadline: time.Now().Add(time.Minute)})
	b.reads("BBBB-CCCC")
	again.answer <- signInAnswer{profile: ada()}
	b.reads("Ada Lovelace")
}

func TestFromTheCodeBackToTheBrowser(t *testing.T) {
	for name, from := range map[string]func(*bench, *stagedVisit){
		"while it is good": func(*bench, *stagedVisit) {},
		"when it ran out": func(b *bench, v *stagedVisit) {
			v.answer <- signInAnswer{err: &oauth.Failure{Kind: oauth.ErrCodeExpired, Sentence: "The code ran out."}}
			b.reads("The code ran out")
		},
		"when it failed": func(b *bench, v *stagedVisit) {
			v.answer <- signInAnswer{err: &oauth.Failure{Kind: oauth.ErrNoCode, Sentence: "No codes there."}}
			b.reads("No codes there.")
		},
	} {
		t.Run(name, func(t *testing.T) {
			b, s := onStage(t)
			v := byCode(b, s, aCode())
			from(b, v)
			b.press("Use the browser instead")
			b.isOver(v)
			browser := s.next(b)
			browser.browser(browser.waiting())
			b.reads("Your browser has opened.")
		})
	}
}

func TestAnEnteredCodeIsSeenAtOnce(t *testing.T) {
	b, s := onStage(t)
	code := aCode()
	v := byCode(b, s, code)
	code.Finishing = true
	v.code(code)
	b.reads("Asking GitHub who you are…")
	code.Keeping = true
	v.code(code)
	b.reads("Your keyring may be asking for its password.")
	b.press("Cancel")
	b.isOver(v)
}

// What a browser is started with, every program on this computer can read.
func TestOpenHereOpensTheLinkWithoutTheCode(t *testing.T) {
	b, s := onStage(t)
	opened := make(chan string, 1)
	b.w.Browse = browse(opened, nil)
	byCode(b, s, aCode())
	b.press("Open here")
	if got := <-opened; got != aCode().Link {
		t.Errorf("opened %q", got)
	}
	b.w.Browse = browse(opened, &oauth.Failure{Kind: oauth.ErrBrowser, Sentence: "There is no browser."})
	b.press("Open here")
	b.reads("There is no browser.")
	b.reads("WDJB-MJHT")
}
