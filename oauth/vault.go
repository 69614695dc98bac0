package oauth

import (
	"context"
	"sync"
)

// Vault keeps tokens. Load returns ErrNotStored for a key that it does not know;
// to Delete such a key is no error.
type Vault interface {
	Store(ctx context.Context, key string, token Token) error
	Load(ctx context.Context, key string) (Token, error)
	Delete(ctx context.Context, key string) error
}

// MemoryVault keeps tokens until the program ends. Its zero value is empty.
type MemoryVault struct {
	mu     sync.Mutex
	tokens map[string]Token
}

// Store implements Vault.
func (v *MemoryVault) Store(ctx context.Context, key string, token Token) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.tokens == nil {
		v.tokens = map[string]Token{}
	}
	v.tokens[key] = token
	return nil
}

// Load implements Vault.
func (v *MemoryVault) Load(ctx context.Context, key string) (Token, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	token, known := v.tokens[key]
	if !known {
		return Token{}, ErrNotStored
	}
	return token, nil
}

// Delete implements Vault.
func (v *MemoryVault) Delete(ctx context.Context, key string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.tokens, key)
	return nil
}
