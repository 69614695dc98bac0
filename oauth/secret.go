package oauth

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"time"
)

const redacted = "[redacted]"

// Secret is text that must not be seen: no printing verb, encoder or logger
// shows it. Only Reveal does.
type Secret string

// Reveal returns the text itself, for the one request or store that needs it.
func (s Secret) Reveal() string { return string(s) }

func (s Secret) String() string               { return redacted }
func (s Secret) GoString() string             { return redacted }
func (s Secret) Format(f fmt.State, _ rune)   { io.WriteString(f, redacted) }
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
func (s Secret) LogValue() slog.Value         { return slog.StringValue(redacted) }

// App is this program's registration with a provider.
// RFC 8252 section 8.5: the secret of a desktop program is not one that
// protects anything by itself; it is still not shown.
type App struct {
	ClientID     string
	ClientSecret Secret
}

// Token is what a provider gave to act for one identity. Its zero value is no
// token. Nothing prints it.
type Token struct {
	// Pointers, because fmt shows the unexported fields of a struct that holds a
	// Token without asking Token how it wants to be shown; of a pointer to a text
	// it shows the address.
	access, refresh *string   // refresh nil: there is none
	identity        *string   // the id_token that came with it; nil once it was looked at
	expires         time.Time // of access, by this computer's clock; zero: not known, or never
}

// NewToken wraps an access token that does not expire.
func NewToken(access Secret) Token {
	text := access.Reveal()
	return Token{access: &text}
}

// NewExpiringToken wraps an access token, when it expires, and the refresh token
// that replaces it; "" when there is none.
func NewExpiringToken(access, refresh Secret, expires time.Time) Token {
	token := NewToken(access)
	token.expires = expires
	if text := refresh.Reveal(); text != "" {
		token.refresh = &text
	}
	return token
}

// Access returns the access token, "" for the zero Token.
func (t Token) Access() Secret {
	if t.access == nil {
		return ""
	}
	return Secret(*t.access)
}

// Refresh returns the token that gets a new access token, "" when there is none.
func (t Token) Refresh() Secret {
	if t.refresh == nil {
		return ""
	}
	return Secret(*t.refresh)
}

// idToken returns what an OpenID provider says of whose token it is; "" for nothing.
func (t Token) idToken() string {
	if t.identity == nil {
		return ""
	}
	return *t.identity
}

// Expires returns when the access token ends; zero when that is not known, or never.
func (t Token) Expires() time.Time { return t.expires }

// IsZero reports whether there is no token.
func (t Token) IsZero() bool { return t.Access() == "" }

func (t Token) String() string               { return redacted }
func (t Token) GoString() string             { return redacted }
func (t Token) Format(f fmt.State, _ rune)   { io.WriteString(f, redacted) }
func (t Token) MarshalText() ([]byte, error) { return []byte(redacted), nil }
func (t Token) LogValue() slog.Value         { return slog.StringValue(redacted) }

// item is how a token lies in a keyring: small, and naming the identity it was
// stored for, so that a wrong item in its place is noticed.
type item struct {
	Key    string `json:"key"`
	Access string `json:"access_token"`
}

// seal writes the token as a keyring item.
func (t Token) seal(key string) (string, error) {
	text, err := json.Marshal(item{Key: key, Access: t.Access().Reveal()})
	return string(text), err
}

// unseal reads a keyring item; an item that is not this key's is none.
func unseal(key, text string) (Token, error) {
	var i item
	if json.Unmarshal([]byte(text), &i) != nil || i.Key != key || i.Access == "" {
		return Token{}, ErrNotStored
	}
	return NewToken(Secret(i.Access)), nil
}
