package oauth_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"overachiever/oauth"
)

// BenchmarkCallbackToProfile is how long the person waits for the program, and for
// nobody else, once they have approved: from the browser's return to the profile, with
// the picture read and made small. What the provider takes is not counted. The floor
// is a bare server and client exchanging as many requests.
func BenchmarkCallbackToProfile(b *testing.B) {
	var provider atomic.Int64 // nanoseconds
	server := httptest.NewServer(portraitProvider())
	defer server.Close()
	p, err := oauth.GitHub(server.URL, oauth.App{ClientID: "id", ClientSecret: "secret"})
	if err != nil {
		b.Fatal(err)
	}
	sessions := &oauth.Sessions{HTTP: &http.Client{Transport: stopwatch{server.Client().Transport, &provider}}}
	var program, floor time.Duration
	for b.Loop() {
		provider.Store(0)
		var begun time.Time
		page := make(chan error, 1)
		_, err := sessions.SignIn(b.Context(), p, oauth.Prompt{}, func(w oauth.Waiting) {
			if !w.Finishing {
				begun = time.Now()
				go func() { page <- returnWith(w.URL) }()
			}
		})
		program += time.Since(begun) - time.Duration(provider.Load())
		if err != nil {
			b.Fatal(err)
		}
		if err := <-page; err != nil {
			b.Fatal(err)
		}
		floor += bareExchange(b, server)
	}
	b.ReportMetric(float64(program.Microseconds())/1000/float64(b.N), "program-ms/op")
	b.ReportMetric(program.Seconds()/floor.Seconds(), "×floor")
}

// returnWith is the browser: it comes back with a code and fetches the last page.
func returnWith(link string) error {
	request, err := http.NewRequest(http.MethodGet, link, nil)
	if err != nil {
		return err
	}
	query := request.URL.Query()
	reply, err := http.Get(query.Get("redirect_uri") + "?code=c&state=" + query.Get("state"))
	if err != nil {
		return err
	}
	defer reply.Body.Close()
	if _, err := io.Copy(io.Discard, reply.Body); err != nil || reply.StatusCode != http.StatusOK {
		return fmt.Errorf("the last page: status %d, %w", reply.StatusCode, err)
	}
	return nil
}

// bareExchange is the floor: two requests to a server opened for them, as the browser's.
func bareExchange(b *testing.B, server *httptest.Server) time.Duration {
	start := time.Now()
	bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			http.Redirect(w, r, "/end", http.StatusSeeOther)
		}
	}))
	defer bare.Close()
	reply, err := http.Get(bare.URL)
	if err != nil {
		b.Fatal(err)
	}
	reply.Body.Close()
	return time.Since(start)
}

// stopwatch adds up how long requests take.
type stopwatch struct {
	base  http.RoundTripper
	total *atomic.Int64
}

func (s stopwatch) RoundTrip(r *http.Request) (*http.Response, error) {
	start := time.Now()
	defer func() { s.total.Add(int64(time.Since(start))) }()
	reply, err := s.base.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(reply.Body)
	reply.Body.Close()
	reply.Body = io.NopCloser(bytes.NewReader(body))
	return reply, err
}

// portraitProvider knows one person, with a picture as large as GitHub sends them.
func portraitProvider() http.Handler {
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewNRGBA(image.Rect(0, 0, 460, 460))); err != nil {
		panic(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /login/oauth/access_token", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"access_token":"t","token_type":"bearer"}`)
	})
	mux.HandleFunc("GET /api/v3/user", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `{"id":1,"login":"octo","avatar_url":"http://%s/portrait.png"}`, r.Host)
	})
	mux.HandleFunc("GET /portrait.png", func(w http.ResponseWriter, r *http.Request) { w.Write(picture.Bytes()) })
	return mux
}
