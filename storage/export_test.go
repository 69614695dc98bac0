package storage

// Watched has a look after every stage of a recovery, when nothing is cleared away yet.
func (r Rescue) Watched(look func(stage string)) Rescue {
	r.after = func(s stage) { look(string(s)) }
	return r
}

// Towards returns the operations by which a tree becomes what is known of its goals.
func Towards(t *Tree, goals []Goal, homeless []GoalID) ([]Operation, error) {
	operations, _, err := t.towards(knowledge{goals: goals, homeless: homeless})
	return operations, err
}

// Apply does one operation.
func Apply(t *Tree, o Operation) error { return t.apply(o) }
