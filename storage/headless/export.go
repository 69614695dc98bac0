package headless

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

// export writes a person's goals to a file or to standard output. The database is only read,
// so a window may have it open.
func (r run) export(ctx context.Context, args []string) error {
	var a arguments
	a.takeFormat(interchange.Writable())
	a.takeUser()
	if err := r.parse(args, &a, 0, 1); err != nil {
		return r.orHelp(err)
	}
	if err := a.guessFormat(); err != nil {
		return r.misuse(err)
	}
	document, goals, err := r.document(ctx, a.user)
	if err != nil {
		return err
	}
	write := func(w io.Writer) error { return interchange.Export(w, a.format, document) }
	if a.file == "" || a.file == "-" {
		return write(r.Stdout)
	}
	if err := r.replace(ctx, a.file, write); err != nil {
		return err
	}
	return r.say("Exported %s to %s", counted(goals, "goal", "goals"), a.file)
}

// guessFormat tells by the file's name in which format to write, if nobody has said it.
func (a *arguments) guessFormat() error {
	if a.format == "" {
		a.format = interchange.FormatOfFile(a.file)
	}
	if a.format == "" {
		a.format = interchange.JSON
	}
	if writable := interchange.Writable(); !slices.Contains(writable, a.format) {
		return fmt.Errorf("%s cannot be written, only read: name one of %s with --format", a.format.Title(), listed(writable, ", "))
	}
	return nil
}

// document reads what is to be exported: all goals but those in the trash, and their number.
func (r run) document(ctx context.Context, login string) (interchange.Document, int, error) {
	store, err := storage.OpenReadOnly(ctx, r.database(), r.Now)
	if err != nil {
		return interchange.Document{}, 0, r.trouble(err)
	}
	defer store.Close() // nothing was written that closing could lose
	who, err := r.find(ctx, store, login)
	if err != nil {
		return interchange.Document{}, 0, err
	}
	if who.id == "" && login == "" {
		if err := r.nobodyElse(ctx, store); err != nil {
			return interchange.Document{}, 0, err
		}
	}
	tree, err := r.tree(ctx, store, who)
	if err != nil {
		return interchange.Document{}, 0, err
	}
	return interchange.Whole(tree, who.login, who.name, r.Now()), tree.Totals().Total, nil
}

// nobodyElse keeps a person who has signed out from taking an empty export for their goals.
func (r run) nobodyElse(ctx context.Context, store *storage.Store) error {
	report, err := store.Check(ctx) // slow, but it is the one that counts people, and this is rare
	if err != nil {
		return r.trouble(err)
	}
	if report.Users > 0 {
		return &failure{r.database(), errors.New("nobody is signed in"), "say whose goals with --user LOGIN"}
	}
	return nil
}
