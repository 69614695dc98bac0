package oauth

import (
	"strings"
	"testing"
)

func TestRule06IPv4ElseIPv6(t *testing.T) {
	usual, host, err := Redirect{}.listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer usual[0].Close()
	if !strings.HasPrefix(host, "127.0.0.1:") || len(usual) != 1 {
		t.Errorf("listens at %s, in %d places", host, len(usual))
	}
	// A computer without that address, played by one that no computer has (RFC 5737).
	other, host, err := listenAt(t.Context(), []string{"192.0.2.1", "::1"}, 0)
	if hasIPv6(t.Context()) != (err == nil) {
		t.Fatalf("without IPv4: %v", err)
	}
	if err == nil {
		defer other[0].Close()
		if !strings.HasPrefix(host, "[::1]:") {
			t.Errorf("without IPv4 it listens at %s", host)
		}
	}
}
