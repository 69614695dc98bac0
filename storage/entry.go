package storage

import (
	"strconv"
	"strings"
	"time"
)

// Entry is a goal in its place, to be read while no edit goes on. A goal keeps its entry
// for as long as the tree is there. A place, too, is an entry: one without a parent.
// There may be 100,000 of them, so what it holds is held small.
type Entry struct {
	goal   record
	parent *Entry
	branch *branch // nil for most: there is nothing below them
	rare   *rare   // nil for most
}

// branch is what is below a goal.
type branch struct {
	children []*Entry // ordered by position, equal positions by id
	leaves   tally    // the goals that have none below them
	all      tally
}

// record is what every goal has. Its parent is the entry's.
type record struct {
	ID                 GoalID
	Position           string
	Name               string
	Created, Completed moment
	Due                day
	number             int32
}

// rare is what few goals have.
type rare struct {
	description string
	extra       string
	from        *origin // where it was before it came into the trash, kept when it is erased
}

// origin is where a goal in the trash was.
type origin struct {
	parent   GoalID
	position string
}

// Goal is the goal as it is now; only its id of a place.
func (e *Entry) Goal() Goal {
	goal := Goal{
		ID: e.goal.ID, Position: e.goal.Position, Name: e.goal.Name, Description: e.Description(),
		Due: e.Due(), Created: e.goal.Created.time(), Completed: e.goal.Completed.time(),
		Extra: e.extra(),
	}
	if e.parent != nil {
		goal.Parent = e.parent.goal.ID
	}
	return goal
}

// ID is the goal's id, or the place's.
func (e *Entry) ID() GoalID { return e.goal.ID }

// Name is the goal's name.
func (e *Entry) Name() string { return e.goal.Name }

// Description is the goal's description.
func (e *Entry) Description() string {
	if e.rare == nil {
		return ""
	}
	return e.rare.description
}

// Due is the day the goal is due.
func (e *Entry) Due() Date { return e.goal.Due.date() }

// Completed is when the goal was completed, zero while it is open.
func (e *Entry) Completed() time.Time { return e.goal.Completed.time() }

// Number is a small number of its own within the tree, below Tree.Numbers: what is kept
// beside the tree is found by it without looking an id up.
func (e *Entry) Number() int { return int(e.goal.number) }

// AllDone tells whether the goal is completed, and everything below it.
func (e *Entry) AllDone() bool { return e.Done() && e.below().all.open() == 0 }

// Done tells whether the goal is completed.
func (e *Entry) Done() bool { return e.goal.Completed != 0 }

// Parent is the entry of the goal or place that it is right below; nil for a place.
func (e *Entry) Parent() *Entry { return e.parent }

// Children are the entries right below it, in order. It is the tree's own slice: not to be
// changed, and good until the next edit.
func (e *Entry) Children() []*Entry { return e.below().children }

// Progress counts the goals below that have no goals below themselves.
func (e *Entry) Progress() Progress { return e.below().leaves.progress() }

// fill takes over what a goal is, but for its id and place.
func (e *Entry) fill(goal Goal) {
	e.goal.Name, e.goal.Due = goal.Name, dayOf(goal.Due)
	e.goal.Created, e.goal.Completed = momentOf(goal.Created), momentOf(goal.Completed)
	e.keep(rare{goal.Description, goal.Extra, e.from()})
}

// set changes one field.
func (e *Entry) set(field Field, value string) error {
	goal := e.Goal()
	if err := goal.set(field, value); err != nil {
		return err
	}
	e.fill(goal)
	return nil
}

// value is a field as operations carry it.
func (e *Entry) value(field Field) string {
	goal := e.Goal()
	return goal.value(field)
}

// cameFrom notes where a goal was that is in the trash now.
func (e *Entry) cameFrom(from origin) { e.keep(rare{e.Description(), e.extra(), &from}) }

// origin is where a goal was before it last came into the trash.
func (e *Entry) origin() origin {
	if from := e.from(); from != nil {
		return *from
	}
	return origin{}
}

func (e *Entry) from() *origin {
	if e.rare == nil {
		return nil
	}
	return e.rare.from
}

// extra is what is kept for other programs.
func (e *Entry) extra() string {
	if e.rare == nil {
		return ""
	}
	return e.rare.extra
}

func (e *Entry) keep(r rare) {
	switch {
	case r == rare{}:
		e.rare = nil
	case e.rare == nil:
		kept := r // else a goal that has nothing rare would cost an allocation, too
		e.rare = &kept
	default:
		*e.rare = r
	}
}

// below is what is below a goal, to be read.
func (e *Entry) below() branch {
	if e.branch == nil {
		return branch{}
	}
	return *e.branch
}

// grow is what is below a goal, to be changed.
func (e *Entry) grow() *branch {
	if e.branch == nil {
		e.branch = &branch{}
	}
	return e.branch
}

// within tells whether the goal is top, or below it.
func (e *Entry) within(top *Entry) bool {
	for up := e; up != nil; up = up.parent {
		if up == top {
			return true
		}
	}
	return false
}

// itself is the goal counted alone.
func (e *Entry) itself() tally {
	if e.Done() {
		return tally{completed: 1, total: 1}
	}
	return tally{total: 1}
}

// asLeaves is what the goal counts for in its parent's leaves.
func (e *Entry) asLeaves() tally {
	if len(e.Children()) == 0 {
		return e.itself()
	}
	return e.branch.leaves
}

// asAll is what the goal counts for in its parent's all.
func (e *Entry) asAll() tally { return e.below().all.plus(e.itself()) }

// tell passes a difference on to all that is above.
func (e *Entry) tell(leaves, all tally) {
	if e.parent != nil {
		e.parent.add(leaves, all)
	}
}

// add counts a difference in the entry and in all that is above it.
func (e *Entry) add(leaves, all tally) {
	for up := e; up != nil; up = up.parent {
		below := up.grow()
		below.leaves = below.leaves.plus(leaves)
		below.all = below.all.plus(all)
	}
}

// tally is a Progress in half the space.
type tally struct{ completed, total int32 }

func (t tally) plus(other tally) tally {
	return tally{t.completed + other.completed, t.total + other.total}
}

func (t tally) minus(other tally) tally {
	return tally{t.completed - other.completed, t.total - other.total}
}

func (t tally) open() int { return int(t.total - t.completed) }

func (t tally) progress() Progress { return Progress{int(t.completed), int(t.total)} }

// moment is a time.Time in whole milliseconds and a third of the space. It counts from
// where time.Time does, so that their zeros are the same: not set.
type moment int64

func momentOf(when time.Time) moment {
	return moment(when.UnixMilli() - time.Time{}.UnixMilli())
}

func (m moment) time() time.Time {
	return time.UnixMilli(int64(m) + time.Time{}.UnixMilli()).UTC()
}

// day is a Date in a quarter of the space: 20270131, and 0 for none.
type day int32

func dayOf(date Date) day {
	if date == "" {
		return 0 // most goals have none, and 100,000 times nothing would be parsed
	}
	digits, _ := strconv.ParseInt(strings.ReplaceAll(string(date), "-", ""), 10, 32)
	return day(digits)
}

func (d day) date() Date {
	if d == 0 {
		return ""
	}
	text := []byte("0000-00-00")
	for i := len(text) - 1; i >= 0; i-- {
		if text[i] != '-' {
			text[i] += byte(d % 10)
			d /= 10
		}
	}
	return Date(text)
}
