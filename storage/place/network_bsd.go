//go:build darwin || freebsd

package place

import (
	"strings"

	"golang.org/x/sys/unix"
)

// network names the file system of another computer, "" for one of this computer.
func network(dir string) string {
	var stat unix.Statfs_t
	if unix.Statfs(dir, &stat) != nil || stat.Flags&unix.MNT_LOCAL != 0 {
		return ""
	}
	name := unix.ByteSliceToString(stat.Fstypename[:])
	if named := map[string]string{"smbfs": "SMB", "afpfs": "AFP", "webdav": "WebDAV"}[name]; named != "" {
		return named
	}
	return strings.ToUpper(name)
}
