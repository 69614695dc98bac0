// Package forest makes up the goals that everything is measured with.
package forest

import "fmt"

// Words in the goals' names, to be searched for: Common is in all of them, Rare in one of 10,000.
const (
	Common = "number"
	Rare   = "zeppelin"
)

// Markdown is a task list of so many goals, five levels deep. Half of them are below the first; the others stand below
// goals of ten, of ten, of ten, of ten. A third of those without children are completed, every tenth has a description.
func Markdown(goals int) []byte {
	var list []byte
	for i := range goals {
		depth := depth(i, goals)
		mark, more := " ", ""
		if i%3 == 0 && depth == deepest {
			mark = "x"
		}
		if i%10_000 == 5_000 {
			more = " by " + Rare
		}
		list = fmt.Appendf(list, "%*s- [%s] Goal %s %d%s\n", 2*depth, "", mark, Common, i+1, more)
		if i%10 == 0 {
			list = fmt.Appendf(list, "\n%*sBecause number %d matters.\n\n", 2*depth+2, "", i+1)
		}
	}
	return list
}

const deepest = 4 // counted from 0

// depth is how many goals the one at a place of the list has above it.
func depth(i, goals int) int {
	half := goals / 2
	switch {
	case i == 0:
		return 0
	case i <= half:
		return 1 + tens(i-1, 1111)
	}
	if i = (i - half - 1) % 11111; i == 0 {
		return 0
	}
	return 1 + tens(i-1, 1111)
}

// tens is the depth inside a pattern of 1,111 goals, or 111, 11, 1: one, and ten of the next smaller pattern below it.
func tens(i, pattern int) int {
	if i %= pattern; i == 0 {
		return 0
	}
	return 1 + tens(i-1, pattern/10)
}
