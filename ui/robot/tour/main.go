// Command tour goes through Overachiever's main job on a virtual desktop as a person would: signs in with the Demo
// account in the browser, grows goals, quits, starts again. "make run" does this where there is no display. With
// -screenshots it takes the pictures of the README instead.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "tour:", err)
		os.Exit(1)
	}
}

// run takes half an hour at most, on a busy computer: a tour takes about half a minute, the pictures some minutes.
func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("tour", flag.ContinueOnError)
	app := flags.String("app", "build/overachiever", "the `program` to tour")
	shot := flags.String("shot", "build/tour.png", "the picture the tour leaves")
	folder := flags.String("screenshots", "", "take the README's pictures into this `folder` instead")
	verbose := flags.Bool("v", false, "print each key and click")
	if err := flags.Parse(args); err != nil {
		return err
	}
	data, err := os.MkdirTemp("", "tour-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(data)
	program, err := filepath.Abs(*app)
	if err != nil {
		return err
	}
	if _, err := os.Stat(program); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s is not there: make build first", *app)
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Minute)
	defer cancel()
	v := visit{app: program, data: data, out: out, start: time.Now()}
	if *verbose {
		v.log = out
	}
	if *folder != "" {
		return v.takePictures(ctx, *folder)
	}
	return v.tour(ctx, *shot)
}
