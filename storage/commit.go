package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"overachiever/storage/position"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// statements are what a commit runs, prepared once on the writing connection.
type statements struct {
	step, newest, last                *sql.Stmt
	turn, drop, merge                 *sql.Stmt
	operation, create, place, isBelow *sql.Stmt
	fields                            map[Field]*sql.Stmt
	many                              many
}

// insertOperation is the beginning of what adds to the journal: commit.row has the columns.
const (
	insertOperation = `INSERT INTO operation (user, id, step, wall, count, device, goal, kind,
		parent, old_parent, position, old_position, field, value, old_value) VALUES `
	operationWidth = 15
)

func (s *statements) prepare(ctx context.Context, pen *pen) error {
	s.fields = map[Field]*sql.Stmt{}
	for _, field := range everyField() {
		statement, err := pen.PrepareContext(ctx, `UPDATE goal SET `+string(field)+` = ? WHERE user = ? AND id = ?`)
		if err != nil {
			return known(err)
		}
		s.fields[field] = statement
	}
	for _, p := range []struct {
		statement **sql.Stmt
		query     string
	}{
		{&s.step, `INSERT INTO step (user, id, act, subject, undoes, redoes, state, wall, count, device)
			SELECT ?1, ?2, ?3, ?4, nullif(?5, ''), nullif(?6, ''), ?7, ?8, ?9, ?10
			WHERE coalesce((SELECT (wall, count, device) < (?11, ?12, ?13) FROM step INDEXED BY step_user
				WHERE user = ?1 ORDER BY number DESC LIMIT 1), true) ON CONFLICT (user, id) DO NOTHING`},
		{&s.newest, `SELECT wall, count, device, EXISTS (SELECT 1 FROM step WHERE user = ?1 AND id = ?2)
			FROM step INDEXED BY step_user WHERE user = ?1 ORDER BY number DESC LIMIT 1`},
		{&s.last, `UPDATE step SET wall = ?, count = ? WHERE user = ? AND id = ?`},
		{&s.turn, `UPDATE step SET state = ? WHERE user = ? AND id = ?`},
		{&s.drop, `UPDATE step SET state = 'dropped' WHERE user = ? AND state = 'undone'`},
		{&s.merge, `SELECT from_user, from_step, act FROM merge JOIN step ON step.user = merge.user AND step.id = merge.step
			WHERE merge.user = ? AND merge.step = ?`},
		{&s.operation, insertOperation + `(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (user, id) DO NOTHING`},
		{&s.create, `INSERT INTO goal (user, id, parent, position) VALUES (?, ?, 'nowhere', '') ON CONFLICT (user, id) DO NOTHING`},
		{&s.place, `UPDATE goal SET parent = ?, position = ? WHERE user = ? AND id = ?`},
		{&s.isBelow, `WITH RECURSIVE up (id) AS (VALUES (?1)
			UNION SELECT goal.parent FROM goal JOIN up ON goal.id = up.id WHERE goal.user = ?2)
			SELECT count(*) FROM up WHERE id = ?3`},
	} {
		var err error
		if *p.statement, err = pen.PrepareContext(ctx, p.query); err != nil {
			return known(err)
		}
	}
	return s.many.prepare(ctx, pen)
}

// Commit saves steps in one transaction: journal and effect, or nothing. Operations that
// are in the file already are passed over, so a commit whose outcome is unknown can be
// tried again. Errors: ErrNoGoal for a goal or parent that is not this person's,
// ErrNoUser, ErrOwnDescendant, ErrBadOperation, ErrReadOnly, and the disk's. The context's
// only when it is over at the beginning.
func (u *User) Commit(ctx context.Context, steps []Step) error {
	err := ctx.Err()
	if err == nil {
		// From here on it is not cancelled: whether a commit broken off happened is unknown.
		// And what might be cancelled is watched by a goroutine for each statement.
		err = u.store.update(context.WithoutCancel(ctx), func(ctx context.Context, pen *pen) error {
			return u.commit(pen).saveAll(ctx, steps)
		})
	}
	if err != nil {
		return fmt.Errorf("saving: %w", err)
	}
	return nil
}

// commit is what one person does in one transaction.
type commit struct {
	user *User
	pen  *pen
	told func(operations int) // hears how many more are saved

	// Of the last operations that were saved many at once: their room is for the next.
	arguments []any
	rewrites  []rewrite
}

