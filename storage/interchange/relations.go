package interchange

import (
	"fmt"

	"github.com/google/uuid"

	"overachiever/storage"
)

// relation is a goal of a file that lists goals one after the other.
type relation struct {
	goal   storage.Goal
	line   int
	parent int // its index in the list, top for none
}

const top = -1

// assemble makes a tree of a list, siblings in the order of the list. One that is below itself
// is refused.
func (r *reading) assemble(list []relation) ([]storage.Branch, error) {
	children := make([][]int, len(list))
	var queue []int
	for i, each := range list {
		if each.parent == top {
			queue = append(queue, i)
		} else {
			children[each.parent] = append(children[each.parent], i)
		}
	}
	tops := queue
	reached := make([]bool, len(list))
	for depth := 1; len(queue) > 0; depth++ {
		var next []int
		for _, i := range queue {
			if depth > MaxDepth {
				return nil, r.refuse(list[i].line, fmt.Sprintf("goals are nested more than %d levels deep", MaxDepth))
			}
			reached[i] = true
			next = append(next, children[i]...)
		}
		queue = next
	}
	for i := range list {
		if !reached[i] {
			return nil, r.refuse(list[inCycle(list, i)].line, "this goal is below itself: its parent is one of those below it")
		}
	}
	return branches(list, children, tops), nil
}

// inCycle is the first goal of the cycle that is above one that nothing leads to.
func inCycle(list []relation, from int) int {
	seen := map[int]bool{}
	for at := from; ; at = list[at].parent {
		if seen[at] {
			first := at
			for next := list[at].parent; next != at; next = list[next].parent {
				first = min(first, next)
			}
			return first
		}
		seen[at] = true
	}
}

func branches(list []relation, children [][]int, indexes []int) []storage.Branch {
	if len(indexes) == 0 {
		return nil
	}
	made := make([]storage.Branch, 0, len(indexes))
	for _, i := range indexes {
		made = append(made, storage.Branch{Goal: list[i].goal, Children: branches(list, children, children[i])})
	}
	return made
}

// kin finds the parents of a list whose file names them by ids of its own.
type kin struct {
	*reading
	list    []relation
	names   map[string]int // of the list, by the file's ids
	parents []string       // of each, the file's id; "" for none
}

// add appends a goal with the file's ids of it and of its parent, either of them "".
func (k *kin) add(goal storage.Goal, line int, name, parent string) error {
	if err := k.count(line); err != nil {
		return err
	}
	if id, ok := goalID(name); ok {
		goal.ID, name = id, string(id)
	}
	if id, ok := goalID(parent); ok {
		parent = string(id)
	}
	if name != "" {
		if other, twice := k.names[name]; twice {
			return k.refuse(line, fmt.Sprintf("two goals have the id %s: the other is on line %d", shortened(name), k.list[other].line))
		}
		if k.names == nil {
			k.names = map[string]int{}
		}
		k.names[name] = len(k.list)
	}
	if goal.ID != "" {
		if err := k.unique(goal.ID, line); err != nil {
			return err
		}
	}
	k.list = append(k.list, relation{goal, line, top})
	k.parents = append(k.parents, parent)
	return nil
}

// branches are the goals below their parents. Those whose parent is not in the file come to
// the top, which is told.
func (k *kin) branches() ([]storage.Branch, error) {
	for i, parent := range k.parents {
		if parent == "" {
			continue
		}
		if at, there := k.names[parent]; there {
			k.list[i].parent = at
		} else {
			k.lose("parents that are not in the file", k.list[i].line)
		}
	}
	return k.assemble(k.list)
}

// listed hands out goals one after the other, each after the one it is below, with ids for
// those that have none: goals that are in no file yet.
func listed(goals []storage.Branch, each func(goal storage.Goal, parent storage.GoalID, level int)) {
	number := 0
	var below func([]storage.Branch, storage.GoalID, int)
	below = func(goals []storage.Branch, parent storage.GoalID, level int) {
		for _, branch := range goals {
			if number++; branch.Goal.ID == "" {
				made := fmt.Sprint(number, " ", branch.Goal)
				branch.Goal.ID = storage.GoalID(uuid.NewSHA1(uuid.Nil, []byte(made)).String())
			}
			each(branch.Goal, parent, level)
			below(branch.Children, branch.Goal.ID, level+1)
		}
	}
	below(goals, "", 1)
}
