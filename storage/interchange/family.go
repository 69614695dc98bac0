package interchange

import "fmt"

// family brings together goals that name those below them by id, anywhere in the file.
type family struct {
	*nursery
	all  []*relative
	byID map[string]*relative
}

// relative is one of them. The ids of its children are those of the file.
type relative struct {
	*sprout
	children     []string
	placed, open bool // open while what is below it is being placed
}

func (f *family) add(id string, one *relative) error {
	if twin, twice := f.byID[id]; twice && id != "" {
		return f.refuse(one.line, fmt.Sprintf("the id %s is given twice: the other is on line %d", shortened(id), twin.line))
	}
	f.all, f.byID[id] = append(f.all, one), one
	return nil
}

// unite places each below the first that names it. Those that nobody names are at the top,
// and of those that name each other in a circle the first.
func (f *family) unite() ([]*sprout, error) {
	named := map[*relative]bool{}
	for _, one := range f.all {
		for _, id := range one.children {
			if id != "" {
				named[f.byID[id]] = true
			}
		}
	}
	var tops []*sprout
	for _, circles := range []bool{false, true} {
		for _, one := range f.all {
			if one.placed || named[one] && !circles {
				continue
			}
			if err := f.place(one, 1); err != nil {
				return nil, err
			}
			tops = append(tops, one.sprout)
		}
	}
	return tops, nil
}

func (f *family) place(one *relative, depth int) error {
	if depth > MaxDepth {
		return f.refuse(one.line, fmt.Sprintf("goals are nested more than %d levels deep", MaxDepth))
	}
	one.placed, one.open = true, true
	for _, id := range one.children {
		child := f.byID[id]
		switch {
		case child == nil || id == "":
			f.lose(lostMissing, one.line)
		case child.open:
			f.lose("being below itself: the circle is cut", child.line)
		case child.placed:
			f.lose(lostPlaces, child.line)
		default:
			if err := f.place(child, depth+1); err != nil {
				return err
			}
			one.below = append(one.below, child.sprout)
		}
	}
	one.open = false
	return nil
}
