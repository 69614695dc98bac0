package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"

	"overachiever/oauth"
	"overachiever/oauth/demo"
	"overachiever/ui/robot"
)

// registering is how a program that nobody registered yet asks for it.
func (v *visit) registering(ctx context.Context) error {
	silent, err := net.Listen("tcp", "127.0.0.1:0") // a provider that says nothing about itself
	if err != nil {
		return err
	}
	defer silent.Close()
	otherWays, cancel := v.click("Other ways to sign in"), v.press("Escape")
	return all(ctx, v.open,
		v.sheet("01-welcome", "Other ways to sign in"),
		v.sheet("02-providers", "Where do you have an account", otherWays), cancel,
		v.sheet("03-register-github", "Register Overachiever with GitHub", v.click("Sign in with GitHub")), cancel,
		v.sheet("04-register-self-hosted", "Its address", otherWays, v.choose("Gitea or Forgejo"), v.read("Its address"), v.enter("codeberg.org"), v.read("Open that page")), cancel,
		v.sheet("05-register-many-addresses", "Register Overachiever with X", otherWays, v.choose("X")), cancel,
		v.sheet("06-register-warning", "Register Overachiever with Facebook", otherWays, v.choose("Facebook")),
		v.sheet("07-register-mistake", "That is an address", v.press("Tab", "Tab", "Tab"), v.enter("https://www.facebook.com")), cancel,
		v.sheet("09-starting", "Opening your browser", otherWays, v.choose("Any OpenID provider"), v.read("Its address"),
			v.enter("http://"+silent.Addr().String()), v.enter("overachiever-desktop"), v.press("Return")), cancel,
		v.quit,
	)
}

// signingIn is the sign-in panel itself, and all that keeps it from its end.
func (v *visit) signingIn(ctx context.Context) error {
	github, err := demo.Start(ctx, demo.Options{})
	if err != nil {
		return err
	}
	signIn, again := v.answer(v.click("Sign in with GitHub")), v.answer(v.press("Return"))
	welcome := v.inPart(270, 560, v.read("Start without an account"))
	return all(ctx, v.gitHubIs(github), v.open, welcome,
		v.sheet("09-waiting", "Your browser has opened", v.press("Return")),
		v.sheet("10-other-ways", "Use a code on another device", v.press("Tab", "Return")),
		v.sheet("11-paste", "from its address bar", v.press("Down", "Down", "Return")),
		v.sheet("12-paste-wrong", "not the whole address", v.enter("127.0.0.1")),
		v.sheet("14-code", "enter the code", v.press("Tab", "Tab", "Return", "Down", "Return")),
		v.sheet("15-code-ran-out", "Nobody entered it in time", with(github, demo.DeviceExpired)), v.press("Escape"),
		v.sheet("16-finishing", "Asking GitHub who you are", with(github, demo.TokenSlow), signIn), v.press("Escape"),
		v.sheet("17-refused", "You said no", with(github, demo.Deny), signIn),
		v.sheet("18-wrong-registration", "does not accept", with(github, demo.WrongSecret), again),
		v.sheet("19-provider-down", "has a problem", with(github, demo.TokenDown), again), v.press("Escape"),
		v.sheet("16-keyring-asks", "Your keyring may be asking", with(github, 0), v.lockKeyring, signIn), v.press("Escape"),
		v.quit,
		stop(github), v.withoutBrowser, v.open, welcome,
		v.sheet("13-browser-not-opened", "This computer has nothing", v.press("Return")),
		v.sheet("20-offline", "could not be reached", v.press("Tab", "Return", "Down", "Return")), v.press("Escape"),
		v.quit,
	)
}

