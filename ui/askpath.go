package ui

import (
	"os"
	"path/filepath"
	"strings"

	"overachiever/ui/look"
)

// askPath asks for a file or a folder: to be typed or pasted, because the toolkit's own
// dialogs can only be used with the mouse, or to be looked for with one of those.
func (w *window) askPath(title, text, placeholder, yes string, browse func(), then func(path string)) {
	s := w.openSheet(restoreWidth, nil)
	where := s.field(placeholder)
	take := func() {
		if path := fullPath(where.Text); path != "" {
			s.close()
			then(path)
		}
	}
	where.OnSubmitted = func(string) { take() }
	s.show(where, look.Title(title), look.Body(text), where, look.Space(8),
		buttons(s.button("Browse…", func() { s.close(); browse() }), s.button("Cancel", s.close), s.primary(yes, take)))
}

// fullPath is a path as people type or paste it: perhaps in quotation marks, perhaps from home.
func fullPath(text string) string {
	text = strings.Trim(strings.TrimSpace(text), `"'`)
	if below, ok := strings.CutPrefix(text, "~"); ok && (below == "" || os.IsPathSeparator(below[0])) {
		if home, err := os.UserHomeDir(); err == nil {
			text = home + below
		}
	}
	if text == "" {
		return ""
	}
	if path, err := filepath.Abs(text); err == nil {
		return path
	}
	return text
}
