// Package assets holds what the program and its packages show or carry: the icon, the desktop entry, sample goals.
package assets

import "embed"

//go:embed icons/*.png sample-goals.md
var files embed.FS

// Icon returns the program's icon: a PNG of 256×256 pixels, made from icon.svg by "make icons". The window waits at its
// start until that is unpacked and handed to the desktop: a larger one would take four times as long, and none is shown.
func Icon() []byte {
	return mustRead("icons/256.png")
}

// SampleGoals returns a small tree of goals as a Markdown task list, to try the program with and to take its pictures.
func SampleGoals() []byte {
	return mustRead("sample-goals.md")
}

// mustRead returns an embedded file; the compiler has already made sure that the pattern matched,
// and assets_test.go that each name asked for is there.
func mustRead(name string) []byte {
	content, err := files.ReadFile(name)
	if err != nil {
		panic("assets: " + err.Error())
	}
	return content
}
