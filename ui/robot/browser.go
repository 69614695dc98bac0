package robot

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// ErrNoBrowser is returned when the desktop has no browser, or it has not been started by a link yet.
var ErrNoBrowser = errors.New("no browser")

// AuthorizePath is part of the address of a consent page, GitHub's and its stand-in's.
const AuthorizePath = "/login/oauth/authorize"

// browserLink is the robot's connection to the running browser.
type browserLink struct {
	mu      sync.Mutex
	ctx     context.Context // chromedp's; nil when not connected
	pages   map[target.ID]context.Context
	cancels []context.CancelFunc
}

// forget lets go of the browser. It is meant for when the desktop closes: chromedp closes the pages it is attached to.
func (b *browserLink) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := len(b.cancels) - 1; i >= 0; i-- {
		b.cancels[i]()
	}
	b.ctx, b.pages, b.cancels = nil, nil, nil
}

// furnishBrowser makes Chromium the default browser of the home: a script that starts it and returns at once, as
// browsers do on a full desktop. Opened links are noted in the home. Without Options.Browser the links are only noted.
// https://specifications.freedesktop.org/mime-apps-spec/latest/
func (d *Desktop) furnishBrowser() error {
	script := "#!/bin/sh\necho \"$1\" >>'" + d.linksFile() + "'\n"
	if d.options.Browser {
		command, err := d.browserCommand()
		if err != nil {
			return err
		}
		script += "setsid " + command + " \"$1\" >>'" + filepath.Join(d.dir, "browser.log") + "' 2>&1 </dev/null &\necho $! >>'" + d.sessionsFile() + "'\n"
	}
	path := filepath.Join(d.dir, "browser")
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil {
		return err
	}
	types := []string{"x-scheme-handler/http", "x-scheme-handler/https", "text/html"}
	entry := "[Desktop Entry]\nType=Application\nName=Browser\nExec=" + path + " %u\nMimeType=" + strings.Join(types, ";") + ";\n"
	if err := os.WriteFile(d.home(".local", "share", "applications", "robot-browser.desktop"), []byte(entry), 0o600); err != nil {
		return err
	}
	defaults := "[Default Applications]\n" + strings.Join(types, "=robot-browser.desktop\n") + "=robot-browser.desktop\n"
	return os.WriteFile(d.home(".config", "mimeapps.list"), []byte(defaults), 0o600)
}

// browserCommand is the shell command that starts the browser with a profile in the home, quiet and without a network
// of its own accord. Root has to do without Chromium's sandbox.
func (d *Desktop) browserCommand() (string, error) {
	program, err := chromium()
	if err != nil {
		return "", err
	}
	flags := []string{
		"--user-data-dir='" + d.profile() + "'", "--remote-debugging-port=0", "--password-store=basic",
		"--no-first-run", "--no-default-browser-check", "--disable-gpu", "--disable-dev-shm-usage", "--disable-sync",
		"--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-extensions",
		"--disable-search-engine-choice-screen", "--disable-features=Translate,MediaRouter,OptimizationHints",
		"--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding",
		"--window-size=1000,760", "--window-position=60,40", "--test-type",
	}
	if os.Geteuid() == 0 {
		flags = append(flags, "--no-sandbox")
	}
	if d.options.Scale != 0 {
		flags = append(flags, fmt.Sprintf("--force-device-scale-factor=%g", d.options.Scale))
	}
	return "'" + program + "' " + strings.Join(flags, " "), nil
}

func chromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("%w: neither chromium nor google-chrome is installed", ErrNoBrowser)
}

func (d *Desktop) profile() string { return d.home(".config", "robot-browser") }

func (d *Desktop) linksFile() string { return filepath.Join(d.dir, "opened-links") }

// sessionsFile notes the process session of each start of the browser: Chromium overwrites its environment, so Close
// could not know it by that.
func (d *Desktop) sessionsFile() string { return filepath.Join(d.dir, "browser-sessions") }

func (d *Desktop) browserSessions() []int {
	content, _ := os.ReadFile(d.sessionsFile()) // not there: never started
	var sessions []int
	for field := range strings.FieldsSeq(string(content)) {
		if id, err := strconv.Atoi(field); err == nil {
			sessions = append(sessions, id)
		}
	}
	return sessions
}

// Links returns the links that were opened in the default browser so far. They may hold a sign-in's state: compare them,
// don't print them.
func (d *Desktop) Links() ([]string, error) {
	content, err := os.ReadFile(d.linksFile())
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	return strings.Fields(string(content)), err
}

// Browser waits until a link has started the browser and returns a chromedp context attached to it, which lives until
// Close. Running an action on it opens a new page; chromedp.Targets lists the pages.
func (d *Desktop) Browser(ctx context.Context) (context.Context, error) {
	if !d.options.Browser {
		return nil, fmt.Errorf("robot: %w on this desktop", ErrNoBrowser)
	}
	d.browser.mu.Lock()
	defer d.browser.mu.Unlock()
	if d.browser.connected() {
		return d.browser.ctx, nil
	}
	err := d.Await(ctx, "the browser", func(context.Context) (bool, error) {
		address, err := d.devTools()
		if err != nil {
			return false, err
		}
		return true, d.browser.connect(address)
	})
	if err != nil {
		return nil, fmt.Errorf("robot: %w", err)
	}
	return d.browser.ctx, nil
}

// devTools reads where the running browser can be driven from: Chromium leaves port and path in its profile.
func (d *Desktop) devTools() (string, error) {
	content, err := os.ReadFile(filepath.Join(d.profile(), "DevToolsActivePort"))
	if err != nil {
		return "", fmt.Errorf("%w: it has not been started by a link yet", ErrNoBrowser)
	}
	port, path, ok := strings.Cut(strings.TrimSpace(string(content)), "\n")
	if !ok {
		return "", fmt.Errorf("%w: it is still starting", ErrNoBrowser)
	}
	return "ws://127.0.0.1:" + port + path, nil
}

