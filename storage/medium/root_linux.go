package medium

import (
	"errors"
	"fmt"
	"os/exec"
	"testing"

	"golang.org/x/sys/unix"
)

func asRoot(t testing.TB, dir string) error {
	mounted := unix.Mount(dir, dir, "", unix.MS_BIND, "")
	if mounted == nil {
		t.Cleanup(func() {
			if err := unix.Unmount(dir, unix.MNT_DETACH); err != nil {
				t.Errorf("unmounting %s: %v", dir, err)
			}
		})
		return unix.Mount("", dir, "", unix.MS_BIND|unix.MS_REMOUNT|unix.MS_RDONLY, "")
	}
	if out, err := exec.Command("chattr", "-R", "+i", dir).CombinedOutput(); err != nil {
		return errors.Join(mounted, fmt.Errorf("chattr: %w: %s", err, out))
	}
	t.Cleanup(func() {
		if out, err := exec.Command("chattr", "-R", "-i", dir).CombinedOutput(); err != nil {
			t.Errorf("chattr: %v: %s", err, out)
		}
	})
	return nil
}
