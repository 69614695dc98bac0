package oauth

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/zalando/go-keyring"
)

// itemLimit is how many bytes a keyring item may have. Windows takes no more:
// CRED_MAX_CREDENTIAL_BLOB_SIZE.
const itemLimit = 2560

// item is how a token lies in a keyring: small, and naming the identity it was
// stored for, so that a wrong item in its place is noticed.
type item struct {
	Key     string `json:"key"`
	Access  string `json:"access_token,omitempty"`
	Refresh string `json:"refresh_token,omitempty"`
	Expires int64  `json:"expires,omitempty"` // of the access token, in seconds since 1970
}

// seal writes the token as a keyring item. Where both do not fit, the refresh
// token goes in alone: it gets another access token at the next start.
func (t Token) seal(key string) (string, error) {
	whole := item{Key: key, Access: t.Access().Reveal(), Refresh: t.Refresh().Reveal()}
	if !t.expires.IsZero() {
		whole.Expires = t.expires.Unix()
	}
	text, err := whole.text()
	if err == nil && len(text) > itemLimit && whole.Refresh != "" {
		text, err = item{Key: key, Refresh: whole.Refresh}.text()
	}
	if err == nil && len(text) > itemLimit {
		return "", keyring.ErrSetDataTooBig
	}
	return text, err
}

// text is the item as JSON, without the six bytes that json.Marshal makes of a "<".
func (i item) text() (string, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(i)
	return string(bytes.TrimSpace(text.Bytes())), err
}

// unseal reads a keyring item; an item that is not this key's is none.
func unseal(key, text string) (Token, error) {
	var i item
	if json.Unmarshal([]byte(text), &i) != nil || i.Key != key || i.Access == "" && i.Refresh == "" {
		return Token{}, ErrNotStored
	}
	var expires time.Time
	if i.Expires > 0 && i.Expires < 1<<40 {
		expires = time.Unix(i.Expires, 0).UTC()
	}
	return NewExpiringToken(Secret(i.Access), Secret(i.Refresh), expires), nil
}
