package oauth_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"overachiever/oauth"
	"overachiever/oauth/demo"
)

// waiting begins a sign-in in which nobody presses a button, and returns what is
// shown first. End waits for it to end.
func (r *rig) waiting(prompt oauth.Prompt, open func(context.Context, string) error) (first oauth.Waiting, end func() (oauth.Profile, error)) {
	r.t.Helper()
	r.sessions.Open = open
	shown := make(chan oauth.Waiting, 8)
	var profile oauth.Profile
	var err error
	done := make(chan struct{})
	go func() {
		profile, err = r.sessions.SignIn(r.t.Context(), r.provider, prompt, func(w oauth.Waiting) { shown <- w })
		close(done)
	}()
	select {
	case first = <-shown:
	case <-time.After(patience):
		r.t.Fatal("nothing was shown")
	}
	r.secrets.addQuery(first.URL)
	return first, func() (oauth.Profile, error) {
		r.t.Helper()
		select {
		case <-done:
		case <-time.After(patience):
			r.t.Fatal("the sign-in never ended")
		}
		return profile, err
	}
}

// lookUp asks for an address as a browser does, its redirects not followed.
func lookUp(t *testing.T, method, address string, headers ...string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequest(method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	reply, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply, string(body)
}

func TestTheBrowserIsStartedWithALinkThatWorksOnce(t *testing.T) {
	r := newRig(t, 0, demo.Authorize)
	links := make(chan string, 1)
	waiting, end := r.waiting(oauth.Prompt{}, func(_ context.Context, link string) error { links <- link; return nil })
	first := <-links // by itself
	open := func() string {
		if err := waiting.Open(t.Context()); err != nil {
			t.Fatal(err)
		}
		return <-links
	}
	asked, _ := url.Parse(waiting.URL)
	callback := asked.Query().Get("redirect_uri")
	if !strings.HasPrefix(first, callback+"/") || strings.Contains(first, "?") {
		t.Errorf("the browser is started with %s", first)
	}
	r.secrets.check(t, first)
	for name, hit := range map[string]struct {
		method, header, value string
		status                int
	}{
		"head": {"HEAD", "X-Any", "", 405}, "post": {"POST", "X-Any", "", 405}, "prefetch": {"GET", "Sec-Purpose", "prefetch;prerender", 503},
		"older prefetch": {"GET", "Purpose", "prefetch", 503}, "preview": {"GET", "X-Purpose", "preview", 503}, "firefox": {"GET", "X-Moz", "prefetch", 503},
	} {
		if reply, page := lookUp(t, hit.method, first, hit.header, hit.value); reply.StatusCode != hit.status || reply.Header.Get("Location") != "" {
			t.Errorf("%s: %d %s", name, reply.StatusCode, page)
		}
	}
	reply, _ := lookUp(t, "GET", first)
	if reply.StatusCode != http.StatusSeeOther || reply.Header.Get("Location") != waiting.URL ||
		reply.Header.Get("Referrer-Policy") != "no-referrer" || reply.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("status %d, headers %v", reply.StatusCode, reply.Header)
	}
	reply, page := lookUp(t, "GET", first)
	if reply.StatusCode != http.StatusGone || reply.Header.Get("Location") != "" || !strings.Contains(page, "has been used") || !strings.Contains(page, "press &#34;Open again&#34;") {
		t.Errorf("second time: %d %s", reply.StatusCode, page)
	}
	r.secrets.check(t, page)
	if guess, _ := lookUp(t, "GET", callback+"/AAAAAAAAAAAAAAAAAAAAAAAAAA/open"); guess.StatusCode != 404 {
		t.Errorf("guessed: %d", guess.StatusCode)
	}
	second, third := open(), open()
	if first == second || second == third {
		t.Error("a link was given twice")
	}
	if _, err := demo.Press(t.Context(), second, demo.Authorize); err != nil {
		t.Fatal(err)
	}
	if profile, err := end(); err != nil || profile.Login != "demo-climber" {
		t.Errorf("%v, %v", profile.Login, err)
	}
	var f *oauth.Failure
	if err := waiting.Open(t.Context()); !errors.As(err, &f) || !strings.Contains(f.Sentence, "over") || len(links) != 0 {
		t.Errorf("opened after the end: %v", err)
	}
}

func TestAnAnsweredSignInLeadsNobodyToTheProvider(t *testing.T) {
	r := newRig(t, demo.UserSlow, demo.Authorize)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	links := make(chan string, 1)
	r.sessions.Open = func(_ context.Context, link string) error { links <- link; return nil }
	_, err := r.sessions.SignIn(ctx, r.provider, oauth.Prompt{}, func(w oauth.Waiting) {
		if w.Finishing {
			if reply, page := lookUp(t, "GET", <-links); reply.StatusCode != http.StatusGone || !strings.Contains(page, "already been answered") {
				t.Errorf("%d %s", reply.StatusCode, page)
			}
			cancel()
			return
		}
		go func() {
			links <- <-links // once the browser was opened
			demo.Press(t.Context(), w.URL, demo.Authorize)
		}()
	})
	if !errors.Is(err, oauth.ErrCancelled) {
		t.Errorf("error %v", err)
	}
}

