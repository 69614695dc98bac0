package endtoend

import (
	"testing"

	"overachiever/ui/robot"
)

// Once the status line says "Saved" no end, however sudden, takes anything away: not of
// the goals, and not of what can be undone.
func TestWhatIsSavedSurvivesAKill(t *testing.T) {
	p := sitDownAt(t, robot.Options{})
	p.startsWithoutAnAccount()
	goals := ""
	for _, plants := range []struct{ goals, status string }{
		{"Learn Go\n  Tour\n  Book\n", "3 goals"},
		{"Run\n  Five miles\n  Ten miles\n", "6 goals"},
	} {
		p.plants(plants.goals)
		p.saves(plants.status)
		p.program.Kill()
		goals += plants.goals
		p.exportsGoals(goals)
		p.opens()
		p.reads(plants.status)
		p.besideTheWindowSees(goals)
	}
	p.presses("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z")
	p.saves("2 goals")
	p.program.Kill()
	p.exportsGoals("Learn Go\n  Tour\n")
	p.opens()
	p.reads("2 goals")
	p.presses("ctrl+shift+z")
	p.exportsGoals("Learn Go\n  Tour\n  Book\n")
	p.quits()
	if text, code := p.runs("check"); code != 0 {
		t.Errorf("check ended with code %d: %s", code, text)
	}
}

// saves waits until the status line, watched closely, says so of so many goals.
func (p *person) saves(goals string) {
	p.t.Helper()
	window, err := p.program.WaitWindow(p.ctx, title)
	p.must(err)
	strip := window.Bounds
	strip.Min.Y = strip.Max.Y - 96
	before := p.desktop.LookAt(strip)
	p.reads(goals)
	p.reads("Saved")
	p.desktop.LookAt(before)
}
