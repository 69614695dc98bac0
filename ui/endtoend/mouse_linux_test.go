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

// clicksWith clicks a goal while a key is held.
func (p *person) clicksWith(key, name string) {
	p.t.Helper()
	at := p.row(name)
	p.must(p.desktop.ClickWith(p.ctx, key, at.X, at.Y))
}

// drags takes hold of a goal and lets go at the lower edge of another one, after keys.
func (p *person) drags(name, to string, keys ...string) {
	p.t.Helper()
	const lowerEdge = 12 // from the middle of a row
	from, below := p.row(name), p.row(to).Y+lowerEdge
	p.must(p.desktop.Drag(p.ctx, from, image.Pt(from.X, below), keys...))
}

// Goals are selected and dragged by mouse in the real window.
func TestDraggingSeveralGoals(t *testing.T) {
	p := sitDownAt(t, robot.Options{})
	p.startsWithoutAnAccount()
	p.plants("Apples\nPears\nPlums\nBasket\n  Nuts\nCellar\n")
	p.exportsGoals("Apples\nPears\nPlums\nBasket\n  Nuts\nCellar\n")

	first := p.row("Apples")
	p.must(p.desktop.Click(p.ctx, first.X, first.Y))
	p.clicksWith("ctrl", "Plums")
	p.reads("2 selected")
	p.drags("Plums", "Basket", "Escape") // nothing happens
	p.reads("2 selected")
	p.presses("space")
	p.exportsGoals("Apples ✓\nPears\nPlums ✓\nBasket\n  Nuts\nCellar\n")

	p.drags("Plums", "Basket")
	p.exportsGoals("Pears\nBasket\n  Apples ✓\n  Plums ✓\n  Nuts\nCellar\n")
	p.presses("ctrl+z")
	p.exportsGoals("Apples ✓\nPears\nPlums ✓\nBasket\n  Nuts\nCellar\n")
	p.presses("ctrl+shift+z")
	p.exportsGoals("Pears\nBasket\n  Apples ✓\n  Plums ✓\n  Nuts\nCellar\n")

	last := p.row("Nuts")
	p.must(p.desktop.Click(p.ctx, last.X, last.Y))
	p.clicksWith("shift", "Apples")
	p.reads("3 selected")
	p.clicksWith("ctrl", "Plums") // not that one
	p.reads("2 selected")
	p.presses("space") // completes what is open of them
	p.exportsGoals("Pears\nBasket\n  Apples ✓\n  Plums ✓\n  Nuts ✓\nCellar\n")

	p.drags("Basket", "Nuts") // never below itself
	p.drags("Pears", "Cellar")
	p.exportsGoals("Basket\n  Apples ✓\n  Plums ✓\n  Nuts ✓\nCellar\nPears\n")
	p.quits()
}
