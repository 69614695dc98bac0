package oauth

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// githubUser is what of GET /user is used; any of the texts may be null.
// https://docs.github.com/en/rest/users/users#get-the-authenticated-user
type githubUser struct {
	ID          int64     `json:"id"`
	Login       string    `json:"login"`
	Name        string    `json:"name"`
	Bio         string    `json:"bio"`
	Company     string    `json:"company"`
	Location    string    `json:"location"`
	HTMLURL     string    `json:"html_url"`
	AvatarURL   string    `json:"avatar_url"`
	PublicRepos int       `json:"public_repos"`
	Followers   int       `json:"followers"`
	Following   int       `json:"following"`
	CreatedAt   time.Time `json:"created_at"`
}

// profile fetches who a token belongs to, and their picture. A picture that
// fails is left out: it is no reason not to sign in.
func (s *Sessions) profile(ctx context.Context, p Provider, token Token) (Profile, error) {
	profile, picture, _, err := s.user(ctx, p, token, "")
	if err != nil {
		return Profile{}, err
	}
	profile.Avatar, _ = s.avatar(ctx, p, picture)
	if f := p.interrupted(ctx); f != nil {
		return Profile{}, f
	}
	return profile, nil
}

// user asks for the person of a token; known is true when nothing changed since etag.
func (s *Sessions) user(ctx context.Context, p Provider, token Token, etag string) (profile Profile, picture string, known bool, err error) {
	request, err := p.request(ctx, http.MethodGet, p.API+"/user", nil)
	if err != nil {
		return Profile{}, "", false, p.fail(ErrUnexpected, errors.New("user address is not usable"))
	}
	request.Header.Set("Authorization", "Bearer "+token.Access().Reveal())
	if etag = cleanETag(etag); etag != "" {
		request.Header.Set("If-None-Match", etag)
	}
	reply, err := s.client().Do(request)
	if err != nil {
		return Profile{}, "", false, p.unreached(ctx, err)
	}
	defer reply.Body.Close()
	switch {
	case reply.StatusCode == http.StatusNotModified && etag != "":
		return Profile{}, "", true, nil
	case reply.StatusCode != http.StatusOK:
		return Profile{}, "", false, p.refused(reply, s.now())
	}
	body, err := io.ReadAll(reply.Body)
	if err != nil {
		return Profile{}, "", false, p.fail(ErrUnexpected, nil)
	}
	profile, picture, err = p.parseUser(body)
	if err != nil {
		return Profile{}, "", false, p.fail(ErrUnexpected, err)
	}
	profile.ETag = cleanETag(reply.Header.Get("ETag"))
	profile.Fetched = s.now().UTC().Truncate(time.Millisecond)
	return profile, picture, false, nil
}

// refused makes the Failure of an API reply that is not OK.
func (p Provider) refused(reply *http.Response, now time.Time) *Failure {
	cause := fmt.Errorf("http status %d", reply.StatusCode)
	switch reply.StatusCode {
	case http.StatusUnauthorized:
		return p.fail(ErrSignedOut, cause)
	case http.StatusForbidden: // GitHub's other way to say 429
		f := p.fail(ErrSlowDown, cause)
		f.Again = again(reply.Header, now)
		return f
	}
	return p.fail(ErrUnexpected, cause)
}

// parseUser reads a GET /user reply. Every text in it is untrusted.
func (p Provider) parseUser(body []byte) (profile Profile, picture string, err error) {
	var user githubUser
	if json.Unmarshal(body, &user) != nil {
		return Profile{}, "", errors.New("profile is not the JSON it should be")
	}
	profile = Profile{
		Provider:    p.ID,
		Issuer:      p.Identity,
		Subject:     strconv.FormatInt(user.ID, 10),
		Login:       cleanText(user.Login, 64),
		Name:        cleanText(user.Name, 100),
		Bio:         cleanText(user.Bio, 400),
		Company:     cleanText(user.Company, 100),
		Location:    cleanText(user.Location, 100),
		Page:        cleanLink(user.HTMLURL),
		PublicRepos: max(0, user.PublicRepos),
		Followers:   max(0, user.Followers),
		Following:   max(0, user.Following),
		MemberSince: user.CreatedAt.UTC().Truncate(time.Millisecond),
	}
	if user.ID <= 0 || profile.Login == "" {
		return Profile{}, "", errors.New("profile names nobody")
	}
	return profile, cleanLink(user.AvatarURL), nil
}

// request makes an API request.
func (p Provider) request(ctx context.Context, method, address string, body []byte) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/vnd.github+json")
	request.Header.Set("X-GitHub-Api-Version", "2022-11-28")
	return request, nil
}
