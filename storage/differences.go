package storage

// Differences are what Become would change outside the trash, each in the order of the
// outline that has it.
type Differences struct {
	Back    []Difference // goals that are not there now, or in the trash
	Gone    []Difference // goals that would go to the trash
	Changed []Difference
	Trash   int // goals that would be in the trash and are not there now, or otherwise
}

// Difference is what would become of one goal.
type Difference struct {
	Goal   Goal    // as it would be; one that goes, as it is
	Was    string  // its name now
	Fields []Field // that would change
	Moved  bool
}

// Empty tells whether nothing would change.
func (d Differences) Empty() bool {
	return len(d.Back) == 0 && len(d.Gone) == 0 && len(d.Changed) == 0 && d.Trash == 0
}

// Differences tells what Become would do. Both trees are only read.
func (t *Tree) Differences(other *Tree) Differences {
	var d Differences
	other.entries[TopLevel].eachBelow(func(n *Entry) {
		goal, now := n.Goal(), t.alive(n.goal.ID)
		if now == nil {
			d.Back = append(d.Back, Difference{Goal: goal, Was: goal.Name})
		} else if change, differs := goal.since(now.Goal()); differs {
			d.Changed = append(d.Changed, change)
		}
	})
	t.entries[TopLevel].eachBelow(func(n *Entry) {
		if other.alive(n.goal.ID) == nil {
			d.Gone = append(d.Gone, Difference{Goal: n.Goal(), Was: n.Name()})
		}
	})
	other.entries[Trash].eachBelow(func(n *Entry) {
		goal, now := n.Goal(), t.find(n.goal.ID)
		switch {
		case now == nil:
			d.Trash++
		case now.within(t.entries[TopLevel]): // counted with those that go
		default:
			if _, differs := goal.since(now.Goal()); differs {
				d.Trash++
			}
		}
	})
	return d
}

// alive returns the entry of a goal outside the trash.
func (t *Tree) alive(id GoalID) *Entry {
	if n := t.find(id); n != nil && !n.within(t.entries[Trash]) {
		return n
	}
	return nil
}

// since tells what has changed between how a goal is now and how it would be.
func (g *Goal) since(now Goal) (Difference, bool) {
	d := Difference{Goal: *g, Was: now.Name, Fields: g.changed(now), Moved: g.Parent != now.Parent || g.Position != now.Position}
	return d, d.Moved || len(d.Fields) > 0
}

// eachBelow calls visit with each goal below n, in order.
func (n *Entry) eachBelow(visit func(*Entry)) {
	for _, child := range n.Children() {
		visit(child)
		child.eachBelow(visit)
	}
}
