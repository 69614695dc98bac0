package outline

import (
	"strings"
	"unicode/utf8"

	"overachiever/storage"
)

// naming is the name being typed: of a goal there is, or of a draft that
// becomes one when it has a name.
type naming struct {
	goal   storage.GoalID // "" for a draft
	parent storage.GoalID // of a draft
	index  int            // of a draft, among its siblings to be
	text   string
	caret  int  // where to begin typing, in characters; -1 for the end
	fresh  bool // of a goal that was a draft in this naming, or one before that it goes on
}

const atEnd = -1

// kept is a naming that ended.
type kept struct {
	*naming
	made bool           // something came of it
	last storage.StepID // what was done last, then
}

func (m *Model) namesDraft() bool { return m.naming != nil && m.naming.goal == "" }

// Naming tells which row's name is being typed, and the text so far.
func (m *Model) Naming() (row int, text string, ok bool) {
	if m.naming == nil {
		return -1, "", false
	}
	if m.namesDraft() {
		row = m.rows.find(nil)
	} else {
		row = m.rows.find(m.tree.Entry(m.naming.goal))
	}
	return row, m.naming.text, row >= 0
}

// Caret is where the typing of a name begins, in characters; -1 for the end.
func (m *Model) Caret() int {
	if m.naming == nil {
		return atEnd
	}
	return m.naming.caret
}

// NameTop starts a goal at the end of the top level, or of what is zoomed into.
func (m *Model) NameTop() {
	m.keep()
	m.draft(m.zoom, len(m.zoomed().Children()))
}

func (m *Model) zoomed() *storage.Entry { return m.tree.Entry(m.zoom) }

// NameBelow starts a sibling right below the selected goal.
func (m *Model) NameBelow() {
	m.keep()
	goal, ok := m.Selected()
	if !ok || !m.inView(goal.ID) || !m.stands(goal.ID) {
		m.NameTop()
		return
	}
	m.draft(goal.Parent, m.tree.Index(goal.ID)+1)
}

// NameChild starts a goal as the last one below the selected goal.
func (m *Model) NameChild() {
	m.keep()
	if entry := m.tree.Entry(m.cursor); m.cursor != "" && entry != nil && m.stands(m.cursor) {
		m.draft(m.cursor, len(entry.Children()))
	}
}

// Rename starts typing at the end of the selected goal's name.
func (m *Model) Rename() { m.renameAt(atEnd) }

// renameAt starts typing in the selected goal's name.
func (m *Model) renameAt(caret int) {
	m.keep()
	goal, ok := m.Selected()
	if !ok || m.view == Trash || !m.mayChange() {
		return
	}
	m.unmark()
	m.naming = &naming{goal: goal.ID, text: goal.Name, caret: caret}
}

// Typed tells the text of the name so far; nothing is saved yet.
func (m *Model) Typed(text string) {
	if m.naming != nil {
		m.naming.text = text
	}
}

// Keep ends the naming and keeps what was typed. A draft without a name is
// dropped; a goal never loses its name to an empty one.
func (m *Model) Keep() { m.keep() }

// KeepAndGoOn keeps the name and, after a new goal, opens its next sibling;
// Enter on an empty name ends the naming.
func (m *Model) KeepAndGoOn() {
	n := m.naming
	made := m.keep()
	if n != nil && (n.goal == "" && made || n.fresh && strings.TrimSpace(n.text) != "") {
		m.NameBelow()
	}
}

// keep ends the naming, if there is one, and tells whether it made or renamed a goal.
func (m *Model) keep() bool {
	if m.naming == nil {
		return false
	}
	n := m.naming
	made := m.keepName()
	last, _ := m.tree.NextUndo()
	m.kept = kept{n, made, last.ID}
	return made
}

func (m *Model) keepName() bool {
	n, at := m.naming, m.hideDraft()
	m.naming = nil
	name := strings.TrimSpace(n.text)
	if name == "" {
		if m.SelectedRow() < 0 {
			m.putNear(at)
		}
		return false
	}
	if n.goal != "" {
		return m.done(m.tree.Rename(n.goal, name))
	}
	id, step, err := m.tree.Create(n.parent, n.index, name)
	if m.done(step, err) {
		m.put(id)
		return true
	}
	return false
}

