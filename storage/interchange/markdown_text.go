package interchange

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How text survives in Markdown. A name is escaped so that GitHub shows what the person typed;
// a description may be Markdown itself, so only what would be read as something else at the
// edges of its lines is escaped.
var (
	itemLine     = regexp.MustCompile(`^([ \t]*)[-*+](?:[ \t]+(.*))?$`)
	checkbox     = regexp.MustCompile(`^\[([ xX])\](?:[ \t]+(.*))?$`)
	numberOfLine = regexp.MustCompile(`^[0-9]{1,9}[.)](?:[ \t]+|$)`)
	headingLine  = regexp.MustCompile(`^#{1,6}([ \t]|\r?$)`)
	dueMark      = regexp.MustCompile(`(?:^|[ \t])(📅)\x{FE0F}?[ \t]*([0-9]{4}-[0-9]{2}-[0-9]{2})[ \t]*$`)
	escaped      = regexp.MustCompile("\\\\[!-/:-@\\[-`{-~]|" + reference)
	entity       = regexp.MustCompile(`^` + reference)
)

// A character reference (CommonMark 0.31 section 2.5).
const reference = `&#?[0-9A-Za-z]+;`

const emptyLine = "<br>"

// nameToMarkdown writes a name on one line.
func nameToMarkdown(name string) string {
	var out strings.Builder
	for at, r := range name {
		rest := name[at:]
		switch {
		case r == '\n':
			out.WriteString("&#10;")
			continue
		case strings.ContainsRune("\\`*[<~", r),
			r == '_' && !withinWord(name, at),
			r == '&' && entity.MatchString(rest):
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	text := keepEdges(out.String())
	if !strings.Contains(text, "📅") {
		return text
	}
	if mark := dueMark.FindStringSubmatchIndex(text); mark != nil {
		text = text[:mark[2]] + "&#128197;" + text[mark[3]:]
	}
	return text
}

// nameFromMarkdown undoes nameToMarkdown, and reads what others have escaped.
func nameFromMarkdown(text string) string {
	return cleaned(escaped.ReplaceAllStringFunc(strings.Trim(text, " \t"), func(found string) string {
		if found[0] == '\\' {
			return found[1:]
		}
		return html.UnescapeString(found)
	}))
}

// withinWord tells an underscore that Markdown leaves alone: snake_case.
func withinWord(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+1:])
	return isWord(before) && isWord(after)
}

func isWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// keepEdges writes a space or tab at either end so that nobody trims it.
func keepEdges(text string) string {
	if text != "" && isSpace(text[len(text)-1]) {
		text = text[:len(text)-1] + fmt.Sprintf("&#%d;", text[len(text)-1])
	}
	if text != "" && isSpace(text[0]) {
		text = fmt.Sprintf("&#%d;", text[0]) + text[1:]
	}
	return text
}

// lineToMarkdown writes one line of a description; one that is empty only where blank lines
// would not be kept, at the beginning and the end.
func lineToMarkdown(line string) string {
	switch {
	case line == "":
		return emptyLine
	case line == emptyLine, itemLine.MatchString(line) && !isSpace(line[0]), escapes(line):
		line = `\` + line
	}
	return keepEdges(strings.ReplaceAll(line, "&#", "&#38;#"))
}

// lineFromMarkdown undoes lineToMarkdown.
func lineFromMarkdown(line string) string {
	if line == emptyLine {
		return ""
	}
	line = strings.TrimRight(line, " \t")
	if escapes(line) {
		line = line[1:]
	}
	return cleaned(strings.NewReplacer("&#32;", " ", "&#9;", "\t", "&#38;", "&").Replace(line))
}

// escapes tells a line that begins with a backslash which hides what follows.
func escapes(line string) bool {
	return len(line) > 1 && line[0] == '\\' && strings.IndexByte("\\-*+<", line[1]) >= 0
}
