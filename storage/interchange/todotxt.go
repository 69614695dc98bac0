package interchange

import (
	"bufio"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"overachiever/storage"
)

// todo.txt (https://github.com/todotxt/todo.txt) is a goal a line:
//
//	(A) 2026-11-20 name +project @context due:2027-02-01
//	x 2027-01-31 2026-11-20 name pri:A
//
// Parents are named as some of its programs do it: by id:… of the one and p:… of the other.
var (
	todoTxtLine = regexp.MustCompile(`^(?:x |)(?:\([A-Z]\) |\d{4}-\d\d-\d\d )`)
	todoTxtDay  = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)(?: |$)`)
	todoTxtRank = regexp.MustCompile(`^\(([A-Z])\)(?: |$)`)
)

func beginsTodoTxt(head string) bool { return todoTxtLine.MatchString(firstLine(head)) }

func writeTodoTxt(out *bufio.Writer, document Document) {
	word := func(before, text string) {
		if text != "" {
			out.WriteString(before + text + " ")
		}
	}
	// A name that has a key:value in it, of a key that the goal has no value for, is followed by
	// the key alone: that is then the last one of the key, and the name keeps its own.
	pair := func(key, value string, own map[string]int) {
		if _, there := own[key]; there || value != "" {
			out.WriteString(key + ":" + value + " ")
		}
	}
	listed(document.Goals, func(goal storage.Goal, parent storage.GoalID, _ int) {
		name, priority := cutPriority(strings.TrimSpace(strings.ReplaceAll(cleaned(goal.Name), "\n", " ")))
		rank := []string{"", "C", "B", "A"}[priority]
		if goal.Created.IsZero() { // else a day that the name begins with would be taken for it
			goal.Created = document.Exported
		}
		if goal.Completed.IsZero() {
			if rank != "" {
				word("", "("+rank+")")
				rank = ""
			}
		} else {
			word("x ", goal.Completed.UTC().Format(time.DateOnly))
		}
		word("", goal.Created.UTC().Format(time.DateOnly))
		word("", name)
		own := firstPairs(strings.Split(name, " "))
		pair("pri", rank, own)
		pair("due", string(goal.Due), own)
		pair("t", "", own)
		pair("rec", "", own)
		pair("p", string(parent), own)
		out.WriteString("id:" + string(goal.ID) + "\n")
	})
}

func readTodoTxt(in *reading) (Document, error) {
	k := kin{reading: in}
	err := in.lines(func(line int, text string) error {
		if text = strings.TrimSpace(cleaned(text)); text == "" {
			return nil
		}
		if len(text) > maxWords {
			return in.refuse(line, fmt.Sprintf("the line is longer than %d MiB", maxWords>>20))
		}
		t := todoTxtGoal{text: text}
		t.read(in.now)
		in.loseEach(line, t.lost)
		return k.add(t.goal, line, t.name, t.parent)
	})
	if err != nil {
		return Document{}, err
	}
	goals, err := k.branches()
	return Document{Goals: goals}, err
}

// todoTxtGoal is a line being read.
type todoTxtGoal struct {
	goal         storage.Goal
	text         string // what is left of it
	name, parent string // the file's own ids
	lost         unkept
}

func (t *todoTxtGoal) read(now time.Time) {
	rest, done := strings.CutPrefix(t.text, "x ")
	t.text = rest
	rank := t.cut(todoTxtRank)
	if done {
		t.goal.Completed = now
		if day := t.day(); !day.IsZero() {
			t.goal.Created, t.goal.Completed = day, day
		}
	}
	if day := t.day(); !day.IsZero() {
		t.goal.Created = day
	}
	if later := t.words(); rank == "" {
		rank = later
	}
	priority := 0
	if rank != "" {
		priority = max(0, maxPriority-int(rank[0]-'A'))
		if priority == 0 {
			t.lost.add("priorities below C")
		}
	}
	t.goal.Name = withPriority(t.text, priority)
}

// cut takes away what the text begins with.
func (t *todoTxtGoal) cut(what *regexp.Regexp) string {
	found := what.FindStringSubmatch(t.text)
	if found == nil {
		return ""
	}
	t.text = t.text[len(found[0]):]
	return found[1]
}

func (t *todoTxtGoal) day() time.Time {
	before := t.text
	day, err := time.Parse(time.DateOnly, t.cut(todoTxtDay))
	if err != nil {
		t.text = before
	}
	return day
}

// words takes the words out of the text that are key:value and known; of one key, the last.
// What cannot be read stays in the name.
func (t *todoTxtGoal) words() (rank string) {
	words := strings.Split(t.text, " ")
	kept := make([]string, 0, len(words))
	taken, first := map[string]bool{}, firstPairs(words)
	for i, word := range slices.Backward(words) {
		key, value, found := strings.Cut(word, ":")
		at, pairs := first[key]
		switch {
		case !found, !pairs, taken[key]:
		case value == "" && at < i, value != "" && t.take(key, value, &rank):
			taken[key] = true
			continue
		}
		kept = append(kept, word)
	}
	slices.Reverse(kept)
	t.text = strings.TrimSpace(strings.Join(kept, " "))
	return rank
}

// firstPairs is where the first key:value of each key stands that is known here.
func firstPairs(words []string) map[string]int {
	first := map[string]int{}
	for i, word := range words {
		key, value, _ := strings.Cut(word, ":")
		if value == "" {
			continue
		}
		switch key {
		case "pri", "due", "t", "rec", "p", "id":
			if _, there := first[key]; !there {
				first[key] = i
			}
		}
	}
	return first
}

// take reads one key:value; false when it means nothing here.
func (t *todoTxtGoal) take(key, value string, rank *string) bool {
	switch key {
	case "due":
		due, err := storage.ParseDate(value)
		if err == nil {
			t.goal.Due = due
		}
		return err == nil
	case "pri":
		if len(value) != 1 || value[0] < 'A' || value[0] > 'Z' {
			return false
		}
		*rank = value
	case "id":
		t.name = value
	case "p":
		t.parent = value
	case "t":
		_, err := storage.ParseDate(value)
		if err == nil {
			t.lost.add("start days")
		}
		return err == nil
	case "rec":
		t.lost.add("repeats")
	default:
		return false
	}
	return true
}
