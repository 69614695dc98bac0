// Overachiever keeps a tree of your goals. This file only wires the rooms together.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"overachiever/assets"
	"overachiever/oauth"
	"overachiever/oauth/demo"
	"overachiever/storage"
	"overachiever/storage/headless"
	"overachiever/storage/logfile"
	"overachiever/ui"
	"overachiever/ui/account"
)

// What a build may be given with -ldflags "-X main.version=…": variables,
// because that is all the linker can set.
var (
	version      = "dev"
	clientID     string // of the packager's own OAuth app at GitHub
	clientSecret string // public in every copy (RFC 8252 section 8.5)
)

// drainTime is how long quitting waits for a sign-in that is being renewed.
const drainTime = 3 * time.Second

// firstBackup is how long after the goals are there the window looks whether to back them up.
const firstBackup = 5 * time.Second

func main() { os.Exit(run(context.Background(), os.Args[1:])) }

// run does what the arguments say and returns the exit code: 0 done, 1 failed,
// 2 wrong usage.
func run(ctx context.Context, args []string) int {
	dir, args, err := dataFolder(args)
	if err != nil {
		return fail(err, 2)
	}
	tracePath, args, err := option("trace", args)
	if err != nil {
		return fail(err, 2)
	}
	if len(args) > 0 && tracePath != "" {
		return fail(errors.New("--trace is about the window: leave out "+args[0]), 2)
	}
	if len(args) > 0 {
		ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
		defer stop()
		return headless.Run(ctx, args, headless.Env{
			Dir: dir, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Now: time.Now, Version: version,
		})
	}
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return fail(errors.New("there is no display to open a window on; `overachiever help` lists what works without one"), 1)
	}
	instance, err := storage.Lock(dir)
	if errors.Is(err, storage.ErrAlreadyOpen) {
		// Should the other window not answer, the sentence is all that can be done.
		_ = storage.AskToShow(dir)
		return fail(errors.New("already open with this data folder: its window comes forward where the system allows"), 1)
	}
	if err != nil {
		return fail(err, 1)
	}
	oauth.ForgoBus()
	if err := openWindow(ctx, dir, tracePath, instance); err != nil {
		return fail(err, 1)
	}
	return 0
}

func fail(err error, code int) int {
	fmt.Fprintln(os.Stderr, "overachiever:", err)
	return code
}

func openWindow(ctx context.Context, dir, tracePath string, instance *storage.Instance) error {
	log, err := logfile.Open(filepath.Join(dir, "overachiever.log"), instance.ReadOnly())
	if err != nil {
		return errors.Join(err, instance.Release())
	}
	var trace io.Writer
	if tracePath != "" {
		file, err := os.Create(tracePath)
		if err != nil {
			return errors.Join(fmt.Errorf("the trace cannot be written: %w", err), log.Close(), instance.Release())
		}
		defer file.Close() // the window has told of all that could not be written
		trace = file
	}
	logger := slog.New(slog.NewTextHandler(log, nil))
	ctx, takeSignals := untilSignal(ctx)

	var store atomic.Pointer[storage.Store] // opened in the background
	standIn := sync.OnceValues(func() (oauth.Provider, error) {
		server, err := demo.Start(ctx, demo.Options{})
		if err != nil {
			return oauth.Provider{}, err
		}
		return server.Provider()
	})
	sessions := &oauth.Sessions{Open: oauth.OpenBrowser, Vault: oauth.SystemVault("Overachiever"), LockFile: sessionLock()}
	letGo := func() { // of a file that could not be read
		if unread := store.Swap(nil); unread != nil {
			if err := unread.Close(); err != nil {
				logger.Error("closing what could not be read: " + err.Error())
			}
		}
	}
	open := func(ctx context.Context) (*account.Desk, error) {
		letGo()
		opened, err := openStore(ctx, filepath.Join(dir, "goals.db"), instance.ReadOnly())
		if err != nil {
			return nil, err
		}
		store.Store(opened)
		return newDesk(opened, sessions, standIn), nil
	}
	closeAll := sync.OnceValue(func() error {
		var closed error
		if store := store.Swap(nil); store != nil {
			closed = store.Close()
		}
		closed = errors.Join(closed, instance.Release(), log.Close())
		patience, cancel := context.WithTimeout(context.Background(), drainTime)
		defer cancel()
		sessions.Drain(patience)
		return closed
	})
	err = ui.Run(ctx, ui.Config{
		Open: open,
		Recover: func(ctx context.Context, r storage.Rescue) (*account.Desk, storage.Recovery, error) {
			letGo()
			r.Path, r.Now = filepath.Join(dir, "goals.db"), time.Now
			done, err := storage.Recover(ctx, r)
			if err != nil {
				return nil, done, err
			}
			desk, err := open(ctx)
			return desk, done, err
		},
		OpenFolder:  oauth.OpenFolder,
		Browse:      oauth.OpenBrowser,
		OnShow:      instance.OnShow,
		TakeSignals: takeSignals,
		GiveUp: func() {
			closeAll()
			os.Exit(0)
		},
		Now:     time.Now,
		Log:     func(err error) { logger.Error(err.Error()) },
		Icon:    assets.Icon(),
		Trace:   trace,
		Version: version,
		Folder:  dir,

		FirstBackup: firstBackup,
	})
	return errors.Join(err, closeAll())
}

