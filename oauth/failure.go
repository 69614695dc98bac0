package oauth

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"syscall"
	"time"
)

// What can go wrong, for errors.Is.
var (
	ErrDenied         = errors.New("the person said no")
	ErrTimedOut       = errors.New("nobody answered in time")
	ErrCancelled      = errors.New("cancelled")
	ErrNoApp          = errors.New("no client id")
	ErrBadURL         = errors.New("not an address to sign in at")
	ErrBadApp         = errors.New("not a client id or secret")
	ErrWrongSecret    = errors.New("wrong client id or secret")
	ErrCodeExpired    = errors.New("authorization code expired or used")
	ErrRedirect       = errors.New("redirect address not registered")
	ErrProviderDown   = errors.New("provider has a fault")
	ErrOffline        = errors.New("provider not reached")
	ErrPortal         = errors.New("something else answered in place of the provider")
	ErrCertificate    = errors.New("provider's certificate not trusted")
	ErrDiscovery      = errors.New("no usable discovery document")
	ErrIdentity       = errors.New("identity not proven")
	ErrIssuer         = errors.New("answer from the wrong issuer")
	ErrBrowser        = errors.New("browser not opened")
	ErrPaste          = errors.New("not the address that is waited for")
	ErrNoCode         = errors.New("no sign-in with a code")
	ErrListen         = errors.New("no loopback port")
	ErrUnexpected     = errors.New("unexpected reply")
	ErrSignedOut      = errors.New("token no longer accepted")
	ErrSlowDown       = errors.New("provider asks to slow down")
	ErrNotSignedIn    = errors.New("no token kept for this identity")
	ErrNotStored      = errors.New("not in the keyring")
	ErrNoKeyring      = errors.New("no keyring")
	ErrKeyringTimeout = errors.New("keyring did not answer in time")
	ErrKeyring        = errors.New("keyring refused")
)

// Failure is an error told to both: Kind to the program, Sentence and Next to
// the person. Err is the cause, for a log; nothing that a provider, a browser or
// a keyring wrote is ever in it.
type Failure struct {
	Kind     error     // one of the errors above
	Sentence string    // what happened
	Next     string    // what to do
	Again    time.Time // not before this, when the provider said so (ErrSlowDown)
	Err      error     // may be nil
}

// Error is one line without secrets.
func (f *Failure) Error() string {
	if f.Err == nil {
		return f.Kind.Error()
	}
	return f.Kind.Error() + ": " + f.Err.Error()
}

// Unwrap gives the kind and the cause to errors.Is and errors.As.
func (f *Failure) Unwrap() []error {
	if f.Err == nil {
		return []error{f.Kind}
	}
	return []error{f.Kind, f.Err}
}

// Explain says in plain words what happened and what to do.
func (f *Failure) Explain() (sentence, next string) { return f.Sentence, f.Next }

// fail makes the Failure of a kind, in the words that go with it.
func (p Provider) fail(kind, cause error) *Failure {
	sentence, next := p.words(kind)
	return &Failure{Kind: kind, Sentence: sentence, Next: next, Err: cause}
}

// interrupted is the Failure of a context that ended, nil while it has not.
func (p Provider) interrupted(ctx context.Context) *Failure {
	switch {
	case ctx.Err() == nil:
		return nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return p.fail(ErrTimedOut, ctx.Err())
	default:
		return p.fail(ErrCancelled, ctx.Err())
	}
}

// unreached makes the Failure of a request that brought no usable reply.
func (p Provider) unreached(ctx context.Context, err error) *Failure {
	if f := p.interrupted(ctx); f != nil {
		return f
	}
	var bad *replyError
	if errors.As(err, &bad) {
		f := p.fail(bad.kind, bad)
		f.Again = bad.again
		return f
	}
	var untrusted *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	if errors.As(err, &untrusted) || errors.As(err, &unknown) {
		return p.fail(ErrCertificate, nil)
	}
	var notTLS tls.RecordHeaderError
	if errors.As(err, &notTLS) {
		return p.fail(ErrPortal, errors.New("no TLS where TLS was due"))
	}
	return p.fail(ErrOffline, networkCause(err))
}

// networkCause keeps of a network error only what the other side cannot have
// written: net/http quotes malformed replies, and a url.Error the whole address.
func networkCause(err error) error {
	var dns *net.DNSError
	var number syscall.Errno
	var timeout net.Error
	switch {
	case errors.As(err, &dns):
		return errors.New("host name not found")
	case errors.As(err, &number):
		return number
	case errors.As(err, &timeout) && timeout.Timeout():
		return context.DeadlineExceeded
	}
	return errors.New("connection broke")
}
