package ui

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	goals "overachiever/storage"
	"overachiever/storage/rotation"
)

// choose runs the command of a menu.
func (b *bench) choose(menu, command string) {
	b.t.Helper()
	for _, m := range b.w.win.MainMenu().Items {
		for _, i := range m.Items {
			if m.Label == menu && i.Label == command && !i.Disabled {
				i.Action()
				return
			}
		}
	}
	b.t.Fatalf("no %s ▸ %s", menu, command)
}

func (b *bench) backups() []goals.BackupFile {
	b.t.Helper()
	list, err := goals.Backups(b.w.Folder)
	if err != nil {
		b.t.Fatal(err)
	}
	return list
}

func TestBackUpNow(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Learn Go", "Run")
	b.choose("File", "Back up now")
	b.reads("Backed up 2 goals to " + filepath.Join(b.w.Folder, "backups", "by-hand-"))
	if list := b.backups(); len(list) != 1 || !list[0].Kept {
		t.Errorf("there are %v", list)
	}
}

func TestABackupIsMadeByItself(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, dir)
	b.local()
	b.name("Learn Go")
	b.w.quit()
	b.until("quit", func() bool { return b.w.closed })

	again := newBench(t, dir)
	again.w.FirstBackup = time.Millisecond
	again.reads("Learn Go")
	again.until("a backup", func() bool { return len(again.backups()) == 1 })
}

// A backup goes to where the person says, and comes from there.
func TestBackUpToAFolder(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Learn Go")
	stick := t.TempDir()
	b.choose("File", "Back up to a folder…")
	b.typeText(filepath.Join(stick, "none"))
	b.key(fyne.KeyReturn)
	b.reads("There is a problem with " + filepath.Join(stick, "none"))
	b.press("Choose a folder…")
	b.typeText(stick)
	b.key(fyne.KeyReturn)
	b.reads("Backed up 1 goal to " + stick)
	if len(b.backups()) > 0 {
		t.Error("it is in the data folder")
	}
	there, err := os.ReadDir(stick)
	if err != nil || len(there) != 1 {
		t.Fatalf("there are %v, %v", there, err)
	}
	b.key(fyne.KeyDelete)
	b.choose("File", "Restore a backup…")
	b.reads("There are no backups")
	b.press("Choose a file…")
	b.typeText(`"` + filepath.Join(stick, there[0].Name()) + `"`)
	b.key(fyne.KeyReturn)
	b.reads("1 goal comes back")
}

