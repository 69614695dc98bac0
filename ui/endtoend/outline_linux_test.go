package endtoend

import (
	"fmt"
	"slices"
	"testing"

	"overachiever/ui/robot"
)

const planted = `
Sail to Bergen
  Learn to sail
    Book a course
    Pass the exam
    Knots and splices
  Find a boat
    Ask the club
    Look at adverts
  Plan the route
    Buy charts
    Check the tides
Bake bread
  Sourdough
    Feed the starter
    First loaf
  Rye
  Baguette
Read twenty books
  Novels
    Moby Dick
    Dune
    Emma
  History
    SPQR
  Verse
Gallop a marathon
  Wear shoes
  Five miles
  Ten miles
  Twenty miles
`

// grown40 is what becomes of them; %s are today and tomorrow.
const grown40 = `
Gallop a marathon
  Wear shoes ✓ @%s “Ouch”
  Ten miles @%s
  Five miles ✓
  Twenty miles
Verse at sea
Garden
  Beds
    Carrots
  Pond
Bake bread
  Sourdough
    Feed the starter
    First loaf
  Rye bread ✓
  Baguette
Read twenty books
  Novels
    Emma ✓
    Dune ✓
    Moby Dick ✓
  Novels again
    Emma ✓
    Dune ✓
    Moby Dick ✓
  Verse
Sail to Bergen
  Learn to sail
    Book a course
    Pass the exam
    Knots and splices
  Find a boat ✓
    Ask the club ✓
    Look at adverts ✓
  Plan the route ✓
    Buy charts
    Check the tides
  History
    SPQR
  Paint the hull
`

// grove is a person whose goals grow, and what the export has held meanwhile.
type grove struct {
	*person
	past []string
}

// has waits until these goals stand one below the other in the export, and remembers it.
func (g *grove) has(goals string) {
	g.t.Helper()
	g.past = append(g.past, g.exportsAmong(goals).raw)
}

// A tree of forty goals in the real window, by keyboard alone: built, reordered,
// completed, found; all of it undone and redone, and again after a restart.
func TestAGroveByKeyboardAlone(t *testing.T) {
	g := &grove{person: sitDownAt(t, robot.Options{})}
	g.startsWithoutAnAccount()
	g.past = append(g.past, g.grows().raw)
	g.plants(planted)
	g.past = append(g.past, g.exportsGoals(planted).raw)
	g.typesNames()
	g.reorders()
	g.selectsSeveral()
	g.copies()
	g.folds()
	g.zooms()
	g.finds()
	g.seesWhatIsDue()
	g.completesParents()
	g.hidesCompleted()
	g.usesTheTrash()

	g.reads("40 goals")
	g.past = append(g.past, g.exportsGoals(fmt.Sprintf(grown40, dayFromNow(0), dayFromNow(1))).raw)
	g.travels()
}

// typesNames splits a name, joins two, and completes while naming.
func (g *grove) typesNames() {
	g.t.Helper()
	g.goes("kn")
	g.presses("F2", "Home")
	g.pressesOften(len("Knots"), "Right")
	g.presses("Return", "Escape")
	g.has(`
    Pass the exam
    Knots
    and splices
  Find a boat
`)
	g.presses("F2", "Home", "BackSpace", "Escape")
	g.has(`
    Pass the exam
    Knots and splices
  Find a boat
`)
	g.goes("ry")
	g.presses("Return", "BackSpace") // a new goal, and back into the one above
	g.types(" bread")
	g.presses("ctrl+Return", "Escape")
	g.has(`
    First loaf
  Rye bread ✓
  Baguette
`)
}

func (g *grove) reorders() {
	g.t.Helper()
	g.goes("em")
	g.presses("alt+Up", "alt+Up")
	g.goes("mo")
	g.presses("alt+Down")
	g.has(`
  Novels
    Emma
    Dune
    Moby Dick
  History
`)
	g.goes("ga")
	g.presses("ctrl+shift+Up")
	g.has("\nGallop a marathon\n  Wear shoes\n  Five miles\n  Ten miles\n  Twenty miles\nSail to Bergen\n")
	g.goes("sa")
	g.presses("ctrl+shift+Down")
	g.has("\n  Verse\nSail to Bergen\n  Learn to sail\n")
}

