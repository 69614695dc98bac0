package interchange_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

// keeps is what each format keeps of a goal.
func keeps() map[interchange.Format]func(storage.Goal) storage.Goal {
	return map[interchange.Format]func(storage.Goal) storage.Goal{
		interchange.OPML: func(goal storage.Goal) storage.Goal {
			carried := strings.NewReplacer("\uFFFE", "\uFFFD", "\uFFFF", "\uFFFD").Replace
			goal.Name, goal.Description = carried(goal.Name), carried(goal.Description)
			return goal
		},
		interchange.CSV: func(goal storage.Goal) storage.Goal { return goal },
		interchange.ICalendar: func(goal storage.Goal) storage.Goal {
			goal.Created, goal.Completed = goal.Created.Truncate(time.Second), goal.Completed.Truncate(time.Second)
			return goal
		},
		interchange.TodoTxt: func(goal storage.Goal) storage.Goal {
			if goal.Created.IsZero() {
				goal.Created = noon // when it was exported
			}
			goal.Created, goal.Completed = goal.Created.Truncate(24*time.Hour), goal.Completed.Truncate(24*time.Hour)
			goal.Name = strings.TrimSpace(strings.ReplaceAll(goal.Name, "\n", " "))
			goal.Description, goal.Extra = "", ""
			return goal
		},
	}
}

// Property: what a format keeps comes back the same, and is written the same again.
func TestRoundTrips(t *testing.T) {
	for format, keep := range keeps() {
		t.Run(string(format), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				goals := forests().Draw(t, "goals")
				text := written(t, format, interchange.Document{Name: "me", Exported: noon, Goals: goals})
				var told interchange.Format // by the content
				if text == "" {
					told = format
				}
				back := read(t, told, text)
				// The JSON of both is the easiest to compare and to read.
				want := read(t, interchange.JSON, written(t, interchange.JSON, interchange.Document{Goals: goals}))
				wanted := written(t, interchange.JSON, interchange.Document{Goals: each(want.Goals, keep)})
				if got := written(t, interchange.JSON, interchange.Document{Goals: back.Goals}); got != wanted {
					t.Fatalf("got:\n%s\nwant:\n%s\nby way of:\n%s", got, wanted, text)
				}
				if again := written(t, format, interchange.Document{Name: "me", Exported: noon, Goals: back.Goals}); again != text {
					t.Fatalf("first:\n%s\nsecond:\n%s", text, again)
				}
				if len(back.Losses) > 0 {
					t.Fatalf("lost %+v of our own:\n%s", back.Losses, text)
				}
			})
		})
	}
}

// each applies what a format keeps to all goals.
func each(goals []storage.Branch, keep func(storage.Goal) storage.Goal) []storage.Branch {
	var kept []storage.Branch
	for _, branch := range goals {
		kept = append(kept, storage.Branch{Goal: keep(branch.Goal), Children: each(branch.Children, keep)})
	}
	return kept
}

// The deepest tree that may be exported can be imported, whatever the format.
func TestAsDeepAsAllowed(t *testing.T) {
	var goals []storage.Branch
	for range interchange.MaxDepth {
		goals = []storage.Branch{{Goal: storage.Goal{Name: "a"}, Children: goals}}
	}
	for _, format := range interchange.Writable() {
		back := read(t, format, written(t, format, interchange.Document{Exported: noon, Goals: goals}))
		depth := 0
		for level := back.Goals; len(level) > 0; level = level[0].Children {
			depth++
		}
		if depth != interchange.MaxDepth {
			t.Errorf("%s came back %d levels deep", format, depth)
		}
		deeper := []storage.Branch{{Goal: storage.Goal{Name: "a"}, Children: goals}}
		refused := refusal(t, "f", written(t, format, interchange.Document{Exported: noon, Goals: deeper}), format)
		if !strings.Contains(refused.Reason, "more than 1000 levels deep") {
			t.Errorf("%s: %v", format, refused)
		}
	}
}