// Resume goes on with the naming that ended last, as if it had not ended: what came of it
// is taken back. It tells whether it could: not after anything else was done.
func (m *Model) Resume() bool {
	was := m.kept
	last, _ := m.tree.NextUndo()
	if was.naming == nil || m.naming != nil || last.ID != was.last {
		return false
	}
	if was.goal == "" && was.parent != m.zoom && !m.inView(was.parent) {
		return false
	}
	if was.made {
		m.Undo()
	}
	if was.goal == "" {
		m.draft(was.parent, was.index)
	} else {
		m.put(was.goal)
		m.goOn(was.naming, was.caret)
	}
	if m.naming != nil {
		m.naming.text = was.text
	}
	return m.naming != nil
}

// Split is Enter while naming, with the caret after so many characters: what stands
// after it becomes a goal of its own, which is named next. At the end it is KeepAndGoOn;
// at the beginning of a name there is, a new goal opens above.
func (m *Model) Split(caret int) {
	if m.naming == nil {
		return
	}
	first, second := cut(m.naming.text, caret)
	first, second = strings.TrimSpace(first), strings.TrimSpace(second)
	n := *m.naming
	switch {
	case second == "":
		m.KeepAndGoOn()
	case first == "" && n.goal == "":
		// Nothing stands before the caret: the goal stays a draft.
	case first == "":
		m.keep()
		m.draft(m.tree.Entry(n.goal).Parent().ID(), m.tree.Index(n.goal))
	case n.goal == "":
		m.naming.text = first
		m.keep()
		m.NameBelow()
		m.naming.text, m.naming.caret = second, 0
	default:
		m.naming = nil
		entry := m.tree.Entry(n.goal)
		inside := len(entry.Children()) > 0 && !m.folded[entry] && m.folds()
		id, step, err := m.tree.Split(n.goal, first, second, inside)
		if m.done(step, err) {
			m.goToGoal(id)
			m.renameAt(0)
			m.naming.fresh = true
		}
	}
}

// Join is Backspace at the beginning of a name: it is joined to the goal in the row
// above, and the typing goes on where they meet. It tells whether it did anything.
func (m *Model) Join() bool {
	row, text, ok := m.Naming()
	if !ok || row == 0 || m.rows.at(row-1).Entry == nil || !m.folds() {
		return false
	}
	into := m.rows.at(row - 1).Entry
	n := *m.naming
	m.keepBeforeJoin(text)
	caret := utf8.RuneCountInString(into.Goal().Name)
	if n.goal != "" {
		if !m.done(m.tree.Join(n.goal, into.ID())) {
			return false
		}
		m.put(into.ID())
		m.renameAt(caret)
		return true
	}
	m.put(into.ID())
	m.renameAt(caret)
	if text = strings.TrimSpace(text); text != "" {
		m.naming.text += " " + text
	}
	return true
}

// JoinBelow is Delete at the end of a name: the goal in the row below is joined to it, and
// the typing goes on where they meet. It tells whether it did anything.
func (m *Model) JoinBelow() bool {
	row, _, ok := m.Naming()
	if !ok || row+1 == m.rows.len() || !m.folds() {
		return false
	}
	below, draft := m.rows.at(row+1).ID(), m.namesDraft()
	if made := m.keep(); draft && !made {
		m.put(below)
		m.renameAt(0)
		return true
	}
	goal, _ := m.Selected()
	joined := m.done(m.tree.Join(below, goal.ID))
	m.renameAt(utf8.RuneCountInString(goal.Name))
	return joined
}

// keepBeforeJoin ends the naming: a changed name is kept, a draft goes into the other.
func (m *Model) keepBeforeJoin(text string) {
	if m.namesDraft() || strings.TrimSpace(text) == "" {
		m.hideDraft()
		m.naming = nil
		return
	}
	m.keep()
}

// ToggleNamed completes or reopens the goal whose name is being typed, and goes on there.
// One that is hidden by it is named no more.
func (m *Model) ToggleNamed(caret int) {
	n := m.naming
	m.keep()
	named := m.cursor
	m.Toggle()
	if m.cursor == named {
		m.goOn(n, caret)
	}
}

// goOn goes on with a naming that was kept, in the goal that is selected.
func (m *Model) goOn(n *naming, caret int) {
	m.renameAt(caret)
	if m.naming != nil && n != nil {
		m.naming.fresh = n.goal == "" || n.fresh
	}
}

// cut divides a text after so many characters.
func cut(text string, characters int) (before, after string) {
	for i := range text {
		if characters == 0 {
			return text[:i], text[i:]
		}
		characters--
	}
	return text, ""
}
