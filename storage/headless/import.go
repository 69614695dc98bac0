package headless

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

// imports adds the goals of a file to a person's: all of them or, whatever is wrong, none.
func (r run) imports(ctx context.Context, args []string) error {
	var a arguments
	a.takeFormat()
	a.takeUser()
	a.takeDryRun()
	if err := r.parse(args, &a, 1, 1); err != nil {
		return r.orHelp(err)
	}
	document, err := r.read(a.file, a.format)
	if err != nil {
		return err
	}
	if a.dryRun {
		return r.rehearse(ctx, a.user, document)
	}
	return r.bringIn(ctx, a.user, document)
}

// read reads the file before anything else is touched.
func (r run) read(name string, format interchange.Format) (interchange.Document, error) {
	if name == "-" {
		return interchange.Import("standard input", r.Stdin, format, r.Now())
	}
	file, err := os.Open(name)
	if err != nil {
		return interchange.Document{}, unreadable(name, err)
	}
	defer file.Close()
	document, err := interchange.Import(name, file, format, r.Now())
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return interchange.Document{}, unreadable(name, err)
	}
	return document, err
}

func unreadable(name string, err error) error {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		err = path.Err
	}
	return &failure{name, fmt.Errorf("cannot be read: %w", err), "nothing was imported; check the file's name"}
}

// rehearse tells what an import would do. It writes nothing, takes no lock and makes no file.
func (r run) rehearse(ctx context.Context, login string, document interchange.Document) error {
	store, err := storage.OpenReadOnly(ctx, r.database(), r.Now)
	var who person
	var tree *storage.Tree
	switch {
	case errors.Is(err, storage.ErrNoFile):
		if err := r.mustExist(login); err != nil {
			return err
		}
		tree, err = storage.NewTree(nil, nil)
	case err != nil:
		return r.trouble(err)
	default:
		defer store.Close()
		if who, err = r.find(ctx, store, login); err != nil {
			return err
		}
		tree, err = r.tree(ctx, store, who)
	}
	if err != nil {
		return err
	}
	plan := interchange.PlanImport(tree, document.Goals)
	return r.say("Would import %s; nothing has been written", summary(plan, who))
}

// mustExist refuses a login where there is no file yet: only the local person needs none.
func (r run) mustExist(login string) error {
	if login == "" || strings.EqualFold(login, localLogin) {
		return nil
	}
	if _, err := os.Stat(r.database()); errors.Is(err, fs.ErrNotExist) {
		return unknownLogin(login, storage.ErrNoUser)
	}
	return nil
}

// bringIn imports for good.
func (r run) bringIn(ctx context.Context, login string, document interchange.Document) (err error) {
	if err := r.mustExist(login); err != nil {
		return err
	}
	lock, err := storage.Lock(r.Dir)
	if errors.Is(err, storage.ErrAlreadyOpen) {
		return &failure{where: "Overachiever is open", err: errors.New("use File ▸ Import there, or quit it first")}
	}
	if err != nil {
		return &failure{where: r.Dir, err: err, next: "nothing was imported; check the data folder"}
	}
	defer func() { err = errors.Join(err, lock.Release()) }()

	store, err := storage.Open(ctx, r.database(), r.Now)
	if err != nil {
		return r.trouble(err)
	}
	defer func() { err = errors.Join(err, store.Close()) }()

	who, err := r.find(ctx, store, login)
	if err != nil {
		return err
	}
	plan, err := r.commit(ctx, store, who, document)
	if err != nil {
		return err
	}
	return r.say("Imported %s", summary(plan, who))
}

// commit saves what is new as one step in one transaction.
func (r run) commit(ctx context.Context, store *storage.Store, who person, document interchange.Document) (interchange.Plan, error) {
	tree, err := r.tree(ctx, store, who)
	if err != nil {
		return interchange.Plan{}, err
	}
	plan := interchange.PlanImport(tree, document.Goals)
	steps, err := plan.Apply(tree)
	if err == nil && len(steps) > 0 {
		err = store.User(who.id).Commit(ctx, []storage.Step{asOne(steps)})
	}
	return plan, r.trouble(err)
}

// asOne joins steps, so that the window undoes the import at once. The tree that made them
// must not be used to undo any more: it still has them one by one.
func asOne(steps []storage.Step) storage.Step {
	whole := steps[0]
	for _, step := range steps[1:] {
		whole.Operations = append(whole.Operations, step.Operations...)
	}
	return whole
}

func summary(plan interchange.Plan, who person) string {
	text := fmt.Sprintf("%s for %s", counted(plan.New, "goal", "goals"), who)
	if plan.Known > 0 {
		text += fmt.Sprintf("; %d already there, left as they are", plan.Known)
	}
	if plan.Trashed > 0 {
		text += fmt.Sprintf(" (%d of them in the trash)", plan.Trashed)
	}
	return text
}
