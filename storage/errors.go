package storage

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// explained is an error that has words for a person: what happened, and what to do.
type explained struct{ text, sentence, next string }

func (e *explained) Error() string { return e.text }

// Explain returns one sentence that says what happened and one that says what to do.
func (e *explained) Explain() (sentence, next string) { return e.sentence, e.next }

// What can be wrong with an edit.
var (
	ErrNoGoal        error = &explained{"no such goal", "This goal is not there any more.", "Choose another goal."}
	ErrOwnDescendant error = &explained{"a goal cannot be moved below itself", "A goal cannot be moved below itself.", "Choose another place."}
	ErrDuplicate     error = &explained{"a goal with this id is already there", "Some of these goals are already in your outline.", "Import them as copies, or leave them out."}
	ErrBadOperation  error = &explained{"not an operation this version understands", "A change could not be understood.", "Update Overachiever and try again."}
)

// What can be wrong with the file or with the way to it.
var (
	ErrNoFile       error = &explained{"no such file", "There are no goals on this computer yet.", "Start Overachiever once, or name another data folder."}
	ErrNewerFile    error = &explained{"the file was written by a newer version", "Your goals were last opened by a newer Overachiever.", "Update Overachiever. Nothing has been changed."}
	ErrOlderFile    error = &explained{"the file was written by an older version", "Your goals were last opened by an older Overachiever.", "Start Overachiever once to bring the file up to date."}
	ErrNotOurs      error = &explained{"the file is not an Overachiever database", "The file where your goals should be holds something else.", "Start Overachiever: it looks for your goals in it and in the backups. Or name another data folder. Nothing has been changed."}
	ErrForeign      error = &explained{"the file is another program's database", "The file where your goals should be is another program's.", "Move it away or name another data folder. Nothing has been changed."}
	ErrDamaged      error = &explained{"the database is damaged", "The file with your goals is damaged.", "Start Overachiever: it saves what can be read, and keeps the damaged file."}
	ErrEmptied      error = &explained{"the database is gone or empty, but there are backups", "The file with your goals is gone or empty, but there are backups of it.", "Start Overachiever: it brings the newest one back."}
	ErrNothingLeft  error = &explained{"nothing could be recovered", "No goals could be read from the damaged file, and there is no good backup beside it.", "Choose a backup that you keep elsewhere."}
	ErrNotBackup    error = &explained{"not a sound backup", "This file is not a sound backup of Overachiever.", "Choose another one."}
	ErrIsFolder     error = &explained{"a folder is in its place", "There is a folder where the file with your goals should be.", "Move that folder away and try again. Nothing has been changed."}
	ErrNoPermission error = &explained{"no permission", "You are not allowed to open the file with your goals.", "Check the permissions of the data folder and of what is in it."}
	ErrPragma       error = &explained{"the database does not run as it must", "Your goals cannot be kept safely in this folder.", "Put the data folder on a disk of this computer, not on a network drive."}
	ErrReadOnly     error = &explained{"the database is open for reading only", "Your goals can be read here, but not changed.", "Check the permissions of the data folder."}
	ErrUnwritable   error = &explained{"the data folder cannot be written to", "Nothing can be saved in this data folder.", "Check its permissions, or name another one with --data."}
	ErrNotKept      error = &explained{"the file could not be backed up before it is migrated", "Your goals were written by an older Overachiever. Before this one changes the file, a copy is kept, and that could not be made.", "Free some space, and check that the folder of backups can be written to. Nothing has been changed."}
	ErrDiskFull     error = &explained{"the disk is full", "The disk is full.", "Free some space."}
	ErrBusy         error = &explained{"the database is locked by another program", "Another program is using the file with your goals.", "Close it."}
	ErrDisk         error = &explained{"the disk reports an error", "The disk did not take your last changes.", "Check the disk."}
	ErrAlreadyOpen  error = &explained{"Overachiever is already open", "Overachiever is already open.", "Use the window that is open."}
	ErrNotListening error = &explained{"the open Overachiever cannot be reached", "Overachiever is already open, but its window cannot be brought forward.", "Look for its window."}
)

// What can be wrong with a person.
var (
	ErrNoUser          error = &explained{"no such user", "There is nobody of that name in this file.", "Sign in once, or name another login."}
	ErrAmbiguous       error = &explained{"more than one user has this login", "More than one person in this file has that login.", "Open the right one in the window, and leave the login out."}
	ErrUnknownIdentity error = &explained{"no such identity", "This account has not signed in here yet.", "Sign in first."}
	ErrIdentityTaken   error = &explained{"the identity belongs to another user", "This account belongs to another person here.", "Bring both together, or choose another account."}
	ErrLastIdentity    error = &explained{"the user has no other identity", "This is the only account that opens these goals.", "Connect another account first."}
	ErrSamePerson      error = &explained{"a user cannot be merged with themselves", "These goals are one person's already.", "Choose another person."}
	ErrNothingToClaim  error = &explained{"the local user has no goals", "No goals are kept without an account.", "There is nothing to bring over."}
	ErrNotInBackup     error = &explained{"the backup has no such user", "You are not in this backup.", "Choose another one."}
	ErrLocalUser       error = &explained{"the local user has no identity", "These goals are kept without an account.", "Sign in first."}
)

// IdentityTaken is ErrIdentityTaken with the person the identity belongs to.
type IdentityTaken struct{ User UserID }

func (i *IdentityTaken) Error() string { return ErrIdentityTaken.Error() }
func (i *IdentityTaken) Unwrap() error { return ErrIdentityTaken }

// ErrClosed is reported for steps saved after their writer was closed.
var ErrClosed = errors.New("the writer is closed")

// misshapen makes damage of what SQLite does not find in a file while it is opened: the
// tables are not those that its version has.
func misshapen(err error) error {
	var failure *sqlite.Error
	if errors.As(err, &failure) && failure.Code() == sqlite3.SQLITE_ERROR {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}

// known gives SQLite's own errors the kinds above, and keeps the original inside.
// Codes: https://sqlite.org/rescode.html
func known(err error) error {
	var failure *sqlite.Error
	if !errors.As(err, &failure) {
		return err
	}
	switch failure.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w: %w", ErrDiskFull, err)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("%w: %w", ErrBusy, err)
	case sqlite3.SQLITE_IOERR:
		return fmt.Errorf("%w: %w", ErrDisk, err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_AUTH:
		return fmt.Errorf("%w: %w", ErrNoPermission, err)
	case sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	case sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%w: %w", ErrNotOurs, err)
	}
	return err
}
