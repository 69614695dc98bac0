package ui

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"overachiever/storage"
	"overachiever/storage/medium"
	spot "overachiever/storage/place"
	"overachiever/ui/outline"
)

// grown is a data folder in which somebody has grown goals without an account.
func grown(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	store, err := storage.Open(t.Context(), filepath.Join(dir, "goals.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	id, err := store.Local(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tree, err := store.User(id).Tree(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, first, err := tree.Create(storage.TopLevel, 0, "Learn Go")
	if err != nil {
		t.Fatal(err)
	}
	_, second, err := tree.Create(tree.Children(storage.TopLevel)[0], 0, "Tour")
	if err != nil {
		t.Fatal(err)
	}
	if err := store.User(id).Commit(t.Context(), []storage.Step{first, second}); err != nil {
		t.Fatal(err)
	}
	if err := store.SetLastOpen(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	return dir
}

// What cannot be written is shown, and every key that would change it says that it cannot.
func TestReadOnly(t *testing.T) {
	dir := grown(t)
	medium.ReadOnly(t, dir)
	b := benchOn(t, dir, func(ctx context.Context, path string) (*storage.Store, error) {
		return storage.OpenReadOnly(ctx, path, time.Now)
	})
	b.until("goals", func() bool { return b.w.goals != nil })
	b.reads("Read only: the file with your goals, or the disk it is on")
	p := b.w.goals
	if got := p.status.saved.Text; got != "Read only" {
		t.Errorf("the status line says %q", got)
	}
	p.model.Select(p.model.Rows()[0].ID())
	p.view.show()
	const refused = "cannot be written to here"
	for name, change := range map[string]func(){
		"Return": func() { b.key(fyne.KeyReturn) }, "F2": func() { b.key(fyne.KeyF2) }, "Space": func() { b.key(fyne.KeySpace) },
		"Delete": func() { b.key(fyne.KeyDelete) }, "Tab": func() { p.model.Select(p.model.Rows()[1].ID()); b.key(fyne.KeyTab); p.view.do(p.model.Outdent) },
		"Ctrl+Z": b.w.undo, "cut": p.cut, "paste": func() { b.w.app.Clipboard().SetContent("x"); p.paste() },
		"describe":  p.describe,
		"drag":      func() { p.model.Dragged(p.model.Rows()[0].ID()) },
		"New goal":  func() { b.entry("New goal").Action() },
		"Import…":   func() { b.entry("Import…").Action() },
		"Duplicate": func() { b.entry("Duplicate").Action() },
		"Empty":     func() { b.entry("Empty trash…").Action() },
		"Sign in":   func() { b.entry("Sign in with GitHub").Action() },
	} {
		p.view.show() // has the keyboard
		p.status.tell("")
		change()
		if !strings.Contains(p.status.news.Text, refused) {
			t.Errorf("%s: the status line says %q", name, p.status.news.Text)
		}
		if _, _, naming := p.model.Naming(); naming || len(b.w.sheets) > 0 || len(p.model.Rows()) != 2 {
			t.Fatalf("%s began something: %q", name, b.screen())
		}
	}
	for _, name := range []string{"New goal", "New goal below", "Import…", "Back up now", "Restore a backup…", "Undo", "Cut", "Paste", "Rename", "Complete", "Delete", "Sign in with GitHub", "Demo account"} {
		if !b.entry(name).Disabled {
			t.Errorf("%s is offered", name)
		}
	}
	for _, name := range []string{"Copy", "Find", "Zoom in", "Export…", "Quit", "Hide completed"} {
		if b.entry(name).Disabled {
			t.Errorf("%s is not offered", name)
		}
	}
	if !p.details.due.Disabled() {
		t.Error("the day can be typed")
	}

	p.model.Select(p.model.Rows()[0].ID())
	p.view.do(p.model.Fold)
	if len(p.model.Rows()) != 1 {
		t.Error("nothing folds")
	}
	p.view.do(p.model.ZoomIn)
	p.view.do(p.model.ZoomOut)
	p.view.do(func() { p.model.Search("tour") })
	if p.model.Hits() != 1 {
		t.Error("nothing is found")
	}
	p.view.do(func() { p.model.Search("") })
	p.showView(outline.Trash)
	p.showView(outline.Goals)

	b.w.signInWithGitHub()
	b.reads("Nobody can sign in here")
	b.press("OK")
	b.w.leaveGoals(b.w.showWelcome)
	b.reads("Start without an account")
	b.press("Start without an account")
	b.until("goals", func() bool { return b.w.goals != nil })
	b.reads("Learn Go")
	if len(b.logged) > 0 {
		t.Errorf("logged: %v", b.logged)
	}
}

// Where the goals should not be is said once, and not again after it was dismissed; of
// another place it is.
func TestToldOfAPlaceOnce(t *testing.T) {
	dir := grown(t)
	for _, c := range []struct {
		at    spot.Place
		words string // "" if nothing is said
	}{
		{spot.Place{}, ""},
		{spot.Place{Kind: spot.Network, By: "NFS"}, "reached over a network (NFS)"},
		{spot.Place{Kind: spot.Network, By: "NFS"}, ""},
		{spot.Place{Kind: spot.Synced, By: "Dropbox"}, "a folder that Dropbox synchronizes"},
		{spot.Place{Kind: spot.Synced, By: "Dropbox"}, ""},
		{spot.Place{}, ""},
	} {
		var store *storage.Store
		b := benchOn(t, dir, func(ctx context.Context, path string) (_ *storage.Store, err error) {
			store, err = storage.Open(ctx, path, time.Now, storage.In(c.at))
			return store, err
		})
		b.until("goals", func() bool { return b.w.goals != nil })
		if c.words != "" {
			b.reads(c.words)
			b.reads("--data FOLDER")
			b.dismiss()
			b.until("kept that it was seen", func() bool {
				told, err := store.Setting(t.Context(), settingPlaceSeen)
				return err == nil && strings.HasPrefix(told, c.at.By)
			})
		}
		asked := false
		b.w.later(func(ctx context.Context) func() { return func() { asked = true } })
		b.until("what was asked before is answered", func() bool { return asked && !b.w.goals.reading })
		if said := b.w.goals.banner.said[bannerPlace]; said != nil {
			t.Errorf("in %+v it says %q", c.at, said.text)
		}
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}
}

// dismiss presses the cross of the one banner.
func (b *bench) dismiss() {
	b.t.Helper()
	said := b.w.goals.banner.said[bannerPlace]
	if said == nil || said.dismissed == nil {
		b.t.Fatalf("there is nothing to be dismissed: %q", b.screen())
	}
	b.w.goals.banner.clear(bannerPlace)
	said.dismissed()
}
