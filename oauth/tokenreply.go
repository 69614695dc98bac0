package oauth

import (
	"errors"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

const (
	tokenLimit    = 8000                      // bytes: no server takes longer headers
	longestExpiry = 10 * 365 * 24 * time.Hour // beyond that, a token may as well never end
)

// tokenFrom reads the reply of a token endpoint (RFC 6749 section 5.1), which is
// untrusted. When the token ends is counted from now, by this computer's clock.
func tokenFrom(reply *oauth2.Token, now time.Time) (Token, error) {
	switch {
	case !strings.EqualFold(reply.Type(), "bearer") || reply.AccessToken == "":
		return Token{}, errors.New("not a bearer token")
	case len(reply.AccessToken) > tokenLimit || !isVisibleASCII(reply.AccessToken):
		return Token{}, errors.New("access token is none")
	case len(reply.RefreshToken) > tokenLimit || !isVisibleASCII(reply.RefreshToken):
		return Token{}, errors.New("refresh token is none")
	}
	var expires time.Time
	if left := lifetime(reply); left > 0 {
		expires = now.Add(left).Round(0).UTC() // by the wall clock: the other one stands still while a computer sleeps
	}
	return NewExpiringToken(Secret(reply.AccessToken), Secret(reply.RefreshToken), expires).withIdentity(reply), nil
}

// lifetime is expires_in; 0 when it says nothing that can be so.
func lifetime(reply *oauth2.Token) time.Duration {
	seconds := float64(reply.ExpiresIn)
	if seconds == 0 { // a form's is only among the rest
		switch rest := reply.Extra("expires_in").(type) {
		case int64:
			seconds = float64(rest)
		case float64:
			seconds = rest
		}
	}
	if !(seconds > 0) { // not a number, too
		return 0
	}
	return time.Duration(min(seconds, longestExpiry.Seconds())) * time.Second
}
