package ui

import (
	"context"
	"errors"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"overachiever/storage"
	"overachiever/ui/account"
	"overachiever/ui/look"
)

// showTrouble is the page when the goals file cannot be opened: nothing is
// touched, and the person is told why.
func (w *window) showTrouble(err error) {
	w.Log(err)
	w.goals = nil
	again := look.NewPrimary("Try again", func() {
		w.recovered = false
		w.desk, w.backups = nil, nil // a file that was open is let go of
		w.showPage(opening())
		w.openFile()
	})
	w.showPage(look.Column(460,
		look.Title("Your goals could not be opened"),
		look.Body(said(err)),
		w.path("Data folder: ", w.Folder),
		look.Space(8),
		buttons(look.NewButton("Quit", w.exit), again),
	))
	w.begin(again)
}

// path is where something is, in as many lines as that takes.
func (w *window) path(what, path string) fyne.CanvasObject {
	label := look.Caption(what + path)
	label.Wrapping = fyne.TextWrapBreak
	return label
}

// troubled is what to show after an error of the file: it is recovered if that can be
// done, and has not been done just now.
func (w *window) troubled(err error) func() {
	return func() {
		if storage.Recoverable(err) && !w.recovered {
			w.recover(storage.Rescue{Why: err}, nil)
			return
		}
		w.showTrouble(err)
	}
}

// recover puts a sound file in the place of a damaged one, and opens it. Page is the goals
// that were open, with changes that are in memory only; nil when there were none.
func (w *window) recover(r storage.Rescue, page *goalsPage) {
	w.closeSheets() // what they show is put aside too: a sign-in is over
	w.goals, w.leaving, w.desk, w.backups = nil, page, nil, nil
	w.showPage(container.NewCenter(look.Caption("The file with your goals is damaged. Saving what can be read…")))
	w.later(func(ctx context.Context) func() {
		if page != nil {
			r.Unsaved.Steps = append(r.Unsaved.Steps, page.writer.Abandon()...)
		}
		desk, done, err := w.Recover(ctx, r)
		if err != nil {
			return func() { w.notRecovered(r, done, err) }
		}
		show := w.pageOf(ctx, desk)
		return func() { w.showRecovered(done, show) }
	})
}

func (w *window) showRecovered(done storage.Recovery, show func()) {
	w.Log(fmt.Errorf("recovered after: %w; %d goals, %d of them from the backup %q, %d missing; the damaged file is in %q",
		done.Why, done.Goals, done.FromBackup, done.BackupPath, done.Missing, done.Kept))
	if done.Poor != nil {
		w.Log(done.Poor)
	}
	w.leaving, w.recovered = nil, true
	if w.quitting {
		w.exit()
		return
	}
	show()
	s := w.openSheet(460, nil)
	row := []fyne.CanvasObject{s.primary("OK", s.close)}
	title := "Your goals were recovered"
	if done.Goals == 0 && done.Backup.IsZero() {
		title = "You begin with no goals"
	}
	content := []fyne.CanvasObject{look.Title(title), look.Body(recovered(done))}
	if done.FromBackup > 0 {
		content = append(content, w.path("The backup is ", done.BackupPath))
	}
	if done.Kept != "" {
		content = append(content, w.path("The damaged file is kept in ", done.Kept))
		row = append([]fyne.CanvasObject{s.button("Open the folder", func() { w.openFolder(done.Kept) })}, row...)
	}
	s.show(row[len(row)-1].(*look.Button), append(content, look.Space(8), buttons(row...))...)
}

func (w *window) openFolder(path string) {
	w.later(func(ctx context.Context) func() {
		if err := w.OpenFolder(ctx, path); err != nil {
			return func() { w.tell("The folder could not be opened", said(err)) }
		}
		return nil
	})
}

// recovered says what became of a damaged file.
func recovered(done storage.Recovery) string {
	text := "The file with your goals was damaged. "
	switch {
	case errors.Is(done.Why, storage.ErrEmptied):
		text = "The file with your goals was gone or empty. "
	case errors.Is(done.Why, storage.ErrTakenAway):
		text = "The file with your goals, or what belongs to it, was moved, removed or replaced. "
	case errors.Is(done.Why, storage.ErrNotOurs):
		text = "The file with your goals could not be read: something else was in it. "
	}
	own := done.Goals - done.FromBackup
	switch {
	case done.Goals == 0 && done.Backup.IsZero():
		text += "Nothing could be brought back."
	case own == 0 && !done.Backup.IsZero():
		text += fmt.Sprintf("%s restored from the backup of %s. What was changed after that is not in it.", were(done.Goals), moment(done.Backup))
	case done.FromBackup > 0:
		text += fmt.Sprintf("%s saved. %s lost in it, and restored from the backup of %s.", were(own), were(done.FromBackup), moment(done.Backup))
	default:
		text += were(done.Goals) + " saved."
	}
	if done.Missing > 0 {
		text += fmt.Sprintf(" %s there of which not even the name could be read.", were(done.Missing))
	}
	return text
}

