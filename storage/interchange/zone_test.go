package interchange_test

import (
	"strings"
	"testing"
	"time"

	"overachiever/storage/interchange"
)

// A due time is on the day that it is where the person is, unless the file names a place; a time
// without a zone is the person's.
func TestDaysAreThePersons(t *testing.T) {
	here := noon.In(time.FixedZone("", 2*60*60))
	for text, want := range map[string]string{
		"BEGIN:VCALENDAR\nBEGIN:VTODO\nDUE:20270131T223000Z\nCREATED:20270131T120000\nEND:VTODO\nEND:VCALENDAR":                 "2027-02-01 2027-01-31T10:00:00Z",
		"BEGIN:VCALENDAR\nBEGIN:VTODO\nDUE;TZID=Asia/Tokyo:20270131T233000\nCREATED:20270131T120000Z\nEND:VTODO\nEND:VCALENDAR": "2027-01-31 2027-01-31T12:00:00Z",
		"name,due,created\na,2027-01-31T22:30:00Z,2027-01-31 12:00":                                                             "2027-02-01 2027-01-31T10:00:00Z",
		"name,due,created\na,2027-01-31 23:30,2027-01-31T12:00:00-01:00":                                                        "2027-01-31 2027-01-31T13:00:00Z",
	} {
		document, err := interchange.Import("f", strings.NewReader(text), "", here)
		if err != nil {
			t.Fatal(err)
		}
		goal := document.Goals[0].Goal
		if got := string(goal.Due) + " " + goal.Created.Format(time.RFC3339); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}
