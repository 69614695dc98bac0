// Package storage keeps users, their identities and their goals in one SQLite file.
//
// Everything of one person is reached through that person's handle (Store.User):
// a query that forgets whose goals it reads cannot be written.
package storage

import (
	"fmt"
	"time"
)

// GoalID names a goal for ever: a UUIDv7 in its text form.
type GoalID string

// The places a goal can be in besides under another goal.
const (
	TopLevel GoalID = ""        // no parent
	Trash    GoalID = "trash"   // deleted, and restorable
	Nowhere  GoalID = "nowhere" // not created yet, its creation undone, or erased
)

// UserID names a person in this file: a UUIDv7 in its text form.
type UserID string

// Goal is one goal as it stands now. Times are UTC, in whole milliseconds.
type Goal struct {
	ID          GoalID
	Parent      GoalID // a goal, TopLevel or Trash
	Position    string // its order among the siblings, compared bytewise
	Name        string
	Description string
	Due         Date
	Created     time.Time
	Completed   time.Time // zero while the goal is open
	Extra       string    // what other programs say of it, and this one keeps for them: a JSON object, or ""
}

// FillCreated makes a goal of which it is not known when it was created one that was created
// now, or with its completion, if that was before.
func (g *Goal) FillCreated(now time.Time) {
	if !g.Created.IsZero() {
		return
	}
	g.Created = now
	if !g.Completed.IsZero() && g.Completed.Before(now) {
		g.Created = g.Completed
	}
}

// Branch is a goal with everything below it, as imports and exports carry it.
type Branch struct {
	Goal     Goal
	Children []Branch
}

// Progress counts goals: how many there are, and how many of them are completed.
type Progress struct{ Completed, Total int }

// Open counts those that are not completed.
func (p Progress) Open() int { return p.Total - p.Completed }

// Date is a calendar day, "2027-01-31", in nobody's time zone; "" is no day.
// Dates compare as strings.
type Date string

// ParseDate reads a day written as 2027-01-31. "" is no day, and no error.
func ParseDate(text string) (Date, error) {
	if text == "" {
		return "", nil
	}
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return "", fmt.Errorf("%q is not a day: write it as 2027-01-31", text)
	}
	return Date(text), nil
}
