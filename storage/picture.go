package storage

// Picture is a goal with all below it as it was when the picture was taken. Taking it costs
// much less than a Branch, which any goroutine can make of it.
type Picture struct{ goals []pictured }

// pictured is what a goal was.
type pictured struct {
	record
	description, extra string
	below              int32 // how many of the goals after it are below it
}

// Picture takes a picture of a goal and all below it.
func (e *Entry) Picture() Picture {
	goals := make([]pictured, 0, 1+e.below().all.total)
	return Picture{e.pictured(goals)}
}

func (e *Entry) pictured(goals []pictured) []pictured {
	at := len(goals)
	goals = append(goals, pictured{record: e.goal, description: e.Description(), extra: e.extra()})
	for _, child := range e.below().children {
		goals = child.pictured(goals)
	}
	goals[at].below = int32(len(goals) - at - 1)
	return goals
}

// Len is how many goals there are in it.
func (p Picture) Len() int { return len(p.goals) }

// Branch is what the picture shows. The goals in it have no Parent.
func (p Picture) Branch() Branch {
	first := p.goals[0]
	branch := Branch{Goal: Goal{
		ID: first.ID, Position: first.Position, Name: first.Name, Description: first.description,
		Due: first.Due.date(), Created: first.Created.time(), Completed: first.Completed.time(), Extra: first.extra,
	}}
	for rest := p.goals[1 : 1+first.below]; len(rest) > 0; {
		size := 1 + rest[0].below
		branch.Children = append(branch.Children, Picture{rest[:size]}.Branch())
		rest = rest[size:]
	}
	return branch
}
