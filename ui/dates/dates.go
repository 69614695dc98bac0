// Package dates is days as people type them and say them: "in 2 weeks", "31 jan",
// "Tomorrow". A day is a storage.Date, in nobody's time zone; what day it is today is
// handed in, by the clock on the person's wall.
package dates

import (
	"fmt"
	"time"

	"overachiever/storage"
)

// Of is the day that comes so many days after the day of a moment: 0 is that day itself.
func Of(today time.Time, after int) storage.Date {
	return storage.Date(midnight(today).AddDate(0, 0, after).Format(time.DateOnly))
}

// Say says a day in English as people do, near ones by name; "" is said as nothing.
func Say(due storage.Date, today time.Time) string { return english.Say(due, today) }

// Say says a day as people do, near ones by name; "" is said as nothing.
func (l *Language) Say(due storage.Date, today time.Time) string {
	day, err := time.Parse(time.DateOnly, string(due))
	if err != nil {
		return string(due)
	}
	month := l.Months[day.Month()-1][0]
	switch days := between(midnight(today), day); {
	case days == -1:
		return l.Yesterday[0]
	case days == 0:
		return l.Today[0]
	case days == 1:
		return l.Tomorrow[0]
	case days > 1 && days < 7:
		return l.Weekdays[day.Weekday()][0]
	case day.Year() == today.Year():
		return fmt.Sprintf("%d %s", day.Day(), month)
	}
	return fmt.Sprintf("%d %s %04d", day.Day(), month, day.Year())
}

// Urgency is how near the day is on which something is due, the nearer the higher.
type Urgency int

// The urgencies there are.
const (
	None    Urgency = iota // due on no day
	Later                  // in more than three days
	Soon                   // in one, two or three days
	Today                  // today
	Overdue                // before today
)

// State tells how urgent what is due on a day is. Whether it is done already is not its business.
func State(due storage.Date, today time.Time) Urgency {
	day, err := time.Parse(time.DateOnly, string(due))
	if err != nil {
		return None
	}
	switch days := between(midnight(today), day); {
	case days < 0:
		return Overdue
	case days == 0:
		return Today
	case days <= 3:
		return Soon
	}
	return Later
}

// midnight is the day of a moment. It is in UTC, where every day has 24 hours.
func midnight(moment time.Time) time.Time {
	year, month, day := moment.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// between counts days by their seconds: a time.Duration ends after 292 years.
func between(from, to time.Time) int {
	return int((to.Unix() - from.Unix()) / (24 * 60 * 60))
}
