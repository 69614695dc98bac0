package demo

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// user is GET /user.
func (s *Server) user(w http.ResponseWriter, r *http.Request) {
	if s.fails(w, r, UserDown, UserPortal, UserSlow) {
		return
	}
	if s.has(RateLimit) {
		w.Header().Set("Retry-After", "60")
		message(w, http.StatusForbidden, "You have exceeded a secondary rate limit.")
		return
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "bearer") && !strings.EqualFold(scheme, "token") || !s.accepts(token) {
		message(w, http.StatusUnauthorized, "Bad credentials")
		return
	}
	body, err := json.Marshal(s.userReply())
	if err != nil {
		message(w, http.StatusInternalServerError, "Server Error")
		return
	}
	etag := fmt.Sprintf(`W/"%x"`, sha256.Sum256(append([]byte(token), body...))) // changes with the token, as GitHub's
	w.Header().Set("ETag", etag)
	w.Header().Set("Cache-Control", "private, max-age=60, s-maxage=60")
	if r.Header.Get("If-None-Match") == etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Write(body)
}

// userReply is the person as GitHub would tell it.
func (s *Server) userReply() map[string]any {
	p := s.person
	reply := map[string]any{
		"id": p.ID, "login": p.Login, "name": p.Name, "bio": p.Bio, "company": p.Company, "location": p.Location,
		"email": nil, "type": "User", "html_url": s.URL + "/" + p.Login, "avatar_url": s.URL + "/avatars/" + p.Login + ".png?v=4",
		"public_repos": p.PublicRepos, "followers": p.Followers, "following": p.Following,
		"created_at": p.MemberSince.Format(time.RFC3339),
	}
	if s.has(UserOther) {
		reply["id"] = p.ID + 1
	}
	if s.has(UserStrange) {
		reply["name"] = "Rob\u202ein\u200b \x1b[31mRed\x00\nLine" + strings.Repeat("e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301", 5)
		reply["bio"] = strings.Repeat("<script>alert(1)</script> ", 10_000)
		reply["company"] = nil
		reply["html_url"] = "javascript:alert(1)"
		reply["followers"] = -3
	}
	return reply
}

// revoke is DELETE /applications/{client_id}/token, with the app's own password.
func (s *Server) revoke(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	if !same(id, s.App.ClientID) || !same(secret, s.App.ClientSecret.Reveal()) {
		message(w, http.StatusUnauthorized, "Requires authentication")
		return
	}
	var request struct {
		AccessToken string `json:"access_token"`
	}
	switch {
	case s.has(RevokeDown):
		message(w, http.StatusBadGateway, "Server Error")
	case json.NewDecoder(r.Body).Decode(&request) != nil || s.has(RevokeRejected):
		message(w, http.StatusUnprocessableEntity, "Validation Failed")
	case r.PathValue("client") != id || !s.accepts(request.AccessToken):
		message(w, http.StatusNotFound, "Not Found")
	default:
		s.mu.Lock()
		s.withdraw(request.AccessToken)
		s.mu.Unlock()
		w.WriteHeader(http.StatusNoContent)
	}
}

// avatar is the person's picture, ?s= pixels wide.
func (s *Server) avatar(w http.ResponseWriter, r *http.Request) {
	side, err := strconv.Atoi(r.URL.Query().Get("s"))
	if err != nil || side < 1 || side > 460 {
		side = 460
	}
	switch {
	case s.has(AvatarMissing) || r.PathValue("file") != s.person.Login+".png":
		http.NotFound(w, r)
	case s.has(AvatarAway):
		http.Redirect(w, r, "http://example.invalid/picture.png", http.StatusFound)
	case s.has(AvatarHuge):
		w.Header().Set("Content-Type", "image/png")
		for chunk := bytes.Repeat([]byte("overachiever"), 1000); ; {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	case s.has(AvatarPixels):
		w.Header().Set("Content-Type", "image/gif")
		w.Write([]byte("GIF89a\xff\xff\xff\xff\x00\x00\x00;")) // 65535×65535
	default:
		w.Header().Set("Content-Type", "image/png")
		w.Write(portrait(side))
	}
}

func message(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]string{"message": text, "documentation_url": "https://docs.github.com/rest"})
}
