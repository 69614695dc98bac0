package ui

import (
	"cmp"
	"context"
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"rsc.io/qr"

	"overachiever/oauth"
	"overachiever/ui/look"
)

// byCodeNow hears how the sign-in with a code goes.
func (p *signInPanel) byCodeNow(code oauth.Code) {
	if code.Finishing {
		p.showFinishing(code.Keeping)
	} else {
		p.showCode(code)
	}
}

// showCode shows the code for another device, and the link to where it is entered.
// Where the link brings the code along, the person still has to compare the two
// (RFC 8628 section 3.3.1).
func (p *signInPanel) showCode(code oauth.Code) {
	_, where := p.where()
	text := "Open this page on any device, your phone for one, and enter the code. " +
		"If it is filled in already, look that it is this one."
	left := look.Caption("")
	copyCode := p.sheet.copies(code.UserCode, "Copy code")
	written := container.NewVBox(
		layout.NewSpacer(),
		look.Code(code.UserCode),
		container.NewHBox(copyCode),
		left,
		layout.NewSpacer(),
	)
	link, _ := p.sheet.copyable(code.Link, "Copy link")
	trouble := p.sheet.trouble()
	cancel := p.sheet.button("Cancel", p.sheet.close)
	p.turn(copyCode,
		look.Title("Signing in with "+where+" by code"),
		look.Body(text),
		container.NewHBox(qrPicture(cmp.Or(code.Complete, code.Link)), look.Wide(8, look.Space(1)), written),
		look.Space(2),
		link,
		warning(p.visit.Provider),
		trouble.label,
		look.Space(8),
		buttons(
			p.sheet.quiet("Use the browser instead", p.withBrowser),
			p.sheet.button("Open here", func() {
				p.inBackground(trouble, func(ctx context.Context) error { return p.w.Browse(ctx, code.Link) }) // without the code: others can read what a program is started with
			}),
			cancel,
		),
	)
	p.left, p.deadline = left, code.Deadline
	p.countDown("Good for %s more")
}

// showRanOut offers a new code; none is asked for before the person wants one.
func (p *signInPanel) showRanOut() {
	again := p.sheet.primary("New code", p.start)
	p.turn(again,
		look.Title("The code ran out"),
		look.Body("Nobody entered it in time, so nobody was signed in."),
		look.Space(8),
		buttons(p.sheet.button("Cancel", p.sheet.close), p.sheet.button("Use the browser instead", p.withBrowser), again),
	)
}

const (
	qrMargin = 4   // modules that stay white around a code (ISO/IEC 18004 section 6.3.8)
	qrSide   = 176 // about so large is it drawn
)

// qrPicture is a link for the camera of another device; nothing, should the link be
// too long for one. It is black on white in a dark theme too: cameras expect that.
func qrPicture(link string) fyne.CanvasObject {
	code, err := qr.Encode(link, qr.M)
	if err != nil {
		return layout.NewSpacer()
	}
	side := code.Size + 2*qrMargin
	modules := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				modules.SetColorIndex(x+qrMargin, y+qrMargin, 1)
			}
		}
	}
	picture := canvas.NewImageFromImage(modules)
	picture.ScaleMode = canvas.ImageScalePixels // edges stay edges
	picture.FillMode = canvas.ImageFillContain
	picture.SetMinSize(fyne.NewSquareSize(float32(side * max(3, qrSide/side))))
	return container.NewCenter(picture)
}
