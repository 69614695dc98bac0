package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestFilesOfAProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "open")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filesOf(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{path, program} {
		if !slices.Contains(files, want) {
			t.Errorf("%s is not among %q", want, files)
		}
	}
	if err := readAll(append(files, filepath.Join(t.TempDir(), "gone"))); err != nil {
		t.Error(err)
	}
}
