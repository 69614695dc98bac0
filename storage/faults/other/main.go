// other is the program that writes to a file, or looks at it, while the tests of package
// faults break things.
package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"overachiever/storage/faults"
)

// limit is how long the writer may take for its edits.
const limit = 30 * time.Second

func main() {
	if err := run(os.Args[1:]); err != nil {
		fail(err)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 1 && args[0] == "look":
		return faults.Look(os.Stdin, os.Stdout)
	case len(args) == 4 && args[0] == "write":
		time.AfterFunc(limit, func() { fail(errors.New("it took too long")) })
		seed, seedErr := strconv.ParseUint(args[2], 10, 64)
		edits, editsErr := strconv.Atoi(args[3])
		if err := errors.Join(seedErr, editsErr); err != nil {
			return err
		}
		return faults.Write(os.Stdout, args[1], seed, edits)
	}
	return errors.New("usage: other look, other write FILE SEED EDITS")
}

func fail(err error) {
	fmt.Println("error", err)
	os.Exit(1)
}
