package storage

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"io"
)

// journalStep names a step in the whole file.
type journalStep struct {
	user UserID
	id   StepID
}

// stepRow is a step as the file keeps it.
type stepRow struct {
	journalStep
	act            Act
	subject        string
	undoes, redoes StepID
	state          string // 'done', 'undone', 'dropped'; "" of an undo or a redo
	stamp          Stamp
}

// steps goes through the steps of everybody in the order they came to the file, and makes
// sure that each stands where those after it have brought it, and ends with its last operation.
func (c *check) steps(ctx context.Context, tx *sql.Tx, ends map[journalStep]Stamp) error {
	rows, err := stepRows(ctx, tx)
	if err != nil {
		return err
	}
	merges, err := mergeRows(ctx, tx)
	if err != nil {
		return err
	}
	states := standing(rows, merges)
	newest := map[UserID]Stamp{}
	var problems []string
	for _, row := range rows {
		end, state := ends[row.journalStep], states[row.journalStep]
		if end == (Stamp{}) {
			end = row.stamp // its operations were lost when the file was recovered
		}
		if row.stamp != end {
			problems = append(problems, fmt.Sprintf("step %s does not end with its last operation", row.id))
		}
		if row.state == "dropped" && state != "" {
			state = row.state // nothing is wrong with giving up an undo, as a recovery does
		}
		if row.state != state {
			problems = append(problems, fmt.Sprintf("step %s is %q, and %q by the journal", row.id, row.state, state))
		}
		before, ok := newest[row.user]
		late := ok && row.stamp.Compare(before) <= 0
		if late && row.act != ActRecover { // that is put together from what was left, after all others
			problems = append(problems, fmt.Sprintf("step %s came after one that happened later", row.id))
		}
		if !late {
			newest[row.user] = row.stamp
		}
		row.digest(c.kept)
		row.stamp, row.state = end, state
		row.digest(c.replayed)
	}
	c.list("history", problems)
	return nil
}

func stepRows(ctx context.Context, tx *sql.Tx) ([]stepRow, error) {
	rows, err := tx.QueryContext(ctx, `SELECT user, id, act, subject, coalesce(undoes, ''), coalesce(redoes, ''), coalesce(state, ''),
		wall, count, device FROM step ORDER BY number`)
	if err != nil {
		return nil, known(err)
	}
	defer rows.Close()
	var list []stepRow
	for rows.Next() {
		var s stepRow
		if err := rows.Scan(&s.user, &s.id, &s.act, &s.subject, &s.undoes, &s.redoes, &s.state, &s.stamp.Wall, &s.stamp.Count, &s.stamp.Device); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, known(rows.Err())
}

// mergeRows tells whose goals a step took in.
func mergeRows(ctx context.Context, tx *sql.Tx) (map[journalStep]UserID, error) {
	rows, err := tx.QueryContext(ctx, `SELECT user, step, from_user FROM merge`)
	if err != nil {
		return nil, known(err)
	}
	defer rows.Close()
	merges := map[journalStep]UserID{}
	for rows.Next() {
		var into journalStep
		var from UserID
		if err := rows.Scan(&into.user, &into.id, &from); err != nil {
			return nil, err
		}
		merges[into] = from
	}
	return merges, known(rows.Err())
}

func (s stepRow) digest(to io.Writer) {
	digest(to, string(s.user), string(s.id), string(s.act), s.subject, string(s.undoes), string(s.redoes), s.state)
	s.stamp.digest(to)
}

// standings is where steps stand while the journal is read from the beginning.
type standings struct {
	states map[journalStep]string
	undone map[UserID]map[StepID]struct{}
	newest map[UserID]StepID
	merges map[journalStep]UserID
	left   map[journalStep]StepID   // what a merge did last in the other person's journal
	twins  map[journalStep]struct{} // undid what a merge had done there
}

// standing does again what commits have done to the states of steps, in the same order.
func standing(rows []stepRow, merges map[journalStep]UserID) map[journalStep]string {
	s := standings{map[journalStep]string{}, map[UserID]map[StepID]struct{}{}, map[UserID]StepID{}, merges,
		map[journalStep]StepID{}, map[journalStep]struct{}{}}
	for i, row := range rows {
		s.add(row)
		var next stepRow
		if i+1 < len(rows) {
			next = rows[i+1]
		}
		s.follow(row, next)
	}
	return s.states
}

// add takes a step that was done, undid another, or did one again.
func (s *standings) add(row stepRow) {
	undone := s.undone[row.user]
	if undone == nil {
		undone = map[StepID]struct{}{}
		s.undone[row.user] = undone
	}
	_, twin := s.twins[row.journalStep]
	switch {
	case twin:
		s.drop(journalStep{row.user, row.undoes})
	case row.undoes != "":
		s.states[journalStep{row.user, row.undoes}] = "undone"
		undone[row.undoes] = struct{}{}
	case row.redoes != "":
		s.states[journalStep{row.user, row.redoes}] = "done"
		delete(undone, row.redoes)
	default:
		for id := range undone {
			s.drop(journalStep{row.user, id})
		}
		s.states[row.journalStep] = "done"
	}
	s.newest[row.user] = row.id
}

// drop makes a step one that can be neither undone nor done again.
func (s *standings) drop(step journalStep) {
	if s.states[step] != "" {
		s.states[step] = "dropped"
		delete(s.undone[step.user], step.id)
	}
}

// follow goes into the journal of whoever was taken in, or given back, by a step: what
// that did there came to the file right after it.
func (s *standings) follow(row, next stepRow) {
	merge := journalStep{row.user, cmp.Or(row.undoes, row.redoes, row.id)}
	from, ok := s.merges[merge]
	left := s.left[merge]
	switch {
	case !ok:
	case row.undoes != "" && next.user == from && next.undoes == left: // there was something to give back
		s.twins[next.journalStep] = struct{}{}
		s.left[merge] = next.id
	case row.undoes != "":
		s.drop(journalStep{from, left})
	case row.redoes == "" || s.newest[from] == left:
		s.left[merge] = next.id
	}
}
