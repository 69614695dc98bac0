package oauth

import (
	"errors"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// withIdentity takes the id_token along, until it was looked at.
func (t Token) withIdentity(reply *oauth2.Token) Token {
	if word, _ := reply.Extra("id_token").(string); word != "" {
		t.identity = &word
	}
	return t
}

// tokenFrom checks a token reply.
func tokenFrom(reply *oauth2.Token, _ time.Time) (Token, error) {
	if !strings.EqualFold(reply.Type(), "bearer") || reply.AccessToken == "" || len(reply.AccessToken) > tokenLimit || !isVisibleASCII(reply.AccessToken) {
		return Token{}, errors.New("not a bearer token")
	}
	return NewToken(Secret(reply.AccessToken)).withIdentity(reply), nil
}
