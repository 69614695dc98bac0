package outline

import (
	"testing"

	"overachiever/storage"
)

// What is cut and pasted is the same goals in another place: they keep all that a text
// does not say.
func TestCutAndPasteMoves(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A", "B", ">C", "<D")
	m.Step(-2)
	m.Toggle()
	m.Extend(+1)
	var ids []storage.GoalID
	ids = append(ids, m.Selection()...)
	wantRows(t, m, "A\nBx^\n  C^*\nD")
	write, goals := m.Cut()
	text := write()
	m.Clipped(text)
	wantRows(t, m, "A\nD*")
	if pasted := m.Paste(text); pasted != goals || pasted != 2 {
		t.Errorf("%d cut and %d pasted", goals, pasted)
	}
	wantRows(t, m, "A\nD\nBx*\n  C")
	if at := m.Row(2); at.ID() != ids[0] || m.Row(3).ID() != ids[1] {
		t.Error("they are other goals")
	}
	m.Paste(text) // once more: copies
	wantRows(t, m, "A\nD\nBx\n  C\nBx*\n  C")
	if m.Row(4).ID() == ids[0] {
		t.Error("a goal is there twice")
	}
	for range 3 {
		m.Undo()
	}
	wantRows(t, m, "A\nBx*\n  C\nD")
	m.Paste(text) // the cut was undone
	wantRows(t, m, "A\nBx\n  C\nBx*\n  C\nD")
}

func TestPasteOfSomethingElseMovesNothing(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A", "B")
	write, _ := m.Cut()
	m.Clipped(write())
	m.Paste("C")
	wantRows(t, m, "A\nC*")
	write, _ = m.Copy()
	m.Clipped(write())
	m.Paste(write())
	wantRows(t, m, "A\nC\nC*")
	if trash := m.tree.Children(storage.Trash); len(trash) != 1 {
		t.Errorf("%d goals are in the trash", len(trash))
	}
}
