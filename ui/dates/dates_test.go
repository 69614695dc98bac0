package dates

import (
	"testing"
	"time"

	"overachiever/storage"
)

// friday is late on 20 November 2026, a Friday, far east: it is still the 20th in UTC's morning.
func friday() time.Time { return time.Date(2026, 11, 20, 23, 59, 0, 0, time.FixedZone("far", 14*3600)) }

func TestSay(t *testing.T) {
	for due, want := range map[storage.Date]string{
		"":           "",
		"nonsense":   "nonsense",
		"2026-11-18": "18 Nov",
		"2026-11-19": "Yesterday",
		"2026-11-20": "Today",
		"2026-11-21": "Tomorrow",
		"2026-11-22": "Sunday",
		"2026-11-26": "Thursday",
		"2026-11-27": "27 Nov",
		"2026-01-02": "2 Jan",
		"2027-01-31": "31 Jan 2027",
		"2025-11-20": "20 Nov 2025",
		"0001-01-01": "1 Jan 0001",
		"9999-12-31": "31 Dec 9999",
	} {
		if got := Say(due, friday()); got != want {
			t.Errorf("%s is said as %q, want %q", due, got, want)
		}
	}
}

func TestState(t *testing.T) {
	for due, want := range map[storage.Date]Urgency{
		"":           None,
		"nonsense":   None,
		"0001-01-01": Overdue,
		"2026-11-19": Overdue,
		"2026-11-20": Today,
		"2026-11-21": Soon,
		"2026-11-23": Soon,
		"2026-11-24": Later,
		"9999-12-31": Later,
	} {
		if got := State(due, friday()); got != want {
			t.Errorf("%s is %d, want %d", due, got, want)
		}
	}
}

func TestOf(t *testing.T) {
	// In Santiago the clocks go forward at midnight: 2026-09-06 00:00 is not there.
	santiago, err := time.LoadLocation("America/Santiago")
	if err != nil {
		t.Fatal(err)
	}
	moment := time.Date(2026, 9, 5, 0, 0, 0, 0, santiago)
	for after, want := range map[int]storage.Date{-1: "2026-09-04", 0: "2026-09-05", 1: "2026-09-06", 2: "2026-09-07", 365: "2027-09-05"} {
		if got := Of(moment, after); got != want {
			t.Errorf("%d days after is %s, want %s", after, got, want)
		}
	}
}
