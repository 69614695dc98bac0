package faults

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"

	"overachiever/storage"
)

// Seen is what a file holds.
type Seen struct {
	Error    string   // why it could not be opened or read
	Damaged  bool     // whether that was because it is damaged
	Problems []string // that Check found
	Steps    []string // in the order they came
	Goals    string   // all of them
}

// Look reads paths, one a line, opens each file as the program does at its start, and writes
// what it saw, as JSON.
func Look(in io.Reader, out io.Writer) error {
	paths, answers := bufio.NewScanner(in), json.NewEncoder(out)
	for paths.Scan() {
		seen, err := look(paths.Text())
		if err != nil {
			seen.Error, seen.Damaged = err.Error(), errors.Is(err, storage.ErrDamaged)
		}
		if err := answers.Encode(seen); err != nil {
			return err
		}
	}
	return paths.Err()
}

func look(path string) (seen Seen, err error) {
	ctx := context.Background()
	store, _, tree, err := open(path)
	if err != nil {
		return Seen{}, err
	}
	defer store.Close()
	report, err := store.Check(ctx)
	if err != nil {
		return Seen{}, err
	}
	seen = Seen{Problems: report.Problems, Goals: outline(tree)}
	db, err := sql.Open("sqlite", path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		return seen, err
	}
	defer db.Close()
	rows, err := db.QueryContext(ctx, `SELECT id FROM step ORDER BY number`)
	if err != nil {
		return seen, err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return seen, err
		}
		seen.Steps = append(seen.Steps, id)
	}
	return seen, rows.Err()
}
