package interchange_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 250_000_000, time.UTC)

// awkward are pieces of text that some part of a format means something by.
func awkward() []string {
	return []string{
		" ", "  ", "\t", "\n", "\n\n", "\r\n", "\\", "\\\\", "#", "# ", "-", "- ", "* ", "+ ", "*", "_", "a_b", "`", "```",
		"[ ] ", "[x] ", "[", "]", "<br>", "<b>", "~~", "&", "&amp;", "&#32;", "&#9;", "&#10;", "&#38;", "&#", ";", "📅", "📅 ",
		" due:2027-01-01 ", " p:1", "p: ", " id:x ", "rec:w ", "t:2027-01-01", " pri:B", "due: ",
		"=", "+", "@", "'", " !!!", "!", " !", ",", ";", "\\n", "x ", "(A) ", "2027-01-31 ", "BEGIN:VTODO", "\uFFFE", "]]>", "é\n ",
		" 📅 2027-01-31", "📅 2027-13-45", "📅\uFE0F", "2027-01-31", "1. ", "> ", "---", "\"", "{", "\u2028", "\u0085", "\x00", "\x1b",
		"Learn Go", "学ぶ", "שלום", "\u202eمرحبا\u202c", "👩‍👩‍👧‍👦", "é", "e\u0301", "\uFEFF", "\u00a0", "\U0010FFFF", "|", "$", "!",
	}
}

func texts() *rapid.Generator[string] {
	piece := rapid.OneOf(rapid.SampledFrom(awkward()), rapid.String())
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "pieces"), "")
	})
}

func times() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		if rapid.Bool().Draw(t, "unset") {
			return time.Time{}
		}
		// From the second day there is: as a day, the first cannot be told from none.
		return time.UnixMilli(rapid.Int64Range(-62135510400000, 253402300799999).Draw(t, "ms")).UTC()
	})
}

func dates() *rapid.Generator[storage.Date] {
	return rapid.Custom(func(t *rapid.T) storage.Date {
		if rapid.Bool().Draw(t, "unset") {
			return ""
		}
		day := time.Date(1900, 1, rapid.IntRange(1, 100_000).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
		return storage.Date(day.Format(time.DateOnly))
	})
}

// extras are what other programs may say of a goal, compact as it is kept.
func extras() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"", "", `{"color":"red"}`, `{"a":[1e400,{"b":"<\u0000\ud800>"}],"":null}`, `{"é\t":{},"2":" \\n 'x\" "}`})
}

func forests() *rapid.Generator[[]storage.Branch] {
	return rapid.Custom(func(t *rapid.T) []storage.Branch { return forest(t, 4) })
}

func forest(t *rapid.T, levels int) []storage.Branch {
	if levels == 0 {
		return nil
	}
	goals := make([]storage.Branch, rapid.IntRange(0, 3).Draw(t, "goals"))
	for i := range goals {
		var id [16]byte
		copy(id[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		goals[i].Goal = storage.Goal{
			ID:          storage.GoalID(uuid.UUID(id).String()),
			Name:        texts().Draw(t, "name"),
			Description: texts().Draw(t, "description"),
			Created:     times().Draw(t, "created"),
			Completed:   times().Draw(t, "completed"),
			Due:         dates().Draw(t, "due"),
			Extra:       extras().Draw(t, "extra"),
		}
		goals[i].Children = forest(t, levels-1)
	}
	return goals
}

func written(t rapid.TB, format interchange.Format, document interchange.Document) string {
	t.Helper()
	var out bytes.Buffer
	if err := interchange.Export(&out, format, document); err != nil {
		t.Fatalf("export: %v", err)
	}
	return out.String()
}

func read(t rapid.TB, format interchange.Format, text string) interchange.Document {
	t.Helper()
	document, err := interchange.Import("goals", strings.NewReader(text), format, noon)
	if err != nil {
		t.Fatalf("import: %v\n%s", err, text)
	}
	return document
}

// readsAs imports a text and compares what comes of it.
func readsAs(t *testing.T, text, want string, losses []interchange.Loss) {
	t.Helper()
	document := read(t, "", text)
	if got := outline(document.Goals, 0); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if !reflect.DeepEqual(document.Losses, losses) {
		t.Errorf("lost %+v, want %+v", document.Losses, losses)
	}
}

// refusal imports what must not be imported.
func refusal(t *testing.T, name, text string, format interchange.Format) *interchange.Error {
	t.Helper()
	document, err := interchange.Import(name, strings.NewReader(text), format, noon)
	refused, ok := err.(*interchange.Error)
	if !ok {
		t.Fatalf("import gave %v, want an *Error\n%.300s", err, text)
	}
	if len(document.Goals) > 0 {
		t.Errorf("a refused file still gave %d goals", len(document.Goals))
	}
	if strings.ContainsAny(refused.Error(), "\r\n") {
		t.Errorf("the error is not on one line: %q", refused)
	}
	return refused
}
