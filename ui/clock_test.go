package ui

import (
	"testing"
	"time"
	_ "time/tzdata" // where the system has none

	"overachiever/storage"
	"overachiever/ui/dates"
	"overachiever/ui/outline"
)

// The day ends when the calendar on the wall says so, however long it was, and whether or
// not the next one begins at midnight.
func TestTheDayEndsAtMidnight(t *testing.T) {
	for zone, days := range map[string][]string{
		"UTC":                 {"2027-02-28", "2028-02-28", "2027-12-31"},
		"Europe/Berlin":       {"2027-03-28", "2027-10-31"}, // 23 and 25 hours
		"America/New_York":    {"2027-03-14", "2027-11-07"},
		"America/Sao_Paulo":   {"2018-11-03", "2018-11-04", "2018-02-17"}, // begins at one; comes to midnight twice
		"America/Asuncion":    {"2021-10-02", "2021-10-03", "2022-03-26"},
		"Asia/Beirut":         {"2021-03-27", "2021-03-28"},
		"Africa/Cairo":        {"2024-04-25", "2024-04-26"},
		"Australia/Lord_Howe": {"2027-04-04", "2027-10-03"}, // half an hour
		"Pacific/Apia":        {"2011-12-29", "2011-12-31"}, // the 30th was left out
		"Pacific/Kiritimati":  {"2027-01-31"},
	} {
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		for _, day := range days {
			began, err := time.ParseInLocation(time.DateOnly, day, location)
			if err != nil {
				t.Fatal(err)
			}
			for now := began.Add(-2 * time.Hour); now.Before(began.Add(27 * time.Hour)); now = now.Add(7*time.Minute + time.Second) {
				left := untilMidnight(now)
				if left <= 0 || left > 26*time.Hour {
					t.Fatalf("%s: at %v the day lasts %v more", zone, now, left)
				}
				today, tomorrow := dates.Of(now, 0), dates.Of(now.Add(left), 0)
				if tomorrow <= today || dates.Of(now.Add(left-2*time.Second), 0) > today && left > 2*time.Second {
					t.Fatalf("%s: at %v the day ends in %v, which is %v", zone, now, left, now.Add(left))
				}
			}
		}
	}
}

// What is due on a day is due on that day everywhere: what is today depends on where the
// person is, and a journey or a change of the clock moves no goal.
func TestDueWhereverOneIs(t *testing.T) {
	tree, err := storage.NewTree(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, due := range []storage.Date{"2027-03-27", "2027-03-28", "2027-03-29"} {
		id, _, err := tree.Create(storage.TopLevel, 9, string(due))
		if err == nil {
			_, err = tree.SetDue(id, due)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	moment := time.Date(2027, 3, 28, 10, 30, 0, 0, time.UTC) // when Berlin has gone forward
	for _, c := range []struct {
		zone, overdue, today string
		at                   time.Time
	}{
		{"UTC", "2027-03-27", "2027-03-28", moment},
		{"Europe/Berlin", "2027-03-27", "2027-03-28", moment},
		{"Pacific/Kiritimati", "2027-03-28", "2027-03-29", moment},
		{"Pacific/Pago_Pago", "", "2027-03-27", moment},
		{"Europe/Berlin", "", "2027-03-27", moment.Add(-11*time.Hour - 31*time.Minute)}, // 23:59
		{"Europe/Berlin", "2027-03-27", "2027-03-28", moment.Add(-11*time.Hour - 30*time.Minute)},
		{"Europe/Berlin", "2027-03-28", "2027-03-29", moment.Add(11*time.Hour + 30*time.Minute)}, // 23 hours later
		{"UTC", "", "", moment.AddDate(-30, 0, 0)},
		{"UTC", "2027-03-29", "", moment.AddDate(30, 0, 0)},
	} {
		location, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		now := c.at.In(location)
		model := outline.New(tree, func(storage.Step) {}, func() time.Time { return now })
		model.Show(outline.Today)
		var overdue, today string // the last of each
		for _, row := range model.Rows() {
			switch {
			case row.Entry == nil:
			case dates.State(row.Entry.Due(), now) == dates.Overdue:
				overdue = row.Entry.Name()
			default:
				today = row.Entry.Name()
			}
		}
		if overdue != c.overdue || today != c.today {
			t.Errorf("%v: overdue until %q, today %q, want %q, %q", now, overdue, today, c.overdue, c.today)
		}
	}
}
