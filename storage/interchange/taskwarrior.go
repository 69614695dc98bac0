package interchange

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"overachiever/storage"
)

// What Taskwarrior 2.6 and 3 write as `task export`: https://taskwarrior.org/docs/design/task/.
const taskwarriorTime = "20060102T150405Z0700"

var (
	taskwarriorBegins = regexp.MustCompile(`^(\[\s*)?\{`)
	taskwarriorStatus = regexp.MustCompile(`"status"\s*:\s*"(pending|completed|deleted|waiting|recurring)"`)
	taskwarriorEntry  = regexp.MustCompile(`"entry"\s*:\s*"\d{8}T\d{6}Z"`)
)

func beginsTaskwarrior(head string) bool {
	return taskwarriorBegins.MatchString(head) && strings.Contains(head, `"uuid"`) &&
		taskwarriorStatus.MatchString(head) && taskwarriorEntry.MatchString(head)
}

// warrior reads the tasks first, and then finds each its place: what repeats is there as a
// template too, which only its tasks tell.
type warrior struct {
	*nursery
	json     *jsonReader
	tasks    []warriorTask
	projects map[warriorProject]*sprout
	tops     []*sprout
}

type warriorTask struct {
	*sprout
	project  string
	template bool
	of       storage.GoalID // the template it came from
}

type warriorProject struct {
	parent *sprout // nil: at the top
	name   string
}

func readTaskwarrior(in *reading) (Document, error) {
	r := &warrior{nursery: nurseryOf(in, Taskwarrior, false), projects: map[warriorProject]*sprout{}}
	r.json = foreignJSON(in, &uncommaed{from: greedy{in.text}})
	if err := r.read(); err != nil {
		return Document{}, err
	}
	if err := r.place(); err != nil {
		return Document{}, err
	}
	return r.grow(r.tops)
}

// uncommaed blanks the commas between objects that no list holds: with json.array=off,
// Taskwarrior writes one on each line.
type uncommaed struct {
	from            io.Reader
	depth           int
	quoted, escaped bool
}

func (u *uncommaed) Read(p []byte) (int, error) {
	n, err := u.from.Read(p)
	for i, c := range p[:n] {
		switch {
		case u.escaped:
			u.escaped = false
		case u.quoted:
			u.escaped, u.quoted = c == '\\', c != '"'
		case c == '"':
			u.quoted = true
		case c == '{' || c == '[':
			u.depth++
		case c == '}' || c == ']':
			u.depth--
		case c == ',' && u.depth == 0:
			p[i] = ' '
		}
	}
	return n, err
}

func (r *warrior) read() error {
	token, err := r.json.next()
	if err != nil {
		return err
	}
	list := token == json.Delim('[')
	if !list && token != json.Delim('{') {
		return r.json.refuse("a Taskwarrior export is a list of tasks in [ ], or a task in { } on each line")
	}
	for began := !list; began || r.json.tokens.More(); began = false {
		if !began {
			if _, err := r.json.begin('{', "a task must be an object in { }"); err != nil {
				return err
			}
		}
		if err := r.task(); err != nil {
			return err
		}
	}
	if list {
		if _, err := r.json.next(); err != nil {
			return err
		}
	}
	return r.json.end()
}

