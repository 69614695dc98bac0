package storage

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"strings"

	"overachiever/storage/salvage"
)

// salvaging puts a new database together from a damaged one and a backup.
type salvaging struct {
	rescue  Rescue
	image   *salvage.Image
	version int // of the damaged file's schema
	backup  goodBackup
	done    *Recovery

	people map[UserID]*saved
}

// saved is what there is to know of one person: the goals as they stood, where their rows
// could be read and tell something else than the journal that is left.
type saved struct {
	knowledge
	knew map[GoalID]bool // all goals that the damaged file told of
}

// of is what there is to know of a person.
func (s *salvaging) of(user UserID) *saved {
	if s.people[user] == nil {
		s.people[user] = &saved{knew: map[GoalID]bool{}}
	}
	return s.people[user]
}

// build writes the database. Its foreign keys are looked at when all is there.
func (s *salvaging) build(ctx context.Context, path string, list []migration) (err error) {
	// It takes the place of a file that only its owner can read.
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", address(path, []pragma{
		{"foreign_keys", "0", ""}, {"synchronous", "OFF", ""}, {"cache_size", "-64000", ""},
	}))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, known(db.Close())) }()
	db.SetMaxOpenConns(1)
	if err := s.load(ctx, db, list); err != nil {
		return err
	}
	triggers, err := texts(ctx, db, `SELECT sql FROM sqlite_schema WHERE type = 'trigger'`)
	if err != nil {
		return err
	}
	names, err := texts(ctx, db, `SELECT name FROM sqlite_schema WHERE type = 'trigger'`)
	if err != nil {
		return err
	}
	// While the journal is put together it is not only added to.
	for _, name := range names {
		if _, err := db.ExecContext(ctx, `DROP TRIGGER `+name); err != nil {
			return err
		}
	}
	if err := inTransaction(ctx, db, recognise); err != nil {
		return err
	}
	if err := s.note(ctx, db); err != nil {
		return err
	}
	if err := s.addBackup(ctx, db); err != nil {
		return err
	}
	if err := inTransaction(ctx, db, s.mend); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, strings.Join(triggers, ";\n"))
	return err
}

// load reads the damaged file's rows into a database of its version, and brings that to
// this one's.
func (s *salvaging) load(ctx context.Context, db *sql.DB, list []migration) error {
	var known []shape
	for _, next := range list[:s.version] {
		if err := inTransaction(ctx, db, next.run); err != nil {
			return err
		}
		now, err := shapes(ctx, db)
		if err != nil {
			return err
		}
		known = append(now, known...)
	}
	err := inTransaction(ctx, db, func(ctx context.Context, tx *sql.Tx) error {
		l := loader{tx: tx, shapes: known, ready: map[string]*sql.Stmt{}, loaded: map[string]int{}}
		var failed error
		s.image.Rows(func(row salvage.Row) bool {
			failed = l.load(ctx, row)
			return failed == nil
		})
		s.done.Saved = l.loaded["goal"]+l.loaded["operation"] > 0
		return failed
	})
	if err != nil {
		return err
	}
	for _, next := range list[s.version:] {
		if err := inTransaction(ctx, db, next.run); err != nil {
			return err
		}
	}
	return nil
}

// note remembers what the damaged file told of: the goals as they stood, and which goals
// it knew.
func (s *salvaging) note(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, `SELECT user, id FROM goal UNION SELECT user, goal FROM operation`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var user UserID
		var id GoalID
		if err := rows.Scan(&user, &id); err != nil {
			return err
		}
		s.of(user).knew[id] = true
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for id, of := range s.people {
		var own replaying
		if err := own.replay(ctx, db, id); err != nil {
			return err
		}
		err := (&User{id: id}).goals(ctx, db, func(goal Goal) {
			// What the file's own journal tells, a backup may know better: the file can be
			// older than it, when its log is lost.
			if !own.tells(goal) {
				of.goals = append(of.goals, goal)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// addBackup adds what only the backup has. Of the journal its rows are the better ones, for
// they were looked through; its goals come out of its journal.
func (s *salvaging) addBackup(ctx context.Context, db *sql.DB) error {
	if s.backup.path == "" {
		return nil
	}
	devices, err := texts(ctx, db, `SELECT value FROM meta WHERE name = 'device'`)
	if err != nil {
		return err
	}
	if s.done.Saved && s.rescue.Backup == "" && len(devices) > 0 && devices[0] != s.backup.device {
		return nil // of another file
	}
	s.done.Backup, s.done.BackupPath = s.backup.taken, s.backup.source
	if _, err := db.ExecContext(ctx, `ATTACH ? AS backup`, address(s.backup.path, nil, "mode=ro")); err != nil {
		return err
	}
	tables, err := shapes(ctx, db)
	if err != nil {
		return err
	}
	for _, table := range tables {
		if table.table == "goal" {
			continue
		}
		var names []string
		for _, c := range table.columns {
			names = append(names, c.name)
		}
		columns := strings.Join(names, ", ")
		or := `IGNORE`
		if table.table == "operation" {
			or = `REPLACE`
		}
		_, err := db.ExecContext(ctx, `INSERT OR `+or+` INTO main.`+table.table+` (`+columns+`) SELECT `+columns+` FROM backup.`+table.table)
		if err != nil {
			return err
		}
	}
	_, err = db.ExecContext(ctx, `DETACH backup`)
	return err
}

// onlyInBackup counts the goals outside the trash that the damaged file did not know.
func (s *salvaging) onlyInBackup(user UserID, tree *Tree) int {
	count := 0
	for _, goal := range tree.All() {
		if !s.of(user).knew[goal.ID] && tree.IsBelow(goal.ID, TopLevel) {
			count++
		}
	}
	return count
}
