package oauth

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// newDoor opens a door for a provider that promises its issuer.
func newDoor(t *testing.T) *door {
	t.Helper()
	p, err := GitHub("", App{ClientID: "id"})
	if err != nil {
		t.Fatal(err)
	}
	d, err := openDoor(t.Context(), p, strings.Repeat("s", 43))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.close)
	return d
}

// knock sends a request as a neighbour on this computer could.
func knock(t *testing.T, d *door, method, target, host string) *http.Response {
	t.Helper()
	request, err := http.NewRequest(method, "http://"+d.host+target, nil)
	if err != nil {
		t.Fatal(err)
	}
	if host != "" {
		request.Host = host
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	reply, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { reply.Body.Close() })
	return reply
}

func TestStrangersAreAnsweredAndTheWaitGoesOn(t *testing.T) {
	d := newDoor(t)
	ours := "/callback/github?code=c&iss=https%3A%2F%2Fgithub.com%2Flogin%2Foauth&state=" + d.state
	for name, hit := range map[string]struct {
		method, target, host string
		status               int
	}{
		"favicon":         {"GET", "/favicon.ico", "", 404},
		"root":            {"GET", "/", "", 404},
		"other provider":  {"GET", strings.Replace(ours, "github", "gitlab", 1), "", 404},
		"longer path":     {"GET", strings.Replace(ours, "github", "github/x", 1), "", 404},
		"outcome early":   {"GET", "/callback/github/" + d.key, "", 404},
		"post":            {"POST", ours, "", 405},
		"head":            {"HEAD", ours, "", 405},
		"options":         {"OPTIONS", ours, "", 405},
		"rebound name":    {"GET", ours, "evil.example", 421},
		"localhost":       {"GET", ours, "localhost", 421},
		"other port":      {"GET", ours, "127.0.0.1:1", 421},
		"no state":        {"GET", "/callback/github?code=c", "", 400},
		"empty state":     {"GET", "/callback/github?code=c&state=", "", 400},
		"wrong state":     {"GET", "/callback/github?code=c&state=" + strings.Repeat("t", 43), "", 400},
		"state and more":  {"GET", ours + "x", "", 400},
		"two states":      {"GET", ours + "&state=" + d.state, "", 400},
		"two codes":       {"GET", ours + "&code=d", "", 400},
		"error, no state": {"GET", "/callback/github?error=access_denied", "", 400},
		"broken query":    {"GET", ours + "&%zz", "", 400},
	} {
		reply := knock(t, d, hit.method, hit.target, hit.host)
		if reply.StatusCode != hit.status {
			t.Errorf("%s: status %d, want %d", name, reply.StatusCode, hit.status)
		}
		checkHeaders(t, reply)
		if body, _ := io.ReadAll(reply.Body); strings.Contains(string(body), d.state) || strings.Contains(string(body), "<script") {
			t.Errorf("%s: page %s", name, body)
		}
		select {
		case answer := <-d.answers:
			t.Fatalf("%s ended the wait: %v", name, answer.err)
		default:
		}
	}
	// After all that, the true answer still arrives.
	d.tell(outcomePage(Profile{Login: "me"}, nil))
	reply := knock(t, d, "GET", ours, "")
	if answer := <-d.answers; answer.err != nil || answer.code != "c" {
		t.Errorf("answer %v", answer.err)
	}
	checkHeaders(t, reply)
	location := reply.Header.Get("Location")
	if reply.StatusCode != http.StatusSeeOther || strings.ContainsAny(location, "?&=") || !strings.HasPrefix(location, "/callback/github/") {
		t.Errorf("status %d to %q", reply.StatusCode, location)
	}
	if again := knock(t, d, "GET", ours, ""); again.StatusCode != 400 {
		t.Errorf("the state was used twice: status %d", again.StatusCode)
	}
	final := knock(t, d, "GET", location, "")
	if body, _ := io.ReadAll(final.Body); final.StatusCode != 200 || !strings.Contains(string(body), "You are signed in as @me.") {
		t.Errorf("status %d, page %s", final.StatusCode, body)
	}
	checkHeaders(t, final)
}

