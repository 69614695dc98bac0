package place

import "testing"

func TestShares(t *testing.T) {
	for volume, want := range map[string]bool{
		`\\server\share`: true, `\\?\UNC\server\share`: true, `\\wsl.localhost\Debian`: true,
		`C:`: false, `\\?\C:`: false, `\\.\C:`: false, ``: false,
	} {
		if shared(volume) != want {
			t.Errorf("%s: %v", volume, !want)
		}
	}
}
