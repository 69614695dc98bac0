package ui

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"overachiever/storage"
	"overachiever/ui/look"
	"overachiever/ui/outline"
)

// statusLine is the strip at the bottom: saved or not, what just happened, on
// line or not, and how many goals there are.
type statusLine struct {
	saved, news, online, goals *widget.Label
	offered                    *look.Button      // what can be done about the news,
	offer                      fyne.CanvasObject // hidden when nothing can

	do      func(func()) // runs a function on the window's goroutine
	note    *time.Timer  // until what was noted goes
	remarks bool         // the news is about the last change
}

func newStatusLine(do func(func())) *statusLine {
	s := &statusLine{saved: look.Caption("Saved"), news: look.Caption(""), online: look.Caption(""), goals: look.Caption(""), do: do}
	s.news.Truncation = fyne.TextTruncateEllipsis
	s.offered = look.NewButton("", nil)
	s.offered.Importance = widget.LowImportance
	s.offer = look.Thin(s.saved.MinSize().Height, s.offered)
	s.offer.Hide()
	return s
}

func (s *statusLine) object() fyne.CanvasObject {
	left := look.Wide(90, s.saved)
	right := container.NewHBox(s.offer, s.online, s.goals)
	strip := container.NewBorder(nil, nil, left, right, s.news)
	return container.NewVBox(widget.NewSeparator(), container.New(layout.NewCustomPaddedLayout(0, 0, 8, 8), strip))
}

func (s *statusLine) saving(state storage.SaveState) {
	switch {
	case state.Err != nil:
		s.saved.SetText("Not saved")
	case state.Pending > 0:
		s.saved.SetText("Saving…")
	default:
		s.saved.SetText("Saved")
	}
}

// counts tells how many goals there are; the hidden ones are counted by who asks.
func (s *statusLine) counts(m *outline.Model, hidden int) {
	totals := m.Tree().Totals()
	text := fmt.Sprintf("%s · %s completed", plural(totals.Total, "goal"), storage.Digits(totals.Completed))
	if m.Hides() && m.View() == outline.Goals && m.Query() == "" && hidden > 0 {
		text += fmt.Sprintf(" · %s hidden", storage.Digits(hidden))
	}
	if m.Query() != "" {
		text = plural(m.Hits(), "hit") + " of " + text
	}
	if m.Marked() > 0 {
		text = fmt.Sprintf("%s selected · ", storage.Digits(m.Marked())) + text
	}
	if s.goals.Text != text {
		s.goals.SetText(text)
	}
}

// tell says what just happened, until the next thing does.
func (s *statusLine) tell(text string) {
	s.news.SetText(text)
	s.offer.Hide()
	s.remarks = false
}

// tellAnd says what just happened, and what can be done about it.
func (s *statusLine) tellAnd(text, label string, do func()) {
	s.tell(text)
	s.offered.OnTapped = do
	s.offered.SetText(label)
	s.offer.Show()
}

// noteFor is how long a person has to read what a command did.
const noteFor = 8 * time.Second

// jot says what a command did, for a while.
func (s *statusLine) jot(text string) {
	s.tell(text)
	if s.note != nil {
		s.note.Stop()
	}
	s.note = time.AfterFunc(noteFor, func() { s.do(func() { s.untell(text) }) })
}

// remark says what became of a change, for a while, but no longer than until the next one.
func (s *statusLine) remark(text string) {
	s.jot(text)
	s.remarks = true
}

// changed hears of the next change.
func (s *statusLine) changed() {
	if s.remarks {
		s.tell("")
	}
}

// untell takes back what was said, if nothing else was since.
func (s *statusLine) untell(text string) {
	if s.news.Text == text {
		s.news.SetText("")
	}
}

// session tells whether the provider can be reached: "Offline", or nothing.
func (s *statusLine) session(text string) { s.online.SetText(text) }

func plural(n int, what string) string { return storage.Counted(n, what) }

// What a banner is about; the first one matters more.
const (
	bannerSave = iota
	bannerFile
	bannerSession
	bannerPlace
	bannerBackup
	bannerKinds
)

// banner says, above the goals, what needs the person's attention.
type banner struct {
	said    [bannerKinds]*notice
	strip   *fyne.Container
	resized func() // what stands around it is to make room
}

type notice struct {
	text      string
	choice    *choice
	dismissed func() // nil: nothing more is to be done
}

func newBanner(resized func()) *banner {
	b := &banner{strip: container.NewVBox(), resized: resized}
	b.strip.Hide()
	return b
}

func (b *banner) object() fyne.CanvasObject { return b.strip }

func (b *banner) show(about int, text string, c *choice) {
	b.said[about] = &notice{text: text, choice: c}
	b.refresh()
}

// showUntil shows what is said once: dismissed is called when the person has seen it.
func (b *banner) showUntil(about int, text string, dismissed func()) {
	b.said[about] = &notice{text: text, dismissed: dismissed}
	b.refresh()
}

func (b *banner) clear(about int) {
	if b.said[about] != nil {
		b.said[about] = nil
		b.refresh()
	}
}

func (b *banner) refresh() {
	b.strip.Objects = nil
	for about, said := range b.said {
		if said != nil {
			b.strip.Add(b.row(about, said))
		}
	}
	b.strip.Hidden = len(b.strip.Objects) == 0
	b.strip.Refresh()
	b.resized()
}

func (b *banner) row(about int, said *notice) fyne.CanvasObject {
	text := look.Body(said.text)
	right := container.NewHBox()
	if said.choice != nil {
		right.Add(look.NewButton(said.choice.label, said.choice.do))
	}
	if about != bannerSave && about != bannerFile { // those go when the goals are saved, and the file is sound
		dismiss := widget.NewButtonWithIcon("", theme.CancelIcon(), func() {
			b.clear(about)
			if said.dismissed != nil {
				said.dismissed()
			}
		})
		dismiss.Importance = widget.LowImportance
		right.Add(dismiss)
	}
	row := container.NewBorder(nil, nil, nil, container.NewCenter(right), text)
	return look.On(look.ColorNotice, container.New(layout.NewCustomPaddedLayout(2, 2, 12, 8), row))
}