// withoutKeyring is a desktop that can keep nothing, and how it all looks in the dark.
func (v *visit) withoutKeyring(ctx context.Context) error {
	github, err := demo.Start(ctx, demo.Options{})
	if err != nil {
		return err
	}
	signIn, again := v.answer(v.click("Sign in with GitHub")), v.answer(v.press("Return"))
	welcome := v.inPart(270, 560, v.read("Start without an account"))
	return all(ctx, v.gitHubIs(github), v.open, welcome,
		v.sheet("21-not-remembered", "cannot be remembered", signIn), v.press("Escape"),
		v.quit, v.goDark, v.open,
		v.sheet("01-welcome-dark", "Other ways to sign in"),
		v.sheet("06-register-warning-dark", "Register Overachiever with Facebook", v.click("Other ways to sign in"), v.choose("Facebook")), v.press("Escape"),
		v.sheet("09-waiting-dark", "Your browser has opened", v.click("Sign in with GitHub")),
		v.sheet("12-paste-wrong-dark", "not the whole address", v.press("Tab", "Return", "Down", "Down", "Return"), v.enter("127.0.0.1")),
		v.sheet("14-code-dark", "enter the code", v.press("Tab", "Tab", "Return", "Down", "Return")), v.press("Escape"),
		v.sheet("17-refused-dark", "You said no", with(github, demo.Deny), signIn),
		v.sheet("21-not-remembered-dark", "cannot be remembered", with(github, 0), again),
		v.sheet("22-signed-in-dark", "Go to my goals", v.press("Return")),
		v.shot("32-session-ended-dark", "Sign in again", with(github, demo.Revoked), v.press("shift+Tab", "Return"), v.read("no longer accepts"), v.press("Escape")),
		v.quit,
	)
}

// signedIn is one person with two accounts, on a computer where somebody kept goals without one.
func (v *visit) signedIn(ctx context.Context) error {
	github, err := demo.Start(ctx, demo.Options{})
	if err != nil {
		return err
	}
	company, err := demo.Start(ctx, demo.Options{Login: "robin-at-work", Name: "Robin at work"})
	if err != nil {
		return err
	}
	const enterprise = "GitHub Enterprise Server"
	arrive := func(opens step) step { // at one's goals
		return func(ctx context.Context) error {
			return all(ctx, v.answer(opens), v.inPart(270, 560, v.read("Member since")), v.press("Escape"))
		}
	}
	return all(ctx, v.importSamples, v.gitHubIs(github), v.open,
		v.inPart(270, 560, v.click("Other ways to sign in")), v.choose(enterprise), arrive(v.register(company)),
		v.press("ctrl+n"), v.enter("Ask for a raise"), v.press("Escape"),

		v.sheet("08-registrations", "Here you have registered", v.menu("Registrations")), v.press("Escape"),
		v.sheet("22-signed-in", "goals along", v.answer(v.menu("Sign in with GitHub"))), v.press("Escape"),
		v.sheet("25-switch-person", "open now", v.menu("Switch person")), v.press("Escape"),
		v.sheet("23-bring-in", "kept without an account", v.menu("Bring in goals")),
		v.shot("24-brought-in", "moved here", v.press("Return")),
		v.sheet("26-connect", "Where do you have an account", v.menu("Connect another account")),
		v.sheet("27-taken", "is another person here", v.answer(v.choose(enterprise))),
		v.shot("28-brought-together", "of @robin-at-work moved here", v.press("Return")),
		v.sheet("29-accounts", "Signing in with any", v.menu("Connected accounts")),
		v.sheet("30-disconnect", "no longer opens these goals", v.press("Tab", "Return")), v.press("Escape", "Escape"),

		v.sheet("31-not-refreshed", "no longer accepts", with(github, demo.Revoked), v.press("ctrl+p", "shift+Tab", "Return")),
		v.shot("32-session-ended", "Sign in again", v.press("Escape")),
		with(github, 0), arrive(v.menu("Sign in with GitHub")),
		v.sheet("35-sign-out", "Your goals stay on this computer", v.menu("Sign out")),
		v.sheet("36-signed-out-by-hand", "Open that page", with(github, demo.RevokeDown), v.press("Return")),
		with(github, 0), v.press("Escape"), arrive(v.inPart(270, 560, v.click("Sign in with GitHub"))),
		v.sheet("37-sign-out-everywhere", "Nobody stays signed in", v.menu("Sign out everywhere")),
		v.sheet("38-signed-out", "has withdrawn", v.press("Return")),
		v.press("Escape"), arrive(v.inPart(270, 560, v.click("Sign in with GitHub"))),
		v.shot("33-slow-down", "asks to wait until", with(github, demo.RateLimit), v.press("ctrl+p", "shift+Tab", "Return", "Escape")),
		v.quit,
		stop(github), v.open,
		v.shot("34-offline", "Offline"),
		v.quit,
	)
}