// openStore opens the goals to be changed or, where that cannot be, to be read.
func openStore(ctx context.Context, path string, readOnly bool) (*storage.Store, error) {
	if !readOnly {
		store, err := storage.Open(ctx, path, time.Now)
		if !errors.Is(err, storage.ErrReadOnly) {
			return store, err
		}
	}
	return storage.OpenReadOnly(ctx, path, time.Now)
}

// untilSignal gives a context that ends with the first signal to end the program,
// and a function that takes the signals from whoever listened for them since.
func untilSignal(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	ends := make(chan os.Signal, 1)
	take := func() {
		signal.Reset(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
		signal.Notify(ends, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	}
	take()
	go func() {
		<-ends
		cancel()
	}()
	return ctx, take
}

// sessionLock is the file that keeps this person's Overachievers, whatever their data
// folders, from renewing a sign-in at once: they share one keyring.
func sessionLock() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "overachiever", "session.lock")
}

func newDesk(store *storage.Store, sessions *oauth.Sessions, standIn func() (oauth.Provider, error)) *account.Desk {
	return &account.Desk{
		Store:    store,
		Sessions: sessions,
		URL:      os.Getenv("OVERACHIEVER_GITHUB_URL"),
		Environment: oauth.App{
			ClientID:     os.Getenv("OVERACHIEVER_GITHUB_CLIENT_ID"),
			ClientSecret: oauth.Secret(os.Getenv("OVERACHIEVER_GITHUB_CLIENT_SECRET")),
		},
		Built: oauth.App{ClientID: clientID, ClientSecret: oauth.Secret(clientSecret)},
		Demo:  func(context.Context) (oauth.Provider, error) { return standIn() },
	}
}

// dataFolder takes --data DIR out of the arguments; without it, the
// environment says where the data is, else the system's custom.
func dataFolder(args []string) (dir string, rest []string, err error) {
	dir, args, err = option("data", args)
	if err != nil {
		return "", nil, err
	}
	if dir == "" {
		dir = os.Getenv("OVERACHIEVER_DATA_DIR")
	}
	if dir != "" {
		dir, err = filepath.Abs(dir)
		return dir, args, err
	}
	dir, err = systemDataFolder()
	return dir, args, err
}

// option takes --NAME VALUE, which may stand anywhere before a "--", out of the
// arguments; without it the value is "".
func option(name string, args []string) (value string, rest []string, err error) {
	for i := 0; i < len(args) && args[i] != "--"; i++ {
		flag, value, joined := strings.Cut(args[i], "=")
		if flag != "--"+name && flag != "-"+name {
			continue
		}
		last := i + 1
		if !joined && last < len(args) {
			value = args[last]
			last++
		}
		if value == "" {
			return "", nil, fmt.Errorf("--%s wants a path after it", name)
		}
		return value, append(args[:i:i], args[last:]...), nil
	}
	return "", args, nil
}

// systemDataFolder is the per-user data folder: the XDG base directory on Linux
// and BSD, Application Support on a Mac, LocalAppData on Windows.
func systemDataFolder() (string, error) {
	if local := os.Getenv("LocalAppData"); runtime.GOOS == "windows" && local != "" {
		return filepath.Join(local, "Overachiever"), nil
	}
	if runtime.GOOS == "darwin" {
		base, err := os.UserConfigDir()
		return filepath.Join(base, "Overachiever"), err
	}
	if base := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(base) {
		return filepath.Join(base, "overachiever"), nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "share", "overachiever"), err
}
