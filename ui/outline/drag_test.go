package outline

import "testing"

// Goals never land among themselves: the line is at the edge of them that is nearer.
func TestTheLineIsNeverAmidWhatIsDragged(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "A", "B", ">C", "D", "E", "<F")
	m.Step(-4)
	wantRows(t, m, "A\nB*\n  C\n  D\n  E\nF")
	goals := m.Dragged(m.Row(1).ID())
	for row, want := range map[int]int{1: 1, 2: 1, 3: 1, 4: 5, 5: 5, 6: 6} {
		if landing, ok := m.Landing(goals, row, 0); !ok || landing.Row != want {
			t.Errorf("dragged to row %d the line is at %d, want %d", row, landing.Row, want)
		}
	}
}
