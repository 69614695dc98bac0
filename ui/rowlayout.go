package ui

import (
	"fyne.io/fyne/v2"

	"overachiever/ui/look"
)

// Layout puts everything in its place, and shortens the texts to what fits.
func (d *rowDrawing) Layout(size fyne.Size) {
	l := d.row.line
	if l.veiled {
		return
	}
	d.ground.Move(fyne.NewPos(4, 1))
	d.ground.Resize(fyne.NewSize(size.Width-8, size.Height-2))
	if l.heading {
		d.layoutHeading(size)
		return
	}
	for i, guide := range d.guides {
		x := rowInset + float32(i)*look.Indent + foldWidth/2 + 1 // a line's pixels are left of it
		guide.Position1, guide.Position2 = fyne.NewPos(x, 0), fyne.NewPos(x, size.Height)
	}
	left := d.row.left()
	d.layoutMarks(left, size.Height/2)
	d.layoutTexts(l, left+marksWidth, size)
}

func (d *rowDrawing) layoutHeading(size fyne.Size) {
	const low = 6 // it belongs to the rows below
	d.name.layout(fyne.NewPos(rowInset+4, low), fyne.NewSize(size.Width-2*rowInset, size.Height-low))
	end := d.name.end()
	d.rule.Move(fyne.NewPos(end+look.Gap, size.Height/2+low/2))
	d.rule.Resize(fyne.NewSize(max(size.Width-rowInset-end-look.Gap, 0), 1))
}

func (d *rowDrawing) layoutMarks(left, middle float32) {
	d.fold.Move(fyne.NewPos(left+(foldWidth-foldSize)/2, middle-foldSize/2))
	d.fold.Resize(fyne.NewSquareSize(foldSize))
	centre := left + foldWidth + checkWidth/2
	corner := fyne.NewPos(centre-checkSize/2, middle-checkSize/2)
	d.ring.Move(corner)
	d.ring.Resize(fyne.NewSquareSize(checkSize))
	d.part.Move(corner)
	d.part.Resize(fyne.NewSquareSize(checkSize))
	bend := fyne.NewPos(centre-1, middle+3)
	d.tick[0].Position1, d.tick[0].Position2 = bend.AddXY(-3, -3), bend
	d.tick[1].Position1, d.tick[1].Position2 = bend, bend.AddXY(4.5, -6)
}

func (d *rowDrawing) layoutTexts(l line, left float32, size fyne.Size) {
	right := size.Width - rowInset
	d.count.Resize(fyne.NewSize(countWidth, size.Height))
	d.count.Move(fyne.NewPos(right-countWidth, 0))
	if l.progress.Total > 0 || l.when != "" && !l.flat {
		right -= countWidth // in the tree the days stand in a column
	}
	d.when.Resize(fyne.NewSize(whenWidth, size.Height))
	d.when.Move(fyne.NewPos(right-whenWidth, 0))
	if l.when != "" {
		right -= whenWidth
	}
	right -= look.Gap
	if l.naming {
		entry := d.row.view.nameEntry()
		entry.Move(fyne.NewPos(left-2, 1))
		entry.Resize(fyne.NewSize(max(right-left, 80), size.Height-2))
		return
	}
	d.name.layout(fyne.NewPos(left+4, 0), fyne.NewSize(right-left-4, size.Height))
	d.layoutWhere(l, right, size.Height)
}

// layoutWhere puts the goals above after the name; those nearest to the goal say most, so
// the others are left out first.
func (d *rowDrawing) layoutWhere(l line, right, height float32) {
	if l.where == "" {
		return
	}
	left := d.name.end() + look.Gap
	d.where.Text = fitEnd(l.where, right-left, d.where.TextSize)
	d.where.Move(fyne.NewPos(left, 0))
	d.where.Resize(fyne.NewSize(max(right-left, 0), height))
}
