package oauth

import (
	"net/url"
	"strings"
	"unicode"
)

const (
	marksLimit = 4    // combining marks on one character
	linkLimit  = 2000 // bytes of a link
	etagLimit  = 200  // bytes
)

// cleanText makes a provider's text safe to show on one line: no control,
// bidirectional or invisible characters, white space folded, at most limit runes.
func cleanText(text string, limit int) string {
	var out strings.Builder
	runes, marks, space := 0, 0, false
	for _, r := range strings.ToValidUTF8(text, "") {
		if runes >= limit {
			break
		}
		switch {
		case unicode.IsSpace(r) || r == '\u2028' || r == '\u2029':
			space = runes > 0
			continue
		case isUnseen(r):
			continue
		case unicode.In(r, unicode.Mn, unicode.Me):
			if marks++; marks > marksLimit {
				continue
			}
		default:
			marks = 0
		}
		if space {
			space = false
			if runes++; runes >= limit {
				break
			}
			out.WriteByte(' ')
		}
		out.WriteRune(r)
		runes++
	}
	return strings.TrimSpace(out.String())
}

// isUnseen reports characters that show nothing, or change how others show.
func isUnseen(r rune) bool {
	switch r {
	case '\u034f', '\u115f', '\u1160', '\u2800', '\u3164', '\uffa0', unicode.ReplacementChar:
		return true // joiners, fillers and blanks that are not of the categories below
	}
	if r >= '\u180b' && r <= '\u180f' {
		return true
	}
	// Cf holds the bidirectional controls, the zero-width characters, the byte
	// order mark, the soft hyphen and the tags.
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs)
}

// cleanLink returns a link that is http(s) and names a host, else "".
func cleanLink(link string) string {
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil || len(link) > linkLimit || u.User != nil || u.Hostname() == "" {
		return ""
	}
	if u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	if clean := u.String(); clean == cleanText(clean, linkLimit) {
		return clean
	}
	return ""
}

// cleanETag returns a validator that may go into a header, else "".
func cleanETag(etag string) string {
	if len(etag) > etagLimit || strings.ContainsFunc(etag, func(r rune) bool { return r < ' ' || r > '~' }) {
		return ""
	}
	return etag
}
