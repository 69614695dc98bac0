package robot

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// WindowNews tells of windows as they come, without looking again and again: that would
// take from a program what is to be measured of it.
type WindowNews struct {
	desktop *Desktop
	spy     *exec.Cmd
	lists   chan windowList
	last    []string // the windows there were
}

// windowList is the windows there are since a moment.
type windowList struct {
	at  time.Time
	ids []string
}

// WatchWindows tells of the windows that the window manager takes in from now on, until Close.
// https://specifications.freedesktop.org/wm-spec/latest/ar01s03.html (_NET_CLIENT_LIST)
func (d *Desktop) WatchWindows(ctx context.Context) (*WindowNews, error) {
	n := &WindowNews{
		desktop: d,
		spy:     exec.CommandContext(ctx, "xprop", "-root", "-spy", "_NET_CLIENT_LIST"),
		lists:   make(chan windowList, 100),
	}
	n.spy.Env = d.Env()
	out, err := n.spy.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := n.spy.Start(); err != nil {
		return nil, fmt.Errorf("robot: watch the windows: %w", err)
	}
	go n.listen(out)
	first, err := n.list(ctx)
	if err != nil {
		return nil, errors.Join(err, n.Close())
	}
	n.isNew(first)
	return n, nil
}

func (n *WindowNews) listen(out io.Reader) {
	defer close(n.lists)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		n.lists <- listNow(lines.Text())
	}
}

// listNow reads a line of xprop's.
func listNow(line string) windowList {
	_, ids, _ := strings.Cut(line, "#")
	return windowList{time.Now(), strings.FieldsFunc(ids, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' })}
}

// missed is how long nothing may be heard before somebody looks: xprop begins to listen only
// after it has told what there is, and does not hear what happens in between.
const missed = time.Second

func (n *WindowNews) list(ctx context.Context) (windowList, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		select {
		case list, ok := <-n.lists:
			if !ok {
				return list, errors.New("robot: watch the windows: xprop has ended")
			}
			return list, nil
		case <-time.After(missed):
			line, err := n.desktop.output(ctx, "xprop", "-root", "_NET_CLIENT_LIST")
			if list := listNow(line); err == nil && !slices.Equal(list.ids, n.last) {
				return list, nil
			}
		case <-ctx.Done():
			return windowList{}, fmt.Errorf("robot: watch the windows: %w", ctx.Err())
		}
	}
}

// isNew tells whether there is a window that was not there before. Another one may have
// had its id.
func (n *WindowNews) isNew(list windowList) bool {
	isNew := slices.ContainsFunc(list.ids, func(id string) bool { return !slices.Contains(n.last, id) })
	n.last = list.ids
	return isNew
}

// Next waits for one more window, and returns when it came.
func (n *WindowNews) Next(ctx context.Context) (time.Time, error) {
	for {
		list, err := n.list(ctx)
		if err != nil || n.isNew(list) {
			return list.at, err
		}
	}
}

// Close ends the watching.
func (n *WindowNews) Close() error {
	err := n.spy.Process.Kill()
	for range n.lists {
		// what it still had to say
	}
	_ = n.spy.Wait() // killed, as it was to be
	return err
}