func (u *User) commit(p *pen) *commit {
	return &commit{user: u, pen: p, told: func(int) {}}
}

func (c *commit) saveAll(ctx context.Context, steps []Step) error {
	for _, step := range steps {
		if err := c.save(ctx, step); err != nil {
			return fmt.Errorf("step %s: %w", step.ID, err)
		}
	}
	return nil
}

func (c *commit) save(ctx context.Context, step Step) error {
	if step.Empty() {
		return nil
	}
	step, there, err := c.saveStep(ctx, step)
	if err != nil {
		return err
	}
	return c.saveOperations(ctx, step, there)
}

// saveOperations saves what a step does, or a part of that, once the step is noted. What is
// in the file already, if the step was there, is passed over.
func (c *commit) saveOperations(ctx context.Context, step Step, there bool) error {
	left := step.Operations
	if !there { // else they are passed over, each by itself
		saved, err := c.saveNewGoals(ctx, step)
		if err != nil {
			return err
		}
		left = left[saved:]
	}
	for len(left) > 0 {
		saved := 0
		if !there {
			var err error
			if saved, err = c.saveRun(ctx, step.ID, left); err != nil {
				return err
			}
		}
		if saved == 0 {
			if err := c.saveOperation(ctx, step.ID, left[0]); err != nil {
				return fmt.Errorf("operation %s: %w", left[0].ID, err)
			}
			c.told(1)
			saved = 1
		}
		left = left[saved:]
	}
	return nil
}

// saveStep notes the step, and what it means for what can be undone and redone. It returns
// the step as it is in the journal, and whether it was there already.
func (c *commit) saveStep(ctx context.Context, step Step) (_ Step, there bool, err error) {
	if step.ID == "" || (step.Undoes != "" && step.Redoes != "") {
		return step, false, fmt.Errorf("%w: a step without an id, or both undo and redo", ErrBadOperation)
	}
	added, err := c.addStep(ctx, step)
	if err == nil && added == 0 {
		if step, there, err = c.later(ctx, step); err != nil || there {
			return step, there, err
		}
		_, err = c.addStep(ctx, step)
	}
	if err != nil {
		return step, false, err
	}
	switch {
	case step.Undoes != "":
		return step, false, c.turn(ctx, "undone", step.Undoes, c.unmerge)
	case step.Redoes != "":
		return step, false, c.turn(ctx, "done", step.Redoes, c.remerge)
	}
	_, err = c.run(ctx, c.pen.drop, c.user.id)
	return step, false, err
}

// addStep adds the step to the file, unless it is there or the file has a later one.
func (c *commit) addStep(ctx context.Context, step Step) (int64, error) {
	state := sql.Null[string]{V: "done", Valid: step.Undoes == "" && step.Redoes == ""}
	first, last := step.Operations[0].Stamp, step.Operations[len(step.Operations)-1].Stamp
	added, err := c.run(ctx, c.pen.step, c.user.id, step.ID, step.Act, step.Subject,
		step.Undoes, step.Redoes, state, last.Wall, last.Count, last.Device, first.Wall, first.Count, first.Device)
	if isForeignKey(err) {
		return 0, fmt.Errorf("user %q, or the step to undo: %w", c.user.id, ErrNoUser)
	}
	return added, err
}

// later gives a step stamps after all that is in the file, unless the step is there. Two
// processes that write for one person do not see each other's clocks; the journal is to
// tell in which order their steps came to the file, or it would not lead to its goals.
func (c *commit) later(ctx context.Context, step Step) (_ Step, there bool, err error) {
	var newest Stamp
	err = c.pen.newest.QueryRowContext(ctx, c.user.id, step.ID).
		Scan(&newest.Wall, &newest.Count, &newest.Device, &there)
	if err != nil || there {
		return step, there, err
	}
	clock := NewClock(c.user.store.device, c.user.store.now)
	clock.Observe(newest)
	step.Operations = slices.Clone(step.Operations) // the tree has them too
	for i := range step.Operations {
		step.Operations[i].Stamp = clock.Next()
	}
	return step, false, nil
}

// turn notes that a step was undone or redone. If it was a merge, there is another person
// to whom the same is to happen.
func (c *commit) turn(ctx context.Context, state string, step StepID, twin func(context.Context, merge) error) error {
	if _, err := c.run(ctx, c.pen.turn, state, c.user.id, step); err != nil {
		return err
	}
	m := merge{step: step}
	err := c.pen.merge.QueryRowContext(ctx, c.user.id, step).Scan(&m.from, &m.left, &m.act)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return twin(ctx, m)
}

