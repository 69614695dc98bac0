//go:build !linux

package storage

// stepBack does nothing: only on Linux has each thread a priority of its own that any program may lower.
func stepBack() {}
