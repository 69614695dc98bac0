// Package position makes the keys that keep goals in order among their siblings.
//
// A key is a text that is compared bytewise. Between any two keys another one fits,
// so moving a goal writes one key and touches no sibling ("fractional indexing").
//
// A key is a list of whole numbers, compared number by number, the shorter list first:
// [1] < [1 -3] < [1 4] < [2]. Between neighbours [1] and [2] comes a deeper list, and
// from there on counting up or down; so typing a thousand goals one after the other,
// or one before the other, at any one spot makes keys of a handful of characters.
// The worst case, always into the gap just made from alternating sides, costs about a
// character per insert.
//
// A number is written so that text order is number order: a head that gives sign and
// length ('a' is one digit, 'b' two …; 'Z' one digit of a negative, 'Y' two …), then the
// digits to base 61. The digit '0' is never used: no key ends in the lowest character,
// and below every key there is room.
package position

import (
	"errors"
	"fmt"
	"strings"
)

// ErrOrder is returned when there is no room to make: the two keys are equal or the wrong way round.
var ErrOrder = errors.New("positions are not in order")

// ErrInvalid is returned for a text that is not a position.
var ErrInvalid = errors.New("not a position")

const (
	digits = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	base   = len(digits)
	// Ten digits hold 61^10 numbers; nobody counts that far by hand or by import.
	mostDigits = 10
)

// Between returns a key above low and below high. An empty low is the beginning, an
// empty high the end.
func Between(low, high string) (string, error) {
	a, err := parse(low)
	if err != nil {
		return "", err
	}
	b, err := parse(high)
	if err != nil {
		return "", err
	}
	if high != "" && low >= high {
		return "", fmt.Errorf("%w: %q, %q", ErrOrder, low, high)
	}
	key := format(between(a, b))
	if !Valid(key) { // counted past the last number there is: only a made-up key gets here
		return "", fmt.Errorf("%w: no room beside %q, %q", ErrInvalid, low, high)
	}
	return key, nil
}

// Spread returns count keys in order, all above low and below high.
func Spread(low, high string, count int) ([]string, error) {
	keys := make([]string, 0, count)
	for range count {
		key, err := Between(low, high)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
		low = key
	}
	return keys, nil
}

// Valid tells whether key is one that this package makes.
func Valid(key string) bool {
	_, err := parse(key)
	return err == nil && key != ""
}

// between finds a list above a and below b; a nil b is the end.
func between(a, b []int64) []int64 {
	if len(b) == 0 {
		return above(a)
	}
	common := 0
	for common < len(a) && common < len(b) && a[common] == b[common] {
		common++
	}
	switch {
	case common == len(a): // a is where b begins: count down inside
		return with(a, b[common]-1)
	case b[common]-a[common] > 1: // there is a whole number between
		return with(a[:common], a[common]+1)
	default: // neighbours: count up below a
		return with(a[:common+1], above(a[common+1:])...)
	}
}

// above finds a list after a with no upper bound.
func above(a []int64) []int64 {
	if len(a) == 0 {
		return []int64{0}
	}
	return []int64{a[0] + 1}
}

// with is head followed by tail, in memory of its own.
func with(head []int64, tail ...int64) []int64 {
	list := make([]int64, 0, len(head)+len(tail))
	return append(append(list, head...), tail...)
}

func format(list []int64) string {
	var key strings.Builder
	for _, number := range list {
		writeNumber(&key, number)
	}
	return key.String()
}

// writeNumber writes zero and up as 'a'… with the value, and below zero as 'Z'… with
// the distance to the lowest number of that length, so that text order stays number order.
func writeNumber(key *strings.Builder, number int64) {
	negative := number < 0
	rest := number
	if negative {
		rest = -number - 1
	}
	length, room := 1, int64(base)
	for rest >= room {
		rest -= room
		room *= int64(base)
		length++
	}
	head := byte('a' + length - 1)
	if negative {
		head = byte('Z' - length + 1)
		rest = room - 1 - rest
	}
	key.WriteByte(head)
	for unit := room / int64(base); unit > 0; unit /= int64(base) {
		key.WriteByte(digits[rest/unit%int64(base)])
	}
}

func parse(key string) ([]int64, error) {
	var list []int64
	for rest := key; rest != ""; {
		number, size, ok := readNumber(rest)
		if !ok {
			return nil, fmt.Errorf("%w: %q", ErrInvalid, key)
		}
		list = append(list, number)
		rest = rest[size:]
	}
	return list, nil
}

func readNumber(text string) (number int64, size int, ok bool) {
	head, negative := text[0], text[0] <= 'Z'
	length := int(head) - 'a' + 1
	if negative {
		length = 'Z' - int(head) + 1
	}
	if length < 1 || length > mostDigits || len(text) < 1+length {
		return 0, 0, false
	}
	value, room, shorter := int64(0), int64(1), int64(0)
	for i := range length {
		digit := strings.IndexByte(digits, text[1+i])
		if digit < 0 {
			return 0, 0, false
		}
		value = value*int64(base) + int64(digit)
		room *= int64(base)
		if i > 0 {
			shorter += room / int64(base) // how many numbers have fewer digits
		}
	}
	if negative {
		return -(shorter + room - 1 - value) - 1, 1 + length, true
	}
	return shorter + value, 1 + length, true
}
