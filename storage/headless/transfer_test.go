package headless_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"overachiever/storage/headless"
	"overachiever/storage/interchange"
)

// Whatever formats there are, the usage tells them, and each that is written is read again.
func TestEveryFormat(t *testing.T) {
	dir := t.TempDir()
	succeed(t, dir, "import", write(t, "a.md", twoGoals))
	usage := succeed(t, dir, "help")
	for _, format := range interchange.Readable() {
		if !strings.Contains(usage, string(format)) {
			t.Errorf("the usage does not tell of %s:\n%s", format, usage)
		}
	}
	for _, format := range interchange.Writable() {
		text := succeed(t, dir, "export", "--format", string(format))
		got := runWith(t.TempDir(), text, "import", "--format", string(format), "-")
		if got.code != headless.Done || !strings.HasPrefix(got.out, "Imported 2 goals for local") {
			t.Errorf("%s comes back as %+v", format, got)
		}
	}
}

// interrupted is a script that ends while somebody writes into it.
type interrupted struct {
	text   io.Reader
	cancel context.CancelFunc
	never  bool // the rest of the text never comes
}

func (i interrupted) Read(p []byte) (int, error) {
	n, err := i.text.Read(p)
	if n > 0 {
		return n, nil
	}
	i.cancel()
	if i.never {
		select {}
	}
	return 0, err
}

// An import that is interrupted, before or while it is saved, has changed nothing.
func TestInterruptedImport(t *testing.T) {
	dir := t.TempDir()
	succeed(t, dir, "import", write(t, "a.md", twoGoals))
	before := succeed(t, dir, "export")
	var text strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&text, "- [ ] goal %d\n", i)
	}
	for name, never := range map[string]bool{"when all is read": false, "while reading": true} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var out, errors bytes.Buffer
			code := headless.Run(ctx, []string{"import", "-"}, headless.Env{
				Dir: dir, Stdin: interrupted{strings.NewReader(text.String()), cancel, never}, Stdout: &out, Stderr: &errors, Now: now,
			})
			if code != headless.Failed || out.Len() > 0 || errors.String() != "overachiever: -: the import was interrupted: nothing was imported\n" {
				t.Errorf("exit %d, output %q, errors %q", code, &out, &errors)
			}
			if got := succeed(t, dir, "export"); got != before {
				t.Errorf("it left %s", got)
			}
			succeed(t, dir, "check")
		})
	}
}

// An export that is interrupted leaves the older file, and no other.
func TestInterruptedExport(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	succeed(t, dir, "import", write(t, "a.md", twoGoals))
	file := filepath.Join(out, "goals.md")
	succeed(t, dir, "export", file)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := interchange.WriteFile(ctx, dir, file, func(w io.Writer) error {
		_, err := io.WriteString(w, "half")
		return err
	})
	if err == nil {
		t.Error("it was written")
	}
	if got := entries(t, out); got != "goals.md" {
		t.Errorf("the folder holds %s", got)
	}
	if got := succeed(t, t.TempDir(), "import", file); got != "Imported 2 goals for local\n" {
		t.Errorf("the file is not what it was: %q", got)
	}
}

// What a file says and goals cannot keep is told beside an import, also before it is done.
func TestLossesAreTold(t *testing.T) {
	dir := t.TempDir()
	file := write(t, "a.md", "# Plans\n\n- [ ] a\n")
	plain := write(t, "b.md", "- [ ] a\n")
	org := write(t, "a.org", "* TODO a\n  SCHEDULED: <2027-01-31 Sun 10:00 +1w>\n")
	if got := runWith(dir, "", "import", plain); got.code != headless.Done || got.errors != "" {
		t.Errorf("got %+v", got)
	}
	for _, args := range [][]string{{"import", "--dry-run", org}, {"import", org}, {"import", file}} {
		got := runWith(dir, "", args...)
		if got.code != headless.Done || !strings.Contains(got.errors, "overachiever: "+args[len(args)-1]+":") || !strings.Contains(got.errors, ": not kept: ") {
			t.Errorf("%q: %+v", args, got)
		}
	}
}