// selectsSeveral indents, completes, outdents and deletes several goals at once.
func (g *grove) selectsSeveral() {
	g.t.Helper()
	g.goes("fiv")
	g.presses("shift+Down", "shift+Down", "Tab", "space")
	g.has(`
  Wear shoes
    Five miles ✓
    Ten miles ✓
    Twenty miles ✓
Bake bread
`)
	g.presses("shift+Tab", "space")
	g.goes("fiv")
	g.presses("space")
	g.has(`
  Wear shoes
  Five miles ✓
  Ten miles
  Twenty miles
Bake bread
`)
	g.goes("as")
	g.presses("shift+Down", "Delete")
	g.exportsAmong("\n  Find a boat\n  Plan the route\n")
	g.presses("ctrl+z")
	g.exportsAmong("\n  Find a boat\n    Ask the club\n    Look at adverts\n")

	g.goes("em")
	g.presses("ctrl+a", "space")
	g.has(`
  Novels
    Emma ✓
    Dune ✓
    Moby Dick ✓
  History
`)
	g.presses("ctrl+a")
	g.reads("30 selected")
	g.presses("Escape")
}

// copies duplicates, cuts, copies, and pastes what it cut, copied, and found elsewhere.
func (g *grove) copies() {
	g.t.Helper()
	g.goes("nov")
	g.presses("ctrl+d", "F2")
	g.types(" again")
	g.presses("Escape")
	g.has(`
    Moby Dick ✓
  Novels again
    Emma ✓
    Dune ✓
    Moby Dick ✓
  History
`)
	g.goes("hi")
	g.presses("ctrl+x")
	g.has("\n    Moby Dick ✓\n  Verse\n")
	g.goes("sa")
	g.presses("ctrl+v", "Tab")
	g.has("\n    Check the tides\n  History\n    SPQR\n")

	g.goes("ver")
	g.presses("ctrl+c")
	if text, err := g.desktop.Clipboard(g.ctx); err != nil || text != "- [ ] Verse\n" {
		g.t.Errorf("copied %q, %v", text, err)
	}
	g.goes("ga")
	g.presses("ctrl+v", "F2")
	g.types(" at sea")
	g.presses("Escape")
	g.has("\n  Twenty miles\nVerse at sea\nBake bread\n")

	g.must(g.desktop.Copy(g.ctx, "Garden\n\tBeds\n\t\tCarrots\n\tPond\n"))
	g.goes("ba")
	g.presses("ctrl+v")
	g.has("\n  Baguette\nGarden\n  Beds\n    Carrots\n  Pond\nRead twenty books\n")
}

// folds moves a goal that is folded, with all below it, and folds everything.
func (g *grove) folds() {
	g.t.Helper()
	g.goes("ba")
	g.presses("Left")
	g.readsNoMore("Sourdough")
	g.presses("alt+Down")
	g.has("\n  Pond\nBake bread\n  Sourdough\n    Feed the starter\n")
	g.presses("Right")
	g.reads("Sourdough")

	g.presses("ctrl+shift+Left")
	g.readsNoMore("Ten miles")
	g.readsNoMore("Carrots")
	g.goes("gar")
	g.presses("asterisk")
	g.reads("Carrots")
	g.presses("ctrl+shift+Right")
	g.reads("Ten miles")
}

func (g *grove) zooms() {
	g.t.Helper()
	g.goes("sa")
	g.presses("ctrl+bracketright")
	g.readsNoMore("Novels again")
	g.presses("ctrl+n")
	g.types("Paint the hull")
	g.presses("Return", "Escape")
	g.has("\n  History\n    SPQR\n  Paint the hull\n")
	g.presses("ctrl+bracketleft")
	g.reads("Novels again")
}

// finds jumps to a hit in its place, and gives it a day there.
func (g *grove) finds() {
	g.t.Helper()
	g.presses("ctrl+f")
	g.types("is:open miles")
	g.reads("2 hits of 40 goals")
	g.presses("Return", "ctrl+l")
	g.types("tomorrow")
	g.presses("Return")
	g.has("\n  Five miles ✓\n  Ten miles @" + dayFromNow(1) + "\n  Twenty miles\n")
}