func TestAnOpenerThatFailsIsTold(t *testing.T) {
	for name, open := range map[string]func(context.Context, string) error{
		"none":    nil,
		"failing": func(context.Context, string) error { return errors.New("secret-of-the-system") },
	} {
		r := newRig(t, 0, demo.Authorize)
		waiting, end := r.waiting(oauth.Prompt{}, open)
		if err := waiting.Open(t.Context()); !errors.Is(err, oauth.ErrBrowser) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
		demo.Press(t.Context(), waiting.URL, demo.Cancel)
		if _, err := end(); !errors.Is(err, oauth.ErrDenied) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhichAccountIsAskedFor(t *testing.T) {
	for name, test := range map[string]struct {
		prompt         oauth.Prompt
		login, prompts string
		change         func(*oauth.Provider)
	}{
		"none":             {},
		"the one they had": {prompt: oauth.Prompt{Login: "ada & co"}, login: "ada & co"},
		"another":          {prompt: oauth.Prompt{Login: "ada", Another: true}, prompts: "select_account"},
		"cannot be asked":  {prompt: oauth.Prompt{Login: "ada", Another: true}, change: func(p *oauth.Provider) { p.Another = "" }},
		"cannot be hinted": {prompt: oauth.Prompt{Login: "ada"}, change: func(p *oauth.Provider) { p.Hint = "" }},
		"hinted by a name": {prompt: oauth.Prompt{Login: "ada"}, change: func(p *oauth.Provider) { p.Hint, p.Another = "login_hint", "" }},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, 0, demo.Authorize)
			if test.change != nil {
				test.change(&r.provider)
			}
			waiting, end := r.waiting(test.prompt, nil)
			asked, _ := url.Parse(waiting.URL)
			q := asked.Query()
			if q.Get("login") != test.login || q.Get("prompt") != test.prompts || name == "hinted by a name" != (q.Get("login_hint") == "ada") || len(q.Get("state")) != 43 {
				t.Errorf("asked for %v", asked.Path)
			}
			demo.Press(t.Context(), waiting.URL, demo.Cancel)
			if _, err := end(); !errors.Is(err, oauth.ErrDenied) {
				t.Errorf("error %v", err)
			}
		})
	}
}

var ticketField = regexp.MustCompile(`name="ticket" value="([A-Z0-9]+)"`)

// endsOn presses a button in a browser that cannot reach this computer, and
// returns the address that it ends on.
func (r *rig) endsOn(link string, button demo.Button) string {
	r.t.Helper()
	_, page := lookUp(r.t, "GET", link)
	ticket := ticketField.FindStringSubmatch(page)
	if ticket == nil {
		r.t.Fatal("no consent page")
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	reply, err := client.PostForm(r.provider.AuthorizeURL, url.Values{"ticket": {ticket[1]}, "decision": {string(button)}})
	if err != nil {
		r.t.Fatal(err)
	}
	reply.Body.Close()
	address := reply.Header.Get("Location")
	asked, _ := url.Parse(address)
	r.secrets.add(asked.Query().Get("code"))
	return address
}

func TestPaste(t *testing.T) {
	for name, form := range map[string]func(address string) string{
		"whole":            func(a string) string { return a },
		"with white space": func(a string) string { return " \r\n\t" + a + "\n \u00a0" },
		"with a fragment":  func(a string) string { return a + "#_=_" },
		"query":            func(a string) string { _, q, _ := strings.Cut(a, "?"); return q },
		"query with mark":  func(a string) string { _, q, _ := strings.Cut(a, "?"); return "?" + q },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, 0, demo.Authorize)
			waiting, end := r.waiting(oauth.Prompt{}, nil)
			if err := waiting.Paste(form(r.endsOn(waiting.URL, demo.Authorize))); err != nil {
				t.Fatal(err)
			}
			profile, err := end()
			if err != nil || profile.Login != "demo-climber" {
				t.Errorf("%v, %v", profile.Login, err)
			}
		})
	}
}

func TestPastedAnswersEndAsTheBrowsers(t *testing.T) {
	for name, test := range map[string]struct {
		faults demo.Faults
		button demo.Button
		kind   error
	}{
		"denied":         {0, demo.Cancel, oauth.ErrDenied},
		"wrong issuer":   {demo.WrongIssuer, demo.Authorize, oauth.ErrIssuer},
		"missing issuer": {demo.MissingIssuer, demo.Authorize, oauth.ErrIssuer},
		"wrong secret":   {demo.WrongSecret, demo.Authorize, oauth.ErrWrongSecret},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, test.faults, test.button)
			waiting, end := r.waiting(oauth.Prompt{}, nil)
			if err := waiting.Paste(r.endsOn(waiting.URL, test.button)); err != nil {
				t.Fatal(err)
			}
			_, err := end()
			if !errors.Is(err, test.kind) {
				t.Errorf("error %v", err)
			}
			r.secrets.check(t, err)
		})
	}
}

