package storage

import "slices"

// What of a history is held in memory. Everything is in the file: an import of 100,000
// goals is 500,000 operations, and nobody undoes it but right away, if ever.
const (
	smallStep   = 100  // a step of more operations is held without them
	recentSteps = 1000 // and so is one with so many newer ones
	historyPage = 500  // steps are read at once
	fewSteps    = 200  // with fewer left to undo, the next are read
)

// typingPause ends, in milliseconds, what is undone as one while a description is typed.
const typingPause = 5000

// History is what can be undone and redone, oldest first: the last of each list is next.
// A step may be in it without its operations: those are in the file.
type History struct {
	Undo, Redo []Step
	recalled   []Step // with the operations that a Gap asked for
	page       bool   // Undo holds steps that a Gap asked for,
	before     StepID // older than this one
	older      bool   // and there are more
}

// Size is how many operations were asked for.
func (h History) Size() int {
	size := 0
	for _, step := range h.recalled {
		size += len(step.Operations)
	}
	return size
}

// Gap is a part of a tree's history that is in the file only. User.History reads it.
type Gap struct {
	page   bool     // of older steps
	before StepID   // than this one; "" asks for the newest
	steps  []StepID // the operations of these
}

// Empty tells whether everything is there.
func (g Gap) Empty() bool { return !g.page && len(g.steps) == 0 }

// memory is the part of a person's history that a tree holds, and where the rest is.
type memory struct {
	undo, redo []Step
	filed      bool   // what is not held is in a file
	unread     bool   // nothing has been read from there yet
	older      bool   // there are steps in the file before the oldest held,
	before     StepID // which this is or was
	made       map[StepID]struct{}
	edited     bool // something new was done: older undone steps cannot be redone
}

// Undo takes back the newest step, or all of what was typed into one description without
// a pause, and returns the steps that do so, which are to be saved. It is false when
// there is nothing to undo, or UndoGap has to be read before. A step that cannot be taken
// back, because what it needs is gone, is left out and nothing changes.
func (t *Tree) Undo() ([]Step, bool) {
	if !t.UndoGap().Empty() {
		return nil, false
	}
	return t.turn(&t.memory.undo, &t.memory.redo, func(step Step) Step {
		operations := make([]Operation, 0, len(step.Operations))
		for _, operation := range slices.Backward(step.Operations) {
			operations = append(operations, operation.Inverse())
		}
		return Step{Act: step.Act, Subject: step.Subject, Undoes: step.ID, Operations: operations}
	})
}

// Redo does again what was undone last, and returns the steps that do so. It is false
// when there is nothing to redo, or RedoGap has to be read before.
func (t *Tree) Redo() ([]Step, bool) {
	if !t.RedoGap().Empty() {
		return nil, false
	}
	return t.turn(&t.memory.redo, &t.memory.undo, func(step Step) Step {
		return Step{Act: step.Act, Subject: step.Subject, Redoes: step.ID, Operations: slices.Clone(step.Operations)}
	})
}

// turn takes what was done together from one list to the other. What turned returns is its own.
func (t *Tree) turn(from, to *[]Step, turned func(Step) Step) ([]Step, bool) {
	var steps []Step
	for range together(*from) {
		last := len(*from) - 1
		step := (*from)[last]
		*from = (*from)[:last]
		turned := turned(step)
		done, err := t.performIn(turned.Operations[:0], turned.Operations)
		if err != nil {
			break
		}
		turned.ID, turned.Operations = StepID(t.clock.newID()), done
		steps = append(steps, turned)
		t.memory.hold(to, step)
	}
	return steps, len(steps) > 0
}

// NextUndo returns the step that Undo would take back, perhaps without its operations.
func (t *Tree) NextUndo() (Step, bool) { return last(t.memory.undo) }

// NextRedo returns the step that Redo would do again, perhaps without its operations.
func (t *Tree) NextRedo() (Step, bool) { return last(t.memory.redo) }

// UndoGap is what has to be read before the next Undo.
func (t *Tree) UndoGap() Gap {
	m := &t.memory
	n := together(m.undo)
	if n == len(m.undo) && m.older && (n == 0 || m.undo[0].Act == ActDescribe) { // what was typed may begin there
		return Gap{page: true, before: m.before}
	}
	return Gap{steps: unread(m.undo[len(m.undo)-n:])}
}

// RedoGap is what has to be read before the next Redo.
func (t *Tree) RedoGap() Gap {
	m := &t.memory
	if m.unread && !m.edited && len(m.redo) == 0 {
		return Gap{page: true}
	}
	return Gap{steps: unread(m.redo[len(m.redo)-together(m.redo):])}
}

// Unread is what is best read soon: what was done before this tree was read from the
// file, and once most of that is undone, what was done before that.
func (t *Tree) Unread() Gap {
	m := &t.memory
	return Gap{page: m.older && (m.unread || len(m.undo) < fewSteps), before: m.before}
}

// AddHistory takes over what was read of a Gap. It may come after edits: steps made here
// are not added again, and what was undone before a new edit cannot be redone.
func (t *Tree) AddHistory(read History) {
	m := &t.memory
	for _, step := range read.recalled {
		for _, steps := range [][]Step{m.undo, m.redo} {
			next := steps[len(steps)-together(steps):]
			for i := range next {
				if next[i].ID == step.ID {
					next[i].Operations = step.Operations
				}
			}
		}
	}
	if !read.page || !m.older || read.before != m.before {
		return // only operations, or a page that was added already
	}
	if len(read.Undo) > 0 {
		m.before = read.Undo[0].ID
	}
	m.undo = append(m.notMade(read.Undo), m.undo...)
	if !m.edited {
		m.redo = append(m.notMade(read.Redo), m.redo...)
	}
	m.older, m.unread, m.made = read.older, false, nil
}

// add is a new step, after which nothing undone can be redone.
func (m *memory) add(step Step) {
	m.edited = true
	m.redo = nil
	if m.unread {
		m.made[step.ID] = struct{}{}
	}
	m.hold(&m.undo, step)
}

// hold puts a step on a list. What is large or long ago stays in the file.
func (m *memory) hold(steps *[]Step, step Step) {
	if m.filed && len(step.Operations) > smallStep {
		step.Operations = nil
	}
	*steps = append(*steps, step)
	if old := len(*steps) - 1 - recentSteps; m.filed && old >= 0 {
		(*steps)[old].Operations = nil
	}
}

// notMade leaves out the steps that were made here, and saved before the file was read.
func (m *memory) notMade(steps []Step) []Step {
	return slices.DeleteFunc(steps, func(step Step) bool {
		_, made := m.made[step.ID]
		return made
	})
}

// together counts the steps at the end of a list that are undone, or redone, as one.
func together(steps []Step) int {
	n := min(1, len(steps))
	for n > 0 && n < len(steps) && typedOn(steps[len(steps)-n-1], steps[len(steps)-n]) {
		n++
	}
	return n
}

// typedOn tells whether two steps come of typing into one description without a pause.
func typedOn(a, b Step) bool {
	return a.Act == ActDescribe && b.Act == ActDescribe && a.goal == b.goal && max(a.wall-b.wall, b.wall-a.wall) < typingPause
}

// unread are those of the steps whose operations are not there.
func unread(steps []Step) []StepID {
	var ids []StepID
	for _, step := range steps {
		if step.Empty() {
			ids = append(ids, step.ID)
		}
	}
	return ids
}

func last(steps []Step) (Step, bool) {
	if len(steps) == 0 {
		return Step{}, false
	}
	return steps[len(steps)-1], true
}
