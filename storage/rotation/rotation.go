// Package rotation takes backups by itself, and decides which of the older ones go.
package rotation

import (
	"slices"
	"time"

	"overachiever/storage"
)

const (
	day   = 24 * time.Hour
	week  = 7 * day
	years = 2 * 365 * day
)

// tier is how close together backups are kept, up to an age. A gap between two of them
// that is longer than the longest counts for no more: backups grow older while there are
// newer ones. So after a year without Overachiever, or when the clock jumps ahead, the
// same backups are there as before.
type tier struct{ age, grain, longest time.Duration }

// tiers go from the newest backups to the oldest. Each grain is made of whole ones of the
// grain before, so that what is the newest in a month was the newest in its week.
func tiers() []tier {
	return []tier{
		{day, time.Hour, day},
		{2 * week, day, week},
		{61 * day, week, 4 * week},
		{years, 4 * week, 8 * week},
	}
}

// Superfluous returns the backups that are to go, the oldest first, so that those the rule
// keeps take no more than so many bytes: of each hour the newest for a day, of each day
// for two weeks, of each week for two months, of each four weeks for two years. When that
// is too much all these spans are halved, and halved again.
//
// Those taken before something risky, and the newest, stay whatever they take. Those that
// by the clock are still to come count as new.
func Superfluous(list []storage.BackupFile, now time.Time, budget int64) []storage.BackupFile {
	ages := aged(list, now)
	for shrink := time.Duration(1); ; shrink *= 2 {
		kept, gone := sift(ages, shrink)
		if kept <= budget || shrink > years {
			slices.Reverse(gone)
			return gone
		}
	}
}

// backup is one that may have to go, with its age as the rule counts it.
type backup struct {
	storage.BackupFile
	age  time.Duration
	last bool // the newest, by the clock or of all
}

// aged are the backups that may have to go, the newest first.
func aged(list []storage.BackupFile, now time.Time) []backup {
	var backups []backup
	for _, file := range list {
		if !file.Kept {
			backups = append(backups, backup{BackupFile: file})
		}
	}
	slices.SortStableFunc(backups, func(a, b backup) int { return b.Taken.Compare(a.Taken) })
	age, before, past := time.Duration(0), now, false
	for i := range backups {
		b := &backups[i]
		b.last = i == 0
		if b.Taken.After(now) {
			continue
		}
		b.last = b.last || !past
		past = true
		age += min(before.Sub(b.Taken), longestAt(age))
		b.age, before = age, b.Taken
	}
	return backups
}

// longestAt is the longest gap that counts at an age.
func longestAt(age time.Duration) time.Duration {
	for _, t := range tiers() {
		if age < t.age {
			return t.longest
		}
	}
	return years
}

// sift divides backups by tiers that are shorter by a factor, and adds up what stays.
func sift(backups []backup, shrink time.Duration) (kept int64, gone []storage.BackupFile) {
	newer := map[tier]map[time.Time]bool{}
	for _, t := range tiers() {
		newer[t] = map[time.Time]bool{}
	}
	for _, b := range backups {
		superfluous := true
		for _, t := range tiers() {
			if b.age < t.age/shrink {
				superfluous = newer[t][b.Taken.Truncate(t.grain)]
				break
			}
		}
		for _, t := range tiers() {
			newer[t][b.Taken.Truncate(t.grain)] = true
		}
		if superfluous && !b.last {
			gone = append(gone, b.BackupFile)
		} else {
			kept += b.Bytes
		}
	}
	return kept, gone
}
