package storage

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// How a file is looked through. Up to smallFile it is done in full at every start, which
// takes a second or two in the background. A larger one is looked through once a day, and
// of its indexes only how many entries they have: in full it would take minutes.
const (
	smallFile   = 16 << 20 // bytes
	lookAgain   = 24 * time.Hour
	settingLook = "looked_through" // when that was, in Unix milliseconds
)

// LookThrough looks for damage that reading does not come across. An index that is damaged
// is built anew, which loses nothing: rebuilt names those. It looks when it is due, and ends
// when the store is closed. Errors: ErrDamaged for any other damage.
func (s *Store) LookThrough(ctx context.Context) (rebuilt []string, err error) {
	if s.write == nil {
		return nil, nil
	}
	ctx, done := s.lookout.begin(ctx)
	defer done()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	small, due, err := s.lookIsDue(ctx)
	if err != nil || !due {
		return nil, err
	}
	rebuilt, err = s.lookThrough(ctx, small)
	if err != nil {
		return rebuilt, fmt.Errorf("looking the file through: %w", err)
	}
	if small {
		return rebuilt, nil
	}
	return rebuilt, s.SetSetting(context.WithoutCancel(ctx), settingLook, strconv.FormatInt(s.now().UnixMilli(), 10))
}

func (s *Store) lookIsDue(ctx context.Context) (small, due bool, err error) {
	var size int64
	err = s.read.QueryRowContext(ctx, `SELECT page_count * page_size FROM pragma_page_count, pragma_page_size`).Scan(&size)
	if err != nil {
		return false, false, known(err)
	}
	text, err := s.Setting(ctx, settingLook)
	if err != nil {
		return false, false, err
	}
	last, _ := strconv.ParseInt(text, 10, 64) // never, if it is no number
	small = size <= smallFile
	since := s.now().Sub(time.UnixMilli(last))
	return small, small || since >= lookAgain || since < 0, nil
}

func (s *Store) lookThrough(ctx context.Context, small bool) (rebuilt []string, err error) {
	found, err := s.problems(ctx, small)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx) // of a transaction that is cancelled, nobody knows when it ends
	indexes, err := s.indexes(ctx)
	if err != nil {
		return nil, err
	}
	for _, problem := range found {
		at := slices.IndexFunc(indexes, func(i index) bool { return i.isMeant(problem) })
		if at < 0 {
			return nil, fmt.Errorf("%w: %s", ErrDamaged, problem)
		}
		rebuilt = append(rebuilt, indexes[at].name)
	}
	slices.Sort(rebuilt)
	rebuilt = slices.Compact(rebuilt)
	err = s.update(ctx, func(ctx context.Context, pen *pen) error {
		for _, name := range rebuilt {
			if _, err := pen.ExecContext(ctx, `REINDEX "`+name+`"`); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	// An index with too many entries may be right, and rows of its table lost.
	return rebuilt, s.isSound(ctx)
}

// problems returns what SQLite finds: https://sqlite.org/pragma.html#pragma_integrity_check
func (s *Store) problems(ctx context.Context, small bool) ([]string, error) {
	check := `PRAGMA quick_check`
	if small {
		check = `PRAGMA integrity_check`
	}
	found, err := texts(ctx, s.read, check)
	if err != nil {
		return nil, err
	}
	var problems []string
	for _, text := range found {
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line != "ok" && !strings.HasPrefix(line, "***") {
				problems = append(problems, line)
			}
		}
	}
	if small {
		return problems, nil
	}
	wrong, err := s.wrongCounts(ctx)
	return append(problems, wrong...), err
}

// index is one that can be built anew. What a table WITHOUT ROWID is stored in is not one.
type index struct {
	name, table, where string // where is the condition of a partial one
	root               int
}

func (s *Store) indexes(ctx context.Context) ([]index, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT name, tbl_name, coalesce(sql, ''), rootpage FROM sqlite_schema WHERE type = 'index'`)
	if err != nil {
		return nil, known(err)
	}
	defer rows.Close()
	var list []index
	for rows.Next() {
		var i index
		var definition string
		if err := rows.Scan(&i.name, &i.table, &definition, &i.root); err != nil {
			return nil, err
		}
		if _, where, partial := strings.Cut(definition, " WHERE "); partial {
			i.where = " WHERE " + where
		}
		list = append(list, i)
	}
	return list, known(rows.Err())
}

// isMeant tells whether a problem is with this index and nothing else.
func (i index) isMeant(problem string) bool {
	return strings.HasPrefix(problem, fmt.Sprintf("Tree %d ", i.root)) ||
		strings.HasSuffix(problem, fmt.Sprint(" on page ", i.root)) || strings.HasSuffix(problem, " index "+i.name)
}

// wrongCounts finds indexes that do not have as many entries as their tables have rows.
func (s *Store) wrongCounts(ctx context.Context) ([]string, error) {
	indexes, err := s.indexes(ctx)
	if err != nil {
		return nil, err
	}
	var wrong []string
	for _, i := range indexes {
		var entries, rows int
		err := s.read.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM `+i.table+` INDEXED BY `+i.name+i.where+`),
			(SELECT count(*) FROM `+i.table+` NOT INDEXED`+i.where+`)`).Scan(&entries, &rows)
		if err != nil {
			return nil, known(err)
		}
		if entries != rows {
			wrong = append(wrong, "wrong # of entries in index "+i.name)
		}
	}
	return wrong, nil
}

// lookout ends a look when the store is closed, so that closing still is the last to be done.
type lookout struct {
	looking sync.Mutex // held by a look
	mu      sync.Mutex
	over    bool
	stop    context.CancelFunc
}

func (l *lookout) begin(ctx context.Context) (context.Context, func()) {
	l.looking.Lock()
	l.mu.Lock()
	defer l.mu.Unlock()
	ctx, l.stop = context.WithCancel(ctx)
	if l.over {
		l.stop()
	}
	return ctx, func() {
		l.stop()
		l.looking.Unlock()
	}
}

func (l *lookout) end() {
	l.mu.Lock()
	l.over = true
	if l.stop != nil {
		l.stop()
	}
	l.mu.Unlock()
	l.looking.Lock()
	defer l.looking.Unlock()
}
