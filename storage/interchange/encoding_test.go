package interchange_test

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"overachiever/storage/interchange"
)

func inUTF16(text string, order binary.ByteOrder) string {
	var out []byte
	for _, unit := range utf16.Encode([]rune("\uFEFF" + text)) {
		two := make([]byte, 2)
		order.PutUint16(two, unit)
		out = append(out, two...)
	}
	return string(out)
}

func TestEncodings(t *testing.T) {
	const text = "- [ ] 学ぶ 👩‍👩‍👧‍👦\r\n  - [x] é\r\n"
	for name, encoded := range map[string]string{
		"UTF-8":                 text,
		"UTF-8 with a mark":     "\uFEFF" + text,
		"UTF-16, little endian": inUTF16(text, binary.LittleEndian),
		"UTF-16, big endian":    inUTF16(text, binary.BigEndian),
	} {
		for _, format := range []interchange.Format{"", interchange.Markdown} {
			if got := outline(read(t, format, encoded).Goals, 0); got != "学ぶ 👩‍👩‍👧‍👦\n é done\n" {
				t.Errorf("%s: got %s", name, got)
			}
		}
	}
}

func TestEncodingsRefused(t *testing.T) {
	for name, test := range map[string]struct {
		text   string
		line   int
		reason string
	}{
		"Latin-1":               {"- a\n- caf\xe9\n", 2, "this is not UTF-8 text (it may be Latin-1): save the file as UTF-8"},
		"UTF-16 without a mark": {inUTF16("- a\n- b\n", binary.LittleEndian)[2:], 1, "NUL byte"},
		"UTF-32":                {"\xff\xfe\x00\x00-\x00\x00\x00", 1, "NUL byte"},
		"NUL":                   {"- a\n- b\x00\n", 2, "NUL byte"},
	} {
		t.Run(name, func(t *testing.T) {
			refused := refusal(t, "goals.md", test.text, interchange.Markdown)
			if refused.Line != test.line || !strings.Contains(refused.Error(), test.reason) {
				t.Errorf("got %v, want line %d and %q", refused, test.line, test.reason)
			}
		})
	}
}

// What happened is a sentence, and what to do another.
func TestWhatToDoIsSaidOnce(t *testing.T) {
	for text, want := range map[string]string{
		"SQLite format 3\x00…": "a.md:1: this is a database, not text. Nothing was imported. If it is a backup, choose it under File ▸ Restore a backup.",
		"- [ ] caf\xe9\n":      "a.md:1: this is not UTF-8 text (it may be Latin-1). Nothing was imported. Save the file as UTF-8.",
		"- [ ] a\n\x00":        "a.md:2: this is not text, there is a NUL byte in it. Nothing was imported. Save the file as UTF-8 text.",
		deepMarkdown():         "a.md:1001: goals are nested more than 1000 levels deep. Nothing was imported. Mend that line and import the file again.",
	} {
		_, err := interchange.Import("a.md", strings.NewReader(text), interchange.Markdown, time.Now())
		var refused *interchange.Error
		if !errors.As(err, &refused) {
			t.Errorf("%.20q: %v", text, err)
			continue
		}
		sentence, next := refused.Explain()
		if got := strings.TrimSpace(sentence + " " + next); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func deepMarkdown() string {
	var text strings.Builder
	for depth := range interchange.MaxDepth + 1 {
		text.WriteString(strings.Repeat("  ", depth) + "- [ ] a\n")
	}
	return text.String()
}
