package dates

import (
	"errors"
	"strings"
	"time"

	"overachiever/storage"
)

// ErrNotADate is what Parse refuses a text with, always as a Refusal.
var ErrNotADate = errors.New("not a day")

// Refusal is ErrNotADate in words for the person.
type Refusal struct{ Sentence, Next string }

func (r Refusal) Error() string { return ErrNotADate.Error() }
func (r Refusal) Unwrap() error { return ErrNotADate }

// Explain says in plain words what is wrong and what to write instead.
func (r Refusal) Explain() (sentence, next string) { return r.Sentence, r.Next }

// Parse reads a day as people type it in English; see Language.Parse.
func Parse(text string, today time.Time) (storage.Date, error) { return english.Parse(text, today) }

// Parse reads a day as people type it. "" is no day, and no error. In English:
//
//	today, tomorrow, tom, tmrw, yesterday
//	fri                       the next Friday, never today
//	this fri                  the next Friday, or today
//	next fri                  the Friday of next week; weeks begin on Monday
//	in 2 weeks, a month, 2w, +3d, 10 days
//	                          from today; a month after 31 Jan is the last day of February
//	next week, next month     its first day
//	end of month, eom, end of next year
//	15, 15th, 31 jan, jan 31, 31.1.
//	                          the next such day, or today
//	31 jan 2027, 31.1.2027, 31.1.27, 2027-01-31
//	1/31/2027, 31/1, 31-1-2027
//	                          when only one of the two numbers can be the month
//
// Anything else is refused with a Refusal, and so is a day there is not, as 30 feb.
func (l *Language) Parse(text string, today time.Time) (storage.Date, error) {
	if strings.TrimSpace(text) == "" {
		return "", nil
	}
	t, shape := l.read(text)
	start := midnight(today)
	last := len(t) - 1
	switch shape {
	case "T":
		return l.day(start.AddDate(0, 0, t[0].value-1))
	case "D":
		return l.day(onOrAfter(start.AddDate(0, 0, 1), t[0].value))
	case "tD":
		return l.day(onOrAfter(start, t[1].value))
	case "xD":
		return l.day(onOrAfter(add(begin(start, weeks), weeks, 1), t[1].value))
	case "nu", "inu", "+nu":
		return l.day(add(start, t[last].value, t[last-1].value))
	case "cu", "icu":
		return l.day(add(start, t[last].value, t[last-1].value+1))
	case "xu":
		return l.day(add(begin(start, t[1].value), t[1].value, 1))
	case "E", "eu", "etu":
		return l.day(add(begin(start, t[last].value), t[last].value, 1).AddDate(0, 0, -1))
	case "exu":
		return l.day(add(begin(start, t[2].value), t[2].value, 2).AddDate(0, 0, -1))
	case "n", "no", "n.":
		return l.monthly(start, t[0].value)
	case "nM", "noM", "n.M", "n-M":
		return l.yearly(start, t[last].value+1, t[0].value)
	case "Mn", "Mno", "Mn.":
		return l.yearly(start, t[0].value+1, t[1].value)
	case "n.n", "n.n.":
		return l.yearly(start, t[2].value, t[0].value)
	case "n/n":
		if month, day, ok := eitherWay(t[0].value, t[2].value); ok {
			return l.yearly(start, month, day)
		}
		return "", l.Ambiguous
	case "nMn", "noMn", "n.Mn":
		return l.date(t[last], t[last-1].value+1, t[0].value)
	case "n-M-n":
		return l.date(t[4], t[2].value+1, t[0].value)
	case "Mnn", "Mnon":
		return l.date(t[last], t[0].value+1, t[1].value)
	case "n.n.n", "n-n-n", "n/n/n":
		if t[0].digits == 4 {
			return l.date(t[0], t[2].value, t[4].value)
		}
		if shape == "n.n.n" {
			return l.date(t[4], t[2].value, t[0].value)
		}
		if month, day, ok := eitherWay(t[0].value, t[2].value); ok && t[4].digits == 4 { // 27/1/31 has three ways
			return l.date(t[4], month, day)
		}
		return "", l.Ambiguous
	}
	return "", l.Unknown
}

// day refuses what a storage.Date has no room for.
func (l *Language) day(day time.Time) (storage.Date, error) {
	if day.Year() < 0 || day.Year() > 9999 {
		return "", l.Impossible
	}
	return storage.Date(day.Format(time.DateOnly)), nil
}

// date is a day with its year, of which two digits are enough: 27 is 2027.
func (l *Language) date(year token, month, day int) (storage.Date, error) {
	switch year.digits {
	case 2:
		year.value += 2000
	case 4:
	default:
		return "", l.Unknown
	}
	date, ok := calendar(year.value, month, day)
	if !ok {
		return "", l.Impossible
	}
	return l.day(date)
}

// yearly is the next such day of a year, from start on. 29 Feb comes within eight years.
func (l *Language) yearly(start time.Time, month, day int) (storage.Date, error) {
	for year := start.Year(); year <= start.Year()+8; year++ {
		if date, ok := calendar(year, month, day); ok && !date.Before(start) {
			return l.day(date)
		}
	}
	return "", l.Impossible
}

// monthly is the next such day of a month, from start on: not every month has a 31st.
func (l *Language) monthly(start time.Time, day int) (storage.Date, error) {
	for ahead := range 3 {
		month := add(begin(start, months), months, ahead)
		if date, ok := calendar(month.Year(), int(month.Month()), day); ok && !date.Before(start) {
			return l.day(date)
		}
	}
	return "", l.Impossible
}

// eitherWay tells a day and a month apart of which nobody knows which comes first, if
// only one way makes sense.
func eitherWay(a, b int) (month, day int, ok bool) {
	if a > 12 {
		return b, a, true
	}
	return a, b, b > 12 || a == b
}

// The units, as Language.Units has them.
const (
	days = iota
	weeks
	months
	years
)

// add goes so many units ahead. A month or a year ahead of a day that is not there then
// is the last day of the month.
func add(day time.Time, unit, n int) time.Time {
	switch unit {
	case days:
		return day.AddDate(0, 0, n)
	case weeks:
		return day.AddDate(0, 0, 7*n)
	case years:
		n *= 12
	}
	first := begin(day, months).AddDate(0, n, 0)
	return first.AddDate(0, 0, min(day.Day(), first.AddDate(0, 1, -1).Day())-1)
}

// begin is the first day of the unit that a day is in; a week begins on Monday.
func begin(day time.Time, unit int) time.Time {
	switch unit {
	case weeks:
		return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	case months:
		return day.AddDate(0, 0, 1-day.Day())
	case years:
		return day.AddDate(0, 0, 1-day.YearDay())
	}
	return day
}

// onOrAfter is the first such weekday from a day on.
func onOrAfter(day time.Time, weekday int) time.Time {
	return day.AddDate(0, 0, (weekday-int(day.Weekday())+7)%7)
}

// calendar is a day, if there is such a day.
func calendar(year, month, day int) (time.Time, bool) {
	date := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return date, int(date.Month()) == month && date.Day() == day
}
