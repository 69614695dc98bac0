package storage

import (
	"context"
	"database/sql"
	"fmt"
	"math"

	"github.com/google/uuid"
)

// mend makes what was put together whole again: whoever or whatever a row refers to is
// there, the journal can be replayed, and the goals are as it has them. How they stood in
// the file is brought back afterwards, by a step of its own (User.adopt).
func (s *salvaging) mend(ctx context.Context, tx *sql.Tx) error {
	if err := mendPeople(ctx, tx); err != nil {
		return err
	}
	users, err := texts(ctx, tx, `SELECT id FROM user ORDER BY id`)
	if err != nil {
		return err
	}
	for _, id := range users {
		m := mending{salvaging: s, tx: tx, user: UserID(id)}
		if err := m.run(ctx); err != nil {
			return fmt.Errorf("user %s: %w", id, err)
		}
	}
	return mendMerges(ctx, tx)
}

// theirs has the rows that tell whose goals and steps they are about.
const theirs = `(SELECT user, id FROM goal UNION ALL SELECT user, id FROM step
	UNION ALL SELECT user, goal FROM operation UNION ALL SELECT user, step FROM operation)`

// recognise gives rows back whose person was misread: nobody is known by that id, and one
// person who is known has a goal or a step that they are about.
func recognise(ctx context.Context, tx *sql.Tx) error {
	strangers, err := texts(ctx, tx, `SELECT DISTINCT user FROM `+theirs+` WHERE user NOT IN (SELECT id FROM user)`)
	if err != nil {
		return err
	}
	for _, stranger := range strangers {
		owners, err := texts(ctx, tx, `SELECT DISTINCT user FROM `+theirs+` WHERE user IN (SELECT id FROM user)
			AND id IN (SELECT id FROM `+theirs+` WHERE user = ?)`, stranger)
		if err != nil {
			return err
		}
		if len(owners) != 1 {
			continue
		}
		for _, table := range []string{"goal", "step", "operation"} {
			if _, err := tx.ExecContext(ctx, `UPDATE OR IGNORE `+table+` SET user = ? WHERE user = ?`, owners[0], stranger); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE user = ?`, stranger); err != nil {
				return err // what the owner has already
			}
		}
	}
	return nil
}

// mendPeople brings back people whose row is lost. Nobody's goals are out of reach then:
// People lists who has some. The one without an account is the local person, if there is none.
func mendPeople(ctx context.Context, tx *sql.Tx) error {
	lost, err := texts(ctx, tx, `SELECT user FROM (SELECT user FROM goal UNION SELECT user FROM operation UNION SELECT user FROM step
		UNION SELECT user FROM identity UNION SELECT user FROM user_setting UNION SELECT owner FROM merged_identity)
		WHERE user NOT IN (SELECT id FROM user) ORDER BY user`)
	if err != nil {
		return err
	}
	for _, id := range lost {
		var created int64
		if parsed, err := uuid.Parse(id); err == nil && parsed.Version() == 7 {
			seconds, nanos := parsed.Time().UnixTime()
			created = seconds*1000 + nanos/1e6
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO user (id, created, local) VALUES (?1, ?2, ?1 NOT IN (SELECT user FROM identity)
			AND NOT EXISTS (SELECT 1 FROM user WHERE local = 1))`, id, created); err != nil {
			return err
		}
	}
	for _, query := range []string{
		`UPDATE user SET local = 0 WHERE local = 1 AND id IN (SELECT user FROM identity)`,
		`DELETE FROM meta WHERE name = 'last_open' AND value <> '' AND value NOT IN (SELECT id FROM user)`,
	} {
		if _, err := tx.ExecContext(ctx, query); err != nil {
			return err
		}
	}
	return nil
}

// mendMerges forgets merges of which a step is lost: they cannot be undone any more.
func mendMerges(ctx context.Context, tx *sql.Tx) error {
	for _, query := range []string{
		`DELETE FROM merge WHERE (user, step) NOT IN (SELECT user, id FROM step) OR (from_user, from_step) NOT IN (SELECT user, id FROM step)`,
		`DELETE FROM merged_identity WHERE (user, step) NOT IN (SELECT user, step FROM merge)`,
	} {
		if _, err := tx.ExecContext(ctx, query); err != nil {
			return err
		}
	}
	return nil
}

