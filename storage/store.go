package storage

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"overachiever/storage/place"
)

// Store is the one file that everything is in. Its methods may be called from any goroutine.
type Store struct {
	path   string
	place  place.Place
	aside  string // a folder with a copy that is read instead, "" mostly
	now    func() time.Time
	write  *sql.DB // nil when the file was opened for reading only
	pen    chan *pen
	read   *sql.DB
	doubt  atomic.Bool // whether the last commit happened, or is on the disk, is not known
	device string
	opened map[string]fs.FileInfo // by suffix: the files that are written, to know them again

	copying sync.RWMutex // held for reading while a backup is made
	lookout lookout
}

// Open opens the file at path, and creates it and its folder if there is none. The file
// is brought to this version's schema; one that is not ours, damaged or newer is left as
// it is, and nothing is begun where there are backups. An existing file is backed up before.
// How it is written goes by the place it is in. Errors: those that are Recoverable,
// ErrNewerFile, ErrIsFolder, ErrNoPermission, ErrPragma, ErrBusy, ErrNotKept, ErrUnwritable,
// ErrReadOnly when it can still be read, and the disk's.
func Open(ctx context.Context, path string, now func() time.Time, options ...Option) (*Store, error) {
	return open(ctx, path, now, options, (*Store).openForWriting)
}

// OpenReadOnly opens the file for reading, beside a window that has it open too, or on a
// medium that cannot be written. Errors: ErrNoFile, ErrOlderFile, and those of Open.
func OpenReadOnly(ctx context.Context, path string, now func() time.Time, options ...Option) (*Store, error) {
	return open(ctx, path, now, options, (*Store).openForReading)
}

// Option is how a file is opened otherwise than usual.
type Option func(*Store)

// In says in what sort of place the file is, instead of looking.
func In(where place.Place) Option { return func(s *Store) { s.place = where } }

// Place is where the file is.
func (s *Store) Place() place.Place { return s.place }

// ReadOnly tells whether nothing can be changed.
func (s *Store) ReadOnly() bool { return s.write == nil }

func open(ctx context.Context, path string, now func() time.Time, options []Option, how func(*Store, context.Context) error) (*Store, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	s := &Store{path: absolute, place: place.Of(filepath.Dir(absolute)), now: now}
	for _, option := range options {
		option(s)
	}
	if err := how(s, ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("opening %s: %w", path, err), s.Close())
	}
	return s, nil
}

// Close lets go of the file, once nothing is written any more and no backup of it is being
// made: the rubbish of one that was cancelled is gone then.
func (s *Store) Close() error {
	s.lookout.end()
	s.copying.Lock()
	defer s.copying.Unlock()
	// Reading ends first: the last connection that can write tidies the journal away.
	var problems []error
	if s.read != nil {
		problems = append(problems, known(s.read.Close()))
	}
	if s.write != nil {
		problems = append(problems, s.dropPen(), known(s.write.Close()))
	}
	if s.aside != "" {
		problems = append(problems, os.RemoveAll(s.aside))
	}
	return errors.Join(problems...)
}

// User returns the handle through which everything of one person is reached.
func (s *Store) User(id UserID) *User { return &User{store: s, id: id} }

func (s *Store) openForWriting(ctx context.Context) error {
	list, err := migrations()
	if err != nil {
		return err
	}
	if err := s.prepareFile(ctx, list); err != nil {
		return unwritable(err)
	}
	if err := s.connectForWriting(ctx); err != nil {
		if !s.canWrite() || isUnwritable(err) {
			err = fmt.Errorf("%w: %w", ErrReadOnly, err)
		}
		return err
	}
	if s.read, err = connect(ctx, reading(s.path), safety()); err != nil {
		return err
	}
	if err := s.keepBefore(ctx, len(list)); err != nil {
		return err
	}
	if err := migrate(ctx, s.write, list); err != nil {
		return misshapen(err)
	}
	if s.device, err = s.ownDevice(ctx); err != nil {
		return err
	}
	// What a killed process left may be in the system's memory only.
	s.doubt.Store(settle(ctx, s.write) != nil)
	first, err := newPen(ctx, s.write)
	if err != nil {
		return err
	}
	s.pen = make(chan *pen, 1)
	s.pen <- first
	return s.knowFiles()
}

