package endtoend

import (
	"image"
	"slices"
	"testing"

	"overachiever/ui/robot"
)

// row is where a goal's name stands in the outline: its details, farther right, name it too.
func (p *person) row(name string) image.Point {
	p.t.Helper()
	p.reads(name)
	places, err := p.desktop.Find(p.ctx, name)
	p.must(err)
	return slices.MinFunc(places, func(a, b image.Point) int { return a.X - b.X })
}

// lines are where so many goals stand, one below the other. They are read off the screen while the names
// can be: the eyes do not read what is struck through.
func (p *person) lines(first, last string, count int) []image.Point {
	p.t.Helper()
	top, bottom := p.row(first), p.row(last)
	lines := make([]image.Point, count)
	for i := range lines {
		lines[i] = image.Pt(top.X, top.Y+(bottom.Y-top.Y)*i/(count-1))
	}
	return lines
}

func (p *person) clicksAt(at image.Point) {
	p.t.Helper()
	p.must(p.desktop.Click(p.ctx, at.X, at.Y))
}

// clicksWith clicks while a key is held.
func (p *person) clicksWith(key string, at image.Point) {
	p.t.Helper()
	p.must(p.desktop.ClickWith(p.ctx, key, at.X, at.Y))
}

// drags takes hold of a goal and lets go at the lower edge of another one, after keys.
func (p *person) drags(from, to image.Point, keys ...string) {
	p.t.Helper()
	const lowerEdge = 12 // from the middle of a row
	p.must(p.desktop.Drag(p.ctx, from, image.Pt(from.X, to.Y+lowerEdge), keys...))
}

// Goals are selected and dragged by mouse in the real window.
func TestDraggingSeveralGoals(t *testing.T) {
	p := sitDownAt(t, robot.Options{})
	p.startsWithoutAnAccount()
	p.plants("Apples\nPears\nPlums\nBasket\n  Nuts\nCellar\n")
	p.exportsGoals("Apples\nPears\nPlums\nBasket\n  Nuts\nCellar\n")
	line := p.lines("Apples", "Cellar", 6)

	p.clicksAt(line[0])
	p.clicksWith("ctrl", line[2])
	p.reads("2 selected")
	p.drags(line[2], line[3], "Escape") // nothing happens
	p.reads("2 selected")
	p.presses("space")
	p.exportsGoals("Apples ✓\nPears\nPlums ✓\nBasket\n  Nuts\nCellar\n")

	p.drags(line[2], line[3]) // below the basket, before its nuts
	p.exportsGoals("Pears\nBasket\n  Apples ✓\n  Plums ✓\n  Nuts\nCellar\n")
	p.presses("ctrl+z")
	p.exportsGoals("Apples ✓\nPears\nPlums ✓\nBasket\n  Nuts\nCellar\n")
	p.presses("ctrl+shift+z")
	p.exportsGoals("Pears\nBasket\n  Apples ✓\n  Plums ✓\n  Nuts\nCellar\n")

	p.clicksAt(line[4]) // the nuts
	p.clicksWith("shift", line[2])
	p.reads("3 selected")
	p.clicksWith("ctrl", line[3]) // not the plums
	p.reads("2 selected")
	p.presses("space") // completes what is open of them
	p.exportsGoals("Pears\nBasket\n  Apples ✓\n  Plums ✓\n  Nuts ✓\nCellar\n")

	p.drags(line[1], line[4]) // the basket, never below itself
	p.drags(line[0], line[5]) // the pears, to the end
	p.exportsGoals("Basket\n  Apples ✓\n  Plums ✓\n  Nuts ✓\nCellar\nPears\n")
	p.quits()
}