// shot takes a picture once the steps are done and the words are on the screen.
func (v *visit) shot(name, words string, steps ...step) step {
	return func(ctx context.Context) error {
		if err := all(ctx, append(steps, v.read(words))...); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		path := filepath.Join(v.folder, name+".png")
		v.say("Taking %s", path)
		return errors.Join(v.desktop.Point(ctx, 0, 0), v.program.Shot(ctx, title, path))
	}
}

// sheet takes a picture of a sheet, or of the welcome: they stand in the middle, and nothing else is looked at.
func (v *visit) sheet(name, words string, steps ...step) step {
	return v.inPart(270, 560, v.shot(name, words, steps...))
}

// inPart looks only at a part of the window meanwhile, from so far left and so wide: reading takes its time.
func (v *visit) inPart(left, width int, steps ...step) step {
	return func(ctx context.Context) error {
		window, err := v.program.WaitWindow(ctx, title)
		if err != nil {
			return err
		}
		part := window.Bounds.Inset(-20) // words at the very edge are missed
		part.Min.X = window.Bounds.Min.X + left
		part.Max.X = part.Min.X + width
		before := v.desktop.LookAt(part)
		defer v.desktop.LookAt(before)
		return all(ctx, steps...)
	}
}

func (v *visit) click(words string) step {
	return func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		return v.desktop.ClickWords(ctx, words)
	}
}

func (v *visit) enter(text string) step {
	return func(ctx context.Context) error {
		return all(ctx, at(v.desktop.Type, text), v.press("Return"))
	}
}

func (v *visit) menu(item string) step {
	return func(ctx context.Context) error { return v.inPart(-20, 640, v.click("Account"), v.click(item))(ctx) }
}

// choose goes down the list of providers.
func (v *visit) choose(name string) step {
	var keys []string
	for _, kind := range oauth.Kinds() {
		if kind.Name == name {
			break
		}
		keys = append(keys, "Down")
	}
	return v.press(append(keys, "Return")...)
}

// register fills the form for a server of one's own.
func (v *visit) register(server *demo.Server) step {
	return func(ctx context.Context) error {
		return all(ctx, v.read("Its address"), v.enter(server.URL), v.enter(server.App.ClientID), v.enter(server.App.ClientSecret.Reveal()))
	}
}

// answer presses Authorize on the consent page that a step opens: without a browser, which takes its time. The page that
// comes next tells the outcome, and is not waited for.
func (v *visit) answer(opens step) step {
	return func(ctx context.Context) error {
		before, err := v.desktop.Links()
		if err != nil {
			return err
		}
		if err := opens(ctx); err != nil {
			return err
		}
		return v.desktop.Await(ctx, "a link to be opened", func(context.Context) (bool, error) {
			links, err := v.desktop.Links()
			if len(links) == len(before) {
				return false, err
			}
			go demo.Press(ctx, links[len(before)], demo.Authorize) // should it fail, the next words are waited for in vain
			return true, nil
		})
	}
}

// with makes a stand-in fail in that way, and in no other.
func with(server *demo.Server, faults demo.Faults) step {
	return func(context.Context) error {
		server.SetFaults(faults)
		return nil
	}
}

func stop(server *demo.Server) step {
	return func(context.Context) error { return server.Close() }
}

// gitHubIs makes a stand-in GitHub for the programs opened from now on.
func (v *visit) gitHubIs(server *demo.Server) step {
	return func(context.Context) error {
		v.env = []string{
			"OVERACHIEVER_GITHUB_URL=" + server.URL,
			"OVERACHIEVER_GITHUB_CLIENT_ID=" + server.App.ClientID,
			"OVERACHIEVER_GITHUB_CLIENT_SECRET=" + server.App.ClientSecret.Reveal(),
		}
		return nil
	}
}

// lockKeyring makes the keyring ask for its password, which nobody gives.
func (v *visit) lockKeyring(ctx context.Context) error {
	_, err := v.desktop.AnswerKeyring(robot.Ignore)
	return errors.Join(err, v.desktop.LockKeyring(ctx))
}

// withoutBrowser lets programs opened from now on find nothing that opens one.
func (v *visit) withoutBrowser(context.Context) error {
	v.env = append(v.env, "PATH="+v.data)
	return nil
}
