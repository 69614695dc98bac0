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
	a.takeFormat(interchange.Readable())
	a.takeUser()
	a.takeDryRun()
	if err := r.parse(args, &a, 1, 1); err != nil {
		return r.orHelp(err)
	}
	document, err := r.read(ctx, a.file, a.format)
	var plan interchange.Plan
	if err == nil && a.dryRun {
		plan, err = r.rehearse(ctx, a.user, document)
	} else if err == nil {
		plan, err = r.bringIn(ctx, a.user, document)
	}
	if errors.Is(err, context.Canceled) {
		return &failure{where: a.file, err: errors.New("the import was interrupted"), next: "nothing was imported"}
	}
	if err != nil {
		return err
	}
	return r.warn(a.file, plan.Losses)
}

// standardInput is what it is called where files have their names.
const standardInput = "standard input"

// warn tells what of a file goals cannot keep: each in a line of its own, so that a script
// finds it where the errors are.
func (r run) warn(file string, losses []interchange.Loss) error {
	if file == "-" {
		file = standardInput
	}
	for _, loss := range losses {
		text := fmt.Sprintf("%s:%d: not kept: %s (%s)", file, loss.Line, loss.What, loss.Often())
		if _, err := fmt.Fprintln(r.Stderr, "overachiever: "+oneLine(text)); err != nil {
			return err
		}
	}
	return nil
}

// read reads the file before anything else is touched. Whoever writes into a pipe may take
// their time: an interruption does not wait for them.
func (r run) read(ctx context.Context, name string, format interchange.Format) (interchange.Document, error) {
	var document interchange.Document
	var err error
	read := make(chan struct{})
	go func() {
		defer close(read)
		document, err = r.readFile(name, format)
	}()
	select {
	case <-read:
		return document, err
	case <-ctx.Done():
		return interchange.Document{}, ctx.Err()
	}
}

func (r run) readFile(name string, format interchange.Format) (interchange.Document, error) {
	if name == "-" {
		return interchange.Import(standardInput, r.Stdin, format, r.Now())
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
func (r run) rehearse(ctx context.Context, login string, document interchange.Document) (plan interchange.Plan, err error) {
	store, err := storage.OpenReadOnly(ctx, r.database(), r.Now)
	var who person
	var tree *storage.Tree
	switch {
	case errors.Is(err, storage.ErrNoFile):
		if err := r.mustExist(login); err != nil {
			return plan, err
		}
		tree, err = storage.NewTree(nil, nil)
	case err != nil:
		return plan, r.trouble(err)
	default:
		defer store.Close()
		if who, err = r.find(ctx, store, login); err != nil {
			return plan, err
		}
		tree, err = r.tree(ctx, store, who)
	}
	if err != nil {
		return plan, err
	}
	plan = interchange.PlanImport(tree, storage.TopLevel, document, who.login)
	return plan, r.say("Would import %s; nothing has been written", summary(plan, who))
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
func (r run) bringIn(ctx context.Context, login string, document interchange.Document) (plan interchange.Plan, err error) {
	if err := r.mustExist(login); err != nil {
		return plan, err
	}
	lock, err := storage.Lock(r.Dir)
	if errors.Is(err, storage.ErrAlreadyOpen) {
		return plan, &failure{where: "Overachiever is open", err: errors.New("use File ▸ Import there, or quit it first")}
	}
	if err != nil {
		return plan, &failure{where: r.Dir, err: err, next: "nothing was imported; check the data folder"}
	}
	defer func() { err = errors.Join(err, lock.Release()) }()

	store, err := storage.Open(ctx, r.database(), r.Now)
	if err != nil {
		return plan, r.trouble(err)
	}
	defer func() { err = errors.Join(err, store.Close()) }()

	who, err := r.find(ctx, store, login)
	if err != nil {
		return plan, err
	}
	if plan, err = r.commit(ctx, store, who, document); err != nil {
		return plan, err
	}
	return plan, r.say("Imported %s", summary(plan, who))
}

// commit saves what is new as one step in one transaction.
func (r run) commit(ctx context.Context, store *storage.Store, who person, document interchange.Document) (interchange.Plan, error) {
	var plan interchange.Plan
	_, _, err := store.User(who.id).Import(ctx, func(tree *storage.Tree) (storage.Incoming, error) {
		plan = interchange.PlanImport(tree, storage.TopLevel, document, who.login)
		return plan.Incoming, nil
	}, nil)
	return plan, r.trouble(err)
}

func summary(plan interchange.Plan, who person) string {
	text := fmt.Sprintf("%s for %s", counted(plan.New, "goal", "goals"), who)
	if plan.Known > 0 {
		text += fmt.Sprintf("; %d already there, left as they are", plan.Known)
	}
	if plan.Trashed > 0 {
		text += fmt.Sprintf(" (%d of them in the trash)", plan.Trashed)
	}
	if plan.Twice > 0 {
		text += fmt.Sprintf("; %d with the name and place of goals that were there before", plan.Twice)
	}
	return text
}
