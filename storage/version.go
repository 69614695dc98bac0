package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"overachiever/storage/salvage"
)

// believe returns why the version that a file says it has is none this program can go on
// with. A file whose tables are to the letter those of another version has not come from
// there: a bit of its version has flipped. Each migration changes the schema, so that this
// can be told. Errors: ErrDamaged and ErrNewerFile.
func believe(ctx context.Context, db queryer, version int, list []migration) error {
	if version == len(list) {
		return nil
	}
	built, err := builtAs(ctx, db, list)
	switch {
	case err != nil:
		return err
	case built != version && built > 0:
		return fmt.Errorf("%w: it says that it is of version %d, and its tables are those of version %d", ErrDamaged, version, built)
	case version > len(list):
		return fmt.Errorf("%w: version %d, this one knows %d", ErrNewerFile, version, len(list))
	}
	return nil
}

// builtAs returns the version whose schema a database has, 0 when it is none of these.
func builtAs(ctx context.Context, db queryer, list []migration) (version int, err error) {
	own, err := schema(ctx, db)
	if err != nil {
		return 0, err
	}
	model, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, model.Close()) }()
	model.SetMaxOpenConns(1) // another one would be another database
	for _, next := range list {
		if err := inTransaction(ctx, model, next.run); err != nil {
			return 0, err
		}
		if of, err := schema(ctx, model); err != nil || slices.Equal(of, own) {
			return next.version, err
		}
	}
	return 0, nil
}

// schema is what a database's tables, indexes and triggers were made with, but for what
// SQLite keeps for itself.
func schema(ctx context.Context, db queryer) ([]string, error) {
	return texts(ctx, db, `SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY type, name`)
}

// versionOf returns the version of a damaged file's schema: that of its tables, where they
// can be read, else what it says; the latest when it does not say. Errors: ErrNewerFile.
func versionOf(ctx context.Context, path string, image *salvage.Image, list []migration) (int, error) {
	latest := len(list)
	version, application, ok := image.Version()
	if !ok || application != applicationID || version == latest {
		return latest, nil
	}
	if built := readVersion(ctx, path, list); built > 0 {
		return built, nil
	}
	switch {
	case version < 1:
		return latest, nil
	case version > latest:
		return 0, ErrNewerFile
	}
	return version, nil
}

// readVersion returns of which version the tables of a file are, 0 when they cannot be read.
func readVersion(ctx context.Context, path string, list []migration) int {
	db, done, err := look(ctx, path)
	if err != nil {
		return 0
	}
	built, err := builtAs(ctx, db, list)
	if errors.Join(err, done()) != nil {
		return 0
	}
	return built
}
