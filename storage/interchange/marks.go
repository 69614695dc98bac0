package interchange

import "strings"

// What other programs keep in fields of their own, goals have in their names: categories are
// #tags at its end, and a priority is !!!, !! or ! there.

// maxTags is how many categories of a goal become tags: those it has are looked through for each.
const maxTags = 100

// tagged is a name with categories as tags behind it, but for those that it has already.
func tagged(name string, categories []string, lost *unkept) string {
	if len(categories) > 0 && len(name) > maxWords {
		lost.add(lostTags)
		return name
	}
	if len(categories) > maxTags {
		lost.add(lostTags)
	}
	tags := hashtags(categories[:min(len(categories), maxTags)], lost)
	if len(tags) == 0 {
		return name
	}
	return marked(name, 0, tags)
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
