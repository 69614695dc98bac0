package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"maps"
	"slices"
	"strconv"
)

// mostProblems is how many problems of one person's goals a report lists.
const mostProblems = 20

// Report is what Check found. It names goals by id, never by name.
type Report struct {
	Users, Goals, Operations int      // goals with those in the trash
	Problems                 []string // none: the file is sound
	// Hash is SHA-256, in hexadecimal, of all goals and their whole history: equal for two
	// files that hold the same, wherever and however they are kept.
	Hash string
}

// Check reads the whole file: SQLite's own checks, the pragmas, that the goals of each
// person make a tree, and that their journal, replayed from the beginning, gives exactly
// these goals and steps, hash for hash. What it finds is in the report; an error means that it could not look.
func (s *Store) Check(ctx context.Context) (Report, error) {
	c := check{kept: sha256.New(), replayed: sha256.New()}
	if s.write != nil {
		if err := s.checkPen(ctx); err != nil {
			c.found("%v", err)
		}
	}
	if err := inTransaction(ctx, s.read, c.run); err != nil {
		return Report{}, fmt.Errorf("checking: %w", err)
	}
	return c.Report, nil
}

// check is a report in the making.
type check struct {
	Report
	kept, replayed hash.Hash // of what the tables hold, and of what the journal makes of them
}

func (c *check) found(format string, args ...any) {
	c.Problems = append(c.Problems, fmt.Sprintf(format, args...))
}