// mending is about one person's journal and goals.
type mending struct {
	*salvaging
	tx   *sql.Tx
	user UserID

	replaying
}

func (m *mending) run(ctx context.Context) error {
	if err := m.replay(ctx, m.tx, m.user); err != nil {
		return err
	}
	for _, id := range m.refused {
		if _, err := m.tx.ExecContext(ctx, `DELETE FROM operation WHERE user = ? AND id = ?`, m.user, id); err != nil {
			return err
		}
	}
	if err := m.begin(ctx); err != nil {
		return err
	}
	lost, err := m.addSteps(ctx)
	if err != nil {
		return err
	}
	if err := m.write(ctx); err != nil {
		return err
	}
	of := m.of(m.user)
	of.mended = lost || len(m.refused)+len(m.beginnings) > 0
	for _, beginning := range m.beginnings {
		if !m.moved[beginning.Goal] {
			of.homeless = append(of.homeless, beginning.Goal)
		}
	}
	return nil
}

// begin writes the beginnings into the journal, before everything else in it.
func (m *mending) begin(ctx context.Context) error {
	step := m.rescue.newID()
	for n, o := range m.beginnings {
		_, err := m.tx.ExecContext(ctx, `INSERT INTO operation (user, id, step, wall, count, device, goal, kind, parent, position, old_parent, old_position)
			VALUES (?, ?, ?, ?, ?, ?, ?, 'move', 'nowhere', '', 'nowhere', '')`,
			m.user, m.rescue.newID(), step, m.first.Wall-1-int64(n/(math.MaxUint16+1)), n%(math.MaxUint16+1), m.first.Device, o.Goal)
		if err != nil {
			return err
		}
	}
	return nil
}

// addSteps brings back steps of which only operations are left, and tells whether there were
// any. They cannot be undone: nobody knows whether all of their operations are here.
func (m *mending) addSteps(ctx context.Context) (bool, error) {
	result, err := m.tx.ExecContext(ctx, `INSERT INTO step (user, id, act, subject, state, wall, count, device)
		SELECT user, step, 'recover', '', 'dropped', max(wall), count, device FROM operation
		WHERE user = ?1 AND step NOT IN (SELECT id FROM step WHERE user = ?1) GROUP BY step ORDER BY max(wall)`, m.user)
	if err != nil {
		return false, err
	}
	added, err := result.RowsAffected()
	if err != nil {
		return false, err
	}
	for _, query := range []string{
		`UPDATE step SET undoes = NULL WHERE user = ?1 AND undoes NOT IN (SELECT id FROM step WHERE user = ?1)`,
		`UPDATE step SET redoes = NULL WHERE user = ?1 AND redoes NOT IN (SELECT id FROM step WHERE user = ?1)`,
		`UPDATE step SET (wall, count, device) = (SELECT wall, count, device FROM operation INDEXED BY operation_step
				WHERE operation.user = ?1 AND operation.step = step.id ORDER BY wall DESC, count DESC, device DESC LIMIT 1)
			WHERE user = ?1 AND EXISTS (SELECT 1 FROM operation INDEXED BY operation_step WHERE operation.user = ?1 AND operation.step = step.id)`,
	} {
		if _, err := m.tx.ExecContext(ctx, query, m.user); err != nil {
			return false, err
		}
	}
	return added > 0, nil
}

// write makes the goals those of the journal.
func (m *mending) write(ctx context.Context) error {
	if _, err := m.tx.ExecContext(ctx, `DELETE FROM goal WHERE user = ?`, m.user); err != nil {
		return err
	}
	statement, err := m.tx.PrepareContext(ctx, `INSERT INTO goal (user, id, parent, position, name, description, due, created, completed, extra)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer statement.Close()
	for _, goal := range m.tree.All() {
		_, err := statement.ExecContext(ctx, m.user, goal.ID, goal.Parent, goal.Position, goal.Name, goal.Description,
			goal.column(FieldDue), goal.column(FieldCreated), goal.column(FieldCompleted), goal.Extra)
		if err != nil {
			return err
		}
	}
	return nil
}
