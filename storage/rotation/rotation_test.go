package rotation_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"overachiever/storage"
	"overachiever/storage/rotation"

	"pgregory.net/rapid"
)

const (
	day  = 24 * time.Hour
	week = 7 * day
	much = int64(1) << 60
)

// noon is a Saturday, in the middle of a week and of four weeks.
func noon() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }

func taken(at ...time.Time) []storage.BackupFile {
	var list []storage.BackupFile
	for _, t := range at {
		list = append(list, storage.BackupFile{Path: t.Format(time.RFC3339), Taken: t, Bytes: 100})
	}
	return list
}

// left are the backups that stay.
func left(list, gone []storage.BackupFile) []storage.BackupFile {
	return slices.DeleteFunc(slices.Clone(list), func(b storage.BackupFile) bool { return slices.Contains(gone, b) })
}

func paths(list []storage.BackupFile) string {
	var all []string
	for _, b := range list {
		all = append(all, b.Path)
	}
	return strings.Join(all, " ")
}

// What somebody has who uses the program for years: the rule is asked after each backup,
// as it is in earnest.
func TestBackupsGrowFewerWithAge(t *testing.T) {
	var list []storage.BackupFile
	now := noon()
	for at := now.Add(-900 * day); !at.After(now); at = at.Add(6 * time.Hour) {
		list = left(append(list, taken(at)...), rotation.Superfluous(append(list, taken(at)...), at, much))
	}
	for _, tier := range []struct {
		from, to    time.Duration
		least, most int
	}{
		{0, day, 4, 4}, // there is one every six hours
		{day, 2 * week, 13, 14},
		{2 * week, 61 * day, 6, 8},
		{61 * day, 730 * day, 23, 25},
		{731 * day, 900 * day, 0, 0},
	} {
		count := 0
		for _, b := range list {
			if age := now.Sub(b.Taken); tier.from <= age && age < tier.to {
				count++
			}
		}
		if count < tier.least || count > tier.most {
			t.Errorf("from %v to %v: %d backups, want %d to %d", tier.from, tier.to, count, tier.least, tier.most)
		}
	}
}

