package interchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// FileError is why a file cannot be written. What was there is there still.
type FileError struct {
	File string
	Err  error
}

func (e *FileError) Error() string { return fmt.Sprintf("%s: cannot be written: %v", e.File, e.Err) }
func (e *FileError) Unwrap() error { return e.Err }

// Explain says it to a person.
func (e *FileError) Explain() (sentence, next string) {
	return fmt.Sprintf("%s cannot be written: %v.", onOneLine(e.File), e.Err), "Choose another place."
}

// WriteFile writes a file that is either the old one or the whole new one, whatever happens, and
// that only its owner can read. What is no regular file, like a pipe, is written as it is; a link
// is followed. The files that Overachiever keeps in its own folder are not to be written over.
// Errors: a *FileError, which has the context's when that ended.
func WriteFile(ctx context.Context, own, name string, write func(io.Writer) error) error {
	err := writeFile(ctx, own, name, write)
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		err = path.Err // the path may be that of the temporary file
	}
	if err != nil {
		return &FileError{name, err}
	}
	return nil
}

func writeFile(ctx context.Context, own, name string, write func(io.Writer) error) error {
	target, err := Target(own, name)
	if err != nil {
		return err
	}
	info, err := os.Stat(target)
	switch {
	case err == nil && info.IsDir():
		return errors.New("this is a folder")
	case err == nil && !info.Mode().IsRegular():
		return writeInto(target, write)
	case err == nil, errors.Is(err, fs.ErrNotExist):
		return writeBeside(ctx, target, write)
	}
	return err
}

// Target is the file itself that a name leads to. Errors: for one of those that Overachiever
// keeps in its own folder.
func Target(own, name string) (string, error) {
	target, err := filepath.EvalSymlinks(name)
	if err != nil {
		target = name // it is not there yet
	}
	if isOneOf(own, target) {
		return "", errors.New("it is one of Overachiever's own")
	}
	return target, nil
}

// isOneOf tells whether a file is one that Overachiever keeps in its folder.
func isOneOf(own, name string) bool {
	for _, file := range []string{"goals.db", "goals.db-wal", "goals.db-shm", "lock", "overachiever.log"} {
		if SameFile(filepath.Join(own, file), name) {
			return true
		}
	}
	return false
}

// SameFile tells whether two names are of one file. It compares without opening anything, which would cost SQLite its locks.
func SameFile(one, other string) bool {
	first, err := os.Stat(one)
	if err == nil {
		second, err := os.Stat(other)
		return err == nil && os.SameFile(first, second)
	}
	one, errOne := filepath.Abs(one)
	other, errOther := filepath.Abs(other)
	return errOne == nil && errOther == nil && one == other
}

func writeInto(name string, write func(io.Writer) error) error {
	file, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(write(file), file.Close())
}

func writeBeside(ctx context.Context, name string, write func(io.Writer) error) error {
	folder := filepath.Dir(name)
	temporary, err := os.CreateTemp(folder, ".overachiever-export-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name()) // it is gone already when all went well
	err = write(while{ctx, temporary})
	if err == nil {
		err = temporary.Sync()
	}
	if err := errors.Join(err, temporary.Close(), ctx.Err()); err != nil {
		return err
	}
	if err := os.Rename(temporary.Name(), name); err != nil {
		return err
	}
	return syncFolder(folder)
}

// while is a writer for as long as the context lasts.
type while struct {
	ctx context.Context
	io.Writer
}

func (w while) Write(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.Writer.Write(p)
}

// syncFolder puts a new name on the disk. Windows has no such thing, and needs none.
func syncFolder(name string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
