package place

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// network names the file system of another computer, "" for one of this computer.
func network(dir string) string {
	var stat unix.Statfs_t
	if unix.Statfs(dir, &stat) != nil {
		return ""
	}
	magic := uint32(stat.Type)
	if magic != unix.FUSE_SUPER_MAGIC {
		return remote(magic)
	}
	var file unix.Stat_t
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil || unix.Stat(dir, &file) != nil {
		return ""
	}
	return remoteFUSE(mountType(string(mounts), unix.Major(file.Dev), unix.Minor(file.Dev)))
}

// remote names the file systems of other computers by their magic numbers:
// https://man7.org/linux/man-pages/man2/statfs.2.html and the kernel's own headers.
func remote(magic uint32) string {
	return map[uint32]string{
		unix.NFS_SUPER_MAGIC:   "NFS",
		unix.SMB_SUPER_MAGIC:   "SMB",
		unix.SMB2_SUPER_MAGIC:  "SMB",
		unix.CIFS_SUPER_MAGIC:  "SMB",
		unix.V9FS_MAGIC:        "9P", // of a virtual machine, and Windows' drives seen from WSL
		unix.AFS_SUPER_MAGIC:   "AFS",
		unix.AFS_FS_MAGIC:      "AFS",
		unix.CEPH_SUPER_MAGIC:  "Ceph",
		unix.CODA_SUPER_MAGIC:  "Coda",
		unix.NCP_SUPER_MAGIC:   "NCP",
		unix.OCFS2_SUPER_MAGIC: "OCFS2",
		0x01161970:             "GFS2",
		0x0bd00bd0:             "Lustre",
		0x47504653:             "GPFS",
		0x19830326:             "BeeGFS",
		0xaad7aaea:             "PanFS",
		0x786f4256:             "VirtualBox",
		0xbacbacbc:             "VMware",
	}[magic]
}

// remoteFUSE names those that are programs. Others of that sort lie on a disk of this
// computer: encrypted folders, Windows' own disks.
func remoteFUSE(fstype string) string {
	program := strings.TrimPrefix(fstype, "fuse.")
	return map[string]string{
		"sshfs": "SSHFS", "rclone": "rclone", "curlftpfs": "FTP", "davfs": "WebDAV", "davfs2": "WebDAV",
		"gvfsd-fuse": "GVfs", "kio-fuse": "KIO", "smbnetfs": "SMB", "glusterfs": "GlusterFS",
		"ceph-fuse": "Ceph", "s3fs": "S3", "goofys": "S3", "mount-s3": "S3", "gcsfuse": "Google Cloud Storage",
		"blobfuse": "Azure", "blobfuse2": "Azure", "google-drive-ocamlfuse": "Google Drive", "onedriver": "OneDrive",
		"juicefs": "JuiceFS", "seadrive": "SeaDrive", "moosefs": "MooseFS", "mfs": "MooseFS", "vmhgfs-fuse": "VMware",
	}[program]
}

// mountType finds the type of what is mounted from a device:
// https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html
func mountType(mounts string, major, minor uint32) string {
	device := fmt.Sprintf("%d:%d", major, minor)
	for line := range strings.Lines(mounts) {
		before, after, _ := strings.Cut(line, " - ")
		fields, types := strings.Fields(before), strings.Fields(after)
		if len(fields) > 2 && len(types) > 0 && fields[2] == device {
			return types[0]
		}
	}
	return ""
}
