package ui

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
	"overachiever/ui/dates"
	"overachiever/ui/look"
)

// pickDay opens a calendar. start is the day that is chosen now, "" for none.
func (w *window) pickDay(start storage.Date, set func(storage.Date)) {
	s := w.openSheet(calendarWidth, nil)
	take := func(day storage.Date) {
		set(day) // before what is typed in the field behind is taken for the day
		s.close()
	}
	c := newCalendar(start, dates.Of(w.Now(), 0), take)
	c.onEscape = s.close
	turn := func(icon fyne.Resource, months int) *look.Button {
		b := s.quiet("", func() {
			c.turn(months)
			if w.win.Canvas().Focused() == nil { // the mouse took the keyboard away
				w.win.Canvas().Focus(c)
			}
		})
		b.SetIcon(icon)
		return b
	}
	head := container.NewBorder(nil, nil, turn(theme.NavigateBackIcon(), -1), turn(theme.NavigateNextIcon(), +1), c.title)
	none := s.button("No due date", func() { take("") })
	today := s.button("Today", func() { take(c.today) })
	s.show(c, head, c, look.Space(4), buttons(none, today, s.button("Cancel", s.close)))
}

// The measures of a calendar.
const (
	calendarWidth = 308
	weekdayHeight = 24
	dayHeight     = 36
	mostWeeks     = 6 // that a month reaches into
)

// calendar shows a month. The arrow keys move the day, Enter takes it.
type calendar struct {
	widget.BaseWidget
	title    *widget.Label // the month
	today    storage.Date
	chosen   storage.Date // as it was when the calendar was opened
	day      time.Time    // that Enter takes
	take     func(storage.Date)
	onEscape func()

	focused bool
	hovered int // which cell, -1 for none
}

func newCalendar(chosen, today storage.Date, take func(storage.Date)) *calendar {
	c := &calendar{chosen: chosen, today: today, take: take, hovered: -1}
	c.title = widget.NewLabelWithStyle("", fyne.TextAlignCenter, fyne.TextStyle{Bold: true})
	c.ExtendBaseWidget(c)
	start := chosen
	if start == "" {
		start = today
	}
	if day, err := time.Parse(time.DateOnly, string(start)); err == nil {
		c.move(day)
	}
	return c
}

// move goes to a day, if its year can be written.
func (c *calendar) move(to time.Time) {
	if to.Year() < 1 || to.Year() > 9999 {
		return
	}
	c.day = to
	c.title.SetText(to.Format("January 2006"))
	c.Refresh()
}

// turn goes so many months ahead, to the same day, or the last one there is.
func (c *calendar) turn(months int) {
	first := c.day.AddDate(0, 0, 1-c.day.Day()).AddDate(0, months, 0)
	last := first.AddDate(0, 1, -1).Day()
	c.move(first.AddDate(0, 0, min(c.day.Day(), last)-1))
}

// first is the day in the first cell: the Monday of the week in which the month begins.
func (c *calendar) first() time.Time {
	first := c.day.AddDate(0, 0, 1-c.day.Day())
	return first.AddDate(0, 0, -(int(first.Weekday())+6)%7)
}

func (c *calendar) at(cell int) time.Time { return c.first().AddDate(0, 0, cell) }

func dateOf(day time.Time) storage.Date { return storage.Date(day.Format(time.DateOnly)) }

// cellAt is the cell at a place, -1 for none.
func (c *calendar) cellAt(at fyne.Position) int {
	column, row := int(at.X/(c.Size().Width/7)), int((at.Y-weekdayHeight)/dayHeight)
	if at.Y < weekdayHeight || column < 0 || column > 6 || row >= mostWeeks {
		return -1
	}
	return 7*row + column
}

// Tapped takes the day under the mouse.
func (c *calendar) Tapped(at *fyne.PointEvent) {
	if cell := c.cellAt(at.Position); cell >= 0 {
		c.take(dateOf(c.at(cell)))
	}
}

func (c *calendar) MouseIn(at *desktop.MouseEvent) { c.MouseMoved(at) }

func (c *calendar) MouseMoved(at *desktop.MouseEvent) {
	if cell := c.cellAt(at.Position); cell != c.hovered {
		c.hovered = cell
		c.Refresh()
	}
}

func (c *calendar) MouseOut() {
	c.hovered = -1
	c.Refresh()
}

func (c *calendar) FocusGained() {
	c.focused = true
	c.Refresh()
}

func (c *calendar) FocusLost() {
	c.focused = false
	c.Refresh()
}

func (c *calendar) TypedRune(rune) {}

