package oauth

// What Sessions has of an identity in memory: the token in use, one that awaits the
// person's decision, one that awaits the vault.

// inUse is the token in use, zero when none was needed yet.
func (s *Sessions) inUse(profile Profile) Token {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.live[profile.key()]
}

// held is a renewed token that the vault refused, zero when there is none.
func (s *Sessions) held(profile Profile) Token {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.unsaved[profile.key()]
}

// hold keeps a renewed token until it is stored.
func (s *Sessions) hold(profile Profile, token Token) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.unsaved == nil {
		s.unsaved = map[string]Token{}
	}
	s.unsaved[profile.key()] = token
}

// use makes a token, which is stored, the one in use.
func (s *Sessions) use(profile Profile, token Token) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.live == nil {
		s.live = map[string]Token{}
	}
	s.live[profile.key()] = token
	delete(s.unsaved, profile.key())
}

// take removes and returns the token that awaits the person's decision.
func (s *Sessions) take(profile Profile) pending {
	s.mu.Lock()
	defer s.mu.Unlock()
	token := s.pending[profile.key()]
	delete(s.pending, profile.key())
	return token
}

// drop forgets the token in use, and one that awaits the vault.
func (s *Sessions) drop(profile Profile) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.live, profile.key())
	delete(s.unsaved, profile.key())
}
