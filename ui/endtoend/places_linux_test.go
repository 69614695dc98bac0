package endtoend

import (
	"os"
	"path/filepath"
	"testing"

	"overachiever/storage/medium"
	"overachiever/ui/robot"
)

// On a disk that cannot be written the goals are shown, and nothing that is pressed
// changes any; they can be exported. Not a byte of the folder changes.
func TestOnAReadOnlyDisk(t *testing.T) {
	p := sitDownAt(t, robot.Options{})
	p.startsWithoutAnAccount()
	p.plants("Learn Go\n  Tour\nRun\n")
	p.saves("3 goals")
	p.quits()
	before := p.files()
	medium.ReadOnly(t, p.data)

	p.opens()
	p.reads("Learn Go")
	p.reads("Read only")
	p.presses("ctrl+n")
	p.reads("cannot be written to here")
	p.presses("Down", "space", "Delete", "Return", "F2", "ctrl+z")
	p.reads("0 completed")
	p.exportsGoals("Learn Go\n  Tour\nRun\n")
	if text, code := p.runs("check"); code != 0 {
		t.Errorf("check ended with code %d: %s", code, text)
	}
	backup := filepath.Join(t.TempDir(), "copy.db")
	if text, code := p.runs("backup", backup); code != 0 {
		t.Errorf("backup ended with code %d: %s", code, text)
	}
	p.presses("ctrl+f")
	p.types("tour")
	p.reads("1 hit of")
	p.quits()
	after := p.files()
	for name, text := range after {
		if text != before[name] {
			t.Errorf("%s has changed, or came to be", name)
		}
	}
	if len(after) != len(before) {
		t.Errorf("of %d files there are %d", len(before), len(after))
	}
}

// In a folder that is synchronized the file is all there is, it is said once what to do,
// and what is saved survives a kill there too.
func TestInASynchronizedFolder(t *testing.T) {
	p := sitDownAt(t, robot.Options{})
	p.must(os.Mkdir(filepath.Join(p.data, ".stfolder"), 0o700))
	p.startsWithoutAnAccount()
	p.reads("a folder that Syncthing synchronizes")
	p.plants("Learn Go\n  Tour\n")
	p.saves("2 goals")
	p.program.Kill()
	if _, err := os.Stat(filepath.Join(p.data, "goals.db-wal")); err == nil {
		t.Error("there is a log beside the file")
	}
	p.exportsGoals("Learn Go\n  Tour\n")
	p.opens()
	p.reads("a folder that Syncthing synchronizes")
	p.plants("Run\n")
	p.saves("3 goals")
	p.besideTheWindowSees("Learn Go\n  Tour\nRun\n")
	p.quits()
	if text, code := p.runs("check"); code != 0 {
		t.Errorf("check ended with code %d: %s", code, text)
	}
}

// besideTheWindowSees runs all that may run beside it: what was saved is seen.
func (p *person) besideTheWindowSees(goals string) {
	p.t.Helper()
	p.exportsGoals(goals)
	backup := filepath.Join(p.t.TempDir(), "goals.db")
	for _, args := range [][]string{{"version"}, {"check"}, {"backup", backup}} {
		if text, code := p.runs(args...); code != 0 {
			p.t.Errorf("%v ended with code %d: %s", args, code, text)
		}
	}
	copied := *p
	copied.data = filepath.Dir(backup)
	copied.exportsGoals(goals)
}

// files are all files of the data folder.
func (p *person) files() map[string]string {
	p.t.Helper()
	files := map[string]string{}
	p.must(filepath.WalkDir(p.data, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		files[path] = string(text)
		return err
	}))
	return files
}
