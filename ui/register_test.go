package ui

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"overachiever/oauth"
	"overachiever/ui/account"
)

// browse is a browser that notes what it opens, and then fails or not.
func browse(opened chan<- string, err error) func(context.Context, string) error {
	return func(_ context.Context, url string) error {
		opened <- url
		return err
	}
}

// fieldNamed is the field with that placeholder.
func (b *bench) fieldNamed(placeholder string) *field {
	b.t.Helper()
	var found *field
	b.walk(func(o fyne.CanvasObject) {
		if f, ok := o.(*field); ok && f.PlaceHolder == placeholder {
			found = f
		}
	})
	if found == nil {
		b.t.Fatalf("no field %q. On the screen: %q", placeholder, b.screen())
	}
	return found
}

// offers tells whether there is such a button or field.
func (b *bench) offers(words string) bool {
	found := false
	b.walk(func(o fyne.CanvasObject) {
		if f, ok := o.(*field); ok && f.PlaceHolder == words {
			found = true
		}
	})
	return found || strings.Contains(strings.Join(b.screen(), "\n"), words)
}

func TestOtherWaysInListEveryKindOfProvider(t *testing.T) {
	b, _ := onStage(t)
	b.press("Other ways to sign in…")
	b.reads("Where do you have an account?")
	for i, kind := range oauth.Kinds() {
		if b.focused() != kind.Name {
			t.Errorf("number %d is %q, want %q", i, b.focused(), kind.Name)
		}
		b.key(fyne.KeyDown)
	}
	b.key(fyne.KeyEscape)
	b.local()
}

func TestAProviderNobodyRegisteredWithIsRegisteredThenSignedInTo(t *testing.T) {
	b, s := onStage(t)
	b.press("Other ways to sign in…")
	b.press("GitHub Enterprise Server")
	b.reads("Register Overachiever with GitHub Enterprise Server")
	if b.offers("Open that page") || b.offers("http://127.0.0.1/callback") {
		t.Error("offers a page, or a callback address, before it is known where")
	}
	if b.w.win.Canvas().Focused() != fyne.Focusable(b.fieldNamed("https://github.example.com")) {
		t.Errorf("%q has the keyboard, want the address", b.focused())
	}
	b.typeText("git.example.org")
	b.reads("https://git.example.org/settings/applications/new")
	opened := make(chan string, 1)
	b.w.Browse = browse(opened, nil)
	b.press("Open that page")
	if got := <-opened; got != "https://git.example.org/settings/applications/new" {
		t.Errorf("opened %q", got)
	}
	b.reads("http://127.0.0.1/callback/github/git.example.org")
	b.press("Copy")
	if got := b.w.app.Clipboard().Content(); got != "http://127.0.0.1/callback/github/git.example.org" {
		t.Errorf("copied %q", got)
	}

	b.w.win.Canvas().Focus(b.fieldNamed("https://github.example.com"))
	b.key(fyne.KeyReturn) // from the address to the client ID
	b.typeText("x")
	b.key(fyne.KeyReturn) // to the secret
	b.key(fyne.KeyReturn) // Save and sign in
	b.reads("The client ID is too short to be one.")
	if len(s.visits) != 0 {
		t.Error("signs in with a registration of the wrong shape")
	}
	b.fieldNamed("Client ID").SetText("Iv1.0123456789abcdef")
	b.fieldNamed("Client secret").SetText("0123456789abcdef0123456789abcdef01234567")
	b.press("Save and sign in")
	v := s.next(b)
	if v.provider.Base != "https://git.example.org" || v.provider.App.ClientID != "Iv1.0123456789abcdef" {
		t.Errorf("signs in at %s as %s", v.provider.Base, v.provider.App.ClientID)
	}
	b.key(fyne.KeyEscape)

	b.press("Other ways to sign in…") // known from now on
	b.press("GitHub Enterprise Server")
	if again := s.next(b); again.provider.Base != "https://git.example.org" {
		t.Errorf("signs in at %s", again.provider.Base)
	}
}

