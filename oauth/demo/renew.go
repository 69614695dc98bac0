package demo

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The faults of renewing tokens that end.
const (
	RefreshRefused Faults = 1 << (40 + iota) // bad_refresh_token
	RefreshKept                              // no new refresh token comes, and the old one stays good
	RefreshSlow                              // no reply until the caller gives up
	RefreshLost                              // carried out, but nobody hears of it
	UserRefuses                              // 401 to every access token, though it can be renewed
)

const refreshLife = 184 * 24 * time.Hour

// A token is a pair's name in capitals, what kind it is, and a checksum.
const (
	endsMark    = "x" // an access token that ends; when, follows
	refreshMark = "r" // a refresh token
)

// newAccess makes an access token. One that ends has a refresh token beside it.
func (s *Server) newAccess() string {
	if s.life == 0 {
		return newToken()
	}
	end := s.now().Add(s.life).Unix()
	return withChecksum(tokenPrefix + rand.Text() + endsMark + strconv.FormatInt(end, 16))
}

// readToken takes a token apart. Pair is "" when it is none of this server's.
func readToken(token string) (pair, end string, isRefresh bool) {
	body := len(token) - 8
	if !strings.HasPrefix(token, tokenPrefix) || body < len(tokenPrefix) || withChecksum(token[:body]) != token {
		return "", "", false
	}
	pair, end, _ = strings.Cut(token[len(tokenPrefix):body], endsMark)
	pair, isRefresh = strings.CutSuffix(pair, refreshMark)
	return pair, end, isRefresh
}

// withdraw ends a token and the other one of its pair. The server must be locked.
func (s *Server) withdraw(token string) {
	pair, _, _ := readToken(token)
	s.revoked[pair] = true
}

// tokenReply is what the token endpoint says of an access token.
func (s *Server) tokenReply(access string) map[string]any {
	reply := map[string]any{"access_token": access, "token_type": "bearer", "scope": ""}
	if pair, end, _ := readToken(access); end != "" {
		reply["expires_in"] = int(s.life.Seconds())
		reply["refresh_token"] = withChecksum(tokenPrefix + pair + refreshMark)
		reply["refresh_token_expires_in"] = int(refreshLife.Seconds())
	}
	return reply
}

// refresh is the token endpoint, asked to renew (RFC 6749 section 6).
func (s *Server) refresh(w http.ResponseWriter, r *http.Request) {
	if s.has(RefreshSlow) {
		<-r.Context().Done()
		return
	}
	access, problem := s.rotate(r.PostForm)
	switch {
	case s.has(RefreshLost):
		panic(http.ErrAbortHandler)
	case problem != "":
		s.refuse(w, r, problem)
	default:
		reply := s.tokenReply(access)
		if s.has(RefreshKept) {
			delete(reply, "refresh_token")
		}
		s.reply(w, r, reply)
	}
}

// rotate turns a refresh token into a new pair, once: both old ones end. Or it says
// GitHub's word for what is wrong.
func (s *Server) rotate(form url.Values) (access, problem string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := form.Get("refresh_token")
	pair, _, isRefresh := readToken(old)
	switch {
	case !same(form.Get("client_secret"), s.App.ClientSecret.Reveal()):
		return "", "incorrect_client_credentials"
	case !isRefresh || s.revoked[pair] || s.has(RefreshRefused|Revoked):
		return "", "bad_refresh_token"
	case !s.has(RefreshKept):
		s.withdraw(old)
	}
	return s.newAccess(), ""
}
