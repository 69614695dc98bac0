package demo

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"
)

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

// view is what a page shows.
type view struct {
	Kind        string // "consent", "device", "person" or "note"
	Person      person
	Ticket      string // consent
	Action      string // consent: where its buttons lead
	Title, Text string // note
	Style       template.CSS
}

func (s *Server) showPerson(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("login") != s.person.Login {
		s.showNote(w, http.StatusNotFound, "Nobody here", "There is no such page.")
		return
	}
	s.showPage(w, http.StatusOK, "form-action 'none'", view{Kind: "person", Person: s.person})
}

func (s *Server) showConnection(w http.ResponseWriter, r *http.Request) {
	s.showNote(w, http.StatusOK, "Nothing to revoke", "Demo sign-ins end with Overachiever itself.")
}

func (s *Server) showNote(w http.ResponseWriter, status int, title, text string) {
	s.showPage(w, status, "form-action 'none'", view{Kind: "note", Title: title, Text: text, Person: s.person})
}

// showPage writes a page. Browsers follow form-action through redirects, so a
// consent page must name where its button leads in the end.
func (s *Server) showPage(w http.ResponseWriter, status int, formAction string, v view) {
	v.Style = template.CSS(pageCSS)
	var body bytes.Buffer
	if err := template.Must(template.New("page").Parse(pageHTML)).Execute(&body, v); err != nil {
		http.Error(w, "This page could not be made.", http.StatusInternalServerError)
		return
	}
	secure(w.Header(), formAction)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write(body.Bytes())
}

// secure lets a page show its own style and pictures, and nothing else.
func secure(h http.Header, formAction string) {
	sum := sha256.Sum256([]byte(pageCSS))
	h.Set("Content-Security-Policy", "default-src 'none'; img-src 'self'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+
		"'; base-uri 'none'; frame-ancestors 'none'; "+formAction)
	h.Set("Referrer-Policy", "same-origin") // no-referrer would blank the Origin of the form
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
}
