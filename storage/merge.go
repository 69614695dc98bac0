package storage

import (
	"context"
	"fmt"
)

// merge is a step of one person that took in all goals of another.
type merge struct {
	step StepID
	act  Act
	from UserID // whose goals they were
	left StepID // what it did last in that person's own journal
}

// Merge makes one person of two, in one transaction. Copies of the goals of from come to
// the end of into's top level, as one step; the originals go into from's trash, as one
// step there; and with from's identities one signs in as into from then on. When into
// undoes the step, by Tree.Undo and Commit like any other, from has goals and identities
// back; redoing it does everything again. Nobody may have the goals of either open
// meanwhile. Errors: ErrNoUser, ErrSamePerson, ErrLocalUser: that one has no identity.
func (s *Store) Merge(ctx context.Context, from, into UserID) error {
	if err := s.merge(ctx, ActMerge, from, into); err != nil {
		return fmt.Errorf("merging: %w", err)
	}
	return nil
}

// Claim moves the goals kept without an account to a person, as Merge does.
// Errors: ErrNoUser, ErrLocalUser, ErrNothingToClaim.
func (s *Store) Claim(ctx context.Context, into UserID) error {
	local, err := s.text(ctx, `SELECT id FROM user WHERE local = 1`)
	if err == nil && local == "" {
		err = ErrNothingToClaim
	}
	if err == nil {
		err = s.merge(ctx, ActClaim, UserID(local), into)
	}
	if err != nil {
		return fmt.Errorf("claiming: %w", err)
	}
	return nil
}

func (s *Store) merge(ctx context.Context, act Act, from, into UserID) error {
	return s.update(ctx, func(ctx context.Context, pen *pen) error {
		if local, err := s.User(into).isLocal(ctx, pen); err != nil {
			return err
		} else if local {
			return ErrLocalUser
		}
		if from == into {
			return ErrSamePerson
		}
		return s.User(into).commit(pen).merge(ctx, act, from)
	})
}

func (c *commit) merge(ctx context.Context, act Act, from UserID) error {
	own, err := c.user.tree(ctx, c.pen)
	if err != nil {
		return err
	}
	theirs, err := c.user.store.User(from).tree(ctx, c.pen)
	if err != nil {
		return err
	}
	if act == ActClaim && theirs.Totals().Total == 0 {
		return ErrNothingToClaim
	}
	taken, err := own.takeIn(act, theirs)
	if err != nil {
		return err
	}
	if err := c.save(ctx, taken); err != nil {
		return err
	}
	left, err := c.empty(ctx, act, from, theirs)
	if err != nil {
		return err
	}
	_, err = c.pen.ExecContext(ctx, `INSERT INTO merge (user, step, from_user, from_step) VALUES (?, ?, ?, ?)`, c.user.id, taken.ID, from, left)
	if err != nil || act == ActClaim {
		return err
	}
	return c.takeIdentities(ctx, merge{step: taken.ID, from: from})
}

// unmerge gives back what a merge took.
func (c *commit) unmerge(ctx context.Context, m merge) error {
	trashed, err := c.trashed(ctx, m)
	if err != nil {
		return err
	}
	from := c.user.store.User(m.from)
	theirs, err := from.tree(ctx, c.pen)
	if err != nil {
		return err
	}
	back, err := theirs.takeBack(m, trashed)
	if err != nil {
		return err
	}
	if err := from.commit(c.pen).save(ctx, back); err != nil {
		return err
	}
	// From here on only the other one decides about it.
	_, err = c.pen.ExecContext(ctx, `UPDATE step SET state = 'dropped' WHERE user = ? AND id = ? AND state IS NOT NULL`, m.from, m.left)
	if err != nil {
		return err
	}
	if !back.Empty() {
		if err := c.remember(ctx, m, back.ID); err != nil {
			return err
		}
	}
	return c.returnIdentities(ctx, m)
}

// remerge takes again what was given back, unless its person has gone on since: what they
// have done is in no copy, so they keep their goals, and their identities to open them.
func (c *commit) remerge(ctx context.Context, m merge) error {
	var newest StepID
	err := c.pen.QueryRowContext(ctx, `SELECT id FROM step WHERE user = ? ORDER BY number DESC LIMIT 1`, m.from).Scan(&newest)
	if err != nil || newest != m.left {
		return err
	}
	theirs, err := c.user.store.User(m.from).tree(ctx, c.pen)
	if err != nil {
		return err
	}
	left, err := c.empty(ctx, m.act, m.from, theirs)
	if err != nil {
		return err
	}
	if err := c.remember(ctx, m, left); err != nil || m.act == ActClaim {
		return err
	}
	return c.takeIdentities(ctx, m)
}

// empty puts all goals of the other person into their trash.
func (c *commit) empty(ctx context.Context, act Act, from UserID, theirs *Tree) (StepID, error) {
	step, err := theirs.trashAll(act)
	if err != nil {
		return "", err
	}
	return step.ID, c.user.store.User(from).commit(c.pen).save(ctx, step)
}

// trashed returns the goals that a merge put into the trash, and where they were.
func (c *commit) trashed(ctx context.Context, m merge) ([]Goal, error) {
	rows, err := c.pen.QueryContext(ctx, `SELECT goal, old_position FROM operation INDEXED BY operation_step
		WHERE user = ? AND step = ? AND parent = 'trash'`, m.from, m.left)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var goals []Goal
	for rows.Next() {
		var goal Goal
		if err := rows.Scan(&goal.ID, &goal.Position); err != nil {
			return nil, err
		}
		goals = append(goals, goal)
	}
	return goals, rows.Err()
}

