package headless

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

// replace writes a file that is either the old one or the whole new one, whatever happens, and
// that only its owner can read. What is no regular file, like a pipe, is written as it is.
func (r run) replace(ctx context.Context, name string, write func(io.Writer) error) error {
	target, err := r.target(name)
	if err != nil {
		return err
	}
	info, err := os.Stat(target)
	switch {
	case err == nil && info.IsDir():
		return unwritable(name, errors.New("this is a folder"))
	case err == nil && !info.Mode().IsRegular():
		err = writeInto(target, write)
	case err == nil, errors.Is(err, fs.ErrNotExist):
		err = writeBeside(ctx, target, write)
	}
	if err != nil {
		return unwritable(name, err)
	}
	return nil
}

func unwritable(name string, err error) error {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		err = path.Err // the path may be that of the temporary file
	}
	return &failure{name, fmt.Errorf("cannot be written: %w", err), "name another file"}
}

// target follows links, so that they are kept, and keeps the data folder's own files.
func (r run) target(name string) (string, error) {
	target, err := filepath.EvalSymlinks(name)
	if err != nil {
		target = name
	}
	for _, own := range []string{"goals.db", "goals.db-wal", "goals.db-shm", "lock", "overachiever.log"} {
		path := filepath.Join(r.Dir, own)
		if sameFile(path, target) {
			return "", unwritable(name, errors.New("it is one of Overachiever's own"))
		}
	}
	return target, nil
}

// sameFile compares without opening anything, which would cost SQLite its locks.
func sameFile(one, other string) bool {
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
	err = write(temporary)
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