// seesWhatIsDue goes through the views by date, and works there.
func (g *grove) seesWhatIsDue() {
	g.t.Helper()
	g.goes("wea")
	g.presses("ctrl+l")
	g.types("today")
	g.presses("Return", "ctrl+e")
	g.types("Ouch")
	g.presses("Escape")
	g.has("\n  Wear shoes @" + dayFromNow(0) + " “Ouch”\n")
	g.presses("ctrl+2")
	g.readsNoMore("Garden")
	g.reads("Wear shoes")
	g.presses("space")
	g.has("\n  Wear shoes ✓ @" + dayFromNow(0) + " “Ouch”\n")
	g.presses("ctrl+3")
	g.reads("Ten miles")
	g.presses("ctrl+4")
	g.reads("Rye bread")
	g.presses("ctrl+3", "Return", "alt+Up") // in its place it moves
	g.has("\n  Ten miles @" + dayFromNow(1) + "\n  Five miles ✓\n  Twenty miles\n")
	g.presses("ctrl+3")
	g.readsNoMore("Garden")
	g.presses("ctrl+1")
	g.reads("Garden")
}

// completesParents answers what becomes of the open goals below, each time another way.
func (g *grove) completesParents() {
	g.t.Helper()
	all := "\n  Find a boat ✓\n    Ask the club ✓\n    Look at adverts ✓\n"
	g.goes("fin")
	g.presses("space")
	g.reads("Shall they be completed too")
	g.presses("Return")
	g.has(all)
	g.presses("space") // reopens what was completed with it
	g.has("\n  Find a boat\n    Ask the club\n    Look at adverts\n")
	g.presses("space", "Return")
	g.has(all)
	g.goes("le")
	g.presses("space")
	g.reads("Shall they be completed too")
	g.presses("Escape")
	g.goes("pl")
	g.presses("space", "shift+Tab", "Return") // Only this one
	g.has("\n    Knots and splices\n" + all[1:] + "  Plan the route ✓\n    Buy charts\n    Check the tides\n")
}

func (g *grove) hidesCompleted() {
	g.t.Helper()
	g.presses("ctrl+h")
	g.reads("12 hidden")
	g.presses("ctrl+h")
	g.readsNoMore("12 hidden")
}

// usesTheTrash deletes a goal with all below it, and restores it to its place.
func (g *grove) usesTheTrash() {
	g.t.Helper()
	g.goes("so")
	g.presses("Delete")
	g.has("\nBake bread\n  Rye bread ✓\n")
	g.presses("ctrl+5")
	g.readsNoMore("Garden")
	g.reads("Sourdough")
	g.presses("ctrl+r")
	g.has("\nBake bread\n  Sourdough\n    Feed the starter\n    First loaf\n  Rye bread ✓\n")
	g.presses("ctrl+1")
	g.reads("Garden")
}

// travels undoes everything, step by step, and comes through all that was; redoes it;
// and does so once more after a restart, without waiting between the keys.
func (g *grove) travels() {
	g.t.Helper()
	first, last := g.past[0], g.past[len(g.past)-1]
	back := g.steps("ctrl+z", func(was []string) bool { return was[len(was)-1] == first })
	forth := g.steps("ctrl+shift+z", func(was []string) bool { return len(was) == len(back) })
	slices.Reverse(back)
	if !slices.Equal(back, forth) {
		g.t.Error("what was undone was redone otherwise")
	}
	at := 0
	for i, moment := range g.past {
		found := slices.Index(forth[at:], moment)
		if found < 0 {
			g.t.Fatalf("what the export had at moment %d did not come again, step %d and after; it was:\n%s", i, at, moment)
		}
		at += found
	}

	steps := len(forth) - 1
	for range 2 {
		g.quits()
		g.opens()
		g.reads("40 goals")
		g.pressesOften(steps, "ctrl+z")
		g.comesTo(first)
		g.pressesOften(steps, "ctrl+shift+z")
		g.comesTo(last)
	}
	g.quits()
	g.comesTo(last)
}

// steps presses a key, each time when the export has followed, until that is enough; it
// returns all that the export was.
func (g *grove) steps(key string, enough func(was []string) bool) []string {
	g.t.Helper()
	was := []string{g.grows().raw}
	for !enough(was) {
		g.presses(key)
		now := g.grew("a step to be taken", "another one", func(now grown) bool { return now.raw != was[len(was)-1] })
		was = append(was, now.raw)
	}
	return was
}

// comesTo waits until the export is the same, byte by byte.
func (g *grove) comesTo(moment string) {
	g.t.Helper()
	g.grew("the export to be as it was", moment, func(now grown) bool { return now.raw == moment })
}
