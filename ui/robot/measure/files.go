package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// filesOf are the files of the disk that a process has open or has mapped into its memory: the program, its libraries
// and what it reads. https://man7.org/linux/man-pages/man5/proc_pid_maps.5.html
func filesOf(pid int) ([]string, error) {
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		return nil, err
	}
	var files []string
	for line := range strings.Lines(string(maps)) {
		if at := strings.IndexByte(line, '/'); at >= 0 {
			files = append(files, strings.TrimSuffix(line[at:], "\n"))
		}
	}
	open, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
	if err != nil {
		return nil, err
	}
	for _, link := range open {
		if file, err := os.Readlink(link); err == nil { // else closed meanwhile
			files = append(files, file)
		}
	}
	slices.Sort(files)
	return slices.DeleteFunc(slices.Compact(files), func(file string) bool {
		info, err := os.Stat(file)
		return err != nil || !info.Mode().IsRegular()
	}), nil
}

// readAll brings files into the system's memory. Whether they were there would else decide how long a start takes: some
// systems give memory back within seconds, others keep it for days.
func readAll(files []string) error {
	for _, name := range files {
		file, err := os.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // a journal, removed when the program ended
		}
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, file)
		if err = errors.Join(err, file.Close()); err != nil {
			return err
		}
	}
	return nil
}
