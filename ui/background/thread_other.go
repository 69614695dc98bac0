//go:build !linux

package background

func standBack() {}
