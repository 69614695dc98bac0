package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
	"overachiever/storage/interchange"
	"overachiever/ui/look"
)

// How much of a file is shown before it is imported.
const (
	previewRows  = 6
	previewDepth = 4
	mostLosses   = 8
)

// show shows what importing the file would do, and what it would not.
func (i *importing) show() {
	i.sheet.onEscape = i.sheet.close
	content := []fyne.CanvasObject{look.Title("Import " + i.name), look.Body(i.says() + i.saysBelow())}
	content = append(content, i.preview()...)
	content = append(content, i.losses()...)
	content = append(content, i.readAs())
	cancel := i.sheet.button("Cancel", i.sheet.close)
	if i.plan.New == 0 {
		cancel.SetText("Close")
		cancel.Importance = widget.HighImportance
		i.sheet.show(cancel, append(content, look.Space(8), buttons(cancel))...)
		return
	}
	take := i.sheet.primary("Import "+plural(i.plan.New, "goal"), i.take)
	// However much there is to read, where the goals go to is in sight.
	foot := container.NewVBox(append(i.where(), look.Space(8), buttons(cancel, take))...)
	i.sheet.show(take, append(content, foot)...)
}

// saysBelow is for who would not scroll to what is lost.
func (i *importing) saysBelow() string {
	if len(i.plan.Losses) == 0 {
		return ""
	}
	return " Not everything in this file can be kept: see below."
}

// says tells how many goals come in, and how many are there already.
func (i *importing) says() string {
	trashed := ""
	if i.plan.Trashed > 0 {
		trashed = fmt.Sprintf(" (%s in the trash)", storage.Counted(i.plan.Trashed, "goal"))
	}
	switch {
	case i.plan.New+i.plan.Known == 0:
		return "There are no goals in this file."
	case i.plan.New == 0:
		return fmt.Sprintf("Nothing is new: %s of this file %s here already%s.", plural(i.plan.Known, "goal"), are(i.plan.Known), trashed)
	case i.plan.Known == 0:
		return plural(i.plan.New, "new goal") + "."
	}
	return fmt.Sprintf("%s. %s %s here already%s, and left as %s.",
		plural(i.plan.New, "new goal"), plural(i.plan.Known, "goal"), are(i.plan.Known), trashed, theyAre(i.plan.Known))
}

func are(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func theyAre(n int) string {
	if n == 1 {
		return "it is"
	}
	return "they are"
}

// preview is the first of the new goals, as an outline.
func (i *importing) preview() []fyne.CanvasObject {
	rows := container.New(layout.NewCustomPaddedVBoxLayout(0))
	shown := 0
	var below func(goals []storage.Branch, depth int)
	below = func(goals []storage.Branch, depth int) {
		for _, branch := range goals {
			if shown == previewRows {
				return
			}
			shown++
			rows.Add(previewRow(branch.Goal, min(depth, previewDepth)))
			below(branch.Children, depth+1)
		}
	}
	for _, graft := range i.plan.Grafts {
		below(graft.Goals, 0)
	}
	if shown == 0 {
		return nil
	}
	if rest := i.plan.New - shown; rest > 0 {
		rows.Add(look.Caption("and " + plural(rest, "more goal")))
	}
	return []fyne.CanvasObject{container.NewStack(look.NewCard(), look.Inset(6, rows))}
}

func previewRow(goal storage.Goal, depth int) fyne.CanvasObject {
	icon := theme.CheckButtonIcon()
	if !goal.Completed.IsZero() {
		icon = theme.NewPrimaryThemedResource(theme.CheckButtonCheckedIcon())
	}
	name := widget.NewLabel(firstLineOf(goal.Name))
	name.Truncation = fyne.TextTruncateEllipsis
	left := container.NewHBox(container.New(layout.NewCustomPaddedLayout(0, 0, float32(depth)*20, 0)), widget.NewIcon(icon))
	return container.NewBorder(nil, nil, left, nil, name)
}

func firstLineOf(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// losses are what the file says of its goals and goals here cannot keep.
func (i *importing) losses() []fyne.CanvasObject {
	lost := i.plan.Losses
	if len(lost) == 0 {
		return nil
	}
	var lines []string
	for n, loss := range lost {
		if n == mostLosses {
			lines = append(lines, fmt.Sprintf("and %d more kinds of things", len(lost)-n))
			break
		}
		lines = append(lines, sayLoss(loss))
	}
	return []fyne.CanvasObject{label("Left out, because goals here cannot keep it"), look.Body(strings.Join(lines, "\n"))}
}

func sayLoss(loss interchange.Loss) string {
	where := loss.Often()
	switch {
	case loss.Line > 0 && loss.Goals > 1:
		where += fmt.Sprintf(", first on line %d", loss.Line)
	case loss.Line > 0:
		where += fmt.Sprintf(", on line %d", loss.Line)
	}
	return "• " + loss.What + " (" + where + ")"
}

// readAs tells what the file was taken for.
func (i *importing) readAs() fyne.CanvasObject {
	other := i.sheet.quiet("Read it as…", i.showFormats)
	return container.NewBorder(nil, nil, nil, other, look.Caption("Read as: "+i.document.Format.Title()))
}

// destination is where goals may come.
type destination struct {
	id    storage.GoalID
	label string
}

// destinations are where goals may come that are at the top of the file: the first is suggested.
func (i *importing) destinations() []destination {
	all := []destination{{storage.TopLevel, "At the end of the top level"}}
	if selected, ok := i.page.model.Selected(); ok && !i.page.model.Tree().IsBelow(selected.ID, storage.Trash) {
		all = append(all, destination{selected.ID, "Below ‘" + short(firstLineOf(selected.Name)) + "’"})
	}
	return all
}

// where lets the person choose between the top level and the selected goal, and says what
// would be there twice. Goals that the file has below one that is here already come below
// that one, whatever is chosen.
func (i *importing) where() []fyne.CanvasObject {
	twice := i.sheet.trouble()
	twice.label.Importance = widget.WarningImportance
	destinations := i.destinations()
	var options []*look.Button
	choose := func(under storage.GoalID) {
		i.under = under
		for n, option := range options {
			option.SetIcon(radioIcon(i.under == destinations[n].id))
		}
		twice.tell(i.saysTwice())
	}
	for _, to := range destinations {
		options = append(options, i.sheet.quiet(to.label, func() { choose(to.id) }))
	}
	choose(i.under)
	if len(destinations) == 1 || !i.comesToTheTop() {
		return []fyne.CanvasObject{twice.label}
	}
	return []fyne.CanvasObject{label("Where to"), i.sheet.list(options...), twice.label}
}

// saysTwice is for who imports a file once more: most formats have no ids to know its goals by.
func (i *importing) saysTwice() string {
	who := "All of them are"
	switch twice := i.twice[i.under]; {
	case twice == 0:
		return ""
	case i.plan.New == 1:
		who = "It is"
	case twice < i.plan.New:
		who = fmt.Sprintf("%s of them %s", storage.Digits(twice), are(twice))
	}
	return who + " there already by name, and would be there twice."
}

func (i *importing) comesToTheTop() bool {
	for _, graft := range i.plan.Grafts {
		if graft.Parent == storage.TopLevel {
			return true
		}
	}
	return false
}
