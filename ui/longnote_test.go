package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

// describing is a page on which a goal of that description is shown.
func describing(t *testing.T, text string) (*bench, *note) {
	t.Helper()
	b := onFriday(t, "One")
	p := b.w.goals
	p.model.Describe(b.goal().ID, text)
	p.changed()
	return b, p.details.note
}

// However long a description is, it can be read from its beginning to its end and changed
// anywhere, and no key takes long.
func TestALongDescriptionIsTypedAStretchAtATime(t *testing.T) {
	lines := make([]string, 1<<16)
	for i := range lines {
		lines[i] = fmt.Sprintf("line %d", i)
	}
	b, n := describing(t, strings.Join(lines, "\n"))
	b.reads("This is the beginning")
	b.w.goals.describe()
	if got := n.entry.Text; !strings.HasPrefix(got, "line 0\nline 1\n") || typingIn(got) > mostTyping {
		t.Fatalf("%d bytes are typed in: %.30q", len(got), got)
	}
	b.typeText("First: ")
	start := time.Now()
	b.typeText("x")
	b.key(fyne.KeyBackspace)
	if took := time.Since(start) / 2; took > time.Second { // with all in the text field it is minutes
		t.Errorf("a key takes %v", took)
	}
	for range 3 {
		n.turnBy(+1)
	}
	b.typeText("Amid: ")
	line := strings.Count(n.before, "\n") + strings.Count(n.entry.Text[:n.at()-len(n.before)], "\n")
	n.fill(n.whole(), len(n.whole()))
	b.typeText(" the end")
	b.key(fyne.KeyEscape)
	lines[0], lines[line], lines[len(lines)-1] = "First: "+lines[0], "Amid: "+lines[line], lines[len(lines)-1]+" the end"
	if got := b.goal().Description; got != strings.Join(lines, "\n") {
		t.Errorf("%d bytes, want %d", len(got), len(strings.Join(lines, "\n")))
	}
	b.w.undo()
	b.w.undo()
	if got := b.goal().Description; strings.Contains(got, "First") {
		t.Errorf("undone it begins %.20q", got)
	}
}

// Keys at the edge of a stretch go on in the next.
func TestArrowsLeadThroughALongDescription(t *testing.T) {
	var text strings.Builder
	for i := range 300 {
		fmt.Fprintf(&text, "line %d\n", i)
	}
	b, n := describing(t, text.String())
	n.most = 5000
	b.w.goals.describe()
	b.key(fyne.KeyHome)
	for range 299 {
		b.key(fyne.KeyDown)
	}
	if rest := n.whole()[n.at():]; rest != "line 299\n" {
		t.Errorf("299 lines down is before %.40q", rest)
	}
	for range 150 {
		b.key(fyne.KeyUp)
	}
	if rest := n.whole()[n.at():]; !strings.HasPrefix(rest, "line 149\n") {
		t.Errorf("150 lines up is before %.40q", rest)
	}
	for range 100 {
		b.key(fyne.KeyPageUp)
	}
	if n.at() != 0 {
		t.Errorf("the beginning is at %d", n.at())
	}
	for range 100 {
		b.key(fyne.KeyPageDown)
	}
	if n.at() != text.Len() {
		t.Errorf("the end is at %d, want %d", n.at(), text.Len())
	}
	for range 20 {
		b.key(fyne.KeyLeft)
		b.key(fyne.KeyUp)
	}
	if n.turner.bar.Hidden || n.turner.where.Text != "KB 2 to 3 of 3" {
		t.Errorf("it says %q", n.turner.where.Text)
	}
}

