package interchange

import (
	"slices"
	"strings"
	"unicode"
)

// What other programs keep in fields of their own, goals have in their names: categories are
// #tags at its end, and a priority is !!!, !! or ! there.

// maxTags is how many categories of a goal become tags.
const maxTags = 100

// tagged is a name with categories as tags behind it, but for those that it has already.
func tagged(name string, categories []string, lost *losses) string {
	words := strings.Fields(strings.ToLower(name))
	for i, category := range categories {
		if strings.TrimSpace(category) == "" {
			continue
		}
		tag := tagOf(category)
		if tag == "" || i >= maxTags {
			lost.add("categories that are no tags")
			continue
		}
		if word := "#" + strings.ToLower(tag); !slices.Contains(words, word) {
			words = append(words, word)
			name = strings.TrimLeft(name+" #"+tag, " ")
		}
	}
	return name
}

// tagOf makes a category a tag: letters, digits, - _ and /, at least one letter among them.
func tagOf(category string) string {
	letters := false
	tag := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r):
			letters = true
			return r
		case unicode.IsNumber(r), unicode.In(r, unicode.M, unicode.Join_Control), r == '_', r == '/', r == '-':
			return r
		}
		return '-'
	}, strings.Trim(strings.TrimSpace(category), "#@+"))
	if !letters {
		return ""
	}
	return strings.Trim(tag, "-/")
}

// maxPriority is that of a name with !!! behind it; 0 is none.
const maxPriority = 3

// withPriority puts a priority behind a name.
func withPriority(name string, priority int) string {
	if priority == 0 {
		return name
	}
	return name + " " + strings.Repeat("!", priority)
}

// cutPriority takes away what withPriority has put behind a name.
func cutPriority(name string) (rest string, priority int) {
	rest = strings.TrimRight(name, "!")
	priority = len(name) - len(rest)
	rest, spaced := strings.CutSuffix(rest, " ")
	if priority == 0 || priority > maxPriority || !spaced || rest != strings.TrimSpace(rest) {
		return name, 0
	}
	return rest, priority
}