func TestAWrongPasteIsExplainedAndTheWaitGoesOn(t *testing.T) {
	r := newRig(t, 0, demo.Authorize)
	waiting, end := r.waiting(oauth.Prompt{}, nil)
	address := r.endsOn(waiting.URL, demo.Authorize)
	u, _ := url.Parse(address)
	change := func(edit func(*url.URL, url.Values)) string {
		changed := *u
		q := changed.Query()
		edit(&changed, q)
		changed.RawQuery = q.Encode()
		return changed.String()
	}
	whole, another, provider := "That is not the whole address.", "That is the address of another sign-in.", "That is the address of a page at the demo account."
	for name, test := range map[string]struct{ text, sentence string }{
		"nothing":             {"", whole},
		"white space":         {" \n", whole},
		"words":               {"it says this page cannot be reached", whole},
		"a code":              {u.Query().Get("code"), whole},
		"no scheme":           {strings.TrimPrefix(address, "http://"), whole},
		"cut before state":    {address[:strings.Index(address, "state=")], whole},
		"cut in the state":    {change(func(_ *url.URL, q url.Values) { q.Set("state", q.Get("state")[:20]) }), another},
		"https":               {change(func(u *url.URL, _ url.Values) { u.Scheme = "https" }), whole},
		"password":            {change(func(u *url.URL, _ url.Values) { u.User = url.UserPassword("a", "b") }), whole},
		"other path":          {change(func(u *url.URL, _ url.Values) { u.Path += "/x" }), whole},
		"other port":          {change(func(u *url.URL, _ url.Values) { u.Host = "127.0.0.1:1" }), another},
		"other host":          {change(func(u *url.URL, _ url.Values) { u.Host = "evil.example" }), whole},
		"other state":         {change(func(_ *url.URL, q url.Values) { q.Set("state", strings.Repeat("t", 43)) }), another},
		"no state":            {change(func(_ *url.URL, q url.Values) { q.Del("state") }), whole},
		"two states":          {change(func(_ *url.URL, q url.Values) { q.Add("state", q.Get("state")) }), whole},
		"two codes":           {change(func(_ *url.URL, q url.Values) { q.Add("code", "x") }), whole},
		"no code":             {change(func(_ *url.URL, q url.Values) { q.Del("code") }), whole},
		"broken":              {address + "&%zz", whole},
		"line break within":   {address[:30] + "\n" + address[30:], whole},
		"enormous":            {address + "&x=" + strings.Repeat("x", 10_000), whole},
		"the provider's link": {waiting.URL, provider},
		"provider's page":     {r.server.URL + "/login", provider},
	} {
		err := waiting.Paste(test.text)
		var f *oauth.Failure
		if !errors.As(err, &f) || !errors.Is(err, oauth.ErrPaste) || f.Sentence != test.sentence || f.Next == "" {
			t.Errorf("%s: %v", name, err)
		}
		r.secrets.check(t, err)
	}
	if err := waiting.Paste(address); err != nil {
		t.Fatalf("after all that: %v", err)
	}
	if err := waiting.Paste(address); !errors.Is(err, oauth.ErrPaste) {
		t.Errorf("pasted twice: %v", err)
	}
	if profile, err := end(); err != nil || profile.Login != "demo-climber" {
		t.Errorf("%v, %v", profile.Login, err)
	}
	if err := waiting.Paste(address); !errors.Is(err, oauth.ErrPaste) {
		t.Errorf("pasted after the end: %v", err)
	}
	if asked := r.server.Requests("POST /login/oauth/access_token"); asked != 1 {
		t.Errorf("token asked for %d times", asked)
	}
}

func TestAPasteAfterTheWaitIsTooLate(t *testing.T) {
	r := newRig(t, 0, demo.Authorize)
	r.sessions.Timeout = 50 * time.Millisecond
	waiting, end := r.waiting(oauth.Prompt{}, nil)
	if _, err := end(); !errors.Is(err, oauth.ErrTimedOut) {
		t.Fatalf("error %v", err)
	}
	if err := waiting.Paste(r.endsOn(waiting.URL, demo.Authorize)); !errors.Is(err, oauth.ErrPaste) {
		t.Errorf("error %v", err)
	}
}

func TestManyAnswersAtOnceCountOnce(t *testing.T) {
	r := newRig(t, 0, demo.Authorize)
	waiting, end := r.waiting(oauth.Prompt{}, nil)
	address := r.endsOn(waiting.URL, demo.Authorize)
	var all sync.WaitGroup
	accepted := make(chan struct{}, 40)
	for range 20 {
		all.Go(func() {
			if waiting.Paste(address) == nil {
				accepted <- struct{}{}
			}
		})
		all.Go(func() { // each is told something, or finds the door shut
			if reply, err := http.Get(address); err == nil {
				reply.Body.Close()
			}
		})
	}
	if profile, err := end(); err != nil || profile.Login != "demo-climber" {
		t.Errorf("%v, %v", profile.Login, err)
	}
	all.Wait()
	if len(accepted) > 1 || r.server.Requests("POST /login/oauth/access_token") != 1 {
		t.Errorf("%d pastes accepted", len(accepted))
	}
}
