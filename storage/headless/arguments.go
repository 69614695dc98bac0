package headless

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"overachiever/storage/interchange"
)

// arguments are what can follow a verb.
type arguments struct {
	flags  flag.FlagSet // the ones this verb takes
	format interchange.Format
	user   string
	dryRun bool
	file   string // "" when none is given
}

func (a *arguments) takeFormat(among []interchange.Format) {
	a.flags.Func("format", "", func(name string) (err error) {
		a.format, err = interchange.ParseFormat(name)
		if err == nil && !slices.Contains(among, a.format) {
			err = fmt.Errorf("%s is only read", a.format.Title())
		}
		return err
	})
}

// listed are the names of formats with something between them.
func listed(formats []interchange.Format, between string) string {
	names := make([]string, 0, len(formats))
	for _, format := range formats {
		names = append(names, string(format))
	}
	return strings.Join(names, between)
}

func (a *arguments) takeUser() { a.flags.StringVar(&a.user, "user", "", "") }

func (a *arguments) takeDryRun() { a.flags.BoolVar(&a.dryRun, "dry-run", false, "") }

// parse reads the arguments; flags may stand before and after the file, which is there at
// least and at most so often.
func (r run) parse(args []string, a *arguments, least, most int) error {
	a.flags.Init("", flag.ContinueOnError)
	a.flags.SetOutput(io.Discard)
	var literal []string
	if end := slices.Index(args, "--"); end >= 0 {
		args, literal = args[:end], args[end+1:]
	}
	var files []string
	for len(args) > 0 {
		if err := a.flags.Parse(args); err != nil {
			return r.misuse(err)
		}
		if args = a.flags.Args(); len(args) > 0 {
			files, args = append(files, args[0]), args[1:]
		}
	}
	files = append(files, literal...)
	switch {
	case len(files) < least:
		return r.misuse(errors.New("name a file"))
	case len(files) > most:
		return r.misuse(fmt.Errorf("%q is one argument too many", files[most]))
	case slices.Contains(files, ""):
		return r.misuse(errors.New("the file's name is empty"))
	}
	if len(files) > 0 {
		a.file = files[0]
	}
	return nil
}

func (r run) misuse(err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return err
	}
	return &misuse{fmt.Sprintf("%s. Usage: %s", err, r.usage)}
}

// orHelp answers who asked for help, which is no error.
func (r run) orHelp(err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return r.say("Usage: %s", r.usage)
	}
	return err
}
