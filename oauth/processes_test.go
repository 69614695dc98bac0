package oauth_test

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"overachiever/oauth"
)

// fileVault is a keyring that several processes share.
type fileVault string

type fileItem struct {
	Access, Refresh string
	Expires         time.Time
}

func (v fileVault) path(key string) string {
	return filepath.Join(string(v), fmt.Sprintf("%x", sha256.Sum256([]byte(key))))
}

func (v fileVault) Store(_ context.Context, key string, token oauth.Token) error {
	text, err := json.Marshal(fileItem{token.Access().Reveal(), token.Refresh().Reveal(), token.Expires()})
	if err != nil {
		return err
	}
	return os.WriteFile(v.path(key), text, 0o600)
}

func (v fileVault) Load(_ context.Context, key string) (oauth.Token, error) {
	text, err := os.ReadFile(v.path(key))
	if errors.Is(err, fs.ErrNotExist) {
		return oauth.Token{}, oauth.ErrNotStored
	}
	var item fileItem
	if err == nil {
		err = json.Unmarshal(text, &item)
	}
	return oauth.NewExpiringToken(oauth.Secret(item.Access), oauth.Secret(item.Refresh), item.Expires), err
}

func (v fileVault) Delete(_ context.Context, key string) error {
	if err := os.Remove(v.path(key)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// task is what another process has to do: ask for the profile of a person whose
// token has ended.
type task struct {
	URL, ClientID, ClientSecret string
	Folder                      string // of the vault and the lock
	Profile                     oauth.Profile
}

const taskVariable = "OVERACHIEVER_TEST_TASK"

func (j task) sessions() *oauth.Sessions {
	return &oauth.Sessions{Vault: fileVault(j.Folder), LockFile: filepath.Join(j.Folder, "made", "lock")}
}

// do reads a task, says that it is ready, waits for a word and does it.
func do(in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	lines.Scan()
	var j task
	if err := json.Unmarshal(lines.Bytes(), &j); err != nil {
		return err
	}
	p, err := oauth.GitHub(j.URL, oauth.App{ClientID: j.ClientID, ClientSecret: oauth.Secret(j.ClientSecret)})
	if err != nil {
		return err
	}
	s := j.sessions()
	if err := s.Restore(context.Background(), j.Profile); err != nil { // it has the old token in memory
		return err
	}
	fmt.Fprintln(out, "ready")
	lines.Scan()
	_, _, err = s.Refresh(context.Background(), p.Demo(), j.Profile)
	return err
}

// newTask has a person signed in whose token has ended since.
func newTask(t *testing.T) (*renewal, task) {
	t.Helper()
	r := newRenewal(t)
	j := task{URL: r.server.URL, ClientID: r.server.App.ClientID, ClientSecret: r.server.App.ClientSecret.Reveal(), Folder: t.TempDir(), Profile: r.profile}
	if err := fileVault(j.Folder).Store(t.Context(), r.profile.Issuer+"#"+r.profile.Subject, r.kept()); err != nil {
		t.Fatal(err)
	}
	r.clock.pass(tokenLife)
	return r, j
}

func TestProcessesRenewOnce(t *testing.T) {
	if os.Getenv(taskVariable) != "" { // this is one of the processes
		if err := do(os.Stdin, os.Stdout); err != nil {
			t.Fatal(err)
		}
		return
	}
	r, j := newTask(t)
	text, err := json.Marshal(j)
	if err != nil {
		t.Fatal(err)
	}
	var start []io.Writer
	var ends []func() error
	for range 4 {
		process := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProcessesRenewOnce$")
		process.Env = append(os.Environ(), taskVariable+"=1")
		in, err := process.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		out, err := process.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := process.Start(); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(in, string(text))
		lines := bufio.NewScanner(out)
		if !lines.Scan() || lines.Text() != "ready" {
			t.Errorf("a process said %q", lines.Text())
		}
		start = append(start, in)
		ends = append(ends, func() error {
			for lines.Scan() {
				t.Log(lines.Text())
			}
			return process.Wait()
		})
	}
	fmt.Fprintln(io.MultiWriter(start...), "go")
	for _, end := range ends {
		if err := end(); err != nil {
			t.Error(err)
		}
	}
	r.asked(t, map[string]int{askToken: 2})
}

func TestSessionsOfOneVaultRenewOnce(t *testing.T) {
	r, j := newTask(t)
	var all sync.WaitGroup
	for range 5 {
		s := j.sessions()
		s.Now = r.clock.now
		for range 3 {
			all.Go(func() {
				if _, _, err := s.Refresh(t.Context(), r.provider, j.Profile); err != nil {
					t.Error(err)
				}
			})
		}
	}
	all.Wait()
	r.asked(t, map[string]int{askToken: 2})
}

func TestAnotherProcessSignedInAgain(t *testing.T) {
	r, j := newTask(t)
	here := j.sessions()
	if err := here.Restore(t.Context(), j.Profile); err != nil {
		t.Fatal(err)
	}
	there := j.sessions()
	there.Open, there.Now = r.sessions.Open, r.clock.now
	if _, err := there.SignIn(t.Context(), r.provider, oauth.Prompt{}, func(oauth.Waiting) {}); err != nil {
		t.Fatal(err)
	}
	r.page()
	there.Drain(t.Context())
	before := r.server.Requests(askToken)
	if _, _, err := here.Refresh(t.Context(), r.provider, j.Profile); err != nil {
		t.Error(err)
	}
	r.asked(t, map[string]int{askToken: before})
	if _, err := there.SignOut(t.Context(), r.provider, j.Profile); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, _, err := here.Refresh(t.Context(), r.provider, j.Profile); !errors.Is(err, oauth.ErrNotSignedIn) {
			t.Errorf("signed out elsewhere: %v", err)
		}
	}
}
