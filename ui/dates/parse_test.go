package dates

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"overachiever/storage"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]storage.Date{ // on Friday 2026-11-20
		"":     "",
		" \t ": "",

		"today": "2026-11-20", "TODAY": "2026-11-20", "  Today ": "2026-11-20",
		"tomorrow": "2026-11-21", "tom": "2026-11-21", "tmrw": "2026-11-21",
		"yesterday": "2026-11-19",

		"fri": "2026-11-27", "Friday": "2026-11-27", "fri.": "2026-11-27", "on fri": "2026-11-27", "by friday": "2026-11-27",
		"sat": "2026-11-21", "sun": "2026-11-22", "mon": "2026-11-23", "tues": "2026-11-24", "wed": "2026-11-25", "thursday": "2026-11-26",
		"this fri": "2026-11-20", "this sat": "2026-11-21", "this thu": "2026-11-26",
		"next fri": "2026-11-27", "next mon": "2026-11-23", "next sunday": "2026-11-29", "next sat": "2026-11-28",

		"in 2 weeks": "2026-12-04", "2 weeks": "2026-12-04", "2w": "2026-12-04", "+2w": "2026-12-04", "two weeks": "2026-12-04", "In Two Weeks": "2026-12-04",
		"+3d": "2026-11-23", "3d": "2026-11-23", "10 days": "2026-11-30", "in 0 days": "2026-11-20", "in a day": "2026-11-21",
		"in a month": "2026-12-20", "a month": "2026-12-20", "1 month": "2026-12-20", "3m": "2027-02-20", "in twelve months": "2027-11-20",
		"in an year": "2027-11-20", "1y": "2027-11-20", "1000 years": "3026-11-20",

		"next day": "2026-11-21", "next week": "2026-11-23", "next month": "2026-12-01", "next year": "2027-01-01",
		"end of month": "2026-11-30", "end of the month": "2026-11-30", "eom": "2026-11-30", "end of this month": "2026-11-30", "end of next month": "2026-12-31",
		"end of year": "2026-12-31", "eoy": "2026-12-31", "end of next year": "2027-12-31",
		"end of week": "2026-11-22", "eow": "2026-11-22", "end of next week": "2026-11-29", "eod": "2026-11-20",

		"20": "2026-11-20", "21": "2026-11-21", "19": "2026-12-19", "15": "2026-12-15", "15th": "2026-12-15", "the 15th": "2026-12-15", "1st": "2026-12-01",
		"31": "2026-12-31", "31.": "2026-12-31",
		"31 jan": "2027-01-31", "jan 31": "2027-01-31", "Jan. 31": "2027-01-31", "31st of January": "2027-01-31", "january 31st": "2027-01-31", "31. jan": "2027-01-31", "31-jan": "2027-01-31", "31jan": "2027-01-31",
		"20 nov": "2026-11-20", "19 nov": "2027-11-19", "1 dec": "2026-12-01", "29 feb": "2028-02-29", "sept 1": "2027-09-01",
		"31.1.": "2027-01-31", "31.1": "2027-01-31", "1.2.": "2027-02-01", "31. 1.": "2027-01-31",

		"31 january 2027": "2027-01-31", "Jan 31, 2028": "2028-01-31", "january 31st 2028": "2028-01-31", "31st of january 2028": "2028-01-31", "31 jan 28": "2028-01-31",
		"31-Jan-2028": "2028-01-31", "31. jan 2028": "2028-01-31", "1 jan 2020": "2020-01-01",
		"31.1.2027": "2027-01-31", "31.01.2027": "2027-01-31", "1.2.2027": "2027-02-01", "31. 1. 2027": "2027-01-31", "31.1.28": "2028-01-31", "2027.01.31": "2027-01-31",
		"2027-01-31": "2027-01-31", "2027-1-31": "2027-01-31", "2027/01/31": "2027-01-31", "2027-02-01": "2027-02-01", "2028-02-29": "2028-02-29",
		"1/31/2027": "2027-01-31", "31/1/2027": "2027-01-31", "31-01-2027": "2027-01-31", "2/2/2027": "2027-02-02", "1/31": "2027-01-31", "31/1": "2027-01-31",
	} {
		if got, err := Parse(text, friday()); got != want || err != nil {
			t.Errorf("%q is %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestParseOnOtherDays(t *testing.T) {
	for _, tt := range []struct{ today, text, want string }{
		{"2027-01-31", "in 1 month", "2027-02-28"},
		{"2028-01-31", "in a month", "2028-02-29"},
		{"2028-01-31", "2 months", "2028-03-31"},
		{"2028-02-29", "in a year", "2029-02-28"},
		{"2027-01-31", "next month", "2027-02-01"},
		{"2027-01-30", "30", "2027-01-30"},
		{"2027-01-31", "30", "2027-03-30"},
		{"2027-04-30", "31", "2027-05-31"},
		{"2097-03-01", "29 feb", "2104-02-29"}, // 2100 is no leap year
		{"2027-12-31", "eoy", "2027-12-31"},
		{"2027-12-31", "tomorrow", "2028-01-01"},
		{"2026-11-22", "eow", "2026-11-22"},       // a Sunday ends its week
		{"2026-11-22", "next week", "2026-11-23"}, // which begins the day after
		{"2026-11-22", "next sun", "2026-11-29"},
		{"2026-11-23", "next week", "2026-11-30"}, // on Mondays
		{"2026-11-23", "next mon", "2026-11-30"},
		{"2026-11-23", "mon", "2026-11-30"},
		{"2026-11-23", "this mon", "2026-11-23"},
		{"2026-11-23", "sun", "2026-11-29"},
	} {
		today, err := time.Parse(time.DateOnly, tt.today)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Parse(tt.text, today); string(got) != tt.want || err != nil {
			t.Errorf("on %s, %q is %q, %v; want %q", tt.today, tt.text, got, err, tt.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]Refusal{
		"someday": english.Unknown, "the": english.Unknown, "in": english.Unknown, "in 2": english.Unknown, "weeks": english.Unknown, "next": english.Unknown,
		"-3d": english.Unknown, "2nd week": english.Unknown, "fri sat": english.Unknown, "jan": english.Unknown, "a jan": english.Unknown,
		"in 31 jan": english.Unknown, "31 jan 2027 now": english.Unknown, "31 jan 027": english.Unknown, "20270131": english.Unknown, "1 5": english.Unknown,
		"99999999999999999999 days": english.Unknown, "²": english.Unknown, "٣": english.Unknown, "fri\x00": english.Unknown, "\xff": english.Unknown, "1,000 days": english.Unknown,

		"30 feb": english.Impossible, "31 april": english.Impossible, "0": english.Impossible, "32": english.Impossible, "32nd": english.Impossible, "1999": english.Impossible,
		"29 feb 2027": english.Impossible, "2027-02-29": english.Impossible, "2027-13-01": english.Impossible, "0.1.": english.Impossible, "1.0.": english.Impossible,
		"31.13.2027": english.Impossible, "13/14/2027": english.Impossible, "0/0/2027": english.Impossible, "30/2": english.Impossible, "9999 years": english.Impossible,

		"1/2/2027": english.Ambiguous, "12/11/2027": english.Ambiguous, "1-2-2027": english.Ambiguous, "1/2": english.Ambiguous, "31/1/27": english.Ambiguous, "27-01-31": english.Ambiguous,
	} {
		got, err := Parse(text, friday())
		var refusal Refusal
		if got != "" || !errors.Is(err, ErrNotADate) || !errors.As(err, &refusal) || refusal != want {
			t.Errorf("%q is %q, %v; want it refused: %s", text, got, refusal.Sentence, want.Sentence)
		}
		if sentence, next := refusal.Explain(); sentence == "" || next == "" {
			t.Errorf("%q is refused without a word", text)
		}
	}
}

// What a refusal tells people to write is a day.
func TestExamplesAreDays(t *testing.T) {
	for _, text := range []string{"tomorrow", "fri", "in 2 weeks", "31 jan", "2 jan", "2027-01-31", "2027-01-02"} {
		if got, err := Parse(text, friday()); got == "" || err != nil {
			t.Errorf("%q is %q, %v", text, got, err)
		}
	}
}

// A day that is said is the same day when typed; only one of this year that is past
// would come again next year.
func TestWhatIsSaidCanBeTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today := time.Unix(rapid.Int64Range(-1e9, 1e10).Draw(t, "now"), 0).UTC()
		due := Of(today, rapid.IntRange(-1, 1000).Draw(t, "after"))
		if got, err := Parse(Say(due, today), today); got != due || err != nil {
			t.Fatalf("%s, said as %q, is %q, %v", due, Say(due, today), got, err)
		}
	})
}

// FuzzParse: whatever is typed is a day, none, or refused in words; a day typed as it
// is stored is itself.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"next fri", "in a month", "+3d", "end of the year", "31st of jan. 2027", "31.1.", "1/31/2027", "2027-01-31", "29 feb", "9999 years", "\xff"} {
		f.Add(seed, int64(1795000000))
	}
	f.Fuzz(func(t *testing.T, text string, now int64) {
		today := time.Unix(now%250_000_000_000, 0).UTC() // until the year 9892
		if today.Year() < 0 {
			return
		}
		got, err := Parse(text, today)
		if err != nil {
			if !errors.As(err, &Refusal{}) || got != "" {
				t.Fatalf("%q is %q and %v", text, got, err)
			}
			return
		}
		if _, err := storage.ParseDate(string(got)); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if again, err := Parse(string(got), today); again != got || err != nil {
			t.Fatalf("%q, typed as %q, is %q, %v", text, got, again, err)
		}
	})
}
