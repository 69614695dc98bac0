package place

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

// marker is a file or folder by which a program knows the top of what it synchronizes.
// A folder's name alone is no sign: people keep the name when they give up the program.
type marker struct{ pattern, by string }

func markers() []marker {
	return []marker{
		{".dropbox.cache", "Dropbox"},
		{".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"},
		{".tmp.drivedownload", "Google Drive"}, // mirrored folders
		{".tmp.driveupload", "Google Drive"},
		{".shortcut-targets-by-id", "Google Drive"}, // the drive itself
		{".stfolder", "Syncthing"},
		{".sync_*.db", "Nextcloud"},
		{"._sync_*.db", "Nextcloud"}, // before 2.6, and ownCloud
		{".nextcloudsync.log", "Nextcloud"},
		{".owncloudsync.log", "ownCloud"},
		{".sync/ID", "Resilio Sync"},
	}
}

// synced names the program that synchronizes a folder, "" for none.
func synced(dir string) string {
	for _, root := range roots() {
		if root.path != "" && within(dir, root.path) {
			return root.by
		}
	}
	for up := dir; ; up = filepath.Dir(up) {
		for _, m := range markers() {
			// A pattern of ours is not malformed; the folder's own name is not to be one.
			if found, _ := filepath.Glob(filepath.Join(literal(up), filepath.FromSlash(m.pattern))); len(found) > 0 {
				return m.by
			}
		}
		if up == filepath.Dir(up) {
			return ""
		}
	}
}

// root is the top of what a program synchronizes, as it has told this computer.
type root struct{ path, by string }

func roots() []root {
	var list []root
	for _, name := range []string{"OneDrive", "OneDriveConsumer", "OneDriveCommercial"} { // set by its client on Windows
		list = append(list, root{os.Getenv(name), "OneDrive"})
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return list
	}
	list = append(list,
		root{filepath.Join(home, "Library", "Mobile Documents"), "iCloud Drive"},
		root{filepath.Join(home, "iCloudDrive"), "iCloud Drive"}, // on Windows
	)
	list = append(list, providers(filepath.Join(home, "Library", "CloudStorage"))...)
	return append(list, dropboxes(home)...)
}

// providers are the folders of macOS for other clouds, named like "OneDrive-Personal".
func providers(folder string) []root {
	entries, _ := os.ReadDir(folder) // there is none but on a Mac
	var list []root
	for _, entry := range entries {
		name, _, _ := strings.Cut(entry.Name(), "-")
		if name == "GoogleDrive" {
			name = "Google Drive"
		}
		list = append(list, root{filepath.Join(folder, entry.Name()), name})
	}
	return list
}

// dropboxes reads where Dropbox says that its folders are:
// https://help.dropbox.com/installs/locate-dropbox-folder
func dropboxes(home string) []root {
	var list []root
	for _, path := range []string{
		filepath.Join(home, ".dropbox", "info.json"),
		filepath.Join(os.Getenv("LOCALAPPDATA"), "Dropbox", "info.json"),
		filepath.Join(os.Getenv("APPDATA"), "Dropbox", "info.json"),
	} {
		var accounts map[string]struct{ Path string }
		text, err := os.ReadFile(path)
		if err != nil || json.Unmarshal(text, &accounts) != nil {
			continue
		}
		for _, account := range accounts {
			list = append(list, root{account.Path, "Dropbox"})
		}
	}
	return list
}

// within tells whether a folder is the top, or somewhere below it.
func within(dir, top string) bool {
	if !exists(top) {
		return false
	}
	below, err := filepath.Rel(existing(top), dir)
	return err == nil && filepath.IsLocal(below)
}

// literal keeps what a folder is called from being read as a pattern.
func literal(path string) string {
	if os.PathSeparator == '\\' {
		return path // there is no way to do it, and ? and * are no names
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
