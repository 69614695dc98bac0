package headless

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"overachiever/storage/interchange"
)

// replace writes a file that is either the old one or the whole new one, whatever happens.
func (r run) replace(ctx context.Context, name string, write func(io.Writer) error) error {
	err := interchange.WriteFile(ctx, r.Dir, name, write)
	if file := (*interchange.FileError)(nil); errors.As(err, &file) {
		return unwritable(name, file.Err)
	}
	return err
}

// target follows links, so that they are kept, and keeps the data folder's own files.
func (r run) target(name string) (string, error) {
	target, err := interchange.Target(r.Dir, name)
	if err != nil {
		return "", unwritable(name, err)
	}
	return target, nil
}

func unwritable(name string, err error) error {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		err = path.Err // the path may be that of the temporary file
	}
	return &failure{name, fmt.Errorf("cannot be written: %w", err), "name another file"}
}
