package oauth

import (
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// freePorts finds ports that are free on 127.0.0.1 and, where there is one, on ::1.
func freePorts(t *testing.T, count int) []int {
	t.Helper()
	var ports []int
	for range count {
		listeners, _, err := Redirect{Localhost: true}.listen(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ports = append(ports, listeners[0].Addr().(*net.TCPAddr).Port)
		for _, listener := range listeners {
			defer listener.Close() // not before all are found
		}
	}
	return ports
}

func occupy(t *testing.T, address string, port int) {
	t.Helper()
	listener, err := net.Listen("tcp", net.JoinHostPort(address, strconv.Itoa(port)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
}

func doorAt(t *testing.T, redirect Redirect) (*door, error) {
	t.Helper()
	p, err := X("", App{ClientID: "id"})
	if err != nil {
		t.Fatal(err)
	}
	p.Redirect = redirect
	d, err := openDoor(t.Context(), p, strings.Repeat("s", 43))
	if err == nil {
		t.Cleanup(d.close)
	}
	return d, err
}

func TestTheFirstFreeOfTheRegisteredPortsIsUsed(t *testing.T) {
	ports := freePorts(t, 3)
	occupy(t, "127.0.0.1", ports[0])
	d, err := doorAt(t, Redirect{Ports: ports})
	if err != nil {
		t.Fatal(err)
	}
	if want := "http://127.0.0.1:" + strconv.Itoa(ports[1]) + "/callback/x"; d.redirectURL() != want {
		t.Errorf("redirect %s, want %s", d.redirectURL(), want)
	}
	if d.provider.CallbackURLs()[1] != d.redirectURL() {
		t.Errorf("registered are %v", d.provider.CallbackURLs())
	}
}

func TestWhenAllRegisteredPortsAreTakenThePersonIsToldWhatToDo(t *testing.T) {
	ports := freePorts(t, 2)
	occupy(t, "127.0.0.1", ports[0])
	occupy(t, "127.0.0.1", ports[1])
	_, err := doorAt(t, Redirect{Ports: ports})
	var f *Failure
	if !errors.Is(err, ErrListen) || !errors.As(err, &f) || !strings.Contains(f.Sentence, strconv.Itoa(ports[1])) || !strings.Contains(f.Next, "Close that program") {
		t.Errorf("error %v: %+v", err, f)
	}
}

func TestLocalhostIsAnsweredOnBothOfItsAddresses(t *testing.T) {
	d, err := doorAt(t, Redirect{Localhost: true})
	if err != nil {
		t.Fatal(err)
	}
	name, port, err := net.SplitHostPort(d.host)
	if err != nil || name != "localhost" {
		t.Fatalf("host %s, %v", d.host, err)
	}
	addresses := []string{"127.0.0.1"}
	if hasIPv6(t.Context()) {
		addresses = append(addresses, "::1")
	}
	for _, address := range addresses {
		there := net.JoinHostPort(address, port)
		if listener, err := net.Listen("tcp", there); err == nil {
			listener.Close()
			t.Errorf("%s was bound a second time", there)
		}
		for host, want := range map[string]int{d.host: http.StatusBadRequest, there: http.StatusMisdirectedRequest, "evil.example": http.StatusMisdirectedRequest} {
			if got := statusAt(t, "http://"+there+d.path, host); got != want {
				t.Errorf("at %s for %s: status %d, want %d", there, host, got, want)
			}
		}
	}
}

func statusAt(t *testing.T, address, host string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = host
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	reply.Body.Close()
	return reply.StatusCode
}

func TestALocalhostPortThatANeighbourHalfHoldsIsNotUsed(t *testing.T) {
	ports := freePorts(t, 2)
	neighbour := "::1"
	if !hasIPv6(t.Context()) {
		neighbour = "127.0.0.1"
	}
	occupy(t, neighbour, ports[0])
	d, err := doorAt(t, Redirect{Localhost: true, Ports: ports})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(d.host, ":"+strconv.Itoa(ports[1])) {
		t.Errorf("listens at %s, where a neighbour may get the code", d.host)
	}
	if _, err := doorAt(t, Redirect{Localhost: true, Ports: ports[:1]}); !errors.Is(err, ErrListen) {
		t.Errorf("error %v", err)
	}
}