func (b *browserLink) connected() bool {
	if b.ctx == nil {
		return false
	}
	select {
	case <-chromedp.FromContext(b.ctx).Browser.LostConnection:
		return false
	default:
		return true
	}
}

func (b *browserLink) connect(address string) error {
	allocator, stop := chromedp.NewRemoteAllocator(context.Background(), address, chromedp.NoModifyURL)
	// The browser is newer than the protocol's bindings: what they can't read is of no interest.
	ctx, cancel := chromedp.NewContext(allocator, chromedp.WithErrorf(func(string, ...any) {}))
	if _, err := chromedp.Targets(ctx); err != nil {
		cancel()
		stop()
		return err
	}
	b.ctx, b.pages = ctx, map[target.ID]context.Context{}
	b.cancels = append(b.cancels, stop, cancel)
	return nil
}

// Page is a page that is open in the browser.
type Page struct {
	ID         target.ID
	URL, Title string
}

// Pages returns the pages that are open in the browser and whose address contains the given part.
func (d *Desktop) Pages(ctx context.Context, urlPart string) ([]Page, error) {
	browser, err := d.Browser(ctx)
	if err != nil {
		return nil, err
	}
	targets, err := chromedp.Targets(browser)
	if err != nil {
		return nil, fmt.Errorf("robot: pages: %w", err)
	}
	var pages []Page
	for _, t := range targets {
		if t.Type == "page" && strings.Contains(t.URL, urlPart) {
			pages = append(pages, Page{t.TargetID, t.URL, t.Title})
		}
	}
	return pages, nil
}

// WaitPage waits for a page whose address contains the given part.
func (d *Desktop) WaitPage(ctx context.Context, urlPart string) (Page, error) {
	var pages []Page
	err := d.Await(ctx, "a page at …"+urlPart+"…", func(ctx context.Context) (bool, error) {
		var err error
		pages, err = d.Pages(ctx, urlPart)
		return len(pages) > 0, err
	})
	if err != nil {
		return Page{}, fmt.Errorf("robot: %w", err)
	}
	return pages[0], nil
}

// PageText waits for a page whose address contains the given part and whose text contains the words, and returns the
// text.
func (d *Desktop) PageText(ctx context.Context, urlPart, words string) (string, error) {
	page, err := d.WaitPage(ctx, urlPart)
	if err != nil {
		return "", err
	}
	var text string
	err = d.Await(ctx, fmt.Sprintf("the words %q on the page at …%s…", words, urlPart), func(ctx context.Context) (bool, error) {
		err := d.onPage(ctx, page, chromedp.Evaluate(`document.body ? document.body.innerText : ""`, &text))
		return strings.Contains(text, words), err
	})
	if err != nil {
		return text, fmt.Errorf("robot: %w", err)
	}
	return text, nil
}

// PressOnPage presses the button or link on a page that bears the word, when it is shown.
func (d *Desktop) PressOnPage(ctx context.Context, page Page, word string) error {
	d.logf("press %q in the browser", word)
	path := fmt.Sprintf(`//button[contains(normalize-space(.),%[1]q)] | //input[@type='submit' and contains(@value,%[1]q)] | //a[contains(normalize-space(.),%[1]q)]`, word)
	if err := d.onPage(ctx, page, chromedp.Click(path, chromedp.BySearch)); err != nil {
		return fmt.Errorf("robot: press %q in the browser: %w", word, d.pictured(&WaitError{What: "that button", Err: err}))
	}
	return nil
}

// Authorize waits for the consent page of a sign-in, presses its Authorize button as its person would, and waits until
// the browser has left the page.
func (d *Desktop) Authorize(ctx context.Context) error {
	return d.consent(ctx, "Authorize")
}

// Deny waits for the consent page of a sign-in, presses its Cancel button and waits until the browser has left the page.
func (d *Desktop) Deny(ctx context.Context) error {
	return d.consent(ctx, "Cancel")
}

func (d *Desktop) consent(ctx context.Context, button string) error {
	page, err := d.WaitPage(ctx, AuthorizePath)
	if err != nil {
		return err
	}
	if err := d.PressOnPage(ctx, page, button); err != nil {
		return err
	}
	err = d.Await(ctx, "the browser to leave the consent page", func(ctx context.Context) (bool, error) {
		pages, err := d.Pages(ctx, AuthorizePath)
		for _, p := range pages {
			if p.ID == page.ID {
				return false, err
			}
		}
		return err == nil, err
	})
	if err != nil {
		return fmt.Errorf("robot: %w", err)
	}
	return nil
}

// onPage does something on a page that is open already.
func (d *Desktop) onPage(ctx context.Context, page Page, actions ...chromedp.Action) error {
	if _, err := d.Browser(ctx); err != nil {
		return err
	}
	attached, err := d.browser.attach(page.ID)
	if err != nil {
		return err
	}
	limited, done := context.WithTimeout(attached, patience)
	defer done()
	stop := context.AfterFunc(ctx, done)
	defer stop()
	return chromedp.Run(limited, actions...)
}

// attach attaches to a page, once. The attachment is kept until Close: ending it would close the page before the
// person's eyes.
func (b *browserLink) attach(id target.ID) (context.Context, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if ctx, ok := b.pages[id]; ok {
		return ctx, nil
	}
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithTargetID(id))
	b.cancels = append(b.cancels, cancel)
	if err := chromedp.Run(ctx); err != nil { // attaches; a limit on this context would end the attachment
		return nil, err
	}
	b.pages[id] = ctx
	return ctx, nil
}
