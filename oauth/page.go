package oauth

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"errors"
	"html/template"
	"net/http"
	"strconv"
	"strings"
)

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

// page is what the browser shows at the end, or to a stranger.
type page struct {
	Mark  string // "done", "failed" or "stray"
	Title string
	Text  string
	Next  string
	Demo  bool
}

// outcomePage tells how a sign-in ended.
func outcomePage(profile Profile, err error) page {
	if err == nil {
		return page{
			Mark:  "done",
			Title: "You are signed in as " + handle(profile.Login) + ".",
			Text:  "You can close this page and go back to Overachiever.",
			Demo:  profile.Provider == "demo",
		}
	}
	p := page{Mark: "failed", Title: "You are not signed in."}
	var f *Failure
	if errors.As(err, &f) {
		p.Text, p.Next = f.Explain()
	}
	return p
}

// handle is a login as it is written: with an @ before it, unless it is an e-mail
// address or a name.
func handle(login string) string {
	if strings.ContainsAny(login, "@ ") {
		return login
	}
	return "@" + login
}

// strangerPage answers a hit that is not the one waited for.
func strangerPage(text string) page {
	return page{Mark: "stray", Title: text, Text: "You can close this page and go back to Overachiever."}
}

func (p page) status() int {
	if p.Mark == "done" {
		return http.StatusOK
	}
	return http.StatusBadRequest
}

// write sends the page, escaped and whole.
func (p page) write(w http.ResponseWriter, status int) {
	secureHeaders(w.Header())
	var body bytes.Buffer
	view := struct {
		page
		Style template.CSS
	}{p, template.CSS(pageCSS)}
	if err := template.Must(template.New("page").Parse(pageHTML)).Execute(&body, view); err != nil {
		http.Error(w, "You can close this page and go back to Overachiever.", status)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(body.Len()))
	w.WriteHeader(status)
	w.Write(body.Bytes())
	http.NewResponseController(w).Flush() // so that it has left before the door closes
}

// secureHeaders keeps the address out of other hands and other content out of
// the page (RFC 9700 section 4.2.4): only its own style, by hash.
func secureHeaders(h http.Header) {
	sum := sha256.Sum256([]byte(pageCSS))
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+
		"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Connection", "close")
}
