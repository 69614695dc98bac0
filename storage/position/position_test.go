package position_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"overachiever/storage/position"

	"pgregory.net/rapid"
)

func TestBetween(t *testing.T) {
	for _, c := range []struct{ low, high, want string }{
		{"", "", "a1"},
		{"a1", "", "a2"},
		{"az", "", "b11"},
		{"", "a1", "Zz"},
		{"", "Z1", "Yzz"},
		{"a1", "a3", "a2"},
		{"a1", "a2", "a1a1"},
		{"a1a1", "a2", "a1a2"},
		{"a1", "a1a1", "a1Zz"},
		{"a1a1", "a1a2", "a1a1a1"},
	} {
		got, err := position.Between(c.low, c.high)
		if err != nil || got != c.want {
			t.Errorf("Between(%q, %q) = %q, %v; want %q", c.low, c.high, got, err, c.want)
		}
	}
}

func TestBetweenRefuses(t *testing.T) {
	for _, c := range []struct {
		low, high string
		want      error
	}{
		{"a2", "a1", position.ErrOrder},
		{"a1", "a1", position.ErrOrder},
		{"a", "", position.ErrInvalid},
		{"", "a0", position.ErrInvalid},
		{"é", "", position.ErrInvalid},
		{"", "zzzzzzzzzzzzzzzzzzzzzzzzzzz", position.ErrInvalid},
	} {
		if got, err := position.Between(c.low, c.high); !errors.Is(err, c.want) {
			t.Errorf("Between(%q, %q) = %q, %v; want %v", c.low, c.high, got, err, c.want)
		}
	}
}

// Whatever the order of inserts, a new key lies strictly between its neighbours, is
// valid, and does not end in the lowest character.
func TestAnyInsertsKeepOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var keys []string
		for range rapid.IntRange(1, 200).Draw(t, "inserts") {
			at := rapid.IntRange(0, len(keys)).Draw(t, "at")
			low, high := "", ""
			if at > 0 {
				low = keys[at-1]
			}
			if at < len(keys) {
				high = keys[at]
			}
			key, err := position.Between(low, high)
			if err != nil {
				t.Fatal(err)
			}
			if key <= low || (high != "" && key >= high) {
				t.Fatalf("%q is not between %q and %q", key, low, high)
			}
			if !position.Valid(key) || strings.HasSuffix(key, "0") {
				t.Fatalf("%q is not a position", key)
			}
			keys = slices.Insert(keys, at, key)
		}
	})
}

// However many goals are typed at one spot, going on after the last or before the
// first, the keys stay short.
func TestManyInsertsAtOneSpotStayShort(t *testing.T) {
	const many = 100_000
	for _, c := range []struct {
		name      string
		low, high string
		downwards bool
	}{
		{"at the end", "a1", "", false},
		{"at the beginning", "", "a1", true},
		{"between two, going on after the last", "a1", "a2", false},
		{"between two, going on before the first", "a1", "a2", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			low, high, longest := c.low, c.high, 0
			for range many {
				key, err := position.Between(low, high)
				if err != nil {
					t.Fatal(err)
				}
				if c.downwards {
					high = key
				} else {
					low = key
				}
				longest = max(longest, len(key))
			}
			if longest > 8 {
				t.Errorf("the longest key has %d characters", longest)
			}
		})
	}
}

func TestSpread(t *testing.T) {
	keys, err := position.Spread("a1", "a2", 1000)
	if err != nil || len(keys) != 1000 {
		t.Fatalf("%d keys, %v", len(keys), err)
	}
	all := slices.Concat([]string{"a1"}, keys, []string{"a2"})
	if !slices.IsSorted(all) || len(slices.Compact(all)) != 1002 {
		t.Error("the keys are not strictly in order")
	}
}

func FuzzBetween(f *testing.F) {
	f.Add("a1", "a2")
	f.Add("", "Zz")
	f.Add("a1Zz", "b11")
	f.Fuzz(func(t *testing.T, low, high string) {
		key, err := position.Between(low, high)
		if err != nil {
			return
		}
		if key <= low || (high != "" && key >= high) || !position.Valid(key) {
			t.Errorf("Between(%q, %q) = %q", low, high, key)
		}
	})
}
