package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestRoomsKeepTheirWalls holds the import rules of the design: oauth and
// storage know neither each other, nor the window, nor its toolkit; assets
// know nobody; only ui, and the tests' robot in it, may use the toolkit.
func TestRoomsKeepTheirWalls(t *testing.T) {
	forbidden := map[string][]string{
		"storage":    {"overachiever/oauth", "overachiever/ui", "overachiever/assets", "fyne.io/"},
		"oauth":      {"overachiever/storage", "overachiever/ui", "overachiever/assets", "fyne.io/"},
		"assets":     {"overachiever/", "fyne.io/"},
		"ui":         {"overachiever/oauth/demo", "overachiever/storage/headless", "overachiever/ui/robot"},
		"ui/outline": {"overachiever/oauth", "fyne.io/"},
		"ui/account": {"fyne.io/"},
		"ui/robot":   {"overachiever/oauth", "overachiever/storage"},
		".":          {"fyne.io/"},
	}
	seen := map[string]bool{}
	for file, imports := range importsOf(t) {
		for room, not := range forbidden {
			if !within(file, room) {
				continue
			}
			seen[room] = true
			for _, path := range imports {
				if own := "overachiever/" + room; path == own || strings.HasPrefix(path, own+"/") {
					continue
				}
				if slices.ContainsFunc(not, func(prefix string) bool { return strings.HasPrefix(path, prefix) }) {
					t.Errorf("%s imports %s: the %s room must not", file, path, room)
				}
			}
		}
	}
	if len(seen) != len(forbidden) {
		t.Errorf("only these rooms were found: %v", seen)
	}
}

// within tells whether a file is in a room; "." is the top level alone.
func within(file, room string) bool {
	dir := filepath.ToSlash(filepath.Dir(file))
	if room == "." {
		return dir == "."
	}
	if room == "ui" && (dir == "ui/robot" || strings.HasPrefix(dir, "ui/robot/")) {
		return false
	}
	if room == "ui/robot" && dir == "ui/robot/tour" { // it plays the provider too, as tests do
		return false
	}
	return dir == room || strings.HasPrefix(dir, room+"/")
}

// importsOf reads what every Go file here imports, but for tests, which may
// bring rooms together to try them.
func importsOf(t *testing.T) map[string][]string {
	t.Helper()
	imports := map[string][]string{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		imports[path] = nil
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports[path] = append(imports[path], name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return imports
}

func TestTraceIsAboutTheWindow(t *testing.T) {
	file := filepath.Join(t.TempDir(), "trace")
	t.Setenv("OVERACHIEVER_DATA_DIR", t.TempDir())
	for _, args := range [][]string{{"--trace", file, "check"}, {"check", "--trace=" + file}, {"--trace"}} {
		if code := run(t.Context(), args); code != 2 {
			t.Errorf("%q ended with code %d, want 2", args, code)
		}
	}
}

func TestDataFolder(t *testing.T) {
	t.Setenv("OVERACHIEVER_DATA_DIR", "/from/environment")
	t.Setenv("XDG_DATA_HOME", "/xdg")
	tests := []struct {
		name      string
		args      []string
		dir, rest string
	}{
		{"environment", []string{"check"}, "/from/environment", "check"},
		{"flag first", []string{"--data", "/d", "export", "-"}, "/d", "export -"},
		{"flag last", []string{"export", "--data=/d"}, "/d", "export"},
		{"after the end of flags", []string{"import", "--", "--data"}, "/from/environment", "import -- --data"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir, rest, err := dataFolder(tt.args)
			if err != nil || dir != tt.dir || strings.Join(rest, " ") != tt.rest {
				t.Errorf("dataFolder(%q) = %q, %q, %v", tt.args, dir, rest, err)
			}
		})
	}
	for _, args := range [][]string{{"--data"}, {"--data="}, {"--data", ""}} {
		if _, _, err := dataFolder(args); err == nil {
			t.Errorf("%q is accepted: --data without a folder", args)
		}
	}
	t.Setenv("OVERACHIEVER_DATA_DIR", "")
	if dir, _, err := dataFolder(nil); err != nil || dir != "/xdg/overachiever" {
		t.Errorf("the system's folder is %q, %v", dir, err)
	}
}
