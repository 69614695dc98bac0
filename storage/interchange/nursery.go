package interchange

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"

	"overachiever/storage"
)

// nursery raises the goals of another program's file until each has an id and a place.
type nursery struct {
	*reading
	root  storage.GoalID         // what ids are derived from
	lines map[storage.GoalID]int // where each id was first seen
}

// sprout is a goal in a nursery.
type sprout struct {
	goal  storage.Goal
	line  int
	below []*sprout
}

// nurseryOf one program's file. Ids are derived from the program's name alone when its own
// ids are the same wherever the file is, else from the file's name too: a goal of the same
// name in another file is another goal.
func nurseryOf(in *reading, program Format, alsoFile bool) *nursery {
	n := &nursery{reading: in, lines: map[storage.GoalID]int{}}
	n.root = derivedID("", string(program))
	if alsoFile {
		name := filepath.Base(strings.ReplaceAll(in.file, `\`, "/"))
		n.root = derivedID(n.root, strings.TrimSuffix(name, filepath.Ext(name)))
	}
	return n
}

// derivedID is the same for the same name below the same id (RFC 9562 section 5.5), so that
// importing twice adds nothing.
func derivedID(below storage.GoalID, name string) storage.GoalID {
	space, _ := uuid.Parse(string(below)) // that of "" is the nil UUID
	return storage.GoalID(uuid.NewSHA1(space, []byte(name)).String())
}

// keptID is another program's id where that is a UUID, "" where it is not.
func keptID(text string) storage.GoalID {
	parsed, err := uuid.Parse(strings.TrimSpace(text))
	if err != nil {
		return ""
	}
	return storage.GoalID(parsed.String())
}

// sprout adds a goal, whose id may be "": then it gets one by its name and place.
func (n *nursery) sprout(goal storage.Goal, line int) (*sprout, error) {
	if err := n.count(line); err != nil {
		return nil, err
	}
	if goal.ID != "" {
		if first, twice := n.lines[goal.ID]; twice {
			return nil, n.refuse(line, fmt.Sprintf("two goals have the id %s: the other is on line %d", goal.ID, first))
		}
		n.lines[goal.ID] = line
	}
	goal.Name = strings.TrimSpace(strings.ReplaceAll(cleaned(goal.Name), "\n", " "))
	goal.Description = trimmedLines(cleaned(goal.Description))
	return &sprout{goal: goal, line: line}, nil
}

// grow makes branches of sprouts, the rest of the file being read.
func (n *nursery) grow(sprouts []*sprout) (Document, error) {
	goals, err := n.branches(n.root, sprouts, 1)
	return Document{Goals: goals}, err
}

func (n *nursery) branches(parent storage.GoalID, sprouts []*sprout, depth int) ([]storage.Branch, error) {
	if len(sprouts) == 0 {
		return nil, nil
	}
	if depth > MaxDepth {
		return nil, n.refuse(sprouts[0].line, fmt.Sprintf("goals are nested more than %d levels deep", MaxDepth))
	}
	same := map[string]int{} // how many siblings of a name there were
	branches := make([]storage.Branch, 0, len(sprouts))
	for _, s := range sprouts {
		for s.goal.ID == "" {
			id := derivedID(parent, s.goal.Name+"\n"+strconv.Itoa(same[s.goal.Name]))
			same[s.goal.Name]++
			if n.lines[id] == 0 {
				s.goal.ID, n.lines[id] = id, s.line
			}
		}
		s.goal.FillCreated(n.now)
		children, err := n.branches(s.goal.ID, s.below, depth+1)
		if err != nil {
			return nil, err
		}
		branches = append(branches, storage.Branch{Goal: s.goal, Children: children})
	}
	return branches, nil
}

// What several programs say of a goal that goals here cannot keep.
const (
	lostRepeats  = "repeats"
	lostDueTime  = "time of the due day"
	lostPriority = "priorities of other names"
	lostTags     = "tags without a letter, or very long"
	lostPlaces   = "further places: each goal is in the first one"
	lostMissing  = "goals below it that are not in the file"
	lostClosed   = "closed without being done: they come in as completed"
)

// marked is a name with a priority of 1 to 3 and with tags, as ui/marks finds them.
func marked(name string, priority int, tags []string) string {
	var out strings.Builder
	out.WriteString(name)
	if priority > 0 {
		out.WriteString(" " + strings.Repeat("!", priority))
	}
	if len(tags) == 0 {
		return strings.TrimSpace(out.String())
	}
	there := map[string]bool{}
	for word := range strings.FieldsSeq(strings.ToLower(name)) {
		there[word] = true
	}
	for _, tag := range tags {
		if word := strings.ToLower(tag); !there[word] {
			out.WriteString(" " + tag)
			there[word] = true
		}
	}
	return strings.TrimSpace(out.String())
}

// hashtag makes a tag of another program's, false when it cannot be one: #1 is a number.
func hashtag(text string) (string, bool) {
	if len(text) > maxTag {
		return "", false
	}
	letter := false
	tag := strings.Map(func(r rune) rune {
		letter = letter || unicode.IsLetter(r)
		if unicode.In(r, unicode.L, unicode.N, unicode.M) || strings.ContainsRune("-_/", r) {
			return r
		}
		return '_'
	}, strings.Trim(cleaned(text), "@#-/ \t\n"))
	return "#" + tag, letter
}

// maxTag is how long a tag may be, in bytes. A file can name one once and use it on each goal.
const maxTag = 200

// hashtags makes tags of all texts that can be tags, and adds to lost when some cannot.
func hashtags(texts []string, lost *unkept) (tags []string) {
	for _, text := range texts {
		if strings.TrimSpace(text) == "" {
			continue
		}
		if tag, ok := hashtag(text); ok {
			tags = append(tags, tag)
		} else {
			lost.add(lostTags)
		}
	}
	return tags
}

// moment reads a time by the first layout that fits. One without a zone is the person's.
func (n *nursery) moment(text string, layouts ...string) (time.Time, bool) {
	for _, layout := range layouts {
		parsed, err := time.ParseInLocation(layout, text, n.zone)
		parsed = wholeMilliseconds(parsed)
		if year := parsed.Year(); err == nil && year >= 1 && year <= 9999 && !parsed.IsZero() {
			return parsed, true
		}
	}
	return time.Time{}, false
}

// dayOf is the person's day at a moment, and whether a time of that day was meant: the first
// and the last minute of a day stand for all of it.
func (n *nursery) dayOf(moment time.Time) (day storage.Date, timed bool) {
	there := moment.In(n.zone)
	day, err := storage.ParseDate(there.Format(time.DateOnly))
	if err != nil {
		return "", false
	}
	clock := there.Format("15:04")
	return day, clock != "00:00" && clock != "23:59"
}

// trimmedLines is a text without blank lines around it.
func trimmedLines(text string) string {
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	for {
		first, rest, more := strings.Cut(text, "\n")
		if !more || strings.TrimSpace(first) != "" {
			return text
		}
		text = rest
	}
}
