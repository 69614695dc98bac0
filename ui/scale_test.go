package ui

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
	"overachiever/storage/interchange"
	"overachiever/ui/account"
	"overachiever/ui/look"
	"overachiever/ui/robot/forest"
)

// frame is how long each picture is there, in a window that draws 60 a second.
const frame = time.Second / 60

// heldKey is how often a key that is held down is sent again. Commands come no faster here: what the garbage collector
// does between two of them is not waited for, and what it does during one is.
const heldKey = time.Second / 30

// tidy is after how many rounds the window is painted once: only then the toolkit lets go of what it has not used for a
// minute, which a real window does all the time.
const tidy = 50

// BenchmarkScale is what a person waits for with many goals, all unfolded: a command and all that the page makes of
// it, against a frame; scrolling and one row redrawn, against the toolkit's bare list of as many labels. Disk and
// paint are apart: nothing is saved, and the test window paints nothing. "make bench" says what is to be reached.
// Each benchmark counts its own rounds: there are more where the slowest one in a hundred is looked for.
func BenchmarkScale(b *testing.B) {
	for goals, rounds := range map[int]int{10_000: 50, 100_000: 200} {
		door := make(chan func(), 1000)
		p := newPageOf(b, goals, door)
		var machine []time.Duration
		for _, c := range commands(p) {
			b.Run(fmt.Sprint(goals, "/", c.name), func(b *testing.B) {
				took, meanwhile := againstFrame(p, c, door, rounds)
				machine = append(machine, meanwhile...)
				report(b, took)
			})
		}
		b.Run(fmt.Sprint(goals, "/the machine itself"), func(b *testing.B) { report(b, machine) })
		bare := newBareList(p.w.app, goals)
		b.Run(fmt.Sprint(goals, "/scroll step"), func(b *testing.B) {
			againstList(b, scrolling(&p.view.list.List), scrolling(bare), rounds)
		})
		b.Run(fmt.Sprint(goals, "/single row redraw"), func(b *testing.B) {
			p.view.do(func() { p.model.Select(p.model.Rows()[goals/2].ID()) })
			bare.ScrollTo(goals / 2)
			againstList(b, func() {
				p.view.list.focused = !p.view.list.focused // shows in the selected row alone
				p.view.list.RefreshItem(goals / 2)
			}, func() { bare.RefreshItem(goals / 2) }, rounds)
		})
	}
}

