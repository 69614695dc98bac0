package storage

import "time"

// Profile is what a provider told about one identity, as of Fetched.
// Its fields are those of oauth.Profile, so that one converts to the other.
type Profile struct {
	Provider        string // "github", or "demo" for the built-in stand-in
	Issuer, Subject string // the identity: never the login, which changes hands
	Login           string
	Name            string
	Bio             string
	Company         string
	Location        string
	Page            string // the person's page at the provider; http(s) or ""
	PublicRepos     int
	Followers       int
	Following       int
	MemberSince     time.Time
	Avatar          []byte // PNG, at most 256×256 pixels
	Email           string // only one that the provider has verified; else ""
	ETag            string
	Fetched         time.Time
}