// were is a number of goals and its verb: "1 goal was", "1,234 goals were".
func were(goals int) string {
	if goals == 1 {
		return plural(goals, "goal") + " was"
	}
	return plural(goals, "goal") + " were"
}

// notRecovered is the page when a recovery did not come to its end. When there is nothing
// to recover from, the person decides.
func (w *window) notRecovered(r storage.Rescue, done storage.Recovery, err error) {
	w.Log(err)
	w.leaving, w.quitting = nil, false
	again := look.NewPrimary("Try again", func() {
		r.Backup, r.Anew = "", false
		w.recover(r, nil)
	})
	content := []fyne.CanvasObject{look.Title("Your goals could not be recovered"), look.Body(said(err))}
	if done.Kept != "" {
		content = append(content, w.path("The damaged file is kept in ", done.Kept))
	}
	if r.Unsaved != nil {
		content = append(content, look.Body("Your latest changes are only in this window. Leave it open until they are saved."))
	}
	row := []fyne.CanvasObject{look.NewButton("Quit", w.exit), again}
	if errors.Is(err, storage.ErrNothingLeft) || errors.Is(err, storage.ErrNotBackup) {
		row = append([]fyne.CanvasObject{
			look.NewButton("Begin with no goals…", func() { w.askAnew(r, done) }),
			look.NewButton("Choose a backup…", func() { w.chooseBackup(r) }),
		}, row...)
	}
	w.showPage(look.Column(520, append(content, look.Space(8), buttons(row...))...))
	w.begin(again)
}

// askAnew begins with no goals once the person has said so.
func (w *window) askAnew(r storage.Rescue, done storage.Recovery) {
	text := "There was no damaged file to keep."
	if done.Kept != "" {
		text = "The damaged file stays in " + done.Kept + ". Overachiever never removes it."
	}
	w.ask("Begin with no goals?", text,
		choice{"Begin with no goals", func() {
			r.Backup, r.Anew = "", true
			w.recover(r, nil)
		}},
		choice{"Cancel", nil})
}

func (w *window) chooseBackup(r storage.Rescue) {
	q := w.backupFile("Recover from a backup", "Recover", func(path string) {
		r.Backup = path
		w.recover(r, nil)
	})
	q.proposed = r.Backup // which failed
	w.askPath(q)
}

// lookThrough looks, in the background, for damage to the file that was opened.
func (p *goalsPage) lookThrough() {
	if p.w.looked == p.w.desk {
		return
	}
	p.w.looked = p.w.desk
	p.w.atDesk(func(ctx context.Context, desk *account.Desk) func() {
		rebuilt, err := desk.Store.LookThrough(ctx)
		return func() { p.lookedThrough(rebuilt, err) }
	})
}

func (p *goalsPage) lookedThrough(rebuilt []string, err error) {
	switch {
	case errors.Is(err, context.Canceled) || p.w.goals != p:
	case storage.Recoverable(err):
		p.w.Log(err)
		p.fileDamaged(err)
	case err != nil:
		p.w.Log(err)
	case len(rebuilt) > 0:
		p.w.Log(fmt.Errorf("rebuilt, because they were damaged: %v", rebuilt))
		p.status.jot("An index in your file was damaged, and has been rebuilt. No goal was lost.")
	}
}

// fileDamaged offers to recover the file. What is on the screen is in memory, and safe.
func (p *goalsPage) fileDamaged(err error) {
	text := "The file with your goals is damaged. What you see here is safe."
	if errors.Is(err, storage.ErrTakenAway) {
		text = "The file with your goals, or what belongs to it, was moved, removed or replaced. What you see here is safe."
	}
	p.banner.show(bannerFile, text, &choice{"Recover…", func() { p.askRecover(err) }})
}

func (p *goalsPage) askRecover(err error) {
	p.w.ask("Recover your goals?",
		"What is there of the file is put aside, and a sound one is made of what it holds and of all that you see here. Your goals are open again in a moment.",
		choice{"Not now", nil}, choice{"Recover", func() { p.recover(err) }})
}

// recover leaves the goals as they stand to a recovery, which opens them again.
func (p *goalsPage) recover(why error) {
	p.takeLeave()
	p.w.recover(storage.Rescue{Why: why, Unsaved: &storage.Unsaved{
		User: p.person.User, Goals: p.model.Tree().All(),
	}}, p)
}

// pageOf returns what shows the first page of a file that is open.
func (w *window) pageOf(ctx context.Context, desk *account.Desk) func() {
	last, ok, err := desk.LastOpen(ctx)
	if err != nil {
		return w.troubled(err)
	}
	show := w.showWelcome
	if ok {
		show = w.load(ctx, desk, last)
	}
	backups := w.newBackups(ctx, desk.Store)
	return func() {
		w.desk, w.backups = desk, backups
		show()
		w.backUpAfter(w.FirstBackup)
	}
}
