package oauth

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

const (
	lockPause    = 20 * time.Millisecond // between looks whether the lock is free
	lockPatience = 5 * time.Second       // a sign-in or sign-out does not wait longer for a renewal elsewhere
)

// turn waits until nobody else in this process changes what is kept for an
// identity. An error is ctx's.
func (s *Sessions) turn(ctx context.Context, profile Profile) (done func(), err error) {
	s.mu.Lock()
	turn := s.turns[profile.key()]
	if turn == nil {
		if s.turns == nil {
			s.turns = map[string]chan struct{}{}
		}
		turn = make(chan struct{}, 1)
		s.turns[profile.key()] = turn
	}
	s.mu.Unlock()
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// lock keeps the other processes of this person from changing what is in the
// keyring. An error is ctx's. A file that cannot be locked at all is no reason not
// to go on: two renewals at once are unlikely, and lose no more than one sign-in.
func (s *Sessions) lock(ctx context.Context) (release func(), err error) {
	if s.LockFile == "" || os.MkdirAll(filepath.Dir(s.LockFile), 0o700) != nil {
		return func() {}, nil
	}
	file := flock.New(s.LockFile)
	locked, _ := file.TryLockContext(ctx, lockPause)
	switch {
	case locked:
		return func() { file.Close() }, nil // the file stays: removing it would let two lock two of that name
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	return func() {}, nil
}

// lockBriefly is lock for what must be done in any case.
func (s *Sessions) lockBriefly(ctx context.Context) (release func()) {
	ctx, cancel := context.WithTimeout(ctx, lockPatience)
	defer cancel()
	release, err := s.lock(ctx)
	if err != nil {
		return func() {}
	}
	return release
}
