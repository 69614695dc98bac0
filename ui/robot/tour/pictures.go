package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"overachiever/assets"
)

// takePictures takes the README's pictures: real windows of 1100×720.
func (v *visit) takePictures(ctx context.Context, folder string) (err error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err := v.moveIn(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.desktop.Close()) }()
	picture := func(name string) func(context.Context) error {
		return func(ctx context.Context) error {
			path := filepath.Join(folder, name+".png")
			v.say("Taking %s", path)
			return errors.Join(v.desktop.Point(ctx, 0, 0), v.program.Shot(ctx, title, path))
		}
	}
	return all(ctx,
		v.open, v.read("Start without an account"), picture("welcome"),
		v.askForDemo, picture("signing-in"),
		v.consent, picture("profile"), v.quit,
		v.importSamples, v.open, v.chooseGoal, picture("goals-light"),
		v.press("F1"), v.read("Shift+Tab"), picture("shortcuts"), v.press("Escape"), v.quit,
		v.goDark, v.open, v.chooseGoal, picture("goals-dark"), v.quit,
	)
}

func (v *visit) importSamples(ctx context.Context) error {
	file := filepath.Join(v.data, "samples.md")
	if err := os.WriteFile(file, assets.SampleGoals(), 0o600); err != nil {
		return err
	}
	_, err := v.verb(ctx, "import", file)
	return err
}

// chooseGoal selects a goal that has something to show beside the outline.
func (v *visit) chooseGoal(ctx context.Context) error {
	return v.desktop.ClickWords(ctx, "Give a talk at the local meetup")
}

func (v *visit) goDark(context.Context) error {
	v.desktop.SetDark(true)
	return nil
}