// remember notes what a merge did last in the other person's journal.
func (c *commit) remember(ctx context.Context, m merge, left StepID) error {
	_, err := c.pen.ExecContext(ctx, `UPDATE merge SET from_step = ? WHERE user = ? AND step = ?`, left, c.user.id, m.step)
	return err
}

// takeIdentities remembers whose identity is whose, and gives all to this person; whose
// goals were open last, too.
func (c *commit) takeIdentities(ctx context.Context, m merge) error {
	for _, query := range []string{
		`INSERT INTO merged_identity (user, step, issuer, subject, owner, provider, login)
			SELECT ?1, ?2, issuer, subject, user, provider, login FROM identity WHERE user IN (?1, ?3)`,
		`UPDATE identity SET user = ?1 WHERE user = ?3`,
		`UPDATE meta SET value = ?1 WHERE name = 'last_open' AND value = ?3`,
	} {
		if _, err := c.pen.ExecContext(ctx, query, c.user.id, m.step, m.from); err != nil {
			return err
		}
	}
	return nil
}

// returnIdentities makes the identities theirs whose they were. One that was disconnected
// since comes back only to a person who would have none.
func (c *commit) returnIdentities(ctx context.Context, m merge) error {
	for _, query := range []string{
		`UPDATE identity SET user = ?3 WHERE user = ?1 AND (issuer, subject) IN
			(SELECT issuer, subject FROM merged_identity WHERE user = ?1 AND step = ?2 AND owner = ?3)`,
		`INSERT INTO identity (issuer, subject, user, provider, login, name, bio, company, location, page, public_repos, followers, following, etag)
			SELECT issuer, subject, owner, provider, login, '', '', '', '', '', 0, 0, 0, '' FROM merged_identity AS m
			WHERE m.user = ?1 AND step = ?2 AND NOT EXISTS (SELECT 1 FROM identity WHERE identity.user = m.owner)
			ON CONFLICT DO NOTHING`,
		`DELETE FROM merged_identity WHERE user = ?1 AND step = ?2`,
	} {
		if _, err := c.pen.ExecContext(ctx, query, c.user.id, m.step, m.from); err != nil {
			return err
		}
	}
	return nil
}

// takeIn puts copies of all goals of another tree at the end of the top level.
func (t *Tree) takeIn(act Act, other *Tree) (Step, error) {
	forest := other.copies(TopLevel, t)
	if len(forest) == 0 {
		return t.do(act, "", t.nothing())
	}
	_, operations, err := t.grow(t.entries[TopLevel], len(t.entries[TopLevel].Children()), forest)
	if err != nil {
		return Step{}, err
	}
	return t.do(act, "", append(operations, t.say(other.said(t))...)...)
}

// said is what files say that the goals came from, and nobody has told the other tree yet.
func (t *Tree) said(other *Tree) []Goal {
	var list []Goal
	for _, id := range []GoalID{Document, Owner} {
		if e := t.entries[id]; e != nil && other.entries[id] == nil {
			list = append(list, e.Goal())
		}
	}
	return list
}

// copies are the goals below a parent as they can be put into another tree: without the
// ids that are taken there.
func (t *Tree) copies(parent GoalID, other *Tree) []Branch {
	var forest []Branch
	for _, child := range t.entries[parent].Children() {
		branch := Branch{Goal: child.Goal(), Children: t.copies(child.goal.ID, other)}
		if other.find(child.goal.ID) != nil {
			branch.Goal.ID = ""
		}
		forest = append(forest, branch)
	}
	return forest
}

// trashAll puts all goals into the trash.
func (t *Tree) trashAll(act Act) (Step, error) {
	top := t.entries[TopLevel].Children()
	if len(top) == 0 {
		return t.do(act, "", t.nothing())
	}
	// At the beginning no other goal has to make room.
	positions, _, err := room(t.entries[Trash], 0, len(top), nil)
	if err != nil {
		return Step{}, err
	}
	operations := make([]Operation, 0, len(top))
	for i, goal := range top {
		operations = append(operations, Operation{Kind: Move, Goal: goal.ID(), Parent: Trash, Position: positions[i]})
	}
	return t.do(act, "", operations...)
}

// takeBack puts goals that a merge trashed to where they were on the top level. Those
// that were taken out of the trash since stay where they are.
func (t *Tree) takeBack(m merge, trashed []Goal) (Step, error) {
	var operations []Operation
	for _, goal := range trashed {
		if t.IsBelow(goal.ID, Trash) {
			operations = append(operations, Operation{Kind: Move, Goal: goal.ID, Parent: TopLevel, Position: goal.Position})
		}
	}
	done, err := t.perform(operations...)
	if err != nil || len(done) == 0 {
		return Step{}, err
	}
	return Step{ID: StepID(t.clock.newID()), Act: m.act, Undoes: m.left, Operations: done}, nil
}

// nothing is an operation without effect: what is nowhere stays there. A step needs one
// to be in the journal, and so to be undone.
func (t *Tree) nothing() Operation {
	return Operation{Kind: Move, Goal: GoalID(t.clock.newID()), Parent: Nowhere}
}
