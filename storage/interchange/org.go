package interchange

import (
	"fmt"
	"regexp"
	"strings"

	"overachiever/storage"
)

// Headings of Org mode, as https://orgmode.org/worg/org-syntax.html has them.
var (
	orgPriority = regexp.MustCompile(`^\[#([A-Za-z0-9]{1,2})\](?:[ \t]+|$)`)
	orgTags     = regexp.MustCompile(`(?:^|[ \t]+):((?:[\pL\pN_@#%]+:)+)[ \t]*$`)
	orgKeyword  = regexp.MustCompile(`^[ \t]*#\+([A-Za-z_]+):[ \t]*(.*)$`)
	orgPlanning = regexp.MustCompile(`^[ \t]*(?:(?:DEADLINE|SCHEDULED|CLOSED):[ \t]*[<\[][^>\]\n]*[>\]](?:--[<\[][^>\]\n]*[>\]])?[ \t]*)+$`)
	orgPlanned  = regexp.MustCompile(`(DEADLINE|SCHEDULED|CLOSED):[ \t]*[<\[]([^>\]\n]*)[>\]]`)
	orgStamp    = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})(?:[ \t]+[^ \t\d+.-][^ \t]*)?(?:[ \t]+(\d{1,2}:\d{2})(?:-\d{1,2}:\d{2})?)?([ \t].*)?$`)
	orgDrawer   = regexp.MustCompile(`^[ \t]*:([\pL\pN_-]+):[ \t]*$`)
	orgProperty = regexp.MustCompile(`^[ \t]*:([^: \t]+):(?:[ \t]+(.*))?$`)
	orgLink     = regexp.MustCompile(`\[\[([^\]\[]+)\](?:\[([^\]\[]+)\])?\]`)
	orgBlock    = regexp.MustCompile(`(?i)^[ \t]*#\+(begin|end)_\w+`)

	// What no Markdown list has: its first line may be a heading of Org, or a keyword.
	orgFirst = regexp.MustCompile(`^(\*+[ \t]|#\+\w+:|# -\*-.*\borg\b|:PROPERTIES:)`)
	orgSign  = regexp.MustCompile(`(?m)^(\*{2,}[ \t]+\S|\*+[ \t]+(TODO|DONE)([ \t]|$)|#\+(TITLE|TODO|STARTUP|FILETAGS|SEQ_TODO|TYP_TODO|AUTHOR|DATE|OPTIONS):|[ \t]*:PROPERTIES:[ \t]*\r?$|[ \t]*(DEADLINE|SCHEDULED|CLOSED): *[<\[]\d{4}-|# -\*-.*\borg\b)`)
)

func beginsOrg(head string) bool { return orgFirst.MatchString(head) && orgSign.MatchString(head) }

type org struct {
	*nursery
	line   int
	todo   map[string]bool // the keywords, true when they complete
	own    bool            // the keywords are the file's own
	open   []outlined
	tops   []*sprout
	body   strings.Builder
	heard  unkept // what is lost of the goal that is open
	due    bool   // its due day is a deadline
	state  orgState
	drawer string
	block  bool
}

// orgState is what may come next below a heading.
type orgState int

const (
	orgBody orgState = iota
	orgBelowHeading
	orgBelowPlanning
	orgInDrawer
)

func readOrg(in *reading) (Document, error) {
	r := &org{nursery: nurseryOf(in, Org, true), todo: map[string]bool{"TODO": false, "DONE": true}}
	err := in.lines(func(line int, text string) error {
		r.line = line
		return r.read(text)
	})
	if err != nil {
		return Document{}, err
	}
	r.close()
	return r.grow(r.tops)
}

func (r *org) read(line string) error {
	if strings.HasPrefix(line, "*") {
		text := strings.TrimLeft(line, "*")
		if stars := len(line) - len(text); strings.HasPrefix(text, " ") || strings.HasPrefix(text, "\t") {
			r.close()
			return r.heading(stars, text)
		}
	}
	if len(r.open) == 0 {
		r.before(line)
		return nil
	}
	r.below(line)
	return nil
}