func (c *check) run(ctx context.Context, tx *sql.Tx) error {
	if err := c.sqlite(ctx, tx); err != nil {
		return err
	}
	err := tx.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM user), (SELECT count(*) FROM operation)`).
		Scan(&c.Users, &c.Operations)
	if err != nil {
		return err
	}
	odd, err := texts(ctx, tx, `SELECT DISTINCT id FROM user JOIN identity ON user = id WHERE local = 1`)
	if err != nil {
		return err
	}
	for _, id := range odd {
		c.found("user %s: has an account, and keeps goals without one", id)
	}
	users, err := texts(ctx, tx, `SELECT id FROM user ORDER BY id`)
	if err != nil {
		return err
	}
	ends := map[journalStep]Stamp{}
	for _, id := range users {
		if err := c.user(ctx, tx, &User{id: UserID(id)}, ends); err != nil {
			return err
		}
	}
	if err := c.steps(ctx, tx, ends); err != nil {
		return err
	}
	c.Hash = hex.EncodeToString(c.kept.Sum(nil))
	if replayed := hex.EncodeToString(c.replayed.Sum(nil)); replayed != c.Hash {
		c.found("the hash is %s, and %s by the journal", c.Hash, replayed)
	}
	return nil
}

// sqlite runs the checks that SQLite has: https://sqlite.org/pragma.html#pragma_integrity_check
func (c *check) sqlite(ctx context.Context, tx *sql.Tx) error {
	lines, err := texts(ctx, tx, `PRAGMA integrity_check`)
	if err != nil {
		return err
	}
	for _, line := range lines {
		if line != "ok" {
			c.found("integrity: %s", line)
		}
	}
	lines, err = texts(ctx, tx, `SELECT "table" || ' refers to a missing row of ' || parent FROM pragma_foreign_key_check`)
	for _, line := range lines {
		c.found("foreign key: %s", line)
	}
	return err
}

func (c *check) user(ctx context.Context, tx *sql.Tx, user *User, ends map[journalStep]Stamp) error {
	var goals []Goal
	if err := user.goals(ctx, tx, func(goal Goal) { goals = append(goals, goal) }); err != nil {
		return err
	}
	if tree, err := NewTree(goals, nil); err != nil {
		c.found("user %s: %v", user.id, err)
	} else {
		c.Goals += tree.Totals().Total + tree.entries[Trash].below().all.progress().Total
	}
	digest(c.kept, string(user.id))
	digest(c.replayed, string(user.id))
	replayed, problems, err := c.replay(ctx, tx, user, ends)
	if err != nil {
		return err
	}
	c.list("user "+string(user.id), append(problems, differences(goals, replayed)...))
	for _, goal := range goals {
		goal.digest(c.kept)
	}
	for _, id := range slices.Sorted(maps.Keys(replayed.entries)) {
		if n := replayed.entries[id]; n.parent != nil {
			n.Goal().digest(c.replayed)
		}
	}
	return nil
}

// list adds problems with what they are about: so many of them as somebody would read.
func (c *check) list(about string, problems []string) {
	if more := len(problems) - mostProblems; more > 0 {
		problems = append(problems[:mostProblems], fmt.Sprintf("and %d more", more))
	}
	for _, problem := range problems {
		c.found("%s: %s", about, problem)
	}
}

// digest adds texts to a hash, each with its length, so that none can pass for two.
func digest(to io.Writer, texts ...string) {
	for _, text := range texts {
		fmt.Fprintf(to, "%d:%s", len(text), text)
	}
}

func (g Goal) digest(to io.Writer) {
	digest(to, string(g.ID), string(g.Parent), g.Position, g.Name, g.Description, string(g.Due),
		formatTime(g.Created), formatTime(g.Completed), g.Extra)
}

func (o Operation) digest(to io.Writer, step StepID) {
	digest(to, string(step), o.ID, string(o.Goal), string(o.Kind), string(o.Parent), string(o.OldParent), o.Position, o.OldPosition,
		string(o.Field), o.Value, o.OldValue)
	o.Stamp.digest(to)
}

func (s Stamp) digest(to io.Writer) {
	digest(to, strconv.FormatInt(s.Wall, 10), strconv.Itoa(int(s.Count)), s.Device)
}

// replay builds a tree from the journal alone, in the order of the stamps, and notes with
// which stamp each step ends.
func (c *check) replay(ctx context.Context, tx *sql.Tx, user *User, ends map[journalStep]Stamp) (*Tree, []string, error) {
	tree, err := NewTree(nil, nil)
	if err != nil {
		return nil, nil, err
	}
	rows, err := tx.QueryContext(ctx, `SELECT o.step, `+operationColumns+` FROM operation AS o
		WHERE o.user = ? ORDER BY o.wall, o.count, o.device`, user.id)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	var problems []string
	for rows.Next() {
		var operation Operation
		step := journalStep{user: user.id}
		if err := rows.Scan(append([]any{&step.id}, operation.columns()...)...); err != nil {
			return nil, nil, err
		}
		ends[step] = operation.Stamp
		operation.digest(io.MultiWriter(c.kept, c.replayed), step.id)
		if err := tree.apply(operation); err != nil {
			problems = append(problems, fmt.Sprintf("operation %s: %v", operation.ID, err))
		}
	}
	return tree, problems, rows.Err()
}

// differences compares the goals in the file with those the journal gives.
func differences(goals []Goal, replayed *Tree) []string {
	var problems []string
	left := make(map[GoalID]struct{}, len(goals))
	for _, goal := range goals {
		left[goal.ID] = struct{}{}
		switch n := replayed.entries[goal.ID]; {
		case n == nil:
			problems = append(problems, fmt.Sprintf("goal %s is not in the journal", goal.ID))
		case n.Goal() != goal:
			problems = append(problems, fmt.Sprintf("goal %s is not as the journal has it", goal.ID))
		}
	}
	for id, n := range replayed.entries {
		if _, there := left[id]; !there && n.parent != nil {
			problems = append(problems, fmt.Sprintf("goal %s is in the journal only", id))
		}
	}
	slices.Sort(problems)
	return problems
}

// texts reads the first column of a query.
func texts(ctx context.Context, db queryer, query string, args ...any) ([]string, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, known(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		list = append(list, text)
	}
	return list, known(rows.Err())
}
