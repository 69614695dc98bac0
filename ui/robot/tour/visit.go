package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"overachiever/ui/robot"
)

// visit is one person trying the program out.
type visit struct {
	app, data string
	folder    string   // of the pictures
	env       []string // of the program
	out, log  io.Writer
	start     time.Time

	desktop *robot.Desktop
	program *robot.Program
}

// step is something the person does.
type step = func(context.Context) error

func (v *visit) say(format string, args ...any) {
	fmt.Fprintf(v.out, "%5.1f s  %s\n", time.Since(v.start).Seconds(), fmt.Sprintf(format, args...))
}

// all does steps in order until one fails.
func all(ctx context.Context, steps ...step) error {
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// at makes a step out of a method of the desktop and what to do there.
func at[T any](do func(context.Context, T) error, what T) step {
	return func(ctx context.Context) error { return do(ctx, what) }
}

// tour is the main job, from the first start to the second.
func (v *visit) tour(ctx context.Context, shot string) (err error) {
	if err := v.moveIn(ctx, robot.Options{Browser: true, Keyring: true}); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.desktop.Close()) }()
	err = all(ctx, v.open, v.signIn, v.growGoals, v.quit, v.showWhatWasKept, v.open, v.stillThere)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(shot), 0o755); err != nil {
		return err
	}
	if err := v.program.Shot(ctx, title, shot); err != nil {
		return err
	}
	if err := v.quit(ctx); err != nil {
		return err
	}
	v.say("Done. A picture of the window: %s", shot)
	return nil
}

// title is part of the window's title.
const title = "Overachiever"

func (v *visit) moveIn(ctx context.Context, options robot.Options) error {
	v.say("Starting a virtual desktop: display, window manager, keyring, browser")
	options.Log = v.log
	var err error
	v.desktop, err = robot.Start(ctx, options)
	return err
}

func (v *visit) open(ctx context.Context) error {
	v.say("Opening Overachiever")
	var err error
	if v.program, err = v.desktop.Run(v.app, []string{"--data", v.data}, v.env); err != nil {
		return err
	}
	window, err := v.program.WaitWindow(ctx, title)
	if err != nil {
		return err
	}
	if err := v.desktop.Resize(ctx, window, 1100, 720); err != nil {
		return err
	}
	return v.program.Activate(ctx)
}

func (v *visit) signIn(ctx context.Context) error {
	if err := v.askForDemo(ctx); err != nil {
		return err
	}
	return v.consent(ctx)
}

func (v *visit) askForDemo(ctx context.Context) error {
	v.say("Choosing the Demo account")
	if err := v.desktop.ClickWords(ctx, "Demo account"); err != nil {
		return err
	}
	_, err := v.desktop.WaitPage(ctx, robot.AuthorizePath)
	return err
}

func (v *visit) consent(ctx context.Context) error {
	v.say("Pressing Authorize on the consent page in the browser")
	if err := v.desktop.Authorize(ctx); err != nil {
		return err
	}
	text, err := v.desktop.PageText(ctx, "/callback", "signed in")
	if err != nil {
		return err
	}
	v.say("The browser says: %s", strings.SplitN(strings.TrimSpace(text), "\n", 2)[0])
	if err := v.program.Activate(ctx); err != nil {
		return err
	}
	_, err = v.desktop.WaitWords(ctx, "Go to my goals")
	return err
}

func (v *visit) growGoals(ctx context.Context) error {
	d := v.desktop
	v.say("The profile is on the screen; going on to the goals")
	if err := all(ctx, at(d.ClickWords, "Go to my goals"), at(d.WaitNoWords, "Member since")); err != nil {
		return err
	}
	v.say("Typing three goals")
	for i, name := range []string{"Sail to Bergen", "Learn to bake bread", "Read twenty books"} {
		key := "ctrl+n"
		if i > 0 {
			key = "Return" // keeps the name and opens the next
		}
		if err := all(ctx, v.press(key), at(d.Type, name)); err != nil {
			return err
		}
	}
	if err := all(ctx, v.press("Return"), v.press("Escape"), v.read("Read twenty books")); err != nil {
		return err
	}
	v.say("Completing the last, moving it to the top")
	if err := all(ctx, v.press("space", "alt+Up", "alt+Up")); err != nil {
		return err
	}
	return all(ctx, v.read("1 completed"), v.read("Saved"))
}

func (v *visit) press(keys ...string) step {
	return func(ctx context.Context) error { return v.desktop.Key(ctx, keys...) }
}

// patience is how long words are waited for, on a busy computer too.
const patience = 90 * time.Second

func (v *visit) read(words string) step {
	return func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		_, err := v.desktop.WaitWords(ctx, words)
		return err
	}
}

func (v *visit) quit(ctx context.Context) error {
	v.say("Quitting with Ctrl+Q")
	code, err := v.program.Quit(ctx)
	if err == nil && code != 0 {
		err = fmt.Errorf("it ended with code %d: %s", code, v.program.Output())
	}
	return err
}

// showWhatWasKept prints the goals as the export gives them, and how many entries the keyring holds.
func (v *visit) showWhatWasKept(ctx context.Context) error {
	goals, err := v.verb(ctx, "export", "--format", "markdown")
	if err != nil {
		return err
	}
	items, err := v.desktop.KeyringItems(ctx, title)
	if err != nil {
		return err
	}
	v.say("Kept on disk, by overachiever export; entries in the keyring: %d", len(items))
	fmt.Fprintln(v.out, "           "+strings.ReplaceAll(strings.TrimSpace(goals), "\n", "\n           "))
	return nil
}

// verb runs the program without a window and returns what it wrote.
func (v *visit) verb(ctx context.Context, args ...string) (string, error) {
	program, err := v.desktop.Run(v.app, args, []string{"OVERACHIEVER_DATA_DIR=" + v.data})
	if err != nil {
		return "", err
	}
	code, err := program.Wait(ctx)
	if err == nil && code != 0 {
		err = fmt.Errorf("overachiever %s ended with code %d: %s", strings.Join(args, " "), code, program.Output())
	}
	return program.Output(), err
}

func (v *visit) stillThere(ctx context.Context) error {
	if err := all(ctx, v.read("Robin Climber"), v.read("Sail to Bergen")); err != nil {
		return err
	}
	v.say("Still signed in, the goals are there")
	return nil
}
