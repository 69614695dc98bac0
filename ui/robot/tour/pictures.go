package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"overachiever/assets"
	"overachiever/ui/robot"
)

// scene is a part of the pictures that is taken on a desktop of its own, beside the others.
type scene struct {
	folder  string
	desktop robot.Options
	play    func(*visit, context.Context) error
}

// takePictures takes the README's pictures, and those of every state of signing in: real windows of 1100×720.
func (v *visit) takePictures(ctx context.Context, folder string) error {
	signIn := filepath.Join(folder, "sign-in")
	if err := os.MkdirAll(signIn, 0o755); err != nil {
		return err
	}
	scenes, ctx := errgroup.WithContext(ctx)
	scenes.SetLimit(2) // they take turns at waiting
	for _, s := range []scene{
		{folder, robot.Options{Keyring: true}, (*visit).mainJob},
		{signIn, robot.Options{Keyring: true}, (*visit).signedIn},
		{signIn, robot.Options{Keyring: true}, (*visit).signingIn},
		{signIn, robot.Options{}, (*visit).withoutKeyring},
		{signIn, robot.Options{Keyring: true}, (*visit).registering},
	} {
		scenes.Go(func() error { return v.play(ctx, s) })
	}
	return scenes.Wait()
}

func (v *visit) play(ctx context.Context, s scene) (err error) {
	data, err := os.MkdirTemp(v.data, "")
	if err != nil {
		return err
	}
	own := &visit{app: v.app, data: data, folder: s.folder, out: v.out, log: v.log, start: v.start}
	if err := own.moveIn(ctx, s.desktop); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, own.desktop.Close()) }()
	return s.play(own, ctx)
}

// mainJob is what the README shows.
func (v *visit) mainJob(ctx context.Context) error {
	return all(ctx,
		v.open, v.shot("welcome", "Start without an account"),
		v.shot("signing-in", "Your browser has opened", v.click("Demo account")), v.press("Escape"),
		v.shot("profile", "Go to my goals", v.answer(v.click("Demo account"))), v.quit,
		v.importSamples, v.open, v.shot("goals-light", "Saved", v.chooseGoal),
		v.shot("upcoming", "Upcoming", v.press("ctrl+3")), v.press("ctrl+1"),
		v.shot("find", "hits of", v.press("ctrl+f"), at(v.desktop.Type, "is:open the")), v.press("Escape"),
		v.shot("shortcuts", "Shift+Tab", v.press("F1")), v.press("Escape"),
		v.shot("import", "Read as", v.press("ctrl+o"), at(v.desktop.Type, v.samples()), v.press("Return")), v.press("Escape"),
		v.backUp, v.chooseGoal, v.press("Delete", "ctrl+n"), at(v.desktop.Type, "Learn to juggle"), v.press("Return", "Escape"),
		v.shot("restore", "just now", v.press("Alt_L"), v.read("Back up now"), v.press("Up", "Up", "Return")),
		v.shot("restore-preview", "goals come back", v.press("Return")), v.press("Return", "Return"), v.read("Restored the goals"), v.quit,
		v.damage, v.open, v.shot("recovered", "were recovered"), v.press("Escape"), v.quit,
		v.goDark, v.open, v.shot("goals-dark", "Saved", v.chooseGoal), v.quit,
	)
}

func (v *visit) importSamples(ctx context.Context) error {
	if err := os.WriteFile(v.samples(), assets.SampleGoals(), 0o600); err != nil {
		return err
	}
	_, err := v.verb(ctx, "import", v.samples())
	return err
}

func (v *visit) samples() string { return filepath.Join(v.data, "samples.md") }

func (v *visit) backUp(ctx context.Context) error {
	_, err := v.verb(ctx, "backup")
	return err
}

// damage leaves nothing of the goals but a backup.
func (v *visit) damage(ctx context.Context) error {
	if err := v.backUp(ctx); err != nil {
		return err
	}
	file := filepath.Join(v.data, "goals.db")
	return errors.Join(os.RemoveAll(file+"-wal"), os.RemoveAll(file+"-shm"), os.WriteFile(file, []byte("not a database"), 0o600))
}

// chooseGoal selects a goal that has something to show beside the outline.
func (v *visit) chooseGoal(ctx context.Context) error {
	return v.desktop.ClickWords(ctx, "Give a talk at the local meetup")
}

func (v *visit) goDark(context.Context) error {
	v.desktop.SetDark(true)
	return nil
}
