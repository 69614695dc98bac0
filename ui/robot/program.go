package robot

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Program is a program started on the desktop, with the processes it started itself.
type Program struct {
	desktop *Desktop
	cmd     *exec.Cmd
	output  transcript
	done    chan struct{} // closed when it has ended
	err     error         // of waiting; to be read after done
}

// Run starts a program on the desktop and returns at once. env entries are added to the desktop's own.
func (d *Desktop) Run(path string, args, env []string) (*Program, error) {
	return d.spawn(spawnOptions{env: env}, path, args...)
}

type spawnOptions struct {
	env   []string
	stdin io.Reader
	pass  *os.File // handed on as file descriptor 3
}

func (d *Desktop) spawn(options spawnOptions, path string, args ...string) (*Program, error) {
	p := &Program{desktop: d, cmd: exec.Command(path, args...), done: make(chan struct{})}
	p.cmd.Env = append(d.Env(), options.env...)
	p.cmd.Stdin = options.stdin
	p.cmd.Stdout, p.cmd.Stderr = &p.output, &p.output
	p.cmd.SysProcAttr = ownGroup()
	p.cmd.WaitDelay = time.Second // a child that outlives the program must not hold up its end
	if options.pass != nil {
		p.cmd.ExtraFiles = []*os.File{options.pass}
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", filepath.Base(path), err)
	}
	d.logf("started %s", filepath.Base(path))
	go func() {
		p.err = p.cmd.Wait()
		close(p.done)
	}()
	d.mu.Lock()
	d.programs = append(d.programs, p)
	d.mu.Unlock()
	return p, nil
}

// PID is the program's process id.
func (p *Program) PID() int { return p.cmd.Process.Pid }

// Output is what the program has written so far, to standard output and standard error alike.
func (p *Program) Output() string { return p.output.String() }

// Running says whether the program has not ended yet.
func (p *Program) Running() bool {
	select {
	case <-p.done:
		return false
	default:
		return true
	}
}

// Wait waits for the program to end and returns its exit code, -1 when a signal ended it.
func (p *Program) Wait(ctx context.Context) (int, error) {
	what := "the end of " + p.name()
	if err := p.desktop.Await(ctx, what, func(context.Context) (bool, error) { return !p.Running(), nil }); err != nil {
		return 0, err
	}
	var exit *exec.ExitError
	if p.err != nil && !errors.As(p.err, &exit) && !errors.Is(p.err, exec.ErrWaitDelay) {
		return 0, fmt.Errorf("wait for %s: %w", p.name(), p.err)
	}
	return p.cmd.ProcessState.ExitCode(), nil
}

// Quit presses Ctrl+Q in the program's window and waits for its end; it returns the exit code.
func (p *Program) Quit(ctx context.Context) (int, error) {
	if err := p.Activate(ctx); err != nil {
		return 0, err
	}
	if err := p.desktop.Key(ctx, "ctrl+q"); err != nil {
		return 0, err
	}
	return p.Wait(ctx)
}

// Signal sends the program, not its children, a signal.
func (p *Program) Signal(signal os.Signal) error { return p.cmd.Process.Signal(signal) }

// Kill ends the program and what it started at once, as a crash would, and waits until it is gone.
func (p *Program) Kill() {
	signalGroup(p.PID(), syscall.SIGKILL)
	<-p.done
}

// end asks the program to end, and ends it when it has not after two seconds.
func (p *Program) end() {
	if p.Running() {
		signalGroup(p.PID(), syscall.SIGTERM)
		select {
		case <-p.done:
		case <-time.After(2 * time.Second):
		}
	}
	signalGroup(p.PID(), syscall.SIGKILL)
	<-p.done
}

func (p *Program) name() string { return filepath.Base(p.cmd.Path) }

// output runs a short command on the desktop and returns what it wrote to standard output.
func (d *Desktop) output(ctx context.Context, name string, args ...string) (string, error) {
	var out, complaints bytes.Buffer
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = d.Env()
	cmd.Stdout, cmd.Stderr = &out, &complaints
	cmd.WaitDelay = time.Second
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("%s: %w %s", name, err, firstLine(complaints.String()))
	}
	return out.String(), nil
}

// readLine reads one line, or less when the context ends first; the reader is then left to its closing.
func readLine(ctx context.Context, r io.Reader) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	type result struct {
		line string
		err  error
	}
	read := make(chan result, 1)
	go func() {
		line, err := bufio.NewReader(r).ReadString('\n')
		read <- result{strings.TrimSpace(line), err}
	}()
	select {
	case got := <-read:
		return got.line, got.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

// transcript keeps what a program writes; it may be read while the program runs.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (t *transcript) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Write(p)
}

func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}
