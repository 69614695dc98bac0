package ui

import (
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestQuitKeepsTheNameBeingTyped(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, dir)
	b.local()
	b.w.goals.view.do(b.w.goals.model.NameTop)
	b.typeText("half a thought")
	b.w.quit()
	b.until("quit", func() bool { return b.w.closed })
	newBench(t, dir).reads("half a thought")
}

func TestQuitKeepsWhatIsBeingTypedInTheDetails(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, dir)
	b.local()
	b.name("Learn Go")
	p := b.w.goals
	p.describe()
	b.typeText("Because.")
	p.focusDetail(p.details.due)
	b.typeText("2027-01-31")
	b.w.quit()
	b.until("quit", func() bool { return b.w.closed })

	again := newBench(t, dir)
	again.reads("Learn Go")
	goal, _ := again.w.goals.model.Selected()
	if goal.Description != "Because." || goal.Due != "2027-01-31" {
		t.Errorf("description %q, due %q", goal.Description, goal.Due)
	}
}

func TestAToolkitThatDoesNotEndIsGivenUp(t *testing.T) {
	never, now := make(chan struct{}), make(chan struct{})
	close(now)
	gaveUp := false
	giveUpUnless(never, now, time.Millisecond, func() { gaveUp = true })
	if !gaveUp {
		t.Error("still waiting for a toolkit that does not return")
	}
	giveUpUnless(now, never, time.Millisecond, func() { t.Error("given up on a toolkit that has returned") })
	giveUpUnless(now, now, limit, func() { t.Error("given up on a toolkit that has returned in time") })
}

// What the toolkit does last is done while its loop still runs.
func TestNothingIsLeftForTheEndOfTheToolkit(t *testing.T) {
	lifecycle := test.NewTempApp(t).Lifecycle()
	life, ok := lifecycle.(stopping)
	if !ok {
		t.Fatal("this version of the toolkit ends in another way: look whether it still panics")
	}
	ran := 0
	life.SetOnStoppedHookExecuted(func() { ran++ })
	stopEarly(lifecycle)
	if ran != 1 || life.OnStopped() != nil {
		t.Errorf("ran %d times, more is to come %v", ran, life.OnStopped() != nil)
	}
	stopEarly(lifecycle)
}

// blind is an application that could not watch its settings, as where the system's
// inotify instances are used up: version 2.8.1 of the toolkit panics in its Quit.
type blind struct {
	fyne.App
	t *testing.T
}

func (b blind) Quit() { b.t.Error("the toolkit panics") }

func TestTheEndNeedsNoWatchedSettings(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.reads("Start without an account")
	b.w.app = blind{b.w.app, t}
	b.w.quit()
	select {
	case <-b.w.ended:
	default:
		t.Error("it goes on")
	}
}

func TestNobodyComesInOnceItIsOver(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.reads("Start without an account")
	b.w.exit()
	b.w.do(func() { t.Error("comes in") })
	select {
	case <-b.door:
		t.Error("stands at a door that closes")
	default:
	}
}

// From the moment goals are left until the next page, nothing takes an edit that
// no writer would save; and a second quit does not outrun the first one's saving.
func TestNoEditIsTakenWhileGoalsAreLeft(t *testing.T) {
	dir := t.TempDir()
	b := newBench(t, dir)
	b.local()
	b.name("Kept")
	p := b.w.goals
	b.w.goals.view.do(b.w.goals.model.NameTop)
	b.typeText("Half")
	b.w.quit()
	b.w.quit() // impatient
	if b.w.closed {
		t.Fatal("closed before everything was saved")
	}
	if b.w.win.Canvas().Focused() != nil {
		t.Error("something still takes the keys")
	}
	before := len(p.model.Rows())
	b.key(fyne.KeyDelete)
	for _, menu := range b.w.win.MainMenu().Items {
		for _, item := range menu.Items {
			if item.Label == "Delete" || item.Label == "New goal" {
				item.Action()
			}
		}
	}
	if len(p.model.Rows()) != before {
		t.Error("an edit was taken that nobody saves")
	}
	b.until("quit", func() bool { return b.w.closed })

	again := newBench(t, dir)
	again.reads("2 goals")
	again.reads("Half")
}

// Goals that cannot be saved stay open, with every edit.
func TestGoalsThatCannotBeSavedStayOpen(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.local()
	b.name("Mine")
	p := b.w.goals
	p.w.goals, p.w.leaving = nil, p
	p.left(errors.New("disk full"), func(error) { p.stay() })
	b.reads("Mine")
	if b.w.goals != p || b.w.leaving != nil {
		t.Error("the goals are not open any more")
	}
}
