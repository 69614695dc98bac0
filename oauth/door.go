package oauth

import (
	"context"
	"crypto/rand"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// door is the loopback listener through which the browser comes back
// (RFC 8252 section 7.3). It is open only while one sign-in waits.
type door struct {
	callback
	server  *http.Server
	path    string
	context context.Context

	mu    sync.Mutex
	fresh map[net.Conn]struct{} // connections that asked nothing yet
}

// openDoor listens where the provider lets the browser come back to.
func openDoor(ctx context.Context, p Provider, state string) (*door, error) {
	listeners, host, err := p.Redirect.listen(ctx)
	if err != nil {
		return nil, p.listenFailure(err)
	}
	d := &door{path: p.CallbackPath, context: ctx, fresh: map[net.Conn]struct{}{}}
	d.callback = callback{
		provider: p,
		host:     host,
		state:    state,
		key:      rand.Text(),
		answers:  make(chan answer, 1),
		told:     make(chan struct{}),
		shown:    make(chan struct{}),
	}
	d.server = &http.Server{
		Handler:           &d.callback,
		ReadHeaderTimeout: 10 * time.Second,
		WriteTimeout:      finishTimeout + 30*time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          log.New(io.Discard, "", 0), // it would quote requests
		ConnState:         d.track,
	}
	for _, listener := range listeners {
		go d.server.Serve(listener)
	}
	return d, nil
}

// redirectURL is where the browser is to come back to.
func (d *door) redirectURL() string { return "http://" + d.host + d.path }

// close gives the browser a moment to fetch the outcome, if it is there to do
// so, and shuts the door.
func (d *door) close() {
	d.tell(page{}) // no-op when told; nobody may be left waiting
	d.retire()
	patience := time.NewTimer(pageTimeout)
	defer patience.Stop()
	select {
	case <-d.shown:
	case <-patience.C:
	}
	d.mu.Lock()
	for connection := range d.fresh { // browsers open some in advance; Shutdown would wait for them
		connection.Close()
	}
	d.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(d.context), pageTimeout)
	defer cancel()
	if d.server.Shutdown(ctx) != nil {
		d.server.Close()
	}
}

func (d *door) track(connection net.Conn, state http.ConnState) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if state == http.StateNew {
		d.fresh[connection] = struct{}{}
	} else {
		delete(d.fresh, connection)
	}
}
