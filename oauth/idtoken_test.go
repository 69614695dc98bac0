package oauth_test

import (
	"crypto/ecdsa"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

const keyName = "key-of-the-stand-in"

// idToken is the word of an OpenID provider on whose token it is.
func (s *standIn) idToken(access, nonce string) string {
	half := sha256.Sum256([]byte(access))
	claims := map[string]any{
		"iss": s.URL, "sub": s.shape.want.Subject, "aud": standInClient, "exp": s.now().Add(5 * time.Minute).Unix(), "iat": s.now().Unix(),
		"at_hash": base64.RawURLEncoding.EncodeToString(half[:16]),
	}
	if nonce != "" {
		claims["nonce"] = nonce
	}
	if s.shape.user == "" {
		var also map[string]any
		json.Unmarshal([]byte(strings.ReplaceAll(s.shape.profile, "BASE", s.URL)), &also)
		for name, value := range also {
			claims[name] = value
		}
	}
	if s.claims != nil {
		s.claims(claims)
	}
	header := map[string]any{"alg": "ES256", "typ": "JWT", "kid": keyName}
	if s.header != nil {
		s.header(header)
	}
	word := sign(s.key, header, claims)
	if s.word != nil {
		word = s.word(word)
	}
	return word
}

// sign makes a JSON Web Token (RFC 7519), by the algorithm that its header names.
func sign(key *ecdsa.PrivateKey, header, claims map[string]any) string {
	text := part(header) + "." + part(claims)
	sum := sha256.Sum256([]byte(text))
	var signature []byte
	switch header["alg"] {
	case "ES256": // RFC 7518 section 3.4
		r, s, _ := ecdsa.Sign(rand.Reader, key, sum[:])
		signature = append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	case "HS256": // with the public key for a secret, which everybody knows
		public, _ := x509.MarshalPKIXPublicKey(&key.PublicKey)
		mac := hmac.New(sha256.New, public)
		mac.Write([]byte(text))
		signature = mac.Sum(nil)
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func part(value any) string {
	text, _ := json.Marshal(value)
	return base64.RawURLEncoding.EncodeToString(text)
}

// tellKeys is the JSON Web Key Set (RFC 7517).
func (s *standIn) tellKeys(w http.ResponseWriter) {
	if s.keys != nil {
		s.keys(w)
		return
	}
	point, _ := s.key.PublicKey.Bytes() // 4, x, y
	tell(w, map[string]any{"keys": []any{map[string]any{
		"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": keyName,
		"x": base64.RawURLEncoding.EncodeToString(point[1:33]), "y": base64.RawURLEncoding.EncodeToString(point[33:]),
	}}})
}
