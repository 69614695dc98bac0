package storage

type Completing struct{ Below, Above bool }

const ActPaste Act = "paste"

func (t *Tree) one(f func(GoalID) (Step, error), ids []GoalID) (Step, error) { return f(ids[0]) }
func (t *Tree) MoveAll(ids []GoalID, parent GoalID, index int) (Step, error) {
	return t.Move(ids[0], parent, index)
}
func (t *Tree) OpenBelow(ids ...GoalID) int { return 0 }
func (t *Tree) Duplicate(ids ...GoalID) ([]GoalID, Step, error) { return nil, Step{}, nil }
func (t *Tree) Split(id GoalID, a, b string, inside bool) (GoalID, Step, error) { return "", Step{}, nil }
func (t *Tree) Join(id, into GoalID) (Step, error) { return Step{}, nil }
func (t *Tree) EmptyTrash() (Step, error) { return Step{}, nil }
func (t *Tree) Erase(ids ...GoalID) (Step, error) { return Step{}, nil }
func (t *Tree) DeleteCompleted() (Step, error) { return Step{}, nil }
func (t *Tree) SetDueAll(due Date, ids ...GoalID) (Step, error) { return t.SetDue(ids[0], due) }
