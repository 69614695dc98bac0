package place

import (
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// network names the way to another computer, "" for a disk of this computer.
func network(dir string) string {
	volume := filepath.VolumeName(dir)
	if shared(volume) {
		return "a network share"
	}
	root, err := windows.UTF16PtrFromString(volume + `\`)
	if err == nil && windows.GetDriveType(root) == windows.DRIVE_REMOTE {
		return "a network drive"
	}
	return ""
}

// shared tells whether a volume is \\SERVER\SHARE, also written as \\?\UNC\SERVER\SHARE.
// \\?\C: and \\.\ are ways to write a disk of this computer.
func shared(volume string) bool {
	volume = strings.ToUpper(filepath.ToSlash(volume))
	if rest, ok := strings.CutPrefix(volume, "//?/"); ok {
		return strings.HasPrefix(rest, "UNC/")
	}
	return strings.HasPrefix(volume, "//") && !strings.HasPrefix(volume, "//./")
}
