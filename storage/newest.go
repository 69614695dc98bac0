package storage

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"
)

// newestFirst puts backups in the order of what they hold: the one whose journal goes on
// longest is the first. The names tell of the clock that they were taken by, which may have
// been wrong; the stamps in a journal only go on. Of equal ones that of the newest name is
// the first, unless that is still to come. Those that cannot be read are the last.
func newestFirst(ctx context.Context, list []BackupFile, now time.Time) []BackupFile {
	ends := map[string]journalEnd{}
	for _, backup := range list {
		ends[backup.Path] = backup.end(ctx)
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b BackupFile) int {
		if order := ends[b.Path].compare(ends[a.Path]); order != 0 {
			return order
		}
		return cmp.Compare(max(0, a.Taken.Sub(now)), max(0, b.Taken.Sub(now)))
	})
	return list
}

// journalEnd is how far the journal of a file goes, of everybody in it; zero when that is
// not known.
type journalEnd struct{ wall, count, steps int64 }

// compare is negative when e is before other. Somebody whose clock was far ahead is not
// followed by the others: their steps count when the last stamp is the same.
func (e journalEnd) compare(other journalEnd) int {
	return cmp.Or(cmp.Compare(e.wall, other.wall), cmp.Compare(e.count, other.count), cmp.Compare(e.steps, other.steps))
}

func (b BackupFile) end(ctx context.Context) journalEnd {
	var end journalEnd
	db, err := sql.Open("sqlite", address(b.Path, safety(), "mode=ro", "immutable=1"))
	if err != nil {
		return end
	}
	defer db.Close() // it was only read
	err = db.QueryRowContext(ctx, `SELECT wall, count, (SELECT max(number) FROM step) FROM step
		ORDER BY wall DESC, count DESC LIMIT 1`).Scan(&end.wall, &end.count, &end.steps)
	if err != nil {
		return journalEnd{}
	}
	return end
}
