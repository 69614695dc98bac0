package interchange_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"overachiever/storage/interchange"
)

// Whatever another program's file: no panic, errors with a line on one line, and what came in
// goes out as JSON and in again without a difference.
func FuzzImportTaskwarrior(f *testing.F) { fuzzForeign(f, interchange.Taskwarrior, "taskwarrior.json") }
func FuzzImportGTG(f *testing.F)         { fuzzForeign(f, interchange.GTG, "gtg_data.xml", "gtg_tasks.xml") }
func FuzzImportTodoist(f *testing.F)     { fuzzForeign(f, interchange.Todoist, "todoist.csv") }
func FuzzImportOrg(f *testing.F)         { fuzzForeign(f, interchange.Org, "notes.org") }

func FuzzImportTreeLine(f *testing.F) {
	f.Add(packed(f, sample(f, "treeline.trln")))
	fuzzForeign(f, interchange.TreeLine, "treeline.trln", "treeline.trl")
}

func FuzzImportTreeSheets(f *testing.F) {
	for _, version := range []byte{6, 17, 19, 25} {
		f.Add(sheetFile(version, true, sheet()))
	}
	fuzzForeign(f, interchange.TreeSheets, "treesheets.xml")
}

// What is packed in a TreeSheets file, which changes at random hardly ever reach.
func FuzzImportTreeSheetsCells(f *testing.F) {
	f.Add(byte(25), sheetBytes(25, sheet()))
	f.Add(byte(6), sheetBytes(6, sheet()))
	f.Fuzz(func(t *testing.T, version byte, cells []byte) {
		importAndKeep(t, interchange.TreeSheets, append(sheetHead(version), deflated(cells)...))
	})
}

func fuzzForeign(f *testing.F, format interchange.Format, samples ...string) {
	for _, name := range samples {
		f.Add([]byte(sample(f, name)))
	}
	f.Fuzz(func(t *testing.T, file []byte) { importAndKeep(t, format, file) })
}

func sample(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "foreign", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func importAndKeep(t *testing.T, format interchange.Format, file []byte) {
	document, err := interchange.Import("f", bytes.NewReader(file), format, noon)
	if err != nil {
		refused := (*interchange.Error)(nil)
		if !errors.As(err, &refused) || refused.Reason == "" || strings.ContainsAny(err.Error(), "\r\n") {
			t.Fatalf("not an error that a person can use: %q", err)
		}
		packed := bytes.HasPrefix(file, []byte("\x1f\x8b"))
		if lines := bytes.Count(file, []byte("\n")) + 1; refused.Line < 1 || refused.Line > lines && !packed {
			t.Fatalf("line %d of %d: %v", refused.Line, lines, err)
		}
		return
	}
	for _, loss := range document.Losses {
		if loss.What == "" || loss.Goals < 1 || loss.Line < 1 {
			t.Fatalf("a loss that says nothing: %+v", loss)
		}
	}
	text := written(t, interchange.JSON, document)
	if again := read(t, interchange.JSON, text); !sameGoals(document.Goals, again.Goals) {
		t.Fatalf("the goals came back different by way of:\n%s", text)
	}
	second, err := interchange.Import("f", bytes.NewReader(file), format, noon.AddDate(1, 0, 0))
	if err != nil || !sameIDs(document, second) {
		t.Fatalf("a second import has other ids (%v)", err)
	}
}

func sameIDs(a, b interchange.Document) bool { return ids(a) == ids(b) }