func TestWhichBackupsGo(t *testing.T) {
	at := func(text string) time.Time {
		moment, err := time.Parse("2006-01-02 15:04", text)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	all := func(texts ...string) []time.Time {
		var list []time.Time
		for _, text := range texts {
			list = append(list, at(text))
		}
		return list
	}
	for name, c := range map[string]struct {
		now    string
		taken  []time.Time
		budget int64
		gone   []time.Time
	}{
		"none": {"2026-11-21 12:00", nil, much, nil},
		"one":  {"2026-11-21 12:00", all("2020-01-01 00:00"), 1, nil},
		"of an hour the newest": {"2026-11-21 12:00",
			all("2026-11-21 11:59", "2026-11-21 11:29", "2026-11-21 10:59"), much,
			all("2026-11-21 11:29")},
		"of a day the newest": {"2026-11-21 12:00",
			all("2026-11-21 12:00", "2026-11-20 11:00", "2026-11-20 10:00", "2026-11-19 23:00", "2026-11-19 01:00"), much,
			all("2026-11-19 01:00", "2026-11-20 10:00")},
		"after three years away everything is there": {"2029-11-21 12:00",
			all("2026-11-21 11:00", "2026-11-19 10:00", "2026-11-17 10:00"), much, nil},
		"a clock far ahead costs hours of one day": {"2099-01-01 00:00",
			all("2099-01-01 00:00", "2026-11-21 11:00", "2026-11-21 10:00", "2026-11-20 10:00"), much,
			all("2026-11-21 10:00")},
		"what was taken while it was ahead ages nothing": {"2026-11-21 13:00",
			all("2099-01-01 00:00", "2026-11-21 13:00", "2026-11-21 11:00", "2026-11-21 10:00", "2026-11-20 10:00"), much, nil},
		"a clock far back": {"2001-01-01 00:00",
			all("2026-11-21 11:00", "2026-11-20 10:00", "2001-01-01 00:00"), much, nil},
		"a clock far back and no room": {"2001-01-01 01:00",
			all("2026-11-21 11:00", "2026-11-20 10:00", "2001-01-01 01:00", "2001-01-01 00:00"), 300,
			all("2001-01-01 00:00")},
		"no room but for the newest": {"2026-11-21 12:00",
			all("2026-11-21 12:00", "2026-11-21 11:00", "2026-11-10 11:00"), 1,
			all("2026-11-10 11:00", "2026-11-21 11:00")},
		"no room: the spans shrink together": {"2026-11-21 12:00",
			all("2026-11-21 12:00", "2026-11-21 11:00", "2026-11-21 10:00", "2026-11-21 06:00", "2026-11-20 20:00", "2026-11-19 12:00", "2026-11-18 12:00"), 400,
			all("2026-11-18 12:00", "2026-11-19 12:00", "2026-11-21 06:00", "2026-11-21 10:00")},
	} {
		t.Run(name, func(t *testing.T) {
			gone := rotation.Superfluous(taken(c.taken...), at(c.now), c.budget)
			if got, want := paths(gone), paths(taken(c.gone...)); got != want {
				t.Errorf("gone: %s\nwant: %s", got, want)
			}
		})
	}
}

// history draws backups of any time, some of them kept.
func history(t *rapid.T) []storage.BackupFile {
	var list []storage.BackupFile
	minutes := rapid.SliceOfNDistinct(rapid.OneOf(
		rapid.IntRange(-100, 3*24*60), rapid.IntRange(0, 800*24*60)), 0, 60, rapid.ID).Draw(t, "minutes ago")
	for _, ago := range minutes {
		b := taken(noon().Add(time.Duration(-ago) * time.Minute))[0]
		b.Kept = rapid.IntRange(0, 9).Draw(t, "kept") == 0
		b.Bytes = rapid.Int64Range(1, 200).Draw(t, "bytes")
		list = append(list, b)
	}
	return list
}

func newest(list []storage.BackupFile, until time.Time) (newest storage.BackupFile) {
	for _, b := range list {
		if !b.Kept && !b.Taken.After(until) && b.Taken.After(newest.Taken) {
			newest = b
		}
	}
	return newest
}

func TestWhateverThereIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := history(t)
		budget := rapid.OneOf(rapid.Just(much), rapid.Int64Range(0, 5000)).Draw(t, "budget")
		gone := rotation.Superfluous(list, noon(), budget)
		last, lastYet := newest(list, noon().Add(1000*day)), newest(list, noon())
		for i, b := range gone {
			if b.Kept || b == last || b == lastYet || !slices.Contains(list, b) {
				t.Fatalf("%+v is to go", b)
			}
			if i > 0 && !gone[i-1].Taken.Before(b.Taken) {
				t.Fatal("not the oldest first")
			}
		}
		stay := left(list, gone)
		if again := rotation.Superfluous(stay, noon(), budget); len(again) > 0 {
			t.Fatalf("once more: %s", paths(again))
		}
		bytes, rest := int64(0), 0
		for _, b := range stay {
			if !b.Kept {
				bytes += b.Bytes
				rest++
			}
		}
		if bytes > budget && rest > 2 {
			t.Fatalf("%d backups take %d bytes of %d", rest, bytes, budget)
		}
		if order := slices.Clone(list); len(order) > 1 {
			slices.Reverse(order)
			if got := rotation.Superfluous(order, noon(), budget); paths(got) != paths(gone) {
				t.Fatalf("in another order %s go instead of %s", paths(got), paths(gone))
			}
		}
	})
}

// Wherever the clock jumps to, no more goes than a day later.
func TestAClockThatJumps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := history(t)
		slices.SortFunc(list, func(a, b storage.BackupFile) int { return b.Taken.Compare(a.Taken) })
		if len(list) == 0 {
			return
		}
		tomorrow := list[0].Taken.Add(day)
		want := rotation.Superfluous(list, tomorrow, much)
		ahead := tomorrow.Add(time.Duration(rapid.IntRange(0, 100*365).Draw(t, "days")) * day)
		if got := rotation.Superfluous(list, ahead, much); paths(got) != paths(want) {
			t.Fatalf("%s go instead of %s", paths(got), paths(want))
		}
		// Back before all of them, none has an age: of each hour one stays.
		hours := map[time.Time]bool{}
		for _, b := range list {
			if !b.Kept {
				hours[b.Taken.Truncate(time.Hour)] = true
			}
		}
		back := rotation.Superfluous(list, list[len(list)-1].Taken.Add(-day), much)
		stay := 0
		for _, b := range left(list, back) {
			if !b.Kept {
				stay++
			}
		}
		if stay != len(hours) {
			t.Fatalf("of %d hours, %d backups stay", len(hours), stay)
		}
	})
}