// before reads a line above all headings: what keywords mean, for one.
func (r *org) before(line string) {
	keyword := orgKeyword.FindStringSubmatch(line)
	switch text := strings.TrimSpace(line); {
	case keyword != nil:
		r.keyword(strings.ToUpper(keyword[1]), keyword[2])
	case text != "" && !strings.HasPrefix(text, "#"):
		r.lose("lines above the first heading", r.line)
	}
}

func (r *org) keyword(name, value string) {
	switch name {
	case "TODO", "SEQ_TODO", "TYP_TODO":
		if !r.own {
			r.todo, r.own = map[string]bool{}, true
		}
		open, done, split := strings.Cut(value, "|")
		words, last := strings.Fields(open), strings.Fields(done)
		if !split && len(words) > 0 {
			words, last = words[:len(words)-1], words[len(words)-1:]
		}
		for _, word := range words {
			r.todo[orgWord(word)] = false
		}
		for _, word := range last {
			r.todo[orgWord(word)] = true
		}
	case "FILETAGS":
		r.lose("tags of the whole file", r.line)
	}
}

// orgWord is a keyword without the key for it: WAIT(w@/!).
func orgWord(word string) string {
	word, _, _ = strings.Cut(word, "(")
	return word
}

// heading opens a goal: "TODO [#A] name :tag:".
func (r *org) heading(level int, text string) error {
	var goal storage.Goal
	first, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	if done, known := r.todo[first]; known {
		text = rest
		if done {
			goal.Completed = r.now
		}
		if first != "TODO" && first != "DONE" {
			r.heard.add("keywords besides TODO and DONE: they come in as open or completed")
		}
	}
	text = strings.TrimSpace(text)
	priority := 0
	if found := orgPriority.FindStringSubmatch(text); found != nil {
		text = strings.TrimPrefix(text, found[0])
		known := false
		if priority, known = map[string]int{"A": 3, "B": 2, "C": 1}[found[1]]; !known {
			r.heard.add(lostPriority)
		}
	}
	var tags []string
	if found := orgTags.FindStringSubmatch(text); found != nil {
		text = strings.TrimSuffix(text, found[0])
		tags = hashtags(strings.Split(found[1], ":"), &r.heard)
	}
	if rest, comment := strings.CutPrefix(text, "COMMENT "); comment {
		text = rest
	}
	goal.Name = marked(orgText(text), priority, tags)
	made, err := r.sprout(goal, r.line)
	if err != nil {
		return err
	}
	r.tops, r.open = putBelow(r.tops, r.open, made, level)
	r.state, r.due, r.block = orgBelowHeading, false, false
	return nil
}

// close ends the goal that is open: its text is whole.
func (r *org) close() {
	if len(r.open) == 0 {
		return
	}
	last := r.open[len(r.open)-1]
	last.goal.Description = trimmedLines(cleaned(orgText(unindented(r.body.String()))))
	r.loseEach(last.line, r.heard)
	r.body.Reset()
	r.heard = nil
}

// below reads a line of the goal that is open.
func (r *org) below(line string) {
	if r.state == orgInDrawer {
		r.inDrawer(line)
		return
	}
	if r.state == orgBelowHeading && orgPlanning.MatchString(line) {
		r.state = orgBelowPlanning
		for _, planned := range orgPlanned.FindAllStringSubmatch(line, -1) {
			r.plan(planned[1], planned[2])
		}
		return
	}
	switch text := strings.TrimLeft(line, " \t"); { // a look is quicker than an expression
	case strings.HasPrefix(text, ":") && !r.block:
		if drawer := orgDrawer.FindStringSubmatch(line); drawer != nil && !strings.EqualFold(drawer[1], "END") {
			r.state, r.drawer = orgInDrawer, strings.ToUpper(drawer[1])
			return
		}
	case strings.HasPrefix(text, "#+"):
		if block := orgBlock.FindStringSubmatch(line); block != nil {
			r.block = strings.EqualFold(block[1], "begin")
		}
	}
	if r.block && (strings.HasPrefix(line, ",*") || strings.HasPrefix(line, ",#+")) {
		line = line[1:] // escaped, to be no heading
	}
	r.state = orgBody
	r.body.WriteString(line + "\n")
}

