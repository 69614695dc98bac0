package storage

import (
	"bufio"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// How long instances talk to each other at most.
const talkTime = 2 * time.Second

// addressOffset is where in the lock file the address is: on Windows the first byte is
// the lock, and nobody else can read or write it.
const addressOffset = 1

// Instance is the one Overachiever that has a data folder open.
type Instance struct {
	file     *flock.Flock // nil where nothing can be written, and nothing has to be kept from others
	listener net.Listener // nil where there is no loopback
	nonce    string

	mu    sync.Mutex
	show  func()
	asked bool // before anybody could show anything
}

// Lock takes the data folder for this process, and makes it if it is not there. The
// system lets go of the lock when the process ends, however it ends.
// A folder that is there, but cannot be written to, is taken without a lock; so is one
// whose lock is somebody else's file, as after a start by the administrator.
// Errors: ErrAlreadyOpen, ErrUnwritable.
func Lock(dir string) (*Instance, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("locking %s: %w", dir, unwritable(err))
	}
	if isUnwritable(tryWriting(dir)) {
		return &Instance{}, nil
	}
	i := &Instance{file: flock.New(lockPath(dir)), nonce: rand.Text()}
	locked, err := i.file.TryLock()
	if isUnwritable(err) {
		return &Instance{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("locking %s: %w", dir, err)
	}
	if !locked {
		return nil, fmt.Errorf("locking %s: %w", dir, ErrAlreadyOpen)
	}
	if err := i.listen(); isUnwritable(err) {
		return &Instance{}, errors.Join(i.listener.Close(), i.file.Unlock())
	} else if err != nil {
		return nil, errors.Join(fmt.Errorf("locking %s: %w", dir, err), i.Release())
	}
	return i, nil
}

// ReadOnly tells whether the data folder can only be read.
func (i *Instance) ReadOnly() bool { return i.file == nil }

// OnShow sets what is done when a second instance asks this one to come forward. It is
// called on a goroutine of its own, and at once if somebody has asked already.
func (i *Instance) OnShow(show func()) {
	i.mu.Lock()
	i.show = show
	asked := i.asked
	i.asked = false
	i.mu.Unlock()
	if asked && show != nil {
		go show()
	}
}

// Release lets go of the data folder. The lock file stays: removing it would let two
// others lock two different files of that name.
func (i *Instance) Release() error {
	var problems []error
	if i.listener != nil {
		problems = append(problems, writeAddress(i.file.Path(), ""), i.listener.Close())
	}
	if i.file != nil {
		problems = append(problems, i.file.Unlock())
	}
	return errors.Join(problems...)
}

// listen writes into the lock file where this instance can be asked to show itself. The
// nonce, which only this person can read, keeps others on the computer from asking.
func (i *Instance) listen() error {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		listener, err = net.Listen("tcp6", "[::1]:0")
	}
	if err != nil {
		return writeAddress(i.file.Path(), "") // a lock without a door is still a lock
	}
	i.listener = listener
	go i.serve()
	return writeAddress(i.file.Path(), listener.Addr().String()+" "+i.nonce+"\n")
}

func (i *Instance) serve() {
	for {
		connection, err := i.listener.Accept()
		if err != nil {
			return // released
		}
		go i.answer(connection)
	}
}

// answer listens to one who asks. Who does not know the nonce gets no answer.
func (i *Instance) answer(connection net.Conn) {
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(talkTime))
	line, err := bufio.NewReader(io.LimitReader(connection, 128)).ReadString('\n')
	if err != nil || subtle.ConstantTimeCompare([]byte(strings.TrimSpace(line)), []byte(i.nonce)) != 1 {
		return
	}
	i.mu.Lock()
	show := i.show
	i.asked = show == nil
	i.mu.Unlock()
	if show != nil {
		show()
	}
	_, _ = io.WriteString(connection, "ok\n")
}

// AskToShow asks the instance that has the data folder open to bring its window forward.
// It touches nothing. Errors: ErrNotListening.
func AskToShow(dir string) error {
	address, nonce, err := readAddress(lockPath(dir))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotListening, err)
	}
	connection, err := net.DialTimeout("tcp", address, talkTime)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotListening, err)
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(talkTime))
	if _, err := io.WriteString(connection, nonce+"\n"); err != nil {
		return fmt.Errorf("%w: %w", ErrNotListening, err)
	}
	if answer, err := bufio.NewReader(connection).ReadString('\n'); err != nil || answer != "ok\n" {
		return fmt.Errorf("%w: no answer: %w", ErrNotListening, errors.Join(err))
	}
	return nil
}

func lockPath(dir string) string { return filepath.Join(dir, "lock") }

func writeAddress(path, text string) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = file.WriteAt([]byte(text), addressOffset)
	return errors.Join(err, file.Truncate(addressOffset+int64(len(text))), file.Close())
}

func readAddress(path string) (address, nonce string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return "", "", err
	}
	defer file.Close()
	text := make([]byte, 128)
	read, err := file.ReadAt(text, addressOffset)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", "", err
	}
	address, nonce, found := strings.Cut(strings.TrimSpace(string(text[:read])), " ")
	at, err := netip.ParseAddrPort(address)
	if err != nil || !found || !at.Addr().IsLoopback() {
		return "", "", fmt.Errorf("the lock file names no address on this computer: %w", errors.Join(err))
	}
	return address, nonce, nil
}
