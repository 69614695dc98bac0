package demo

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

const codeLife = 10 * time.Minute

// grant is what an authorization code stands for, also after it was used.
type grant struct {
	redirect  string
	challenge string
	expires   time.Time
	token     string // "" until the code is exchanged
}

// newCode makes a code that works once.
func (s *Server) newCode(t ticket) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for code, old := range s.grants {
		if s.now().After(old.expires) {
			delete(s.grants, code)
		}
	}
	code := rand.Text()
	s.grants[code] = grant{redirect: t.redirect, challenge: t.challenge, expires: s.now().Add(codeLife)}
	return code
}

// exchange is the token endpoint. As GitHub's, it answers errors with status 200,
// and in a form unless JSON is asked for.
func (s *Server) exchange(w http.ResponseWriter, r *http.Request) {
	if s.fails(w, r, TokenDown, TokenPortal, TokenSlow) {
		return
	}
	if r.PostFormValue("client_id") != s.App.ClientID {
		s.unknownApp(w)
		return
	}
	switch r.PostFormValue("grant_type") {
	case deviceGrant:
		s.pollDevice(w, r)
		return
	case "refresh_token":
		s.refresh(w, r)
		return
	}
	token, problem := s.redeem(r.PostForm)
	switch {
	case s.has(TokenEmpty):
		s.reply(w, r, map[string]any{})
	case problem != "":
		s.refuse(w, r, problem)
	default:
		s.reply(w, r, s.tokenReply(token))
	}
}

// redeem turns a code into a token, or says GitHub's word for what is wrong.
func (s *Server) redeem(form url.Values) (token, problem string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	code := form.Get("code")
	g, known := s.grants[code]
	switch {
	case s.has(WrongSecret) || !same(form.Get("client_secret"), s.App.ClientSecret.Reveal()):
		return "", "incorrect_client_credentials"
	case s.has(RedirectMismatch) || known && form.Get("redirect_uri") != g.redirect:
		return "", "redirect_uri_mismatch"
	case g.token != "": // used twice: whoever has the token may have stolen the code (RFC 6749 section 4.1.2)
		s.withdraw(g.token)
		return "", "bad_verification_code"
	case s.has(ExpiredCode) || !known || !s.now().Before(g.expires),
		!same(oauth2.S256ChallengeFromVerifier(form.Get("code_verifier")), g.challenge):
		delete(s.grants, code)
		return "", "bad_verification_code"
	}
	g.token = s.newAccess()
	s.grants[code] = g
	return g.token, ""
}

func (s *Server) unknownApp(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusNotFound)
	w.Write([]byte(`{"error":"Not Found"}`))
}

// refuse says GitHub's word for what is wrong, with status 200 as GitHub does.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, problem string) {
	s.reply(w, r, map[string]any{"error": problem, "error_description": "See the documentation.", "error_uri": "https://docs.github.com"})
}

// reply answers in the form the caller accepts.
func (s *Server) reply(w http.ResponseWriter, r *http.Request, values map[string]any) {
	w.Header().Set("Cache-Control", "no-store")
	if strings.Contains(r.Header.Get("Accept"), "application/json") && !s.has(TokenForm) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		json.NewEncoder(w).Encode(values)
		return
	}
	form := url.Values{}
	for name, value := range values {
		form.Set(name, fmt.Sprint(value))
	}
	w.Header().Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	w.Write([]byte(form.Encode()))
}

// A demo token ends in a checksum, as GitHub's do. That is how the stand-in knows
// its own again after a restart: it has no memory.
const tokenPrefix = "demo_"

func newToken() string { return withChecksum(tokenPrefix + rand.Text()) }

func withChecksum(text string) string {
	return fmt.Sprintf("%s%08x", text, crc32.ChecksumIEEE([]byte(text)))
}

// accepts reports whether an access token is good.
func (s *Server) accepts(token string) bool {
	pair, end, isRefresh := readToken(token)
	if seconds, err := strconv.ParseInt(end, 16, 64); end != "" && (err != nil || s.now().Unix() >= seconds) {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return pair != "" && !isRefresh && !s.revoked[pair] && !s.has(Revoked|UserRefuses)
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
