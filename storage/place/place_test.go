package place_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"overachiever/storage/place"
)

// home is an empty home of somebody who has no cloud, and is set as the one of the test.
func home(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"HOME", "USERPROFILE"} {
		t.Setenv(name, dir)
	}
	for _, name := range []string{"OneDrive", "OneDriveConsumer", "OneDriveCommercial", "LOCALAPPDATA", "APPDATA"} {
		t.Setenv(name, "")
	}
	return dir
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A temporary folder is on a disk of this computer, whatever it is called.
func TestAnOrdinaryFolder(t *testing.T) {
	dir := home(t)
	for _, name := range []string{".", "data", "Dropbox", "OneDrive/Documents", "Nextcloud", "My Drive", "a*b?[c]", "not/there/yet"} {
		if got := place.Of(filepath.Join(dir, name)); got.Kind == place.Synced {
			t.Errorf("%s is said to be synchronized by %s", name, got.By)
		}
	}
}

func TestMarkersOfPrograms(t *testing.T) {
	for name, by := range map[string]string{
		".dropbox.cache/x":                      "Dropbox",
		".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
		".tmp.drivedownload/x":                  "Google Drive",
		".tmp.driveupload/x":                    "Google Drive",
		".shortcut-targets-by-id/x":             "Google Drive",
		".stfolder/x":                           "Syncthing",
		".sync_1a2b3c4d5e6f.db":                 "Nextcloud",
		"._sync_1a2b3c4d5e6f.db":                "Nextcloud",
		".nextcloudsync.log":                    "Nextcloud",
		".owncloudsync.log":                     "ownCloud",
		".sync/ID":                              "Resilio Sync",
		".sync":                                 "", // anybody's
		"sync_1a2b3c4d5e6f.db":                  "",
		".dropbox":                              "", // also in the home of who has it elsewhere
	} {
		t.Run(name, func(t *testing.T) {
			top := filepath.Join(home(t), "kept [in] *")
			write(t, filepath.Join(top, name), "")
			want := place.Place{}
			if by != "" {
				want = place.Place{Kind: place.Synced, By: by}
			}
			for _, dir := range []string{top, filepath.Join(top, "Overachiever"), filepath.Join(top, "a", "b")} {
				if got := place.Of(dir); got != want {
					t.Errorf("%s is %+v, want %+v", dir, got, want)
				}
			}
			if got := place.Of(filepath.Dir(top)); got.Kind == place.Synced {
				t.Errorf("what is beside it is %+v", got)
			}
		})
	}
}

func TestFoldersThatProgramsTellOf(t *testing.T) {
	dir := home(t)
	moved := filepath.Join(dir, "elsewhere", "Box of mine")
	write(t, filepath.Join(moved, "x"), "")
	write(t, filepath.Join(dir, ".dropbox", "info.json"), fmt.Sprintf(`{"personal": {"path": %q, "host": 1}, "business": {"path": "/not/there"}}`, moved))
	write(t, filepath.Join(dir, "Drives", "One", "x"), "")
	t.Setenv("OneDriveConsumer", filepath.Join(dir, "Drives", "One"))
	for _, name := range []string{"OneDrive-Personal", "GoogleDrive-me@example.com", "Box-Box", "Dropbox"} {
		write(t, filepath.Join(dir, "Library", "CloudStorage", name, "x"), "")
	}
	write(t, filepath.Join(dir, "Library", "Mobile Documents", "com~apple~CloudDocs", "x"), "")
	for path, by := range map[string]string{
		"elsewhere/Box of mine/data":                      "Dropbox",
		"elsewhere/Box of mine and more":                  "",
		"elsewhere":                                       "",
		"Drives/One/Documents":                            "OneDrive",
		"Drives":                                          "",
		"Library/CloudStorage/OneDrive-Personal/x":        "OneDrive",
		"Library/CloudStorage/GoogleDrive-me@example.com": "Google Drive",
		"Library/CloudStorage/Box-Box":                    "Box",
		"Library/CloudStorage/Dropbox/goals":              "Dropbox",
		"Library/Mobile Documents/com~apple~CloudDocs":    "iCloud Drive",
		"Library/Application Support/Overachiever":        "",
	} {
		if got := place.Of(filepath.Join(dir, filepath.FromSlash(path))); got.By != by || (got.Kind == place.Synced) != (by != "") {
			t.Errorf("%s is %+v, want %q", path, got, by)
		}
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(moved, link); err == nil && place.Of(link).By != "Dropbox" {
		t.Errorf("a link into Dropbox is %+v", place.Of(link))
	}
	write(t, filepath.Join(dir, ".dropbox", "info.json"), `{"personal": `)
	if got := place.Of(moved); got.Kind == place.Synced {
		t.Errorf("half a file says %+v", got)
	}
}