func (c *calendar) TypedKey(key *fyne.KeyEvent) {
	days := map[fyne.KeyName]int{
		fyne.KeyLeft: -1, fyne.KeyRight: +1, fyne.KeyUp: -7, fyne.KeyDown: +7,
		fyne.KeyHome: 1 - c.day.Day(), fyne.KeyEnd: c.day.AddDate(0, 0, 1-c.day.Day()).AddDate(0, 1, -1).Day() - c.day.Day(),
	}
	switch by, moves := days[key.Name]; {
	case moves:
		c.move(c.day.AddDate(0, 0, by))
	case key.Name == fyne.KeyPageUp:
		c.turn(-1)
	case key.Name == fyne.KeyPageDown:
		c.turn(+1)
	case key.Name == fyne.KeyReturn, key.Name == fyne.KeyEnter, key.Name == fyne.KeySpace:
		c.take(dateOf(c.day))
	case key.Name == fyne.KeyEscape:
		c.onEscape()
	}
}

func (c *calendar) CreateRenderer() fyne.WidgetRenderer {
	d := &calendarDrawing{calendar: c}
	for i := range d.weekdays {
		d.weekdays[i] = look.NewText(theme.CaptionTextSize())
		d.weekdays[i].Text = time.Weekday((i + 1) % 7).String()[:2]
		d.weekdays[i].Alignment = fyne.TextAlignCenter
	}
	for i := range d.grounds {
		d.grounds[i] = canvas.NewRectangle(nil)
		d.grounds[i].CornerRadius = 6
		d.days[i] = look.NewText(theme.TextSize())
		d.days[i].Alignment = fyne.TextAlignCenter
	}
	d.paint()
	return d
}

type calendarDrawing struct {
	calendar *calendar
	weekdays [7]*canvas.Text
	grounds  [7 * mostWeeks]*canvas.Rectangle
	days     [7 * mostWeeks]*canvas.Text
}

func (d *calendarDrawing) MinSize() fyne.Size {
	return fyne.NewSize(7*32, weekdayHeight+mostWeeks*dayHeight)
}

func (d *calendarDrawing) Layout(size fyne.Size) {
	width := size.Width / 7
	for i, text := range d.weekdays {
		text.Move(fyne.NewPos(float32(i)*width, 0))
		text.Resize(fyne.NewSize(width, weekdayHeight))
	}
	for i := range d.days {
		corner := fyne.NewPos(float32(i%7)*width, weekdayHeight+float32(i/7)*dayHeight)
		d.days[i].Move(corner)
		d.days[i].Resize(fyne.NewSize(width, dayHeight))
		d.grounds[i].Move(corner.AddXY(2, 2))
		d.grounds[i].Resize(fyne.NewSize(width-4, dayHeight-4))
	}
}

func (d *calendarDrawing) Refresh() {
	d.paint()
	canvas.Refresh(d.calendar)
}

// paint shows the month: the chosen day filled, today in the accent, the day that Enter
// takes with a ring, the days of other months pale.
func (d *calendarDrawing) paint() {
	c := d.calendar
	for _, text := range d.weekdays {
		text.Color, text.TextSize = look.Color(look.ColorMuted), theme.CaptionTextSize()
	}
	for i := range d.days {
		day := c.at(i)
		text, ground := d.days[i], d.grounds[i]
		text.Text, text.TextSize, text.TextStyle = strconv.Itoa(day.Day()), theme.TextSize(), fyne.TextStyle{}
		text.Color = look.Color(theme.ColorNameForeground)
		ground.FillColor, ground.StrokeWidth = nil, 0
		if day.Month() != c.day.Month() {
			text.Color = look.Color(look.ColorRing)
		}
		if i == c.hovered {
			ground.FillColor = look.Color(theme.ColorNameHover)
		}
		if dateOf(day) == c.today {
			text.Color, text.TextStyle.Bold = look.Color(theme.ColorNamePrimary), true
		}
		if dateOf(day) == c.chosen {
			ground.FillColor, text.Color = look.Color(theme.ColorNamePrimary), look.Color(theme.ColorNameForegroundOnPrimary)
		}
		if day.Equal(c.day) && c.focused {
			ground.StrokeWidth, ground.StrokeColor = 2, look.Color(theme.ColorNameForeground)
		}
	}
}

func (d *calendarDrawing) Objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, 0, 7+2*len(d.days))
	for _, text := range d.weekdays {
		objects = append(objects, text)
	}
	for i := range d.days {
		objects = append(objects, d.grounds[i], d.days[i])
	}
	return objects
}

func (d *calendarDrawing) Destroy() {}
