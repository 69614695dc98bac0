package oauth

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
)

const portTries = 5 // until one is free on both addresses of localhost

// listen opens what a browser comes back to, and tells under which host. Where any
// port may be used the system picks one that is free; else the first of those that
// were registered and are.
func (r Redirect) listen(ctx context.Context) (listeners []net.Listener, host string, err error) {
	ports := r.Ports
	switch {
	case len(ports) > 0:
	case r.Localhost:
		ports = make([]int, portTries)
	default:
		return listenAt(ctx, []string{"127.0.0.1", "::1"}, 0)
	}
	for _, port := range ports {
		if r.Localhost {
			listeners, host, err = listenLocalhost(ctx, port)
		} else {
			listeners, host, err = listenAt(ctx, []string{"127.0.0.1"}, port)
		}
		if err == nil {
			return listeners, host, nil
		}
	}
	return nil, "", err
}

// listenAt listens on the first address that can be had, as an address: "localhost"
// may be somebody else (RFC 8252 section 8.3).
func listenAt(ctx context.Context, addresses []string, port int) (_ []net.Listener, host string, err error) {
	config := net.ListenConfig{Control: exclusive}
	for _, address := range addresses {
		var listener net.Listener
		listener, err = config.Listen(ctx, "tcp", net.JoinHostPort(address, strconv.Itoa(port)))
		if err == nil {
			return []net.Listener{listener}, listener.Addr().String(), nil
		}
	}
	return nil, "", err
}

// listenLocalhost listens on both addresses that a browser may take localhost for, at
// one port: on the other, somebody else would get the code.
func listenLocalhost(ctx context.Context, port int) (_ []net.Listener, host string, err error) {
	first, _, err := listenAt(ctx, []string{"127.0.0.1", "::1"}, port)
	if err != nil {
		return nil, "", err
	}
	port = first[0].Addr().(*net.TCPAddr).Port
	host = net.JoinHostPort("localhost", strconv.Itoa(port))
	if first[0].Addr().(*net.TCPAddr).IP.To4() == nil {
		return first, host, nil
	}
	second, _, err := listenAt(ctx, []string{"::1"}, port)
	if err == nil {
		return append(first, second...), host, nil
	}
	if !hasIPv6(ctx) {
		return first, host, nil
	}
	first[0].Close()
	return nil, "", err
}

// hasIPv6 tells whether this computer has the address at all.
func hasIPv6(ctx context.Context) bool {
	listeners, _, err := listenAt(ctx, []string{"::1"}, 0)
	if err == nil {
		listeners[0].Close()
	}
	return err == nil
}

// listenFailure says what keeps this program from listening.
func (p Provider) listenFailure(err error) *Failure {
	f := p.fail(ErrListen, networkCause(err))
	if len(p.Redirect.Ports) == 0 {
		return f
	}
	var ports []string
	for _, port := range p.Redirect.Ports {
		ports = append(ports, strconv.Itoa(port))
	}
	f.Sentence = fmt.Sprintf("Another program on this computer uses the ports %s, and %s lets the browser come back to no other.",
		strings.Join(ports, ", "), p.Name)
	f.Next = "Close that program, or restart the computer, then try again."
	f.Err = errors.Join(errors.New("every registered port is taken"), f.Err)
	return f
}
