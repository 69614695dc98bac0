package oauth

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"
)

func TestRenewalWaitsForAnotherProcessButNotForEver(t *testing.T) {
	p, s := hostile(t, func(http.ResponseWriter, *http.Request) { t.Error("asked without the lock") })
	s.LockFile = filepath.Join(t.TempDir(), "lock")
	other := flock.New(s.LockFile)
	if locked, err := other.TryLock(); !locked || err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 3*lockPause)
	defer cancel()
	_, err := s.replace(ctx, p, Profile{}, NewExpiringToken("a", "r", time.Time{}))
	var f *Failure
	if !errors.Is(err, ErrKeyringTimeout) || !errors.As(err, &f) || !strings.HasSuffix(f.Sentence, ".") || !strings.HasSuffix(f.Next, ".") {
		t.Errorf("error %v", err)
	}
}

func TestALockFileThatCannotBeStopsNothing(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"", folder, filepath.Join(file, "lock")} {
		release, err := (&Sessions{LockFile: path}).lock(t.Context())
		if err != nil {
			t.Fatalf("%q: %v", path, err)
		}
		release()
	}
}
