// Package place tells in what kind of place a folder is: on a disk of this computer, on
// another computer's, or where a program copies files to other computers by itself.
package place

import (
	"os"
	"path/filepath"
)

// Place is where a folder is. The zero Place is an ordinary disk of this computer, and
// also what is said of a place that could not be looked at.
type Place struct {
	Kind Kind
	By   string // the file system or the program: "NFS", "Dropbox"
}

// Kind is what matters of a place to a database.
type Kind int

// The kinds of places.
const (
	Local   Kind = iota
	Network      // locks and shared memory may not reach the others who have it open
	Synced       // a program copies each file at its own time
)

// Of looks where a folder is, or will be: what is not there yet is taken for where its
// nearest existing parent is. A network is what matters more.
func Of(dir string) Place {
	dir = existing(dir)
	if by := network(dir); by != "" {
		return Place{Network, by}
	}
	if by := synced(dir); by != "" {
		return Place{Synced, by}
	}
	return Place{}
}

// existing follows links to the nearest folder that is there.
func existing(dir string) string {
	if absolute, err := filepath.Abs(dir); err == nil {
		dir = absolute
	}
	for {
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			return real
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return dir
		}
		dir = parent
	}
}

// exists tells whether there is anything of that name.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
