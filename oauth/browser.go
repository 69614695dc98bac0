package oauth

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"time"
)

// openerPatience is how long the system's opener may take to fail. One that
// still runs then has become the browser itself.
const openerPatience = 10 * time.Second

// Where the libraries look for the session bus, and what it says where ForgoBus found
// none: no library has such a transport.
const (
	busVariable = "DBUS_SESSION_BUS_ADDRESS"
	noBus       = "disabled:"
)

// OpenBrowser opens a web address in the system's browser, never through a
// shell. It waits for the opener's exit status and returns a Failure matching
// ErrBrowser when that says no. The browser is left alone when ctx ends.
func OpenBrowser(ctx context.Context, address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil {
		return browserFailure("That is not a web address.", errors.New("not an http address"))
	}
	name, args := opener(runtime.GOOS)
	return runOpener(ctx, openerPatience, name, append(args, u.String())...)
}

// OpenFolder opens a folder in the system's file manager, as OpenBrowser opens an address.
func OpenFolder(ctx context.Context, path string) error {
	if info, err := os.Stat(path); err != nil || !info.IsDir() || !filepath.IsAbs(path) {
		return &Failure{Kind: ErrBrowser, Sentence: "That folder is not there.", Next: "Look in the data folder."}
	}
	name, args := opener(runtime.GOOS)
	if err := runOpener(ctx, openerPatience, name, append(args, path)...); err != nil {
		return &Failure{Kind: ErrBrowser, Sentence: "This computer did not open the folder.", Next: "Open it yourself: " + path, Err: err}
	}
	return nil
}

// opener is the system's program for opening an address.
func opener(system string) (name string, args []string) {
	switch system {
	case "darwin":
		return "open", nil
	case "windows":
		return "rundll32", []string{"url.dll,FileProtocolHandler"}
	}
	return "xdg-open", nil
}

// runOpener starts an opener and watches it for as long as it may take to fail.
func runOpener(ctx context.Context, patience time.Duration, name string, args ...string) error {
	path, err := exec.LookPath(name)
	if err != nil {
		return browserFailure("This computer has nothing that opens web pages for other programs.", errors.New(name+" is not installed"))
	}
	command := exec.Command(path, args...)
	command.Env = slices.DeleteFunc(os.Environ(), func(entry string) bool { return entry == busVariable+"="+noBus }) // that is ours alone
	detach(command)
	if err := command.Start(); err != nil {
		return browserFailure("The browser could not be opened.", errors.New(name+" did not start"))
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case err := <-ended:
		if err != nil {
			return browserFailure("The browser could not be opened.", fmt.Errorf("%s: exit status %d", name, command.ProcessState.ExitCode()))
		}
	case <-timer.C:
	case <-ctx.Done():
	}
	return nil
}

func browserFailure(sentence string, cause error) *Failure {
	return &Failure{Kind: ErrBrowser, Sentence: sentence, Err: cause,
		Next: "Copy the link and open it in a browser on this computer."}
}
