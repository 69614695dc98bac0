package endtoend

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// grown is the goals in the JSON export.
type grown struct {
	raw   string // byte by byte, without the time of the export
	goals []grownGoal
}

type grownGoal struct {
	Name, Description, Due string
	Completed              time.Time
	Children               []grownGoal
}

// grows exports the goals as JSON, by the program itself.
func (p *person) grows() grown {
	p.t.Helper()
	text, code := p.runs("export", "--format", "json")
	if code != 0 {
		p.t.Fatalf("export ended with code %d: %s", code, text)
	}
	var document struct{ Goals json.RawMessage }
	p.must(json.Unmarshal([]byte(text), &document))
	g := grown{raw: string(document.Goals)}
	p.must(json.Unmarshal(document.Goals, &g.goals))
	return g
}

// String is the goals as a person would note them down, two spaces a level:
//
//	Name ✓ @2027-01-31 “description”
func (g grown) String() string {
	var text strings.Builder
	var write func(goals []grownGoal, depth int)
	write = func(goals []grownGoal, depth int) {
		for _, goal := range goals {
			text.WriteString(strings.Repeat("  ", depth) + goal.Name)
			if !goal.Completed.IsZero() {
				text.WriteString(" ✓")
			}
			if goal.Due != "" {
				text.WriteString(" @" + goal.Due)
			}
			if goal.Description != "" {
				text.WriteString(" “" + goal.Description + "”")
			}
			text.WriteString("\n")
			write(goal.Children, depth+1)
		}
	}
	write(g.goals, 0)
	return text.String()
}

// grew waits until the export fits, and returns it.
func (p *person) grew(what, want string, fits func(grown) bool) grown {
	p.t.Helper()
	var got grown
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	err := p.desktop.Await(ctx, what, func(context.Context) (bool, error) {
		got = p.grows()
		return fits(got), nil
	})
	if err != nil {
		p.t.Fatalf("%v\nthe export has:\n%s\nwant:\n%s", err, got, want)
	}
	return got
}

// exportsGoals waits until the export holds exactly these goals, as grown notes them.
func (p *person) exportsGoals(goals string) grown {
	p.t.Helper()
	goals = strings.TrimLeft(goals, "\n")
	return p.grew("the export to hold the goals", goals, func(g grown) bool { return g.String() == goals })
}

// exportsAmong waits until these goals stand one below the other in the export.
func (p *person) exportsAmong(goals string) grown {
	p.t.Helper()
	goals = "\n" + strings.TrimLeft(goals, "\n")
	return p.grew("goals in the export", goals, func(g grown) bool { return strings.Contains("\n"+g.String(), goals) })
}

// startsWithoutAnAccount opens the window for the first time.
func (p *person) startsWithoutAnAccount() {
	p.t.Helper()
	p.opens()
	p.reads("Start without an account")
	p.presses("Tab", "Tab", "Return")
	p.reads("What do you want to achieve")
}

// plants types goals that are noted down, two spaces a level: Ctrl+N, a name, Enter, Tab,
// a name, …, Escape.
func (p *person) plants(goals string) {
	p.t.Helper()
	p.presses("ctrl+n")
	depth := 0
	for line := range strings.Lines(strings.TrimLeft(goals, "\n")) {
		name := strings.TrimLeft(line, " ")
		to := (len(line) - len(name)) / 2
		for ; depth < to; depth++ {
			p.presses("Tab")
		}
		for ; depth > to; depth-- {
			p.presses("shift+Tab")
		}
		p.types(strings.TrimSuffix(name, "\n"))
		p.presses("Return")
	}
	p.presses("Escape")
}

// goes to the goal whose name begins with these letters: the first in view, but the
// topmost last.
func (p *person) goes(letters string) {
	p.t.Helper()
	p.presses("Home")
	p.types(letters)
}

// readsNoMore waits until words are gone from the screen.
func (p *person) readsNoMore(words string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	p.must(p.desktop.WaitNoWords(ctx, words))
}

// pressesOften presses a key so many times, as fast as the robot can.
func (p *person) pressesOften(n int, key string) {
	p.t.Helper()
	const atOnce = 20 // more would take the robot longer than it is given
	for keys := range slices.Chunk(slices.Repeat([]string{key}, n), atOnce) {
		p.presses(keys...)
	}
}

// dayFromNow is a day as the export writes it.
func dayFromNow(days int) string { return time.Now().AddDate(0, 0, days).Format(time.DateOnly) }
