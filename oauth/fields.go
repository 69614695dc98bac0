package oauth

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"
)

const subjectLimit = 255 // characters (OpenID Connect Core section 2)

// read makes a profile of a provider's reply. Every text in it is untrusted.
func (p Provider) read(body []byte) (profile Profile, picture string, err error) {
	var reply any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber() // an id beyond 2^53 stays what it is
	if decoder.Decode(&reply) != nil {
		return Profile{}, "", errors.New("profile is not the JSON it should be")
	}
	f := p.Profile
	text := func(path string, limit int) string {
		found, _ := at(reply, path).(string)
		return cleanText(found, limit)
	}
	link := func(path string) string {
		found, _ := at(reply, path).(string)
		return cleanLink(found)
	}
	first := func(paths string, limit int) string {
		for path := range strings.FieldsSeq(paths) {
			if found := text(path, limit); found != "" {
				return found
			}
		}
		return ""
	}
	profile = Profile{
		Provider:    p.ID,
		Issuer:      p.Identity,
		Subject:     subject(at(reply, f.Subject)),
		Login:       first(f.Login, 64),
		Name:        text(f.Name, 100),
		Bio:         text(f.Bio, 400),
		Company:     text(f.Company, 100),
		Location:    text(f.Location, 100),
		Page:        link(f.Page),
		PublicRepos: count(at(reply, f.PublicRepos)),
		Followers:   count(at(reply, f.Followers)),
		Following:   count(at(reply, f.Following)),
		MemberSince: moment(at(reply, f.MemberSince)),
	}
	if verified(at(reply, f.EmailVerified)) {
		profile.Email = text(f.Email, 254)
	}
	if profile.Subject == "" || profile.Login == "" {
		return Profile{}, "", errors.New("profile names nobody")
	}
	return profile, link(f.Picture), nil
}

// at follows a path of names into a reply; nil when it leads nowhere.
func at(reply any, path string) any {
	if path == "" {
		return nil
	}
	for name := range strings.SplitSeq(path, ".") {
		object, _ := reply.(map[string]any)
		reply = object[name]
	}
	return reply
}

// subject is a whole number above zero or a plain text, as text; else "".
func subject(value any) string {
	switch value := value.(type) {
	case json.Number:
		if n, err := strconv.ParseInt(value.String(), 10, 64); err == nil && n > 0 {
			return strconv.FormatInt(n, 10)
		}
	case string:
		if len(value) <= subjectLimit && isVisibleASCII(value) {
			return value
		}
	}
	return ""
}

func count(value any) int {
	number, _ := value.(json.Number)
	n, err := strconv.ParseInt(number.String(), 10, 32)
	if err != nil {
		return 0
	}
	return int(max(0, n))
}

func moment(value any) time.Time {
	text, _ := value.(string)
	when, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}
	}
	return when.UTC().Truncate(time.Millisecond)
}

// verified accepts true, "true" as some send it, and the time it was done.
func verified(value any) bool {
	switch value := value.(type) {
	case bool:
		return value
	case string:
		return value == "true" || !moment(value).IsZero()
	}
	return false
}
