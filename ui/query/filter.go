package query

import (
	"strings"
	"time"

	"overachiever/storage"
	"overachiever/ui/dates"
	"overachiever/ui/marks"
)

// filter reads a word as a filter; check is nil when it is none.
func filter(word string, today time.Time) (needle string, check func(Fields) bool) {
	lower := strings.ToLower(word)
	switch lower {
	case "is:open":
		return "", func(f Fields) bool { return !f.Done }
	case "is:done":
		return "", func(f Fields) bool { return f.Done }
	case "is:overdue":
		now := dates.Of(today, 0)
		return "", func(f Fields) bool { return !f.Done && f.Due != "" && f.Due < now }
	}
	if asked, ok := strings.CutPrefix(lower, "due:"); ok {
		return "", due(asked, today)
	}
	found := marks.Find(word)
	if len(found) != 1 || found[0].End-found[0].Start != len(word) {
		return "", nil
	}
	switch found[0].Kind {
	case marks.Tag:
		return Fold(word), func(f Fields) bool { return marks.HasTag(f.Name, lower[1:]) }
	case marks.Bang:
		return word, func(f Fields) bool { return f.Priority >= len(word) }
	}
	return "", nil // a link is looked for as a word
}

// filters are those that are not a day, a tag or a priority, and the days that are said most.
func filters() []string {
	return []string{"is:open", "is:done", "is:overdue", "due:none", "due:today", "due:tomorrow", "due:week", "due:month"}
}

// due reads what follows "due:"; nil when it is no day.
func due(asked string, today time.Time) func(Fields) bool {
	switch asked {
	case "none":
		return func(f Fields) bool { return f.Due == "" }
	case "week":
		return between(dates.Of(today, 0), dates.Of(today, 6))
	case "month":
		return between(dates.Of(today, 0), dates.Of(today, 29))
	}
	typed := strings.TrimLeft(asked, "<>=")
	day, err := dates.Parse(typed, today)
	if err != nil || day == "" {
		return nil
	}
	switch strings.TrimSuffix(asked, typed) {
	case "", "=":
		return between(day, day)
	case "<":
		return func(f Fields) bool { return f.Due != "" && f.Due < day }
	case "<=":
		return func(f Fields) bool { return f.Due != "" && f.Due <= day }
	case ">":
		return func(f Fields) bool { return f.Due > day }
	case ">=":
		return func(f Fields) bool { return f.Due >= day }
	}
	return nil
}

func between(first, last storage.Date) func(Fields) bool {
	return func(f Fields) bool { return first <= f.Due && f.Due <= last }
}
