//go:build !linux

package medium

import (
	"errors"
	"testing"
)

func asRoot(testing.TB, string) error {
	return errors.New("run the tests as somebody else than root")
}