func (c *commit) saveOperation(ctx context.Context, step StepID, o Operation) error {
	if o.ID == "" {
		return fmt.Errorf("%w: no id", ErrBadOperation)
	}
	created, err := c.create(ctx, o)
	if err != nil {
		return err
	}
	added, err := c.run(ctx, c.pen.operation, c.row(nil, step, o)...)
	switch {
	case isForeignKey(err):
		return missing(o.Goal)
	case err == nil && added == 0 && created:
		return fmt.Errorf("%w: its id is another's", ErrBadOperation)
	case err != nil || added == 0:
		return err
	case o.Kind == Set:
		return c.set(ctx, o)
	}
	if err := c.move(ctx, o); err != nil || created {
		return err
	}
	return c.refuseCycle(ctx, o)
}

// row adds an operation to a list as the journal keeps it: as plain texts and numbers, for
// which the file's driver makes no copies.
func (c *commit) row(list []any, step StepID, o Operation) []any {
	moves, sets := o.Kind == Move, o.Kind == Set
	return append(list, string(c.user.id), o.ID, string(step), o.Stamp.Wall, int64(o.Stamp.Count), o.Stamp.Device, string(o.Goal), string(o.Kind),
		only(moves, o.Parent), only(moves, o.OldParent), only(moves, o.Position), only(moves, o.OldPosition),
		only(sets, o.Field), only(sets, o.Value), only(sets, o.OldValue))
}

// create makes the goal that comes from Nowhere for the first time. It is there before
// its operation is, so that the journal never speaks of a goal that is not.
func (c *commit) create(ctx context.Context, o Operation) (bool, error) {
	if o.Kind != Move || o.OldParent != Nowhere {
		return false, nil
	}
	created, err := c.run(ctx, c.pen.create, c.user.id, o.Goal)
	return created > 0, err
}

// move places a goal.
func (c *commit) move(ctx context.Context, o Operation) error {
	if o.Parent != Nowhere && !position.Valid(o.Position) {
		return fmt.Errorf("%w: %w: %q", ErrBadOperation, position.ErrInvalid, o.Position)
	}
	if o.Goal == o.Parent {
		return fmt.Errorf("goal %q: %w", o.Goal, ErrOwnDescendant)
	}
	_, err := c.run(ctx, c.pen.place, o.Parent, o.Position, c.user.id, o.Goal)
	if isForeignKey(err) {
		return fmt.Errorf("parent %q: %w", o.Parent, ErrNoGoal)
	}
	return err
}

// refuseCycle looks whether the goal's new parent is below the goal.
func (c *commit) refuseCycle(ctx context.Context, o Operation) error {
	if o.Parent == TopLevel || o.Parent == Trash || o.Parent == Nowhere {
		return nil
	}
	var loops int
	err := c.pen.isBelow.QueryRowContext(ctx, o.Parent, c.user.id, o.Goal).Scan(&loops)
	if err == nil && loops > 0 {
		return fmt.Errorf("goal %q: %w", o.Goal, ErrOwnDescendant)
	}
	return err
}

// set changes one field.
func (c *commit) set(ctx context.Context, o Operation) error {
	var goal Goal
	if err := goal.set(o.Field, o.Value); err != nil {
		return err
	}
	_, err := c.run(ctx, c.pen.fields[o.Field], goal.column(o.Field), c.user.id, o.Goal)
	return err
}

// run runs a prepared statement and returns how many rows it changed.
func (c *commit) run(ctx context.Context, statement *sql.Stmt, args ...any) (int64, error) {
	result, err := statement.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// column is a field as the goal table keeps it.
func (g *Goal) column(field Field) any {
	switch field {
	case FieldCreated:
		return nullMillis(g.Created)
	case FieldCompleted:
		return nullMillis(g.Completed)
	case FieldDue:
		return only(g.Due != "", g.Due)
	}
	return g.value(field)
}

// only is the text if it applies, else NULL.
func only[T ~string](applies bool, text T) any {
	if !applies {
		return nil
	}
	return string(text)
}

// isForeignKey tells whether the file refused a row because what it refers to is not there.
func isForeignKey(err error) bool {
	var failure *sqlite.Error
	return errors.As(err, &failure) && failure.Code() == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY
}
