package storage

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// All returns every goal that the tree knows: also those Nowhere.
func (t *Tree) All() []Goal {
	all := make([]Goal, 0, len(t.entries))
	for _, n := range t.entries {
		if n.parent != nil {
			all = append(all, n.Goal())
		}
	}
	slices.SortFunc(all, func(a, b Goal) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

// knowledge is what is known of a person's goals besides their journal.
type knowledge struct {
	goals    []Goal   // as they were
	homeless []GoalID // those of which the journal does not tell where they are
	mended   bool     // the journal has lost something
}

// adopt makes a person's goals what they were known to be, by a step that nobody undoes;
// goals that are not known stay as they are. It returns of how many no name is left.
// When something of the journal is lost, nothing before can be undone: of a step that is
// left in part, only a part would be.
func (u *User) adopt(ctx context.Context, known knowledge) (lost int, err error) {
	tree, err := u.Tree(ctx)
	if err != nil {
		return 0, err
	}
	newest, err := u.newest(ctx)
	if err != nil {
		return 0, err
	}
	tree.clock.Observe(newest)
	operations, lost, err := tree.towards(known)
	if err != nil || len(operations) == 0 && !known.mended {
		return lost, err
	}
	step, err := tree.do(ActRecover, "", append(operations, tree.nothing())...)
	if err != nil {
		return 0, err
	}
	if err := u.Commit(ctx, []Step{step}); err != nil {
		return 0, err
	}
	return lost, u.store.put(ctx, `UPDATE step SET state = 'dropped' WHERE user = ? AND state IS NOT NULL`, u.id)
}

// newest is the latest stamp in a person's journal, in whatever order the steps are.
func (u *User) newest(ctx context.Context) (stamp Stamp, err error) {
	rows, err := u.store.read.QueryContext(ctx, `SELECT wall, count FROM operation WHERE user = ? ORDER BY wall DESC, count DESC LIMIT 1`, u.id)
	if err != nil {
		return stamp, known(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&stamp.Wall, &stamp.Count); err != nil {
			return stamp, err
		}
	}
	return stamp, known(rows.Err())
}

// takeUnsaved saves what is in memory only: the steps, as far as they can be done here, and
// then whatever is still not as the person has it before them.
func (s *Store) takeUnsaved(ctx context.Context, unsaved Unsaved) error {
	err := s.put(ctx, `INSERT INTO user (id, created, local) VALUES (?1, ?2,
		?1 NOT IN (SELECT user FROM identity) AND NOT EXISTS (SELECT 1 FROM user WHERE local = 1)) ON CONFLICT DO NOTHING`,
		unsaved.User, s.now().UnixMilli())
	if err != nil {
		return err
	}
	user := s.User(unsaved.User)
	for _, step := range unsaved.Steps {
		// One that is about a goal that is not here is made up for below.
		if err := user.Commit(ctx, []Step{step}); err != nil && ctx.Err() != nil {
			return err
		}
	}
	if _, err := user.adopt(ctx, knowledge{goals: unsaved.Goals}); err != nil {
		return fmt.Errorf("keeping what is in memory: %w", err)
	}
	return s.SetLastOpen(ctx, unsaved.User)
}