func TestALongTextIsPasted(t *testing.T) {
	b, n := describing(t, "short")
	b.w.goals.describe()
	huge := strings.Repeat("words that go on\n", 1<<15)
	b.w.app.Clipboard().SetContent(huge)
	n.entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: b.w.app.Clipboard()})
	b.typeText("!")
	b.key(fyne.KeyEscape)
	if got := b.goal().Description; got != "short"+huge+"!" {
		t.Errorf("%d bytes, want %d", len(got), len(huge)+6)
	}
	b.w.app.Clipboard().SetContent(strings.Repeat(huge, 8))
	b.w.goals.describe()
	n.entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: b.w.app.Clipboard()})
	b.reads("That is too long for a description: the most is 4 MB.")
	if got := n.whole(); got != "short"+huge+"!" {
		t.Errorf("%d bytes were pasted", len(got))
	}
}

// Another goal's description is not in the way, and one that is changed elsewhere is shown.
func TestALongDescriptionOfAnotherGoal(t *testing.T) {
	b, n := describing(t, strings.Repeat("words\n", 10_000))
	p := b.w.goals
	first := b.goal()
	b.name("Two")
	b.describes("short")
	if !n.turner.bar.Hidden || b.goal().Description != "short" {
		t.Errorf("%q is said of %q", n.turner.where.Text, b.goal().Description)
	}
	p.view.do(func() { p.model.Select(first.ID) })
	if n.turner.bar.Hidden || n.turner.where.Text != "59 KB" {
		t.Errorf("it says %q", n.turner.where.Text)
	}
	n.turnBy(+1)
	b.typeText("x")
	b.key(fyne.KeyEscape)
	if got := b.goal().Description; got != "x"+first.Description {
		t.Errorf("it begins %.20q", got)
	}
	n.turnBy(+1)
	n.turnBy(+1)
	p.model.Describe(first.ID, "elsewhere")
	p.changed()
	if n.whole() != "elsewhere" || !n.turner.bar.Hidden {
		t.Errorf("%.30q is typed in", n.whole())
	}
}

// Whatever is typed where: it is the whole text with that typed there.
func TestPropertyTypingInALongDescription(t *testing.T) {
	b, n := describing(t, "")
	n.most = 3000
	id := b.goal().ID
	rapid.Check(t, func(rt *rapid.T) {
		b.w.goals.view.focus()
		text := strings.Repeat(rapid.StringOfN(rapid.SampledFrom([]rune("ab é\n🎯")), 1, 80, -1).Draw(rt, "text"), 20)
		b.w.goals.model.Describe(id, text)
		b.w.goals.changed()
		b.w.goals.describe()
		for range rapid.IntRange(1, 30).Draw(rt, "keys") {
			whole, at := n.whole(), n.at()
			_, before := utf8.DecodeLastRuneInString(whole[:at])
			_, after := utf8.DecodeRuneInString(whole[at:])
			want := whole
			switch key := rapid.SampledFrom([]string{"a", "é", "Return", "BackSpace", "Delete", "Left", "Right", "Up", "Down", "Prior", "Next", "earlier", "later", "paste"}).Draw(rt, "key"); key {
			case "a", "é":
				b.typeText(key)
				want = whole[:at] + key + whole[at:]
			case "Return":
				b.key(fyne.KeyReturn)
				want = whole[:at] + "\n" + whole[at:]
			case "BackSpace":
				b.key(fyne.KeyBackspace)
				want = whole[:at-before] + whole[at:]
			case "Delete":
				b.key(fyne.KeyDelete)
				want = whole[:at] + whole[at+after:]
			case "earlier":
				n.turnBy(-1)
			case "later":
				n.turnBy(+1)
			case "paste":
				clipboard := test.NewClipboard()
				clipboard.SetContent(strings.Repeat("pasted ", rapid.SampledFrom([]int{1, 100}).Draw(rt, "words")))
				n.entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
				want = whole[:at] + clipboard.Content() + whole[at:]
			default:
				b.key(fyne.KeyName(key))
			}
			if n.whole() != want {
				rt.Fatalf("after a key at %d of\n%q\nthere is\n%q\nwant\n%q", at, whole, n.whole(), want)
			}
		}
		whole := n.whole()
		b.key(fyne.KeyEscape)
		if got := b.goal().Description; got != whole {
			rt.Fatalf("kept is\n%q\nwant\n%q", got, whole)
		}
	})
}
