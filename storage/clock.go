package storage

import (
	"cmp"
	"crypto/rand"
	"encoding/binary"
	"io"
	"math"
	"time"

	"github.com/google/uuid"
)

// Stamp says when an operation happened, so that all operations of all devices have
// one order: a hybrid logical clock (Kulkarni et al., "Logical Physical Clocks", 2014).
type Stamp struct {
	Wall   int64  // Unix milliseconds, never before an earlier stamp's
	Count  uint16 // counts on within one millisecond
	Device string // settles what is left
}

// Compare is negative when s is before other, positive when after.
func (s Stamp) Compare(other Stamp) int {
	return cmp.Or(
		cmp.Compare(s.Wall, other.Wall),
		cmp.Compare(s.Count, other.Count),
		cmp.Compare(s.Device, other.Device),
	)
}

// Clock makes stamps, each later than all it has made or seen, also when the
// computer's clock goes backwards. The zero Clock only counts. One goroutine owns it.
type Clock struct {
	now    func() time.Time
	random io.Reader
	last   Stamp
	ids    struct { // the newest id's
		wall  int64
		count uint16
	}
}

// NewClock returns a clock for this device. A nil now makes one that only counts.
func NewClock(device string, now func() time.Time) *Clock {
	return &Clock{now: now, last: Stamp{Device: device}}
}

// Next returns a stamp later than every one before.
func (c *Clock) Next() Stamp {
	wall := c.Now().UnixMilli()
	switch {
	case wall > c.last.Wall:
		c.last.Wall, c.last.Count = wall, 0
	case c.last.Count < math.MaxUint16:
		c.last.Count++
	default: // 65,536 operations in one millisecond: run ahead
		c.last.Wall, c.last.Count = c.last.Wall+1, 0
	}
	return c.last
}

// Observe makes the clock go on from a stamp made elsewhere or earlier.
func (c *Clock) Observe(seen Stamp) {
	seen.Device = c.last.Device
	if seen.Compare(c.last) > 0 {
		c.last = seen
	}
}

// Now returns the computer's time in UTC and whole milliseconds.
func (c *Clock) Now() time.Time {
	if c.now == nil {
		return time.UnixMilli(c.last.Wall).UTC()
	}
	return time.UnixMilli(c.now().UnixMilli()).UTC()
}

// newID returns a UUIDv7 in its text form: https://www.rfc-editor.org/rfc/rfc9562#section-5.7
// The ids of a clock are in the order they were made, by a counter (section 6.2, method 1):
// a large import is then written to the file, and read, from one end to the other.
func (c *Clock) newID() string {
	random := c.random
	if random == nil {
		random = rand.Reader
	}
	switch wall := max(c.Now().UnixMilli(), c.last.Wall); {
	case wall > c.ids.wall:
		c.ids.wall, c.ids.count = wall, 0
	case c.ids.count < mostIDs-1:
		c.ids.count++
	default: // 4,096 ids in one millisecond: run ahead
		c.ids.wall, c.ids.count = c.ids.wall+1, 0
	}
	id := newUUID(c.ids.wall, random)
	binary.BigEndian.PutUint16(id[6:], 0x7000|c.ids.count)
	return id.String()
}

// mostIDs is how many ids of one millisecond are in order.
const mostIDs = 1 << 12

func newUUID(wall int64, random io.Reader) uuid.UUID {
	var id uuid.UUID
	// A reader of randomness does not fail: https://pkg.go.dev/crypto/rand#Read
	_, _ = io.ReadFull(random, id[6:])
	binary.BigEndian.PutUint32(id[:], uint32(wall>>16))
	binary.BigEndian.PutUint16(id[4:], uint16(wall))
	id[6] = id[6]&0x0f | 0x70 // version 7
	id[8] = id[8]&0x3f | 0x80 // variant of the RFC
	return id
}