// What the form asks for is what this provider needs.
func TestTheFormIsMadeForItsProvider(t *testing.T) {
	for _, test := range []struct {
		kind  string
		has   []string
		hasnt []string
	}{
		{"github", []string{
			"1. Open GitHub's page for a new OAuth app. Any name and homepage do.",
			"https://github.com/settings/applications/new",
			`2. Enter exactly this as the authorization callback URL, and tick "Enable Device Flow":`, "http://127.0.0.1/callback/github",
			"3. Register, generate a client secret, and paste both here:", "Client ID", "Client secret",
			"The secret goes into your keyring, never into a file.",
		}, []string{"Its address:"}},
		{"gitlab", []string{"Application ID", "http://127.0.0.1/callback/gitlab"}, []string{"Its address:", "ecret"}},
		{"gitlab-self-hosted", []string{"Its address:", "https://gitlab.example.com", "once you have entered its address"}, []string{"Open that page", "ecret", "/callback/"}},
		{"google", []string{"Client secret", "Desktop app"}, []string{"if you were given one"}},
		{"x", []string{"exactly these, all of them", "http://127.0.0.1:28711/callback/x", "http://127.0.0.1:28712/callback/x", "http://127.0.0.1:28713/callback/x"}, []string{"ecret"}},
		{"facebook", []string{"App ID", "http://localhost/callback/facebook", "Facebook lets desktop programs in only while"}, []string{"Its address:"}},
		{"openid", []string{"Its address:", "Client secret, if you were given one", "1. Add an application where you have the account."}, []string{"Open that page", "/callback/"}},
	} {
		t.Run(test.kind, func(t *testing.T) {
			b, _ := onStage(t)
			b.w.openRegistration(kindOf(test.kind), account.Registration{}, account.Visit{})
			for _, words := range test.has {
				if !b.offers(words) {
					t.Errorf("does not say %q: %q", words, b.screen())
				}
			}
			for _, words := range test.hasnt {
				if b.offers(words) {
					t.Errorf("says %q", words)
				}
			}
		})
	}
}

func TestTheSecretIsMasked(t *testing.T) {
	b, _ := onStage(t)
	b.w.openRegistration(kindOf("github"), account.Registration{}, account.Visit{})
	if !b.fieldNamed("Client secret").Password {
		t.Error("the secret can be read over the shoulder")
	}
}

func TestAWrongSecretLeadsToTheRegistrationAndBack(t *testing.T) {
	b, s := onStage(t)
	b.w.openVisit(account.Visit{Provider: b.gitHub(), Prompt: oauth.Prompt{Login: "ada"}})
	s.next(b).answer <- signInAnswer{err: &oauth.Failure{Kind: oauth.ErrWrongSecret, Sentence: "Wrong."}}
	b.reads("Wrong.")
	b.press("Registration…")
	b.reads("Register Overachiever with GitHub")
	b.fieldNamed("Client ID").SetText("Iv1.ofmyown00000000")
	b.fieldNamed("Client secret").SetText("0123456789abcdef0123456789abcdef01234567")
	b.press("Save and sign in")
	if v := s.next(b); v.prompt.Login != "ada" {
		t.Errorf("the visit went on for %q", v.prompt.Login)
	}
}

// register keeps registrations as if the form had been filled in.
func (b *bench) register(all ...account.Registration) {
	b.t.Helper()
	for _, r := range all {
		if _, err := b.w.desk.Register(b.t.Context(), r.Kind, r.Base, r.ClientID, ""); err != nil {
			b.t.Fatal(err)
		}
	}
}

func TestAmongSeveralAddressesThePersonChooses(t *testing.T) {
	b, s := onStage(t)
	b.register(
		account.Registration{Kind: "gitea", Base: "https://codeberg.org", ClientID: "0123456789-one"},
		account.Registration{Kind: "gitea", Base: "https://git.example.org", ClientID: "0123456789-two"})
	b.press("Other ways to sign in…")
	b.press("Gitea or Forgejo")
	b.reads("Which one?")
	b.press("git.example.org")
	if v := s.next(b); v.provider.App.ClientID != "0123456789-two" {
		t.Errorf("signs in as %s", v.provider.App.ClientID)
	}
}

func TestAnAccountToConnectIsConnectedAfterRegistering(t *testing.T) {
	b, s := onStage(t)
	waits(b, s).answer <- signInAnswer{profile: ada()}
	b.reads("Ada Lovelace")
	b.press("Go to my goals")
	person := b.w.goals.person
	b.w.connectAnother()
	b.reads("Connect another account")
	b.press("GitLab")
	b.reads("Register Overachiever with GitLab")
	b.fieldNamed("Application ID").SetText("0123456789abcdef")
	b.press("Save and sign in")
	other := ada()
	other.Provider, other.Issuer, other.Login = "gitlab", "https://gitlab.com", "ada-lab"
	s.next(b).answer <- signInAnswer{profile: other}
	b.reads("@ada-lab")
	identities, err := b.w.desk.Identities(t.Context(), person)
	if err != nil || len(identities) != 2 {
		t.Errorf("%d accounts, %v; want both", len(identities), err)
	}
}

// The demo account is an account like others: it can be tried beside one's own.
func TestTheDemoAccountCanBeConnectedToo(t *testing.T) {
	b, s := onStage(t)
	b.w.desk.Demo = func(context.Context) (oauth.Provider, error) {
		provider, err := oauth.GitHub("http://127.0.0.1:1", oauth.App{ClientID: "demo"})
		return provider.Demo(), err
	}
	waits(b, s).answer <- signInAnswer{profile: ada()}
	b.reads("Ada Lovelace")
	b.press("Go to my goals")
	person := b.w.goals.person
	b.w.connectAnother()
	b.reads("Connect another account")
	b.press("Demo account")
	v := s.next(b)
	if v.provider.ID != "demo" || !v.prompt.Another {
		t.Errorf("connects an account of %q", v.provider.ID)
	}
	robin := ada()
	robin.Provider, robin.Issuer, robin.Login = "demo", "demo", "demo-climber"
	v.answer <- signInAnswer{profile: robin}
	b.reads("@demo-climber")
	identities, err := b.w.desk.Identities(t.Context(), person)
	if err != nil || len(identities) != 2 {
		t.Errorf("%d accounts, %v; want both", len(identities), err)
	}
}

