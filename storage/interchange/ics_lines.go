package interchange

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// property is a line of iCalendar: NAME;PARAMETER=VALUE:VALUE (RFC 5545 section 3.1).
type property struct {
	name       string            // in capitals
	parameters map[string]string // nil for most
	value      string
	line       int
}

// maxParameters is how many a line may have.
const maxParameters = 100

// icsLines reads a file line by line, those joined that were folded.
type icsLines struct {
	*reading
	line  int    // of what is ahead
	ahead string // the next line, read already to see whether it goes on
	begun bool
}

// next reads a property; false at the end of the file.
func (l *icsLines) next() (property, bool, error) {
	if !l.begun {
		l.begun = true
		if err := l.advance(); err != nil {
			return property{}, false, err
		}
	}
	for l.ahead != "" {
		first := l.line
		var whole strings.Builder
		whole.WriteString(withoutBreak(l.ahead))
		for {
			if err := l.advance(); err != nil {
				return property{}, false, err
			}
			if l.ahead == "" || !isSpace(l.ahead[0]) {
				break
			}
			whole.WriteString(withoutBreak(l.ahead)[1:])
		}
		if text := whole.String(); strings.TrimSpace(text) != "" {
			found, ok := parseProperty(text)
			if found.line = first; !ok {
				return found, false, l.refuse(first, fmt.Sprintf("%s is not a line of iCalendar: NAME:VALUE", shortened(text)))
			}
			return found, true, nil
		}
	}
	return property{}, false, nil
}

// advance reads the next line; "" at the end of the file, and only there.
func (l *icsLines) advance() (err error) {
	l.line++
	l.ahead, err = l.text.ReadString('\n')
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func parseProperty(text string) (property, bool) {
	var p property
	at := strings.IndexAny(text, ";:")
	if at <= 0 {
		return p, false
	}
	p.name = strings.ToUpper(strings.TrimSpace(text[:at]))
	for text[at] == ';' {
		text = text[at+1:]
		if at = parameterEnd(text); at < 0 {
			return p, false
		}
		if name, value, ok := strings.Cut(text[:at], "="); ok {
			if p.parameters == nil {
				p.parameters = map[string]string{}
			}
			if len(p.parameters) > maxParameters {
				return p, false
			}
			p.parameters[strings.ToUpper(name)] = strings.Trim(value, `"`)
		}
	}
	p.value = text[at+1:]
	return p, true
}

// parameterEnd is where the ; or : is that ends a parameter, in which there may be quotes.
func parameterEnd(text string) int {
	quoted := false
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ';' || c == ':'):
			return i
		}
	}
	return -1
}

// words undoes the escapes of RFC 5545 section 3.3.11.
func (p property) words() string { return unescaped(p.value) }

func unescaped(text string) string {
	if strings.IndexByte(text, '\\') < 0 {
		return cleaned(text)
	}
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			out.WriteByte(text[i])
			continue
		}
		i++
		switch text[i] {
		case 'n', 'N':
			out.WriteByte('\n')
		case '\\', ';', ',', ':', '"':
			out.WriteByte(text[i])
		default: // no escape: what was written is what was meant
			out.WriteByte('\\')
			out.WriteByte(text[i])
		}
	}
	return cleaned(out.String())
}

// list are the texts of a property that has several, between commas: so many at most, and one
// more with the rest.
func (p property) list(most int) []string {
	var list []string
	rest := p.value
	for at := 0; at < len(rest) && len(list) < most; at++ {
		switch rest[at] {
		case '\\':
			at++
		case ',':
			list = append(list, unescaped(rest[:at]))
			rest, at = rest[at+1:], -1
		}
	}
	return append(list, unescaped(rest))
}
