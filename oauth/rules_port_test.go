package oauth_test

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"testing"
	"time"

	"overachiever/oauth"
)

func TestRule03ListensOnLoopbackOnly(t *testing.T) {
	s := newStage(t)
	v, _ := s.begin(t.Context())
	// The redirect says which address was bound (rule 7); a listener on all
	// interfaces would have none that is loopback.
	if address, err := netip.ParseAddrPort(v.back.Host); err != nil || !address.Addr().IsLoopback() {
		t.Errorf("bound to %s", v.back.Host)
	}
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range addresses {
		prefix, err := netip.ParsePrefix(address.String())
		if err != nil || prefix.Addr().IsLoopback() || !prefix.Addr().Is4() {
			continue
		}
		if connection, err := net.DialTimeout("tcp", net.JoinHostPort(prefix.Addr().String(), v.back.Port()), time.Second); err == nil {
			connection.Close()
			t.Errorf("reached at %s, from outside this computer", prefix.Addr())
		}
	}
}

func TestRule04ThePortIsOpenWhileItIsNeededAndNoLonger(t *testing.T) {
	closed := func(t *testing.T, v *visit) {
		t.Helper()
		if connection, err := net.Dial("tcp", v.back.Host); err == nil {
			connection.Close()
			t.Error("the port is still open")
		}
	}
	t.Run("after the answer", func(t *testing.T) {
		s := newStage(t)
		v, ended := s.begin(t.Context())
		v.finalPage(v.comeBack(v.answer()))
		s.finish(ended)
		closed(t, v)
	})
	t.Run("after a refusal", func(t *testing.T) {
		s := newStage(t)
		v, ended := s.begin(t.Context())
		v.finalPage(v.comeBack(v.answer("code", "", "error", "access_denied")))
		s.finish(ended)
		closed(t, v)
	})
	t.Run("after cancelling", func(t *testing.T) {
		s := newStage(t)
		ctx, cancel := context.WithCancel(t.Context())
		v, ended := s.begin(ctx)
		cancel()
		if e := s.finish(ended); !errors.Is(e.err, oauth.ErrCancelled) {
			t.Error(e.err)
		}
		closed(t, v)
	})
	t.Run("after the time", func(t *testing.T) {
		s := newStage(t)
		s.sessions.Timeout = 50 * time.Millisecond
		v, ended := s.begin(t.Context())
		if e := s.finish(ended); !errors.Is(e.err, oauth.ErrTimedOut) {
			t.Error(e.err)
		}
		closed(t, v)
	})
}

func TestRule05TheRedirectNamesAnAddressNotAName(t *testing.T) {
	s := newStage(t)
	v, _ := s.begin(t.Context())
	if _, err := netip.ParseAddr(v.back.Hostname()); err != nil || v.back.Scheme != "http" {
		t.Errorf("redirect_uri is %s", v.back)
	}
	for _, kind := range oauth.Kinds() {
		p, err := kind.New(example(kind), oauth.App{ClientID: "id"})
		if err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(p.CallbackURL())
		if err != nil {
			t.Fatal(err)
		}
		_, err = netip.ParseAddr(u.Hostname())
		if (err != nil) != p.Redirect.Localhost {
			t.Errorf("%s: %s, though localhost is %v", kind.ID, u, p.Redirect.Localhost)
		}
		if p.Redirect.Localhost && p.Warning == "" {
			t.Errorf("%s takes localhost only, and nobody is told", kind.ID)
		}
	}
}

// example is an address for a kind that has to be told one.
func example(kind oauth.Kind) string {
	if kind.Host == "" {
		return ""
	}
	return "https://id.example.com"
}

func TestRule07TheBoundPortIsTheOneSent(t *testing.T) {
	s := newStage(t)
	v, ended := s.begin(t.Context())
	// A neighbour who waits for the port to be free for a moment never gets it.
	ctx, cancel := context.WithCancel(t.Context())
	stolen := make(chan bool, 1)
	go func() {
		for ctx.Err() == nil {
			if listener, err := net.Listen("tcp", v.back.Host); err == nil {
				listener.Close()
				stolen <- true
				return
			}
		}
		stolen <- false
	}()
	page := v.comeBack(v.answer())
	cancel()
	if <-stolen {
		t.Error("the port was free for a moment")
	}
	v.finalPage(page)
	if e := s.finish(ended); e.err != nil {
		t.Error(e.err)
	}
	if sent := s.requests(tokenEndpoint)[0].form.Get("redirect_uri"); sent != v.back.String() {
		t.Errorf("the token request names %s, the browser came to %s", sent, v.back)
	}
}

func TestRule08ASecondBindOfThePortFails(t *testing.T) {
	s := newStage(t)
	v, _ := s.begin(t.Context())
	for _, network := range []string{"tcp", "tcp4"} {
		if listener, err := net.Listen(network, v.back.Host); err == nil {
			listener.Close()
			t.Errorf("bound twice (%s)", network)
		}
	}
}