func TestRegistrationsAreListedChangedAndRemoved(t *testing.T) {
	b, s := onStage(t)
	b.w.showRegistrations()
	b.reads("You have not registered Overachiever anywhere yourself.")
	b.press("Close")
	b.register(account.Registration{Kind: "gitea", Base: "https://git.example.org", ClientID: "0123456789-mine"})
	b.w.showRegistrations()
	b.reads("git.example.org · 0123456789-mine")
	if got := b.tabs(); got != "Close | Change | Remove | Add…" {
		t.Errorf("Tab goes through %s", got)
	}

	b.press("Change")
	b.reads("https://git.example.org/user/settings/applications")
	b.reads("http://127.0.0.1/callback/gitea/git.example.org")
	if b.offers("Its address:") {
		t.Error("asks again where it is")
	}
	id := b.fieldNamed("Client ID")
	if id.Text != "0123456789-mine" {
		t.Errorf("starts with %q", id.Text)
	}
	id.SetText("0123456789-new")
	b.press("Save and sign in")
	if v := s.next(b); v.provider.App.ClientID != "0123456789-new" {
		t.Errorf("signs in as %s", v.provider.App.ClientID)
	}
	b.key(fyne.KeyEscape)

	b.w.showRegistrations()
	b.reads("git.example.org · 0123456789-new")
	b.press("Remove")
	b.reads("Remove the registration with git.example.org?")
	b.press("Cancel")
	b.reads("git.example.org · 0123456789-new")
	b.press("Remove")
	b.press("Remove")
	b.reads("You have not registered Overachiever anywhere yourself.")
	b.press("Add…")
	b.press("Facebook")
	b.reads("Register Overachiever with Facebook")
}

func TestTheFormsFitTheSmallestWindow(t *testing.T) {
	b, _ := onStage(t)
	b.w.win.Resize(fyne.NewSize(minWidth, minHeight))
	for _, kind := range oauth.Kinds() {
		b.w.openRegistration(kind, account.Registration{}, account.Visit{})
		if size := b.w.sheets[0].paper.Size(); size.Height > minHeight || size.Width > minWidth {
			t.Errorf("%s: %v", kind.ID, size)
		}
		b.key(fyne.KeyEscape)
	}
}

// On a lower window still, the sheet scrolls to whatever has the keyboard.
func TestWhatHasTheKeyboardIsInSight(t *testing.T) {
	b, _ := onStage(t)
	b.w.win.Resize(fyne.NewSize(minWidth, 300))
	b.w.openRegistration(kindOf("x"), account.Registration{}, account.Visit{})
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject
	s := b.w.sheets[0]
	scrolled := false
	for range 20 {
		b.w.win.Canvas().FocusNext()
		focused := b.w.win.Canvas().Focused().(fyne.CanvasObject)
		in := fyne.CanvasObject(s.scroll)
		if at(focused).Y >= at(s.foot).Y {
			in = s.foot
		}
		top := at(focused).Y - at(in).Y
		if top < 0 || top+focused.Size().Height > in.Size().Height {
			t.Errorf("%q has the keyboard, out of sight", b.focused())
		}
		scrolled = scrolled || s.scroll.Offset.Y > 0
	}
	if !scrolled {
		t.Error("nothing had to be scrolled")
	}
}

// The buttons of a long sheet stay in sight in the smallest window, and so does where an
// export goes, with what is wrong with that.
func TestTheButtonsStayInSight(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Mine")
	b.w.win.Resize(fyne.NewSize(minWidth, minHeight))
	b.w.goals.askExport()
	b.until("the sheet", func() bool { return b.focused() == "Export" })
	s, at := b.w.sheets[0], fyne.CurrentApp().Driver().AbsolutePositionForObject
	if s.scroll.Content.MinSize().Height <= s.scroll.Size().Height {
		t.Fatal("nothing has to be scrolled")
	}
	focused := b.w.win.Canvas().Focused().(fyne.CanvasObject)
	if bottom := at(focused).Y + focused.Size().Height; s.scroll.Offset.Y > 0 || bottom > minHeight {
		t.Errorf("scrolled by %v, and Export ends at %v", s.scroll.Offset.Y, bottom)
	}
	b.fileField().SetText("")
	b.press("Export")
	b.reads("Type or paste the name of a file.")
	if file := b.fileField(); at(file).Y < at(s.foot).Y || at(file).Y+file.Size().Height > at(focused).Y || at(focused).Y+focused.Size().Height > minHeight {
		t.Errorf("the file is asked for at %v, and Export is at %v", at(file), at(focused))
	}
}
