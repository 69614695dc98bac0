// Package demo is a GitHub stand-in on this computer: the Demo account signs in
// against it by the same code as everybody, and the tests do with its faults
// switched on. Nothing leaves the computer.
package demo

import (
	"context"
	"crypto/rand"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"overachiever/oauth"
)

// Options say who the demo person is. The zero value is a person of its own.
type Options struct {
	Login, Name string
	Faults      Faults           // from the start; see SetFaults
	Life        time.Duration    // of an access token, which then can be renewed; 0: for ever
	Now         func() time.Time // nil: time.Now
}

// Server is a running stand-in.
type Server struct {
	URL string    // for oauth.GitHub
	App oauth.App // what is registered with it

	person   person
	now      func() time.Time
	life     time.Duration
	server   *http.Server
	faults   atomic.Uint64
	requests sync.Map // "POST /login/oauth/access_token" → *atomic.Int64

	mu      sync.Mutex
	tickets map[string]ticket  // consent pages that wait for a button
	grants  map[string]grant   // codes that were given out
	devices map[string]*device // by device code
	revoked map[string]bool    // pairs of tokens that were withdrawn
}

// Start listens on a free port of 127.0.0.1, until Close or the end of ctx.
func Start(ctx context.Context, options Options) (*Server, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	s := &Server{
		URL:     "http://" + listener.Addr().String(),
		App:     oauth.App{ClientID: "overachiever-demo", ClientSecret: oauth.Secret(rand.Text())},
		person:  newPerson(options.Login, options.Name),
		now:     options.Now,
		life:    options.Life,
		tickets: map[string]ticket{},
		grants:  map[string]grant{},
		devices: map[string]*device{},
		revoked: map[string]bool{},
	}
	s.SetFaults(options.Faults)
	s.server = &http.Server{
		Handler:           s.guard(listener.Addr().String(), s.routes()),
		ReadHeaderTimeout: 10 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	go s.server.Serve(listener)
	context.AfterFunc(ctx, func() { s.server.Close() })
	return s, nil
}

// Close stops the stand-in.
func (s *Server) Close() error { return s.server.Close() }

// Provider is the stand-in as a provider to sign in with, marked as the demo.
func (s *Server) Provider() (oauth.Provider, error) {
	p, err := oauth.GitHub(s.URL, s.App)
	return p.Demo(), err
}

// Requests counts what was asked so far, as in "GET /api/v3/user".
func (s *Server) Requests(methodAndPath string) int {
	count, known := s.requests.Load(methodAndPath)
	if !known {
		return 0
	}
	return int(count.(*atomic.Int64).Load())
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /login/oauth/authorize", s.showConsent)
	mux.HandleFunc("POST /login/oauth/authorize", s.pressButton)
	mux.HandleFunc("POST /login/oauth/access_token", s.exchange)
	mux.HandleFunc("POST /login/device/code", s.newDevice)
	mux.HandleFunc("GET "+devicePath, s.showDevice)
	mux.HandleFunc("POST "+devicePath, s.enterCode)
	mux.HandleFunc("GET /api/v3/user", s.user)
	mux.HandleFunc("DELETE /api/v3/applications/{client}/token", s.revoke)
	mux.HandleFunc("GET /avatars/{file}", s.avatar)
	mux.HandleFunc("GET /settings/connections/applications/{client}", s.showConnection)
	mux.HandleFunc("GET /{login}", s.showPerson)
	return mux
}

// guard counts requests and answers only those meant for this address: a page
// elsewhere can point a name of its own here.
func (s *Server) guard(host string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host != host {
			http.Error(w, "This address is not for that.", http.StatusMisdirectedRequest)
			return
		}
		count, _ := s.requests.LoadOrStore(r.Method+" "+r.URL.Path, new(atomic.Int64))
		count.(*atomic.Int64).Add(1)
		r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
		next.ServeHTTP(w, r)
	})
}
