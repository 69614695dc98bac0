package oauth_test

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"math/big"
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
	header := map[string]any{"alg": "RS256", "typ": "JWT", "kid": keyName}
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
func sign(key *rsa.PrivateKey, header, claims map[string]any) string {
	text := part(header) + "." + part(claims)
	sum := sha256.Sum256([]byte(text))
	var signature []byte
	switch header["alg"] {
	case "RS256":
		signature, _ = rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
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
	exponent := big.NewInt(int64(s.key.E)).Bytes()
	tell(w, map[string]any{"keys": []any{map[string]any{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": keyName,
		"n": base64.RawURLEncoding.EncodeToString(s.key.N.Bytes()), "e": base64.RawURLEncoding.EncodeToString(exponent),
	}}})
}
