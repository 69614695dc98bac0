package storage

import "context"

// replaying does the operations of a journal that may have lost some.
type replaying struct {
	tree       *Tree // as the journal gives it
	first      Stamp // of the journal
	beginnings []Operation
	refused    []string        // operations that cannot be replayed
	moved      map[GoalID]bool // by an operation that can
}

// replay does every operation again. What the journal speaks of without telling how it came
// to be begins nowhere.
func (r *replaying) replay(ctx context.Context, db queryer, user UserID) error {
	var err error
	r.moved = map[GoalID]bool{}
	if r.tree, err = NewTree(nil, nil); err != nil {
		return err
	}
	rows, err := db.QueryContext(ctx, `SELECT `+operationColumns+` FROM operation AS o
		WHERE o.user = ? ORDER BY o.wall, o.count, o.device`, user)
	if err != nil {
		return err
	}
	defer rows.Close()
	for first := true; rows.Next(); first = false {
		var o Operation
		if err := rows.Scan(o.columns()...); err != nil {
			return err
		}
		if first {
			r.first = o.Stamp
		}
		if o.Kind == Set || o.OldParent != Nowhere {
			r.ensure(o.Goal)
		}
		r.ensure(o.Parent)
		if err := r.tree.apply(o); err != nil {
			r.refused = append(r.refused, o.ID)
		} else if o.Kind == Move {
			r.moved[o.Goal] = true
		}
	}
	return rows.Err()
}

// ensure makes a goal begin that the journal does not tell of yet.
func (r *replaying) ensure(id GoalID) {
	if r.tree.entries[id] != nil {
		return
	}
	beginning := Operation{Kind: Move, Goal: id, Parent: Nowhere, OldParent: Nowhere}
	if r.tree.apply(beginning) == nil {
		r.beginnings = append(r.beginnings, beginning)
	}
}

// tells tells whether a goal is as the journal has it.
func (r *replaying) tells(goal Goal) bool {
	n := r.tree.entries[goal.ID]
	return n != nil && n.Goal() == goal
}
