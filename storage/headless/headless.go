// Package headless is Overachiever without a window: the verbs for scripts, for packagers and
// for people at a terminal. It needs no display.
package headless

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"overachiever/storage/interchange"
)

// What Run returns for the process to exit with.
const (
	Done   = 0
	Failed = 1
	Misuse = 2
)

// Env is what the verbs work on.
type Env struct {
	Dir            string // the data folder
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Now            func() time.Time
	Version        string
}

// verb is one thing that can be asked for.
type verb struct {
	usage string
	does  string
	run   func(run, context.Context, []string) error
}

func verbs() map[string]verb {
	return map[string]verb{
		"version": {"version", "tells the version", run.version},
		"export":  {"export [--format " + listed(interchange.Writable(), "|") + "] [--user LOGIN] [FILE]", "writes the goals down", run.export},
		"import":  {"import [--format " + listed(interchange.Readable(), "|") + "] [--user LOGIN] [--dry-run] FILE", "takes goals in, all or none", run.imports},
		"check":   {"check [FILE]", "looks whether the file with your goals, or a backup, is sound", run.check},
		"backup":  {"backup [FILE]", "makes a verified copy of the file; without FILE one more in its folder backups", run.backup},
	}
}

// Run does what args say, the verb first, and returns the process's exit code. What goes wrong
// is told on Stderr in one line that says what to do.
func Run(ctx context.Context, args []string, env Env) int {
	err := dispatch(ctx, args, env)
	if err == nil {
		return Done
	}
	fmt.Fprintln(env.Stderr, "overachiever: "+oneLine(explain(err)))
	if misuse := (*misuse)(nil); errors.As(err, &misuse) {
		return Misuse
	}
	return Failed
}

func dispatch(ctx context.Context, args []string, env Env) error {
	const names = "version, export, import, check, backup"
	if len(args) == 0 {
		return &misuse{"say what to do: " + names}
	}
	if slices.Contains([]string{"help", "--help", "-help", "-h"}, args[0]) {
		return help(env.Stdout)
	}
	verb, known := verbs()[args[0]]
	if !known {
		return &misuse{fmt.Sprintf("there is no %q: there are %s", args[0], names)}
	}
	return verb.run(run{Env: env, usage: "overachiever " + verb.usage}, ctx, args[1:])
}

// help lists all there is to ask for.
func help(to io.Writer) error {
	text := "overachiever [--data DIR] [--trace FILE]\n    opens the window; FILE takes how long each of its frames took\n"
	all := verbs()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		text += fmt.Sprintf("overachiever [--data DIR] %s\n    %s\n", all[name].usage, all[name].does)
	}
	_, err := io.WriteString(to, text)
	return err
}

// run is one verb being done.
type run struct {
	Env
	usage string
}

func (r run) version(_ context.Context, args []string) error {
	if err := r.parse(args, &arguments{}, 0, 0); err != nil {
		return r.orHelp(err)
	}
	return r.say("overachiever %s", r.Version)
}

// say prints one line for whoever asked.
func (r run) say(format string, arguments ...any) error {
	_, err := fmt.Fprintln(r.Stdout, oneLine(fmt.Sprintf(format, arguments...)))
	return err
}

// database is the file with everybody's goals.
func (r run) database() string { return filepath.Join(r.Dir, "goals.db") }

// misuse is a command line that cannot be meant.
type misuse struct{ text string }

func (m *misuse) Error() string { return m.text }

// failure says where something went wrong, and what to do when the error itself does not.
type failure struct {
	where string
	err   error
	next  string
}

func (f *failure) Error() string {
	text := f.where + ": " + explain(f.err)
	if f.next != "" {
		text += ": " + f.next
	}
	return text
}

func (f *failure) Unwrap() error { return f.err }

// explain words an error for a person.
func explain(err error) string {
	if failure := (*failure)(nil); errors.As(err, &failure) {
		return failure.Error()
	}
	var explained interface {
		Explain() (sentence, next string)
	}
	if errors.As(err, &explained) {
		sentence, next := explained.Explain()
		return sentence + " " + next
	}
	return err.Error()
}

// oneLine keeps text of others, file names above all, from breaking the line or the terminal.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}

// counted says "1 goal", "2 goals".
func counted(number int, one, many string) string {
	if number == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", number, many)
}
