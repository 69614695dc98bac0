// Package endtoend tests the built program as a person uses it: a real window
// on a virtual display, the system's browser, the operating system's keyring
// and SQLite on disk.
package endtoend

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"overachiever/ui/robot"
)

const (
	service = "Overachiever" // of our keyring items
	title   = "Overachiever" // of our window
	// limit is how long a whole test may take on a slow machine.
	limit = 12 * time.Minute
	// patience is how long a person waits for one thing to happen.
	patience = 90 * time.Second
)

// person is somebody in front of the program, on a desktop of their own.
type person struct {
	t       *testing.T
	ctx     context.Context
	desktop *robot.Desktop
	program *robot.Program
	data    string
	env     []string
}

// program builds the program once for all tests, as `make build` does.
func program() (path string, remove func(), err error) {
	dir, err := os.MkdirTemp("", "endtoend-")
	if err != nil {
		return "", nil, err
	}
	path = filepath.Join(dir, "overachiever")
	out, err := exec.Command("go", "build", "-o", path, "overachiever").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("build: %w\n%s", err, out)
	}
	return path, func() { os.RemoveAll(dir) }, err
}

const binaryVariable = "ENDTOEND_BINARY"

func TestMain(m *testing.M) {
	path, remove, err := program()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Setenv(binaryVariable, path)
	code := m.Run()
	remove()
	os.Exit(code)
}

// sitDown starts a desktop for a person who has never used the program.
func sitDown(t *testing.T, env ...string) *person {
	t.Helper()
	return sitDownAt(t, robot.Options{Browser: true, Keyring: true}, env...)
}

func sitDownAt(t *testing.T, options robot.Options, env ...string) *person {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	t.Cleanup(cancel)
	desktop, err := robot.Start(ctx, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := desktop.Close(); err != nil {
			t.Error(err)
		}
	})
	return &person{t: t, ctx: ctx, desktop: desktop, data: t.TempDir(), env: env}
}

// must ends the test on an error, which says what was awaited and what the screen showed.
func (p *person) must(err error) {
	p.t.Helper()
	if err != nil {
		if p.program != nil {
			p.t.Logf("the program said: %s", p.lastWords())
		}
		if log, _ := os.ReadFile(filepath.Join(p.data, "overachiever.log")); len(log) > 0 {
			p.t.Logf("its log: %s", log)
		}
		p.t.Fatal(err)
	}
}

// lastWords ends a program that still runs, by the signal on which Go tells what
// every goroutine is waiting for, and returns all that it wrote.
func (p *person) lastWords() string {
	if p.program.Running() && p.program.Signal(syscall.SIGQUIT) == nil {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		p.program.Wait(ctx)
	}
	return p.program.Output()
}

func (p *person) opens() {
	p.t.Helper()
	var err error
	p.program, err = p.desktop.Run(os.Getenv(binaryVariable), []string{"--data", p.data}, p.env)
	p.must(err)
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	window, err := p.program.WaitWindow(ctx, title)
	p.must(err)
	p.must(p.desktop.Resize(p.ctx, window, 1100, 720))
	p.must(p.program.Activate(p.ctx))
}

func (p *person) reads(words string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	_, err := p.desktop.WaitWords(ctx, words)
	p.must(err)
}

func (p *person) clicks(words string) {
	p.t.Helper()
	p.must(p.desktop.ClickWords(p.ctx, words))
}

func (p *person) presses(keys ...string) {
	p.t.Helper()
	p.must(p.desktop.Key(p.ctx, keys...))
}

func (p *person) types(text string) {
	p.t.Helper()
	p.must(p.desktop.Type(p.ctx, text))
}

// names types goals one after the other: Ctrl+N, a name, Enter, a name, …, Escape.
func (p *person) names(names ...string) {
	p.t.Helper()
	p.presses("ctrl+n")
	for _, name := range names {
		p.types(name)
		p.presses("Return")
	}
	p.presses("Escape")
}

// quits with Ctrl+Q; the program has to end well.
func (p *person) quits() {
	p.t.Helper()
	code, err := p.program.Quit(p.ctx)
	p.must(err)
	if code != 0 {
		p.t.Fatalf("ended with code %d: %s", code, p.program.Output())
	}
}

