package storage

// Watched has a look after every stage of a recovery, when nothing is cleared away yet.
func (r Rescue) Watched(look func(stage string)) Rescue {
	r.after = func(s stage) error {
		look(string(s))
		return nil
	}
	return r
}
