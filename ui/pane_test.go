package ui

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"fyne.io/fyne/v2"

	"overachiever/oauth"
	"overachiever/ui/prose"
)

// opens makes the browser tell which links it is asked to open.
func (b *bench) opens(err error) chan string {
	opened := make(chan string, 10)
	b.w.Browse = func(_ context.Context, url string) error { opened <- url; return err }
	return opened
}

// clickLink clicks the first link that says so.
func (b *bench) clickLink(words string) {
	b.t.Helper()
	b.walk(func(o fyne.CanvasObject) {
		if text, ok := o.(*prose.Text); ok {
			for _, link := range text.Links() {
				if link.Text == words {
					words = ""
					link.Open()
					return
				}
			}
		}
	})
	if words != "" {
		b.t.Fatalf("no link %q. On the screen: %q", words, b.screen())
	}
}

func TestLinksAreOpenedInTheBrowser(t *testing.T) {
	b := onFriday(t, "Plan https://example.org/name")
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	opened := b.opens(nil)
	b.describes("See [the plan](https://example.org/plan), ![a map](" + server.URL + "/map.png) and [this](file:///etc/passwd).")
	for _, link := range []struct{ words, url string }{
		{"the plan", "https://example.org/plan"}, {"a map", server.URL + "/map.png"}, {"https://example.org/name", "https://example.org/name"},
	} {
		b.clickLink(link.words)
		if got := <-opened; got != link.url {
			t.Errorf("%q opens %s", link.words, got)
		}
	}
	b.walk(func(o fyne.CanvasObject) {
		if text, ok := o.(*prose.Text); ok {
			for _, link := range text.Links() {
				if link.Text == "this" {
					t.Error("a file is a link")
				}
			}
		}
	})
	if len(opened) > 0 {
		t.Errorf("%s was opened unasked", <-opened)
	}
	b.w.win.Canvas().Capture() // draws everything there is
	if asked.Load() > 0 {
		t.Error("the image was loaded")
	}
}

func TestALinkThatDoesNotOpenIsSaid(t *testing.T) {
	b := onFriday(t, "Plan https://example.org/name")
	b.opens(&oauth.Failure{Kind: oauth.ErrBrowser, Sentence: "There is no browser.", Next: "Copy the link."})
	p := b.w.goals
	for where, open := range map[string]func(){
		"pane": func() { b.clickLink("https://example.org/name") },
		"row":  func() { p.view.linkTapped(p.view.lineAt(0), "https://example.org/name") },
	} {
		p.status.tell("")
		open()
		b.until("the "+where+" to say why", func() bool { return p.status.news.Text == "There is no browser. Copy the link." })
		if len(b.w.sheets) > 0 {
			t.Errorf("the %s opens a sheet", where)
		}
	}
}

func TestTagsAreSearchedFor(t *testing.T) {
	b := onFriday(t, "Run #health", "Read")
	b.w.goals.view.do(func() { b.w.goals.model.Step(-1) })
	b.clickLink("#health")
	if got := b.w.goals.model.Query(); got != "#health" {
		t.Errorf("searching for %q", got)
	}
}

func TestTheGoalsAboveAreNamedAndGoneTo(t *testing.T) {
	b := onFriday(t, "Health")
	p := b.w.goals
	p.view.do(p.model.NameChild)
	b.typeText("Run")
	b.key(fyne.KeyReturn)
	b.key(fyne.KeyEscape)
	b.reads("Health")
	b.clickLink("Health")
	if got := b.goal().Name; got != "Health" {
		t.Errorf("gone to %q", got)
	}
	if b.w.win.Canvas().Focused() != p.view.list {
		t.Error("the keyboard is elsewhere")
	}
}
