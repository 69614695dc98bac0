package ui

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"overachiever/ui/look"
)

// drawn are the names that are to be seen in the outline, from the top.
func (b *bench) drawn() []string {
	first, last := b.w.goals.view.list.inView()
	var rows []*row
	b.walk(func(o fyne.CanvasObject) {
		if r, ok := o.(*row); ok && r.shown && !r.line.veiled && first <= r.at && r.at <= last {
			rows = append(rows, r)
		}
	})
	slices.SortFunc(rows, func(a, b *row) int { return cmp.Compare(a.at, b.at) })
	var names []string
	for _, r := range rows {
		names = append(names, r.line.name)
	}
	return names
}

// many opens so many goals, and tells which of them are in view.
func many(t *testing.T, count int) (b *bench, inView []string) {
	b = newBench(t, t.TempDir())
	b.local()
	b.w.win.Resize(fyne.NewSize(minWidth, minHeight))
	b.importMany(count)
	inView = b.drawn()
	if len(inView) < 3*rowsAFrame {
		t.Fatalf("in view are %q", inView)
	}
	return b, inView
}

// When it is said that goals were imported, all that are in view are drawn.
func TestImportedGoalsAreAllDrawn(t *testing.T) {
	b, drawn := many(t, 100)
	first, last := b.w.goals.view.list.inView()
	if len(drawn) != last-first+1 {
		t.Errorf("%d of the rows %d to %d are drawn", len(drawn), first, last)
	}
}

// Goals that were never drawn come a few with each frame, from the top, wherever it is
// scrolled to, and whatever is pressed meanwhile.
func TestUnveiledGoalsComeAFewAtATime(t *testing.T) {
	for _, tt := range []struct {
		name      string
		meanwhile func(b *bench)
		scrolls   bool
	}{
		{"nothing", func(*bench) {}, false},
		{"a key", func(b *bench) { b.key(fyne.KeyDown) }, false},
		{"the other end", func(b *bench) { b.key(fyne.KeyEnd) }, true},
		{"a rename", func(b *bench) { b.key(fyne.KeyF2); b.typeText("x"); b.key(fyne.KeyReturn) }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, _ := many(t, 100)
			view := b.w.goals.view
			view.list.veil()
			view.refresh()
			if drawn := b.drawn(); len(drawn) > 0 {
				t.Fatalf("%q are drawn behind the veil", drawn)
			}
			view.list.unveil()
			if drawn := b.drawn(); len(drawn) != rowsAFrame {
				t.Fatalf("%q are drawn after a frame", drawn)
			}
			tt.meanwhile(b)
			before, frames := len(b.drawn()), 1
			if tt.scrolls && before > 0 {
				t.Fatalf("%d are drawn there before their time", before)
			}
			for ; !view.list.unveil(); frames++ {
				if drawn := b.drawn(); len(drawn) > before+rowsAFrame {
					t.Fatalf("%d are drawn after %d", len(drawn), before)
				}
				before = len(b.drawn())
			}
			first, last := view.list.inView()
			if most := (last-first)/rowsAFrame + 2; frames > most {
				t.Errorf("it took %d frames, not %d", frames, most)
			}
			for at := first; at <= last; at++ {
				if want := b.w.goals.model.Row(at).Entry.Name(); b.drawn()[at-first] != want {
					t.Errorf("row %d is %q, want %q", at, b.drawn()[at-first], want)
				}
			}
		})
	}
}

// What is veiled takes no click.
func TestNothingIsBehindTheVeil(t *testing.T) {
	b, _ := many(t, 100)
	view := b.w.goals.view
	row := view.list.shown[3]
	view.list.veil()
	view.refresh()
	selected, _ := b.w.goals.model.Selected()
	row.Tapped(&fyne.PointEvent{Position: fyne.NewPos(100, look.RowHeight/2)})
	row.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(100, look.RowHeight/2)})
	if now, _ := b.w.goals.model.Selected(); now.ID != selected.ID || b.w.win.Canvas().Overlays().Top() != nil {
		t.Errorf("a click selected %q", now.Name)
	}
}

// Before there is a page, a row is drawn, and then no more.
func TestARowIsRehearsed(t *testing.T) {
	b := newBench(t, t.TempDir())
	rows := func() (count int) {
		b.walk(func(o fyne.CanvasObject) {
			if r, ok := o.(*row); ok && r.shown {
				count++
			}
		})
		return count
	}
	if rows() != 1 {
		t.Errorf("there are %d rows at first", rows())
	}
	b.local()
	if rows() > 0 {
		t.Errorf("there are %d rows among no goals", rows())
	}
}

// Work that takes much of the processor begins when it is drawn that it does.
func TestLabourBeginsAfterTheDrawing(t *testing.T) {
	test.NewTempApp(t)
	drawn := make(chan func(), 1)
	w := newWindow(t.Context(), Config{}, func(f func()) { drawn <- f })
	began := make(chan struct{})
	w.labour(func(context.Context) func() { close(began); return nil })
	then := <-drawn
	select {
	case <-began:
		t.Fatal("it did not wait")
	default:
	}
	then()
	<-began
}

// Each thing is done before a frame of its own, and again for as long as it asks for that.
func TestThingsInFrames(t *testing.T) {
	test.NewTempApp(t) // its animations come to their end at once
	w := newWindow(t.Context(), Config{}, func(f func()) { f() })
	done, left := "", 3
	w.inFrames(
		func() bool { done += "a"; return false },
		func() bool { left--; done += fmt.Sprint(left); return left > 0 },
		func() bool { done += "z"; return false },
	)
	if done != "a210z" {
		t.Errorf("it did %q", done)
	}
	w.closed = true
	if w.inFrames(func() bool { done = ""; return false }); done == "" {
		t.Error("it did something in a window that is closed")
	}
}