// runs the program without a window, and returns how it ended.
func (p *person) runs(args ...string) (output string, code int) {
	p.t.Helper()
	run, err := p.desktop.Run(os.Getenv(binaryVariable), append([]string{"--data", p.data}, args...), p.env)
	p.must(err)
	code, err = run.Wait(p.ctx)
	p.must(err)
	return run.Output(), code
}

// exports the goals as Markdown, by the program itself; of whoever was open last, unless args say of whom.
func (p *person) exports(args ...string) string {
	p.t.Helper()
	text, code := p.runs(append([]string{"export", "--format", "markdown"}, args...)...)
	if code != 0 {
		p.t.Fatalf("export ended with code %d: %s", code, text)
	}
	return strings.TrimSpace(text)
}

// has waits until the file holds exactly these goals for whoever was open last.
func (p *person) has(markdown string) {
	p.t.Helper()
	p.holds(markdown)
}

// keeps waits until the file holds exactly these goals for the person of that login.
func (p *person) keeps(login, markdown string) {
	p.t.Helper()
	p.holds(markdown, "--user", login)
}

func (p *person) holds(markdown string, args ...string) {
	p.t.Helper()
	want, got := strings.TrimSpace(markdown), ""
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	err := p.desktop.Await(ctx, "the file to hold the goals", func(context.Context) (bool, error) {
		got = p.exports(args...)
		return got == want, nil
	})
	if err != nil {
		p.t.Fatalf("%v %v\nthe file holds:\n%s\nwant:\n%s", args, err, got, want)
	}
}

// keyringItems waits until the keyring holds so many items of ours.
func (p *person) keyringItems(want int) {
	p.t.Helper()
	p.must(p.desktop.Await(p.ctx, fmt.Sprintf("%d keyring items", want), func(ctx context.Context) (bool, error) {
		items, err := p.desktop.KeyringItems(ctx, service)
		return len(items) == want, err
	}))
}

// noTokenOnDisk looks for the keyring's secret in every file of the data folder and the home.
func (p *person) noTokenOnDisk() {
	p.t.Helper()
	leaks, err := p.desktop.SecretLeaks(p.ctx, service, p.data, filepath.Join(p.desktop.Home(), ".config", "fyne"))
	p.must(err)
	if len(leaks) > 0 {
		p.t.Errorf("the token lies in %v", leaks)
	}
}

// goalRow is a goal as it lies in the SQLite file.
type goalRow struct {
	Name      string
	Completed bool
}

// file reads the goals straight from the SQLite file, in order; the program is not running.
func (p *person) file() []goalRow {
	p.t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(p.data, "goals.db")+"?mode=ro")
	p.must(err)
	defer db.Close()
	rows, err := db.QueryContext(p.ctx, `SELECT name, completed IS NOT NULL FROM goal WHERE parent = '' ORDER BY position`)
	p.must(err)
	defer rows.Close()
	var goals []goalRow
	for rows.Next() {
		var goal goalRow
		p.must(rows.Scan(&goal.Name, &goal.Completed))
		goals = append(goals, goal)
	}
	p.must(rows.Err())
	return goals
}

// exportedNames are the names of the top-level goals in the JSON export.
func (p *person) exportedNames() (login string, names []string) {
	p.t.Helper()
	text, code := p.runs("export")
	if code != 0 {
		p.t.Fatalf("export ended with code %d: %s", code, text)
	}
	var document struct {
		User  struct{ Login string }
		Goals []struct{ Name string }
	}
	p.must(json.Unmarshal([]byte(text), &document))
	for _, goal := range document.Goals {
		names = append(names, goal.Name)
	}
	return document.User.Login, names
}

// approves presses Authorize on the consent page in Chromium.
func (p *person) approves() {
	p.t.Helper()
	p.must(p.desktop.Authorize(p.ctx))
}

// seesInBrowser waits for words on the page that the program answers the browser with.
func (p *person) seesInBrowser(words string) {
	p.t.Helper()
	p.seesAt("/callback", words)
}

// seesAt waits for words on a page whose address has that in it.
func (p *person) seesAt(address, words string) {
	p.t.Helper()
	_, err := p.desktop.PageText(p.ctx, address, words)
	p.must(err)
}