// connectForWriting opens the one connection that writes.
func (s *Store) connectForWriting(ctx context.Context) (err error) {
	if s.place.Kind != place.Local {
		if err := s.leaveLog(ctx); err != nil {
			return err
		}
	}
	if s.write, err = connect(ctx, writing(s.path, s.place), asWriter(s.place)); err != nil {
		return err
	}
	s.write.SetMaxOpenConns(1)
	return affirm(ctx, s.write, s.path)
}

// leaveLog takes over what is in a write-ahead log, as a crash or another place has left
// it, and goes on without one.
func (s *Store) leaveLog(ctx context.Context) error {
	db, err := connect(ctx, leaving(s.path), []pragma{{"journal_mode", "DELETE", "delete"}})
	if err != nil {
		return err
	}
	return known(db.Close())
}

func (s *Store) openForReading(ctx context.Context) error {
	list, err := migrations()
	if err != nil {
		return err
	}
	if empty, err := s.isEmpty(); err != nil || empty {
		return errors.Join(err, ErrNoFile)
	}
	version, err := s.inspect(ctx, list)
	if err != nil {
		return err
	}
	if version < len(list) {
		if s.canWrite() {
			return ErrOlderFile
		}
		err = s.readCopy(ctx, list)
	} else {
		err = s.connectForReading(ctx, list)
	}
	if err != nil {
		return err
	}
	s.device, err = s.meta(ctx, "device")
	return err
}

// connect opens a pool of connections and makes sure that they are as they must be.
func connect(ctx context.Context, address string, pragmas []pragma) (*sql.DB, error) {
	db, err := sql.Open("sqlite", address)
	if err != nil {
		return nil, err
	}
	if err := readBack(ctx, db, pragmas); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// prepareFile makes sure that there is a file of ours, or an empty one to begin with.
// It looks before anything can write: never start empty over something that exists.
func (s *Store) prepareFile(ctx context.Context, list []migration) error {
	empty, err := s.isEmpty()
	if err != nil {
		return err
	}
	if !empty {
		if err := s.refuseReadOnly(); err != nil {
			return err
		}
		if _, err := s.inspect(ctx, list); err != nil {
			return err
		}
		return s.free()
	}
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return err
	}
	// SQLite gives its own files beside this one the same mode.
	file, err := os.OpenFile(s.path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return file.Close()
}

// isEmpty tells whether there is nothing at path, and never was. A journal without its
// database is not nothing: SQLite would throw the journal away, and the changes in it.
// Nor is it nothing where there are backups, or files whose recovery was broken off.
func (s *Store) isEmpty() (bool, error) {
	info, err := os.Stat(s.path)
	switch {
	case err == nil && info.IsDir():
		return false, ErrIsFolder
	case err == nil && info.Size() > 0:
		return false, nil
	case errors.Is(err, fs.ErrPermission):
		return false, fmt.Errorf("%w: %w", ErrNoPermission, err)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return false, err
	}
	if info, err := os.Stat(s.path + "-wal"); err == nil && info.Size() > 0 {
		return false, fmt.Errorf("%w: %s-wal is there without it", ErrDamaged, filepath.Base(s.path))
	}
	return true, s.neverWas()
}

// inspect reads the version of an existing file without changing a byte of it. It must
// not be read as a plain file: closing that would drop SQLite's locks on it.
// https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
func (s *Store) inspect(ctx context.Context, list []migration) (version int, err error) {
	db, done, err := look(ctx, s.path)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, done()) }()
	var application, tables int
	err = db.QueryRowContext(ctx, `SELECT user_version, application_id, (SELECT count(*) FROM sqlite_schema)
		FROM pragma_user_version, pragma_application_id`).Scan(&version, &application, &tables)
	switch {
	case err != nil:
		return 0, known(err)
	case application != applicationID && (tables > 0 || version > 0):
		return 0, ErrNotOurs
	}
	return version, believe(ctx, db, version, list)
}

// ownDevice returns the id of this copy of the file in stamps, made on first use.
func (s *Store) ownDevice(ctx context.Context) (string, error) {
	_, err := s.write.ExecContext(ctx, `INSERT INTO meta (name, value) VALUES ('device', ?) ON CONFLICT DO NOTHING`, s.newID())
	if err != nil {
		return "", known(err)
	}
	return s.meta(ctx, "device")
}

func (s *Store) newID() string { return newUUID(s.now().UnixMilli(), rand.Reader).String() }
