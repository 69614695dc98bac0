//go:build !linux

package oauth

// busReachable has nothing to look for: this system's keyring needs no bus.
func busReachable() error { return nil }

// ForgoBus has nothing to do: no library starts one here.
func ForgoBus() {}

func isBusWithoutKeyring(error) bool { return false }

func busErrorName(error) string { return "" }
