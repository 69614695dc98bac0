package storage

import "slices"

// History is what can be undone and redone, oldest first: the last of each list is next.
type History struct{ Undo, Redo []Step }

// Undo takes back the newest step and returns the step that does so, which is to be
// saved. It is false when there is nothing to undo. A step that cannot be taken back,
// because what it needs is gone, is left out and nothing changes.
func (t *Tree) Undo() (Step, bool) {
	step, ok := pop(&t.history.Undo)
	if !ok {
		return Step{}, false
	}
	operations := make([]Operation, 0, len(step.Operations))
	for _, operation := range slices.Backward(step.Operations) {
		operations = append(operations, operation.Inverse())
	}
	done, err := t.perform(operations...)
	if err != nil {
		return Step{}, false
	}
	t.history.Redo = append(t.history.Redo, step)
	return t.number(Step{Act: step.Act, Subject: step.Subject, Undoes: step.ID, Operations: done}), true
}

// Redo does again the step that was undone last, and returns the step that does so.
func (t *Tree) Redo() (Step, bool) {
	step, ok := pop(&t.history.Redo)
	if !ok {
		return Step{}, false
	}
	done, err := t.perform(step.Operations...)
	if err != nil {
		return Step{}, false
	}
	t.history.Undo = append(t.history.Undo, step)
	return t.number(Step{Act: step.Act, Subject: step.Subject, Redoes: step.ID, Operations: done}), true
}

// NextUndo returns the step that Undo would take back.
func (t *Tree) NextUndo() (Step, bool) { return last(t.history.Undo) }

// NextRedo returns the step that Redo would do again.
func (t *Tree) NextRedo() (Step, bool) { return last(t.history.Redo) }

// AddHistory puts steps read from the file below those made since. It may be called
// after edits: steps that are known already are not added twice, and what was undone
// before a new edit cannot be redone.
func (t *Tree) AddHistory(older History) {
	t.history.Undo = append(t.unknown(older.Undo), t.history.Undo...)
	if !t.edited {
		t.history.Redo = append(t.unknown(older.Redo), t.history.Redo...)
	}
}

// unknown leaves out the steps that this tree has, and from now on knows the others.
func (t *Tree) unknown(steps []Step) []Step {
	var added []Step
	for _, step := range steps {
		if _, known := t.known[step.ID]; !known {
			t.known[step.ID] = struct{}{}
			added = append(added, step)
		}
	}
	return added
}

// number gives a step its id.
func (t *Tree) number(step Step) Step {
	step.ID = StepID(t.clock.newID())
	t.known[step.ID] = struct{}{}
	return step
}

func pop(steps *[]Step) (Step, bool) {
	step, ok := last(*steps)
	if ok {
		*steps = (*steps)[:len(*steps)-1]
	}
	return step, ok
}

func last(steps []Step) (Step, bool) {
	if len(steps) == 0 {
		return Step{}, false
	}
	return steps[len(steps)-1], true
}
