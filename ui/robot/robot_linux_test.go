package robot

import (
	"context"
	"errors"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/zalando/go-keyring"
)

// limited is a context that a step of a test has to keep to, also on a busy machine.
func limited(t *testing.T, limit time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	t.Cleanup(cancel)
	return ctx
}

func start(t *testing.T, options Options) *Desktop {
	t.Helper()
	options.Pictures = t.TempDir()
	options.Log = t.Output()
	d, err := Start(limited(t, time.Minute), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// page is what the robot has to read, fill in and send.
const page = `<!DOCTYPE html><title>Overachiever goals</title>
<body style="font:24px sans-serif; margin:60px">
<p>Reach the summit</p>
<form action="/done"><input name="goal" autofocus style="font-size:24px">
<p><button style="font:24px sans-serif; background:#4338ca; color:white; padding:12px 24px; border:0">Keep this goal</button></form>`

// site serves page, a consent page, and tells which goals it was sent.
func site(t *testing.T) (address string, goals chan string) {
	goals = make(chan string, 10)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(page)) })
	mux.HandleFunc("GET "+AuthorizePath, func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte(`<!DOCTYPE html><title>Consent</title><form action="/callback/github"><button>Authorize <b>Overachiever</b></button></form>`))
	})
	mux.HandleFunc("GET /callback/github", func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte(`<!DOCTYPE html><title>Signed in</title>You are signed in`))
	})
	mux.HandleFunc("GET /done", func(w http.ResponseWriter, r *http.Request) {
		goals <- r.FormValue("goal")
		w.Write([]byte(`<!DOCTYPE html><title>Kept</title>`))
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL, goals
}

func TestPersonReadsTypesAndClicksInTheDefaultBrowser(t *testing.T) {
	address, goals := site(t)
	d := start(t, Options{Browser: true})
	ctx := limited(t, 3*time.Minute)
	_, err := d.Run("xdg-open", []string{address}, nil)
	must(t, err)

	window, err := d.WaitWindow(ctx, "overachiever goals")
	must(t, err)
	must(t, d.Activate(ctx, window))
	_, err = d.WaitWords(ctx, "Reach the summit")
	must(t, err)
	must(t, d.Type(ctx, "learn to sail"))
	must(t, d.Key(ctx, "ctrl+a", "ctrl+c"))
	if copied, err := d.Clipboard(ctx); err != nil || copied != "learn to sail" {
		t.Errorf("copied %q, %v", copied, err)
	}
	must(t, d.ClickWords(ctx, "Keep this goal")) // white on indigo

	select {
	case goal := <-goals:
		if goal != "learn to sail" {
			t.Errorf("the page was sent %q", goal)
		}
	case <-ctx.Done():
		t.Fatal("the page was never sent")
	}
	must(t, d.WaitNoWords(ctx, "Reach the summit"))
	links, err := d.Links()
	must(t, err)
	if len(links) != 1 || links[0] != address {
		t.Errorf("opened links: %q, want %q", links, address)
	}
}

func TestPersonAuthorizesOnAConsentPage(t *testing.T) {
	address, _ := site(t)
	d := start(t, Options{Browser: true, Width: 1100, Height: 860})
	ctx := limited(t, 3*time.Minute)
	_, err := d.Run("xdg-open", []string{address + AuthorizePath + "?state=1"}, nil)
	must(t, err)
	must(t, d.Authorize(ctx))
	text, err := d.PageText(ctx, "/callback/github", "signed in")
	must(t, err)
	if !strings.Contains(text, "You are signed in") {
		t.Errorf("the page says %q", text)
	}
	picture := filepath.Join(t.TempDir(), "window.png")
	must(t, d.ShotWindow(ctx, "Signed in", picture))
	f, err := os.Open(picture)
	must(t, err)
	defer f.Close()
	if shot, err := png.DecodeConfig(f); err != nil || shot.Width < 500 {
		t.Errorf("picture of %d×%d, %v", shot.Width, shot.Height, err)
	}
}

func TestKeyringHoldsWhatWasPutIntoIt(t *testing.T) {
	d := start(t, Options{Keyring: true, Width: 400, Height: 300})
	ctx := limited(t, time.Minute)
	items, err := d.KeyringItems(ctx, "overachiever")
	must(t, err)
	if len(items) != 0 {
		t.Fatalf("a fresh keyring holds %v", items)
	}
	if _, err := d.SecretLeaks(ctx, "overachiever", t.TempDir()); !errors.Is(err, ErrNoSecret) {
		t.Errorf("leaks of no secret: %v, want ErrNoSecret", err)
	}

	const token = "gho_0123456789abcdefghij"
	const name = "https://github.com#registered-program-id"
	must(t, putSecret(d, "overachiever", name, `{"key":"`+name+`","token":"`+token+`"}`))
	items, err = d.KeyringItems(ctx, "overachiever")
	must(t, err)
	if len(items) != 1 || items[0].Attributes["username"] != name || items[0].Locked {
		t.Fatalf("the keyring holds %+v", items)
	}

	folder := t.TempDir()
	must(t, os.WriteFile(filepath.Join(folder, "innocent.log"), []byte("nothing to see of registered-program-id"), 0o600))
	guilty := filepath.Join(folder, "guilty.log")
	must(t, os.WriteFile(guilty, []byte("Bearer "+token+"\n"), 0o600))
	leaks, err := d.SecretLeaks(ctx, "overachiever", folder)
	must(t, err)
	if len(leaks) != 1 || leaks[0] != guilty {
		t.Errorf("leaks: %q, want %q", leaks, guilty)
	}
	leaks, err = Leaks([]string{"another secret", "nothing to see"}, folder)
	must(t, err)
	if len(leaks) != 1 || filepath.Base(leaks[0]) != "innocent.log" {
		t.Errorf("leaks: %q", leaks)
	}
	if _, err := Leaks([]string{"nothing to see", ""}, folder); !errors.Is(err, ErrNoSecret) {
		t.Errorf("leaks of an empty secret: %v, want ErrNoSecret", err)
	}
}

// putSecret does what a program does that keeps a secret.
func putSecret(d *Desktop, service, username, token string) error {
	return d.onBus(func(conn *dbus.Conn) error {
		var nothing dbus.Variant
		var session, item, prompt dbus.ObjectPath
		if err := conn.Object(secretsName, secretsPath).Call(secretsService+".OpenSession", 0, "plain", dbus.MakeVariant("")).Store(&nothing, &session); err != nil {
			return err
		}
		properties := map[string]dbus.Variant{
			secretsItem + ".Label":      dbus.MakeVariant("Overachiever"),
			secretsItem + ".Attributes": dbus.MakeVariant(map[string]string{"service": service, "username": username}),
		}
		value := secret{Session: session, Value: []byte(`{"token":"` + token + `"}`), ContentType: "text/plain"}
		return conn.Object(secretsName, secretsPath+"/aliases/default").
			Call("org.freedesktop.Secret.Collection.CreateItem", 0, properties, value, true).Store(&item, &prompt)
	})
}

func TestLockedKeyringAsksAndTakesNoForAnAnswer(t *testing.T) {
	d := start(t, Options{Keyring: true, Width: 400, Height: 300})
	ctx := limited(t, time.Minute)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", d.bus)
	must(t, keyring.Set("overachiever", "me", "a secret"))
	asked, err := d.AnswerKeyring(Dismiss)
	must(t, err)
	must(t, d.LockKeyring(ctx))
	if secret, err := keyring.Get("overachiever", "me"); err == nil {
		t.Errorf("the locked keyring gave %d characters", len(secret))
	}
	select {
	case <-asked:
	case <-ctx.Done():
		t.Error("nobody was asked for the password")
	}
}

func TestDesktopWithoutKeyringHasNone(t *testing.T) {
	d := start(t, Options{Width: 400, Height: 300})
	if items, err := d.KeyringItems(limited(t, time.Minute), ""); err == nil {
		t.Fatalf("a keyring that was not asked for holds %v", items)
	}
}

// A window has a frame around it, which is not part of it: this one is white up to its edges.
func TestAWindowIsWhereItIsSaidToBe(t *testing.T) {
	ctx := limited(t, 20*time.Second)
	d := start(t, Options{})
	_, err := d.Run("xev", nil, nil)
	must(t, err)
	window, err := d.WaitWindow(ctx, "Event Tester")
	must(t, err)
	must(t, d.Await(ctx, "a white window", func(context.Context) (bool, error) {
		if window, err = d.window(ctx, window.ID); err != nil {
			return false, err
		}
		picture, err := d.screen.picture(window.Bounds)
		white := err == nil
		for _, x := range []int{window.Bounds.Min.X, window.Bounds.Max.X - 1} {
			for _, y := range []int{window.Bounds.Min.Y, window.Bounds.Max.Y - 1} {
				white = white && picture.RGBAAt(x, y) == color.RGBA{255, 255, 255, 255}
			}
		}
		return white, err
	}))
}

func TestNewsOfWindowsAreOfNewOnes(t *testing.T) {
	ctx := limited(t, time.Minute)
	d := start(t, Options{})
	run := func() *Program {
		p, err := d.Run("xev", nil, nil)
		must(t, err)
		return p
	}
	const title = "Event Tester"
	old := run()
	_, err := d.WaitWindow(ctx, title)
	must(t, err)
	news, err := d.WatchWindows(ctx)
	must(t, err)
	hear := func() (isNew bool) {
		list, err := news.list(ctx)
		must(t, err)
		return news.isNew(list)
	}
	for len(news.last) == 0 { // it is on the screen before the window manager tells of it
		hear()
	}
	old.Kill()
	for len(news.last) > 0 {
		if hear() {
			t.Error("one window less is news")
		}
	}
	began := time.Now() // not before that is heard: the next window may get the same id
	run()
	came, err := news.Next(ctx)
	must(t, err)
	if came.Before(began) {
		t.Error("a window that was there before is told of")
	}
	if windows, err := d.Windows(ctx, title); err != nil || len(windows) != 1 {
		t.Errorf("told of a window while there is none yet: %v, %v", windows, err)
	}
	must(t, news.Close())
	if _, err := news.Next(ctx); err == nil {
		t.Error("it goes on after Close")
	}
}

func TestVainWaitingSaysForWhatAndLeavesAPicture(t *testing.T) {
	d := start(t, Options{Width: 400, Height: 300})
	_, err := d.WaitWords(limited(t, 3*time.Second), "Sign in with GitHub")
	var waited *WaitError
	if !errors.As(err, &waited) || !errors.Is(err, ErrWaited) {
		t.Fatalf("got %v, want a WaitError", err)
	}
	if !strings.Contains(err.Error(), "Sign in with GitHub") {
		t.Errorf("%q does not say what was awaited", err)
	}
	if _, err := os.Stat(waited.Picture); err != nil {
		t.Errorf("no picture was left: %v", err)
	}
}

func TestProgramThatEndsIsNotWaitedFor(t *testing.T) {
	d := start(t, Options{Width: 400, Height: 300})
	ctx := limited(t, time.Minute)
	p, err := d.Run("sh", []string{"-c", "echo $GREETING; exit 3"}, []string{"GREETING=hello"})
	must(t, err)
	if _, err := p.WaitWindow(ctx, "Overachiever"); err == nil || !strings.Contains(err.Error(), "ended") {
		t.Errorf("waiting for its window: %v", err)
	}
	code, err := p.Wait(ctx)
	must(t, err)
	if code != 3 || p.Output() != "hello\n" {
		t.Errorf("exit code %d, output %q", code, p.Output())
	}
}

func TestCloseLeavesNothingBehind(t *testing.T) {
	address, _ := site(t)
	d, err := Start(limited(t, time.Minute), Options{Browser: true, Keyring: true, Width: 400, Height: 300, Pictures: t.TempDir()})
	must(t, err)
	defer d.Close()
	_, err = d.Run("sh", []string{"-c", "setsid tail -f /dev/null & exec tail -f /dev/null"}, nil)
	must(t, err)
	_, err = d.Run("xdg-open", []string{address}, nil)
	must(t, err)
	_, err = d.WaitPage(limited(t, time.Minute), address)
	must(t, err)
	sessions := d.browserSessions()
	if len(sessions) != 1 {
		t.Fatalf("sessions of the browser: %v, want one", sessions)
	}

	must(t, d.Close())
	must(t, d.Close())
	if left, err := strays(d.mark(), sessions); err != nil || len(left) != 0 {
		t.Errorf("processes left: %v, %v", left, err)
	}
	if _, err := os.Stat(d.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("folder left: %v", err)
	}
}
