package interchange

import (
	"slices"
	"strings"
	"time"

	"overachiever/storage"
)

// Forest is everything below a place or goal of the tree, in order: what an export carries.
func Forest(tree *storage.Tree, parent storage.GoalID) []storage.Branch {
	top := tree.Entry(parent)
	if top == nil {
		return nil
	}
	return forestBelow(top)
}

func forestBelow(parent *storage.Entry) []storage.Branch {
	if len(parent.Children()) == 0 {
		return nil
	}
	forest := make([]storage.Branch, 0, len(parent.Children()))
	for _, child := range parent.Children() {
		forest = append(forest, storage.Branch{Goal: child.Goal(), Children: forestBelow(child)})
	}
	return forest
}

// Whole is a person's document: all their goals, and what files they came from say besides.
func Whole(tree *storage.Tree, login, name string, now time.Time) Document {
	document := Besides(tree, login, name, now)
	document.Goals = Forest(tree, storage.TopLevel)
	return document
}

// Besides is a person's document still without goals: what files they came from say besides.
func Besides(tree *storage.Tree, login, name string, now time.Time) Document {
	return Document{
		Login: login, Name: name, Exported: now.UTC(),
		Extra: extraOf(tree, storage.Document), OwnerExtra: extraOf(tree, storage.Owner),
	}
}

// extraOf is the extra of a goal that is nowhere.
func extraOf(tree *storage.Tree, id storage.GoalID) string {
	if entry := tree.Known(id); entry != nil {
		return entry.Goal().Extra
	}
	return ""
}

// Plan is what importing a document into a tree comes to: goals that are there already are
// left as they are, those that are not come under the parent they have in the document.
// storage.User.Import takes it in.
type Plan struct {
	storage.Incoming
	New     int // goals that come in
	Known   int // goals left as they are, wherever they are now
	Trashed int // how many of the known ones are in the trash
	Twice   int // how many of the new ones have the name and place of one that is there
	Losses  []Loss
}

// PlanImport compares a document's goals with the tree by their ids. Those at the top of the
// document that are not there come below under. What it says besides is for the next export
// of the person with this login, "" for one without: what it says of somebody else is not.
// It changes nothing.
func PlanImport(tree *storage.Tree, under storage.GoalID, document Document, login string) Plan {
	p := planning{tree: tree, of: map[storage.GoalID]int{}}
	p.Losses = document.Losses
	p.graft(under, p.divide(under, document.Goals))
	for _, graft := range p.Grafts {
		p.Twice += twins(tree.Entry(graft.Parent), graft.Goals)
	}
	p.keep(storage.Document, document.Extra)
	switch own := document.Login == "" || login == "" || strings.EqualFold(document.Login, login); {
	case own:
		p.keep(storage.Owner, document.OwnerExtra)
	case document.OwnerExtra != "":
		p.Losses = append(slices.Clip(p.Losses), Loss{What: "what is said of " + document.Login, Goals: max(1, count(document.Goals)), Line: 1})
	}
	return p.Plan
}

// keep adds what is said besides to what is known.
func (p *planning) keep(id storage.GoalID, extra string) {
	known := extraOf(p.tree, id)
	if all := joined(known, extra); all != known {
		p.Besides = append(p.Besides, storage.Goal{ID: id, Extra: all})
	}
}

// planning is a plan in the making.
type planning struct {
	Plan
	tree *storage.Tree
	of   map[storage.GoalID]int // which graft a parent has
}

// divide returns the new ones of goals that stand under parent in the document. New goals
// below one that is there go under that one; but what is in the trash takes no new goals, and
// they stay with the nearest parent that is not.
func (p *planning) divide(parent storage.GoalID, goals []storage.Branch) []storage.Branch {
	if !slices.ContainsFunc(goals, p.changes) {
		p.New += count(goals)
		return goals
	}
	var fresh []storage.Branch
	for _, branch := range goals {
		id := branch.Goal.ID
		if !p.knows(branch) {
			p.New++
			branch.Children = p.divide(parent, branch.Children)
			fresh = append(fresh, branch)
			continue
		}
		p.Known++
		if p.tree.IsBelow(id, storage.Trash) {
			p.Trashed++
			fresh = append(fresh, p.divide(parent, branch.Children)...)
			continue
		}
		p.graft(id, p.divide(id, branch.Children))
	}
	return fresh
}

// graft notes goals that come below a parent, after those that do already: two grafts would
// mix them.
func (p *planning) graft(parent storage.GoalID, goals []storage.Branch) {
	if len(goals) == 0 {
		return
	}
	at, there := p.of[parent]
	if !there {
		at = len(p.Grafts)
		p.of[parent] = at
		p.Grafts = append(p.Grafts, storage.Graft{Parent: parent})
	}
	p.Grafts[at].Goals = slices.Concat(p.Grafts[at].Goals, goals)
}

// twins counts the goals that have the name of one right below this, and all below them that
// have twins below that one: most formats have no ids, by which a file that comes a second
// time could be known.
func twins(below *storage.Entry, goals []storage.Branch) int {
	if below == nil || len(below.Children()) == 0 {
		return 0
	}
	named := map[string][]*storage.Entry{}
	for _, child := range below.Children() {
		named[child.Name()] = append(named[child.Name()], child)
	}
	count := 0
	for _, branch := range goals {
		if same := named[branch.Goal.Name]; len(same) > 0 {
			named[branch.Goal.Name] = same[1:]
			count += 1 + twins(same[0], branch.Children)
		}
	}
	return count
}

func (p *planning) knows(branch storage.Branch) bool {
	_, found := p.tree.Goal(branch.Goal.ID)
	return found
}

// changes tells whether a branch cannot come in as it is.
func (p *planning) changes(branch storage.Branch) bool {
	return p.knows(branch) || slices.ContainsFunc(branch.Children, p.changes)
}

func count(goals []storage.Branch) int {
	all := len(goals)
	for _, branch := range goals {
		all += count(branch.Children)
	}
	return all
}