func checkHeaders(t *testing.T, reply *http.Response) {
	t.Helper()
	policy := reply.Header.Get("Content-Security-Policy")
	if reply.Header.Get("Referrer-Policy") != "no-referrer" || reply.Header.Get("Cache-Control") != "no-store" ||
		!strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-") || strings.Contains(policy, "unsafe") {
		t.Errorf("headers %v", reply.Header)
	}
}

func TestCallbackAnswers(t *testing.T) {
	promised, _ := GitHub("", App{})
	unpromised, _ := GitHub("https://github.example.com", App{})
	for name, test := range map[string]struct {
		provider Provider
		query    string
		kind     error
	}{
		"right issuer":               {promised, "code=c&iss=https://github.com/login/oauth", nil},
		"no issuer, promised":        {promised, "code=c", ErrIssuer},
		"no issuer, not promised":    {unpromised, "code=c", nil},
		"wrong issuer, not promised": {unpromised, "code=c&iss=https://github.com/login/oauth", ErrIssuer},
		"right issuer, not promised": {unpromised, "code=c&iss=https://github.example.com/login/oauth", nil},
		"issuer with a slash more":   {promised, "code=c&iss=https://github.com/login/oauth/", ErrIssuer},
		"denied":                     {promised, "error=access_denied&iss=https://github.com/login/oauth", ErrDenied},
		"denied without issuer":      {promised, "error=access_denied", ErrDenied},
		"denied by another issuer":   {promised, "error=access_denied&iss=https://evil.example", ErrIssuer},
		"error and code":             {promised, "error=access_denied&code=c&iss=https://github.com/login/oauth", ErrDenied},
		"redirect":                   {promised, "error=redirect_uri_mismatch", ErrRedirect},
		"down":                       {promised, "error=temporarily_unavailable", ErrProviderDown},
		"suspended":                  {promised, "error=application_suspended", ErrWrongSecret},
		"other error":                {promised, "error=%3Cscript%3E", ErrUnexpected},
		"nothing":                    {unpromised, "", ErrUnexpected},
		"enormous code":              {unpromised, "code=" + strings.Repeat("c", 2000), ErrUnexpected},
	} {
		query, err := url.ParseQuery(test.query)
		if err != nil {
			t.Fatal(err)
		}
		answer := (&callback{provider: test.provider}).read(query)
		if !errors.Is(answer.err, test.kind) || (answer.code == "") != (test.kind != nil) {
			t.Errorf("%s: %v, want %v", name, answer.err, test.kind)
		}
	}
}

func TestPagesEscape(t *testing.T) {
	recorder := httptest.NewRecorder()
	outcomePage(Profile{Login: `"><script>alert(1)</script>`}, nil).write(recorder, 200)
	if body := recorder.Body.String(); strings.Contains(body, "<script>") || !strings.Contains(body, "&lt;script&gt;") {
		t.Errorf("page %s", body)
	}
}

func TestNobodyElseGetsThePort(t *testing.T) {
	d := newDoor(t)
	if second, err := net.Listen("tcp", d.host); err == nil {
		second.Close()
		t.Error("bound twice")
	}
	if !strings.HasPrefix(d.redirectURL(), "http://127.0.0.1:") && !strings.HasPrefix(d.redirectURL(), "http://[::1]:") {
		t.Errorf("redirect %s", d.redirectURL())
	}
}

func TestClosingTheTabDoesNotHold(t *testing.T) {
	d := newDoor(t)
	connection, err := net.Dial("tcp", d.host)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(connection, "GET /callback/github?error=access_denied&state="+d.state+" HTTP/1.1\r\nHost: "+d.host+"\r\n\r\n")
	if answer := <-d.answers; !errors.Is(answer.err, ErrDenied) {
		t.Errorf("answer %v", answer.err)
	}
	connection.Close()
	<-d.shown
}

func TestAfterAPasteNobodyWaitsForTheBrowser(t *testing.T) {
	d := newDoor(t)
	if err := d.paste("code=c&iss=https%3A%2F%2Fgithub.com%2Flogin%2Foauth&state=" + d.state); err != nil {
		t.Fatal(err)
	}
	if answer := <-d.answers; answer.code != "c" || answer.err != nil {
		t.Errorf("answer %v", answer.err)
	}
	select {
	case <-d.shown:
	default:
		t.Error("the door would wait for somebody to fetch the last page")
	}
}
