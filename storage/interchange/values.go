package interchange

import (
	"time"

	"github.com/google/uuid"

	"overachiever/storage"
)

// goalID reads a goal's id: a UUID, which also keeps the names of places (storage.Trash) out.
func goalID(text string) (storage.GoalID, bool) {
	parsed, err := uuid.Parse(text)
	if err != nil || len(text) != len(parsed.String()) {
		return "", false
	}
	return storage.GoalID(parsed.String()), true
}

// timeLayout is RFC 3339 (section 5.6) in UTC, with milliseconds where there are some.
const timeLayout = "2006-01-02T15:04:05.999Z07:00"

// timeText is a time in timeLayout, "" for none.
func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(timeLayout)
}

// parseTime reads a time as RFC 3339 section 5.6 has it. Finer than a millisecond is cut off.
func parseTime(text string) (time.Time, bool) {
	parsed, err := time.Parse(time.RFC3339, text)
	return sensible(parsed, err == nil)
}

// sensible cuts off what is finer than a millisecond, and refuses what cannot be written again.
func sensible(t time.Time, ok bool) (time.Time, bool) {
	t = wholeMilliseconds(t)
	return t, ok && t.Year() >= 1 && t.Year() <= 9999 && !t.IsZero()
}