// inDrawer reads a line between :NAME: and :END:.
func (r *org) inDrawer(line string) {
	var property []string
	if strings.HasPrefix(strings.TrimLeft(line, " \t"), ":") {
		property = orgProperty.FindStringSubmatch(line)
	}
	if property != nil && strings.EqualFold(property[1], "END") && property[2] == "" {
		r.state = orgBody
		return
	}
	switch {
	case r.drawer == "LOGBOOK" || r.drawer == "CLOCK":
		r.heard.add("logbooks")
	case r.drawer != "PROPERTIES":
		r.body.WriteString(line + "\n")
	case property != nil:
		r.property(strings.ToUpper(property[1]), strings.TrimSpace(property[2]))
	}
}

func (r *org) property(name, value string) {
	last := r.open[len(r.open)-1].sprout
	switch name {
	case "ID", "CUSTOM_ID":
		id := keptID(value)
		if id == "" || last.goal.ID != "" {
			return
		}
		if r.lines[id] != 0 {
			r.heard.add("ids that another heading has")
			return
		}
		last.goal.ID, r.lines[id] = id, last.line
	case "CREATED":
		if stamp := orgStamp.FindStringSubmatch(strings.Trim(value, "[]<>")); stamp != nil {
			if created, ok := r.moment(strings.TrimSpace(stamp[1]+" "+stamp[2]), "2006-01-02 15:04", "2006-01-02"); ok {
				last.goal.Created = created
			}
		}
	default:
		r.heard.add("properties")
	}
}

// plan reads what a heading's DEADLINE, SCHEDULED or CLOSED says.
func (r *org) plan(what, text string) {
	goal := &r.open[len(r.open)-1].goal
	stamp := orgStamp.FindStringSubmatch(strings.TrimSpace(text))
	if stamp == nil {
		r.heard.add("days that are none")
		r.body.WriteString(fmt.Sprintf("%s: <%s>", what, text) + "\n")
		return
	}
	moment, ok := r.moment(strings.TrimSpace(stamp[1]+" "+stamp[2]), "2006-01-02 15:04", "2006-01-02")
	if !ok {
		r.heard.add("days that are none")
		r.body.WriteString(fmt.Sprintf("%s: <%s>", what, text) + "\n")
		return
	}
	if what == "CLOSED" {
		if !goal.Completed.IsZero() {
			goal.Completed = moment
		}
		return
	}
	for _, cookie := range strings.Fields(stamp[3]) {
		if strings.HasPrefix(cookie, "-") {
			r.heard.add("how long before the day to warn")
		} else {
			r.heard.add(lostRepeats)
		}
	}
	if what == "SCHEDULED" && r.due || what == "DEADLINE" && goal.Due != "" && !r.due {
		r.heard.add("scheduled days besides a deadline")
	}
	if what == "SCHEDULED" && goal.Due != "" {
		return
	}
	goal.Due, _ = r.dayOf(moment)
	r.due = what == "DEADLINE"
	if stamp[2] != "" {
		r.heard.add(lostDueTime)
	}
}

// orgText shows links as their text and where they lead.
func orgText(text string) string {
	if !strings.Contains(text, "[[") {
		return text
	}
	return orgLink.ReplaceAllStringFunc(text, func(link string) string {
		parts := orgLink.FindStringSubmatch(link)
		if parts[2] == "" || parts[2] == parts[1] {
			return parts[1]
		}
		return parts[2] + " (" + parts[1] + ")"
	})
}

// unindented takes away the blanks that all lines begin with: Org indents a text to its heading.
func unindented(text string) string {
	least := -1
	for line := range strings.SplitSeq(text, "\n") {
		if words := strings.TrimLeft(line, " \t"); words != "" && (least < 0 || len(line)-len(words) < least) {
			least = len(line) - len(words)
		}
	}
	var out strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		out.WriteString(strings.TrimRight(line[min(max(least, 0), len(line)):], " \t"))
		out.WriteByte('\n')
	}
	return out.String()
}
