package ui

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"overachiever/storage"
	"overachiever/ui/look"
	"overachiever/ui/outline"
)

// drag is the goals that follow the pointer while its button is held.
type drag struct {
	from, at fyne.Position // of the pointer, in the list
	row      *row          // where it began
	depth    int           // of the goal there
	goals    []storage.GoalID
	landing  outline.Landing
	lodged   bool // the landing is somewhere
	over     bool // it was cancelled, or nothing can be dragged here
	timer    *time.Timer
	hover    storage.GoalID // the goal the pointer is on
	since    time.Time
}

const (
	dragSlop    = 5  // a click that trembles is a click still
	edge        = 32 // so near to the edge the list scrolls
	mostScroll  = 18 // at most so far with each beat
	dragBeat    = 25 * time.Millisecond
	unfoldAfter = 600 * time.Millisecond
)

// going tells whether goals follow the pointer.
func (d *drag) going() bool { return d != nil && len(d.goals) > 0 && !d.over }

// carries tells whether a goal is dragged, itself or by one above it.
func (d *drag) carries(e *storage.Entry) bool {
	if !d.going() {
		return false
	}
	for ; e != nil; e = e.Parent() {
		for _, id := range d.goals {
			if e.ID() == id {
				return true
			}
		}
	}
	return false
}

// lands tells whether what is dragged would come to be right below a goal.
func (d *drag) lands(id storage.GoalID) bool {
	return d.going() && d.lodged && id == d.landing.Parent
}

// dragged hears that the pointer moved while its button was held on a row.
func (v *outlineView) dragged(r *row, at fyne.Position, by fyne.Delta) {
	at = at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(v.list))
	if v.drag == nil {
		v.drag = &drag{row: r, from: at.SubtractXY(by.DX, by.DY), depth: r.line.depth}
	}
	d := v.drag
	d.at = at
	switch {
	case d.over:
	case d.going():
		v.aim()
	case max(at.X-d.from.X, d.from.X-at.X) >= dragSlop || max(at.Y-d.from.Y, d.from.Y-at.Y) >= dragSlop:
		v.lift()
	}
}

// lift begins to drag the goals that the row where the button was pressed stands for.
func (v *outlineView) lift() {
	d := v.drag
	if l := d.row.line; !l.draft && !l.heading {
		d.goals = v.model.Dragged(l.goal)
	}
	if len(d.goals) == 0 {
		d.over = true
		return
	}
	v.refresh()
	v.focus() // Escape is to be heard
	v.changed()
	d.timer = time.AfterFunc(dragBeat, v.nextBeat(d))
	v.aim()
}

// nextBeat returns what the drag's timer does, in the window.
func (v *outlineView) nextBeat(d *drag) func() {
	return func() {
		v.inWindow(func() {
			if v.drag == d && d.going() {
				v.beat()
				d.timer.Reset(dragBeat)
			}
		})
	}
}

// beat scrolls while the pointer is near an edge, and unfolds the goal it stays on.
func (v *outlineView) beat() {
	d := v.drag
	if by := scrollStep(d.at.Y, v.list.Size().Height); by != 0 {
		most := float32(v.model.Len())*look.RowHeight - v.list.Size().Height
		v.list.ScrollToOffset(max(min(v.list.GetScrollOffset()+by, most), 0))
		v.aim()
	}
	if d.hover != "" && v.now().Sub(d.since) >= unfoldAfter {
		v.model.ToggleFold(d.hover)
		d.hover = ""
		v.aim()
	}
}

// scrollStep is how far to scroll for a pointer so far down: the nearer to an edge the further.
func scrollStep(y, height float32) float32 {
	switch {
	case y < edge:
		return -min((edge-y)/edge, 1) * mostScroll
	case y > height-edge:
		return min((y-height+edge)/edge, 1) * mostScroll
	}
	return 0
}

// aim finds where the goals would come to be if they were dropped now, and shows it. The
// depth is that of the goal that was taken hold of, and changes as the pointer goes aside.
func (v *outlineView) aim() {
	d := v.drag
	aside := (d.at.X - d.from.X) / look.Indent
	depth := d.depth + int(aside+100.5) - 100 // the nearest one, of negative ones too
	d.landing, d.lodged = v.model.Landing(d.goals, int(v.list.rowAt(d.at.Y)+0.5), depth)
	v.hoverFolded()
	v.list.redraw()
	v.mark.show(d, v.list, v.dragLabel())
}

// hoverFolded notes since when the pointer is on a folded goal.
func (v *outlineView) hoverFolded() {
	d, hover := v.drag, storage.GoalID("")
	if at := int(v.list.rowAt(d.at.Y)); d.at.Y >= 0 && at >= 0 && at < v.model.Len() {
		if r := v.model.Row(at); v.model.Folded(r) && !d.carries(r.Entry) {
			hover = r.ID()
		}
	}
	if hover != d.hover {
		d.hover, d.since = hover, v.now()
	}
}

// dragLabel says what is dragged.
func (v *outlineView) dragLabel() string {
	if goals := v.drag.goals; len(goals) > 1 {
		return strconv.Itoa(len(goals)) + " goals"
	}
	goal, _ := v.model.Tree().Goal(v.drag.goals[0])
	return short(goal.Name)
}

// dropped hears that the button is not held any more. What was hardly moved was clicked.
func (v *outlineView) dropped() {
	d := v.drag
	if d == nil {
		return
	}
	land := d.going() && d.lodged
	v.endDrag()
	v.drag = nil
	switch {
	case land:
		v.do(func() { v.model.Land(d.goals, d.landing) })
	case len(d.goals) == 0 && !d.over:
		corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(v.list)
		at := d.from.AddXY(0, v.list.GetScrollOffset()-float32(d.row.at)*look.RowHeight)
		d.row.Tapped(&fyne.PointEvent{Position: at, AbsolutePosition: corner.Add(d.from)})
	}
}

// cancelDrag leaves the goals where they are, whatever the pointer does.
func (v *outlineView) cancelDrag() {
	v.endDrag()
	v.list.redraw()
}

// endDrag stops what goes on during a drag; the button may still be held.
func (v *outlineView) endDrag() {
	d := v.drag
	if d.timer != nil {
		d.timer.Stop()
	}
	if !d.going() {
		return
	}
	d.over = true
	v.mark.Hide()
}
