package query

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestTyping(t *testing.T) {
	names := []string{"Call Bob #work", "Paint #home", "Mow #home/garden", "Write #homework"}
	for typed, want := range map[string]string{
		"#ho":            "Paint #home, Mow #home/garden, Write #homework",
		"#homew":         "Write #homework",
		"#HOME/G":        "Mow #home/garden",
		"paint #ho":      "Paint #home",
		"#x":             "",
		"is:":            "Call Bob #work, Paint #home, Mow #home/garden, Write #homework",
		"paint is:op":    "Paint #home",
		"paint due:we":   "Paint #home",
		"paint due:2026": "Paint #home",
		"paint\u3000is:": "Paint #home",
		"is:gone":        "-",
		"is:open":        "-",
		"due:week":       "-",
		"due:2026-01-31": "-",
		"due:soon":       "-",
		"pai":            "-",
		"#ho ":           "-",
		"-#ho":           "-",
		`"paint #ho`:     "-",
		"":               "-",
	} {
		q, ok := Typing(typed, time.Now())
		var found []string
		for _, name := range names {
			if ok && q.Match(Fields{Text: Fold(name), Name: name}) {
				found = append(found, name)
			}
		}
		if !ok {
			found = []string{"-"}
		}
		if got := strings.Join(found, ", "); got != want {
			t.Errorf("%q may be meant to find %q, want %q", typed, got, want)
		}
		if needle, ok := q.Needle(); ok && slices.ContainsFunc(found, func(name string) bool { return !strings.Contains(Fold(name), needle) }) {
			t.Errorf("%q is not in all of %q", needle, found)
		}
	}
}

func TestWhatIsOfferedIsAFilter(t *testing.T) {
	for _, name := range filters() {
		if _, check := filter(name, time.Now()); check == nil {
			t.Errorf("%s is none", name)
		}
	}
}
