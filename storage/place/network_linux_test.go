package place

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

func TestFileSystemsOfOtherComputers(t *testing.T) {
	for magic, want := range map[uint32]string{
		0x6969: "NFS", 0x517b: "SMB", 0xfe534d42: "SMB", 0xff534d42: "SMB", 0x01021997: "9P", 0x0bd00bd0: "Lustre", 0x00c36400: "Ceph",
		unix.EXT4_SUPER_MAGIC: "", unix.BTRFS_SUPER_MAGIC: "", unix.XFS_SUPER_MAGIC: "", unix.TMPFS_MAGIC: "", unix.OVERLAYFS_SUPER_MAGIC: "",
	} {
		if got := remote(magic); got != want {
			t.Errorf("%#x is %q, want %q", magic, got, want)
		}
	}
}

func TestFileSystemsThatArePrograms(t *testing.T) {
	const mounts = `24 1 254:0 / / rw,relatime shared:1 - ext4 /dev/root rw
30 24 0:41 / /home/me/server rw,nosuid - fuse.sshfs me@server: rw,user_id=1000
31 24 0:42 / /home/me/my\040safe rw,nosuid shared:7 master:1 - fuse.gocryptfs /home/me/.safe rw
32 24 8:17 / /mnt/windows rw - fuseblk /dev/sdb1 rw
33 24 0:43 / /mnt/half
`
	for _, c := range []struct {
		major, minor uint32
		fstype, want string
	}{
		{254, 0, "ext4", ""}, {0, 41, "fuse.sshfs", "SSHFS"}, {0, 42, "fuse.gocryptfs", ""}, {8, 17, "fuseblk", ""}, {0, 43, "", ""}, {1, 1, "", ""},
	} {
		fstype := mountType(mounts, c.major, c.minor)
		if got := remoteFUSE(fstype); fstype != c.fstype || got != c.want {
			t.Errorf("%d:%d is %q: %q, want %q: %q", c.major, c.minor, fstype, got, c.fstype, c.want)
		}
	}
}

// The tables are asked about what is there.
func TestThisComputersOwn(t *testing.T) {
	for _, dir := range []string{"/proc", "/sys", "/dev"} {
		if got := network(dir); got != "" {
			t.Errorf("%s is on %s", dir, got)
		}
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		t.Fatal(err)
	}
	var proc unix.Stat_t
	if err := unix.Stat("/proc", &proc); err != nil {
		t.Fatal(err)
	}
	if got := mountType(string(mounts), unix.Major(proc.Dev), unix.Minor(proc.Dev)); got != "proc" {
		t.Errorf("/proc is %q", got)
	}
}
