package storage

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Kind is what an operation does. There are two kinds, and only two.
type Kind string

// Creating is a Move from Nowhere, deleting a Move into the Trash.
const (
	Move Kind = "move" // to another parent or position
	Set  Kind = "set"  // one field to another value
)

// Field is what a Set sets.
type Field string

// The fields. Times are decimal Unix milliseconds; "" is unset.
const (
	FieldName        Field = "name"
	FieldDescription Field = "description"
	FieldDue         Field = "due"
	FieldCreated     Field = "created"
	FieldCompleted   Field = "completed"
	FieldExtra       Field = "extra"
)

// everyField are all there are, in the order in which a new goal gets them.
func everyField() [6]Field {
	return [...]Field{FieldCreated, FieldName, FieldDescription, FieldDue, FieldCompleted, FieldExtra}
}

// Operation is one change of one goal, and what it takes to change it back.
type Operation struct {
	ID    string // UUIDv7 text
	Stamp Stamp
	Goal  GoalID
	Kind  Kind

	Parent, OldParent     GoalID // of a Move
	Position, OldPosition string

	Field           Field // of a Set
	Value, OldValue string
}

// Inverse returns the operation that changes back what o changed. It has no id and no
// stamp: it has not happened yet, and the tree gives it both when it does.
func (o Operation) Inverse() Operation {
	return Operation{
		Goal: o.Goal, Kind: o.Kind,
		Parent: o.OldParent, OldParent: o.Parent,
		Position: o.OldPosition, OldPosition: o.Position,
		Field: o.Field,
		Value: o.OldValue, OldValue: o.Value,
	}
}

// StepID names a step for ever: a UUIDv7 in its text form.
type StepID string

// Act is what a person did, for the words in the Edit menu.
type Act string

// What a person can do to goals.
const (
	ActCreate    Act = "create"
	ActRename    Act = "rename"
	ActDescribe  Act = "describe"
	ActDue       Act = "due"
	ActMove      Act = "move"
	ActIndent    Act = "indent"
	ActOutdent   Act = "outdent"
	ActSplit     Act = "split"
	ActJoin      Act = "join"
	ActDuplicate Act = "duplicate"
	ActPaste     Act = "paste"
	ActComplete  Act = "complete"
	ActReopen    Act = "reopen"
	ActDelete    Act = "delete"
	ActRestore   Act = "restore"
	ActErase     Act = "erase" // of goals in the trash
	ActEmpty     Act = "empty" // of the whole trash
	ActImport    Act = "import"
	ActRevert    Act = "revert"  // of all goals to those of a backup
	ActMerge     Act = "merge"   // of all goals of another person
	ActClaim     Act = "claim"   // of the goals kept without an account
	ActRecover   Act = "recover" // of goals as they stood when their file was damaged
)

// Step is what one press of a key did: undone and redone as one.
type Step struct {
	ID             StepID
	Act            Act
	Subject        string // the goal's name then, or "3 goals"; "" of a merge or claim
	Undoes, Redoes StepID // set when the step is an undo or a redo of that step
	Operations     []Operation

	goal GoalID // of its last operation,
	wall int64  // and when that was
}

// Empty tells whether the step changes nothing, and need not be saved.
func (s Step) Empty() bool { return len(s.Operations) == 0 }

// set changes one field of a goal, or none when the value is not one.
func (g *Goal) set(field Field, value string) error {
	var err error
	before := *g
	switch field {
	case FieldName:
		g.Name = value
	case FieldDescription:
		g.Description = value
	case FieldDue:
		g.Due, err = ParseDate(value)
	case FieldCreated:
		g.Created, err = parseTime(value)
	case FieldCompleted:
		g.Completed, err = parseTime(value)
	case FieldExtra:
		g.Extra, err = parseObject(value)
	default:
		err = fmt.Errorf("field %q", field)
	}
	if err != nil {
		*g = before
		return fmt.Errorf("%w: %w", ErrBadOperation, err)
	}
	return nil
}

// value is a field as operations carry it.
func (g *Goal) value(field Field) string {
	switch field {
	case FieldName:
		return g.Name
	case FieldDescription:
		return g.Description
	case FieldDue:
		return string(g.Due)
	case FieldCreated:
		return formatTime(g.Created)
	case FieldCompleted:
		return formatTime(g.Completed)
	case FieldExtra:
		return g.Extra
	}
	return ""
}

func formatTime(when time.Time) string {
	if when.IsZero() {
		return ""
	}
	return strconv.FormatInt(when.UnixMilli(), 10)
}

func parseTime(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	millis, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("time %q: %w", text, err)
	}
	return time.UnixMilli(millis).UTC(), nil
}

// parseObject takes a JSON object as it stands: nothing else could be written into an export.
func parseObject(text string) (string, error) {
	if text != "" && (text[0] != '{' || !json.Valid([]byte(text))) {
		return "", errors.New("what is kept for other programs is not a JSON object")
	}
	return text, nil
}