// task reads a task whose { is behind.
func (r *warrior) task() error {
	var goal storage.Goal
	task := warriorTask{}
	var uuid, status, priority string
	var end, due time.Time
	var tags, notes []string
	var lost unkept
	described := false
	line := r.json.line()
	err := r.json.members(func(key string) (err error) {
		switch key {
		case "uuid":
			uuid, err = r.json.textOrNull(key)
		case "description":
			described = true
			goal.Name, err = r.json.text(key)
		case "status":
			status, err = r.json.textOrNull(key)
		case "project":
			task.project, err = r.json.textOrNull(key)
		case "priority":
			priority, err = r.json.textOrNull(key)
		case "entry":
			goal.Created, err = r.time(key)
		case "end":
			end, err = r.time(key)
		case "due":
			due, err = r.time(key)
		case "tags":
			err = r.json.texts(key, &tags)
		case "annotations":
			notes, err = r.annotations()
		case "parent":
			var parent string
			parent, err = r.json.textOrNull(key)
			task.of = keptID(parent)
		case "id", "urgency", "modified", "mask", "imask", "rtype", "last", "template":
			err = r.json.skip() // Taskwarrior's own bookkeeping
		default:
			lost.add(lossOfTask(key))
			err = r.json.skip()
		}
		return err
	})
	if err != nil {
		return err
	}
	switch {
	case status == "deleted":
		r.lose("deleted tasks: they are left out", line)
		return nil
	case !described:
		return r.refuse(line, "the task that begins here has no description")
	case status == "completed":
		if goal.Completed = end; end.IsZero() {
			goal.Completed = r.now
		}
	}
	if goal.ID = keptID(uuid); goal.ID == "" && uuid != "" {
		goal.ID = derivedID(r.root, uuid)
	}
	if !due.IsZero() {
		var timed bool
		if goal.Due, timed = r.dayOf(due); timed {
			lost.add(lostDueTime)
		}
	}
	importance, known := map[string]int{"": 0, "L": 1, "M": 2, "H": 3}[priority]
	if !known {
		lost.add(lostPriority)
	}
	goal.Name = marked(goal.Name, importance, hashtags(tags, &lost))
	goal.Description = strings.Join(notes, "\n")
	task.template = status == "recurring"
	r.loseEach(line, lost)
	if task.sprout, err = r.sprout(goal, line); err == nil {
		r.tasks = append(r.tasks, task)
	}
	return err
}

func lossOfTask(key string) string {
	switch key {
	case "recur":
		return lostRepeats
	case "depends":
		return "what a task waits for (depends)"
	case "wait", "scheduled", "until", "start":
		return "days and times besides the due day (wait, scheduled, until, start)"
	}
	return "fields of your own (UDAs)"
}

func (r *warrior) time(key string) (time.Time, error) {
	text, err := r.json.textOrNull(key)
	if err != nil || text == "" {
		return time.Time{}, err
	}
	moment, ok := r.moment(text, taskwarriorTime, time.RFC3339)
	if !ok {
		return moment, r.json.refuse("%s is not a time", shortened(text)).advise(fmt.Sprintf("write %q as Taskwarrior does, 20270131T183000Z", key))
	}
	return moment, nil
}

// annotations become lines that begin with their day.
func (r *warrior) annotations() ([]string, error) {
	var notes []string
	err := r.json.each("annotations", func() error {
		var entry time.Time
		var text string
		err := r.json.object("annotations", func(key string) (err error) {
			switch key {
			case "entry":
				entry, err = r.time(key)
			case "description":
				text, err = r.json.textOrNull(key)
			default:
				err = r.json.skip()
			}
			return err
		})
		if !entry.IsZero() {
			day, _ := r.dayOf(entry)
			text = fmt.Sprintf("%s %s", day, text)
		}
		notes = append(notes, text)
		return err
	})
	return notes, err
}

// place puts the tasks below their projects, each where the first of its tasks stands.
func (r *warrior) place() error {
	repeated := map[storage.GoalID]bool{}
	for _, task := range r.tasks {
		repeated[task.of] = true
	}
	for _, task := range r.tasks {
		if task.template && repeated[task.goal.ID] {
			r.lose("templates of repeating tasks: their tasks come in", task.line)
			continue
		}
		project, err := r.project(task.project, task.line)
		if err != nil {
			return err
		}
		r.put(project, task.sprout)
	}
	return nil
}

// project is the goal of a dotted path, nil for none.
func (r *warrior) project(path string, line int) (*sprout, error) {
	if strings.Count(path, ".") >= MaxDepth {
		return nil, r.refuse(line, fmt.Sprintf("goals are nested more than %d levels deep", MaxDepth))
	}
	var at *sprout
	below := derivedID(r.root, "project")
	for name := range strings.SplitSeq(path, ".") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		key := warriorProject{at, name}
		if r.projects[key] == nil {
			made, err := r.sprout(storage.Goal{ID: derivedID(below, name), Name: name}, line)
			if err != nil {
				return nil, err
			}
			r.projects[key] = made
			r.put(at, made)
		}
		at = r.projects[key]
		below = at.goal.ID
	}
	return at, nil
}

func (r *warrior) put(parent, s *sprout) {
	if parent == nil {
		r.tops = append(r.tops, s)
		return
	}
	parent.below = append(parent.below, s)
}
