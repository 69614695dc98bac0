package outline

import "testing"

func TestLettersGoToTheGoalThatBeginsWithThem(t *testing.T) {
	m, _ := newOutline(t)
	name(m, "Run", "Read", "Rye", "Emma")
	jump := func(letters string) {
		for _, letter := range letters {
			m.Jump(letter)
		}
	}
	jump("ry")
	wantRows(t, m, "Run\nRead\nRye*\nEmma")
	m.Step(-2) // another key: letters begin a name again
	jump("em")
	wantRows(t, m, "Run\nRead\nRye\nEmma*")
	m.Step(-9) // also one that a cursor at the end does not follow
	m.Step(-9)
	jump("re")
	wantRows(t, m, "Run\nRead*\nRye\nEmma")
	m.Step(-9)
	jump("rr")
	wantRows(t, m, "Run\nRead\nRye*\nEmma")
}