// withoutBackups is a bench with a goal that cannot be backed up, until what is in the place of
// the folder is removed.
func withoutBackups(t *testing.T) (b *bench, folder string) {
	t.Helper()
	b = newBench(t, t.TempDir())
	b.local()
	b.name("Learn Go")
	folder = filepath.Join(b.w.Folder, "backups")
	if err := os.WriteFile(folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := b.w.goals.flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	return b, folder
}

// What fails is said once, with the reason, and no longer when it has worked.
func TestABackupThatFailsIsToldOnce(t *testing.T) {
	b, folder := withoutBackups(t)
	b.w.backUpAfter(time.Millisecond)
	b.reads("Your goals could not be backed up. There is a problem with " + folder)
	b.w.goals.banner.clear(bannerBackup) // it was read
	for range 2 {
		logged := len(b.logged)
		b.w.backUpAfter(time.Millisecond)
		b.until("the next try", func() bool { return len(b.logged) > logged })
	}
	if text := strings.Join(b.screen(), "\n"); strings.Contains(text, "could not be backed up") {
		t.Error("it is said again")
	}
	b.choose("File", "Back up now")
	b.reads("No backup was made")
	b.press("OK")
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	b.choose("File", "Back up now")
	b.reads("Backed up 1 goal")
}

// A backup that failed is tried again soon, and nothing is said of it any more when it has worked.
func TestABackupThatFailedIsTriedAgainSoon(t *testing.T) {
	b, folder := withoutBackups(t)
	b.w.backups.retry = time.Millisecond
	b.w.backUpAfter(time.Millisecond)
	b.reads("Your goals could not be backed up.")
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	b.until("nothing is said", func() bool { return b.w.goals.banner.said[bannerBackup] == nil })
	if list := b.backups(); len(list) != 1 || list[0].Kept {
		t.Errorf("there are %v", list)
	}
}

// What was mended once is told of again when it breaks again.
func TestABackupThatFailsAgainIsToldAgain(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Learn Go")
	told := func() bool { return b.w.goals.banner.said[bannerBackup] != nil }
	b.w.backedUp(b.w.backups, errors.New("broken"))
	if !told() {
		t.Fatal("it is not told")
	}
	b.choose("File", "Back up now")
	b.until("a backup that was asked for", func() bool { return !told() })
	b.w.backedUp(b.w.backups, errors.New("broken again"))
	if !told() {
		t.Error("it is not told again")
	}
}

func TestWhenTheNextBackupIsDue(t *testing.T) {
	b := &backups{}
	broken := errors.New("broken")
	for _, each := range []struct {
		err  error
		want time.Duration
	}{
		{nil, rotation.Every},
		{broken, time.Minute}, {broken, 2 * time.Minute}, {broken, 4 * time.Minute}, {broken, 8 * time.Minute},
		{broken, 16 * time.Minute}, {broken, rotation.Every}, {broken, rotation.Every},
		{nil, rotation.Every}, {broken, time.Minute},
	} {
		if got := b.due(each.err); got != each.want {
			t.Errorf("after %v it is due in %v, want %v", each.err, got, each.want)
		}
	}
}

// What was going on for a file that was damaged ends with it: the recovered one has its own.
func TestBackupsOfADamagedFileEnd(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	old := b.w.backups
	b.w.backups = nil // while it is recovered
	b.w.backUp(old)
	b.w.backedUp(old, errors.New("closed"))
	if len(b.logged) > 0 || b.w.goals.banner.said[bannerBackup] != nil {
		t.Errorf("it is told: %v", b.logged)
	}
}

// The file that is open is never opened a second time by the toolkit.
func TestTheFileDialogOffersBackupsOnly(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"goals.db", "copy.db", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Link(filepath.Join(dir, "goals.db"), filepath.Join(dir, "link.db")); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"goals.db": false, "link.db": false, "copy.db": true, "notes.txt": false, "gone.db": false} {
		if got := (otherFiles{dir, ".db"}).Matches(storage.NewFileURI(filepath.Join(dir, name))); got != want {
			t.Errorf("%s is offered: %v", name, got)
		}
	}
}

func TestAgo(t *testing.T) {
	for past, want := range map[time.Duration]string{
		0: "just now", -30 * time.Second: "just now", -2 * time.Minute: "still to come, by this clock",
		time.Minute: "1 minute ago", 59 * time.Minute: "59 minutes ago", 25 * time.Hour: "1 day ago",
		15 * 24 * time.Hour: "2 weeks ago", 100 * 24 * time.Hour: "3 months ago", 800 * 24 * time.Hour: "2 years ago",
	} {
		if got := ago(past); got != want {
			t.Errorf("%v is %q, want %q", past, got, want)
		}
	}
}

func TestHowMuchBackupsMayTakeIsKept(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, dir)
	b.local()
	b.w.goals.showSettings()
	b.press("4 GB")
	b.until("kept", func() bool {
		text, err := b.w.desk.Store.Setting(t.Context(), settingBudget)
		return err == nil && text == "4294967296"
	})
	b.key(fyne.KeyEscape)
	b.w.quit()
	b.until("quit", func() bool { return b.w.closed })
	again := newBench(t, dir)
	again.reads("goals")
	if got := again.w.backups.budget; got != 4<<30 {
		t.Errorf("after a start it is %d", got)
	}
}

// What a goal would be is said, not what it is.
func TestWhatRestoringMakesOfAGoal(t *testing.T) {
	done := goals.Difference{Goal: goals.Goal{Name: "Run", Completed: time.Unix(1, 0)}, Was: "Walk", Fields: []goals.Field{goals.FieldName, goals.FieldCompleted}, Moved: true}
	open := goals.Difference{Goal: goals.Goal{Name: "Run"}, Was: "Run", Fields: []goals.Field{goals.FieldCompleted, goals.FieldDue}}
	for _, test := range []struct {
		of   goals.Difference
		want pickLine
	}{
		{done, pickLine{text: "Run (now ‘Walk’)", about: "name, completed, place"}},
		{open, pickLine{text: "Run", about: "open again, due date"}},
	} {
		if got := differenceLine(test.of); got != test.want {
			t.Errorf("got %+v, want %+v", got, test.want)
		}
	}
}