// newPageOf is a window with a person's goals as they are after the start. The steps made there go nowhere; what comes
// from the background waits at the door.
func newPageOf(b *testing.B, goals int, door chan<- func()) *goalsPage {
	document, err := interchange.Import("goals.md", bytes.NewReader(forest.Markdown(goals)), interchange.Markdown, time.Now())
	if err != nil {
		b.Fatal(err)
	}
	clock := storage.NewClock("bench", time.Now)
	imported, err := storage.NewTree(nil, clock)
	if err != nil {
		b.Fatal(err)
	}
	if _, _, err := imported.Graft(storage.TopLevel, 0, storage.ActImport, document.Goals); err != nil {
		b.Fatal(err)
	}
	tree, err := storage.NewTree(below(imported.Entry(storage.TopLevel)), clock)
	if err != nil {
		b.Fatal(err)
	}
	store, err := storage.Open(b.Context(), filepath.Join(b.TempDir(), "goals.db"), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { store.Close() })
	person, err := store.Local(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	a := test.NewTempApp(b)
	a.Settings().SetTheme(look.New())
	w := newWindow(b.Context(), Config{Now: time.Now, Log: func(error) {}}, func(f func()) { door <- f })
	w.frame(a, a.NewWindow("Overachiever"))
	w.furnish()
	p := w.newGoalsPage(account.Person{}, store.User(person), tree, "")
	p.save = func(storage.Step) {}
	p.furnish()
	w.showPage(p.page)
	p.view.show()
	if rows := len(p.model.Rows()); rows != goals {
		b.Fatalf("%d rows of %d goals", rows, goals)
	}
	return p
}

func below(parent *storage.Entry) (goals []storage.Goal) {
	for _, child := range parent.Children() {
		goals = append(append(goals, child.Goal()), below(child)...)
	}
	return goals
}

// newBareList is the floor: the toolkit's list with a label a row, in a window as large as ours.
func newBareList(a fyne.App, length int) *widget.List {
	drawn := 0
	list := widget.NewList(
		func() int { return length },
		func() fyne.CanvasObject { return widget.NewLabel("") },
		func(at int, label fyne.CanvasObject) {
			drawn++ // a label that says the same again is not drawn again
			label.(*widget.Label).SetText(fmt.Sprint("Goal number ", at, " ", drawn))
		})
	list.HideSeparators = true // as in ours
	window := a.NewWindow("Bare list")
	window.SetContent(container.NewThemeOverride(list, look.Rows{Theme: look.New()}))
	window.Resize(fyne.NewSize(usualWidth, usualHigh))
	return list
}

// command is what a person does to the selected goal. What is done before and after it is not counted.
type command struct {
	name   string
	to     func(storage.GoalID) bool // which goals it can be done to
	before func()
	do     func()
	after  func() // puts things back
}

func commands(p *goalsPage) []command {
	m, tree := p.model, p.model.Tree()
	every := func(storage.GoalID) bool { return true }
	leaf := func(id storage.GoalID) bool { return len(tree.Children(id)) == 0 }
	later := func(id storage.GoalID) bool { return tree.Index(id) > 0 }
	root := tree.Children(storage.TopLevel)[0]
	half := func(id storage.GoalID) bool { return id == root }
	parent := func(id storage.GoalID) bool { return len(tree.Path(id)) > 1 && len(tree.Children(id)) > 0 }
	do := func(command func()) func() { return func() { p.view.do(command) } }
	find := func(words string) func() { return func() { p.header.search.SetText(words) } }
	nothing := func() {}
	names := 0
	rename := func() {
		names++
		p.view.do(m.Rename)
		m.Typed(fmt.Sprint("Another name ", names))
		p.view.do(m.Keep)
	}
	return []command{
		{"cursor down", every, nothing, do(func() { m.Step(+1) }), nothing},
		{"rename", every, nothing, rename, nothing},
		{"complete", leaf, nothing, do(m.Toggle), do(m.Toggle)},
		{"indent", later, nothing, do(m.Indent), do(m.Outdent)},
		{"move", later, nothing, do(func() { m.Move(-1) }), do(func() { m.Move(+1) })},
		{"fold", parent, nothing, do(m.Fold), do(m.Unfold)},
		{"unfold", parent, do(m.Fold), do(m.Unfold), nothing},
		{"fold half of all", half, nothing, do(m.Fold), do(m.Unfold)},
		{"unfold half of all", half, do(m.Fold), do(m.Unfold), nothing},
		{"search rare word", every, find(allButLast(forest.Rare)), find(forest.Rare), find("")},
		{"search common word", every, find(allButLast(forest.Common)), find(forest.Common), find("")},
	}
}

func allButLast(word string) string { return word[:len(word)-1] }

// againstFrame does a command to goals all over the tree. How evenly the machine runs meanwhile is seen from how long
// it takes for the same work each time, about a millisecond's.
func againstFrame(p *goalsPage, c command, door <-chan func(), rounds int) (took, machine []time.Duration) {
	var goals []storage.GoalID
	for _, row := range p.model.Rows() {
		if c.to(row.ID()) {
			goals = append(goals, row.ID())
		}
	}
	megabyte := make([]byte, 1<<20)
	key := time.NewTicker(heldKey)
	defer key.Stop()
	for i := range rounds {
		if i%tidy == 0 {
			p.w.win.Canvas().Capture()
		}
		p.view.do(func() { p.model.Select(goals[i*len(goals)/rounds]) }) // never next to the one before
		c.before()
		for waiting := true; waiting; {
			select {
			case f := <-door:
				f()
			case <-key.C:
				waiting = false
			}
		}
		took = append(took, timed(c.do))
		machine = append(machine, timed(func() { sha256.Sum256(megabyte) }))
		c.after()
	}
	return took, machine
}

func report(b *testing.B, took []time.Duration) {
	if len(took) == 0 {
		return // only some of the benchmarks are run
	}
	slices.Sort(took)
	median, p99 := took[len(took)/2], took[len(took)*99/100]
	b.ReportMetric(0, "ns/op") // counts what is done before and after, too
	b.ReportMetric(milliseconds(median), "ms/median")
	b.ReportMetric(milliseconds(p99), "ms/p99")
	b.ReportMetric(float64(median)/float64(frame), "×frame/median")
	b.ReportMetric(float64(p99)/float64(frame), "×frame/p99")
}

// againstList does the same thing to both lists in turn. It takes microseconds: a hundred times in each round.
func againstList(b *testing.B, ours, bare func(), rounds int) {
	var our, floor []time.Duration
	for range 100 * rounds {
		our, floor = append(our, timed(ours)), append(floor, timed(bare))
	}
	slices.Sort(our)
	slices.Sort(floor)
	median, least := our[len(our)/2], floor[len(floor)/2]
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(milliseconds(median), "ms/median")
	b.ReportMetric(milliseconds(least), "ms/list")
	b.ReportMetric(float64(median)/float64(least), "×list")
}

// scrolling scrolls down by one row after the other.
func scrolling(list *widget.List) func() {
	row, rows := 0, list.Length()-100 // the last ones do not scroll
	return func() {
		row = (row + 1) % rows
		list.ScrollToOffset(float32(row) * look.RowHeight)
	}
}

func timed(do func()) time.Duration {
	start := time.Now()
	do()
	return time.Since(start)
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
