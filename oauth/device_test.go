package oauth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestPollingIsNeverFasterThanTold(t *testing.T) {
	const s = time.Second
	for name, test := range map[string]struct {
		interval string
		polls    []string
		want     []time.Duration // between requests
	}{
		"at once":            {"5", []string{granted}, []time.Duration{5 * s}},
		"pending":            {"5", []string{undecided, undecided, granted}, []time.Duration{5 * s, 5 * s, 5 * s}},
		"not told":           {"null", []string{undecided, granted}, []time.Duration{5 * s, 5 * s}},
		"told as zero":       {"0", []string{granted}, []time.Duration{5 * s}},
		"told as less":       {"-5", []string{granted}, []time.Duration{5 * s}},
		"a part of a second": {"0.01", []string{granted}, []time.Duration{s}},
		"as a text":          {`"7"`, []string{undecided, granted}, []time.Duration{7 * s, 7 * s}},
		"slower for good":    {"5", []string{slowDown, undecided, slowDown, undecided, granted}, []time.Duration{5 * s, 10 * s, 10 * s, 15 * s, 15 * s}},
		"connection breaks":  {"5", []string{noReply, noReply, noReply, undecided, granted}, []time.Duration{5 * s, 10 * s, 20 * s, 40 * s, 5 * s}},
		"no answer":          {"5", []string{noAnswer, noAnswer, undecided, granted}, []time.Duration{5 * s, 40 * s, 50 * s, 5 * s}}, // 30 of them waiting for it
		"provider is down":   {"5", []string{badGateway, undecided, granted}, []time.Duration{5 * s, 10 * s, 5 * s}},
		"told to stay away":  {"5", []string{tooMany, undecided, granted}, []time.Duration{5 * s, 120 * s, 5 * s}},
		"away for long": {"5", []string{noReply, noReply, noReply, noReply, noReply, noReply, granted},
			[]time.Duration{5 * s, 10 * s, 20 * s, 40 * s, 60 * s, 60 * s, 60 * s}},
		"slow and away": {"70", []string{noReply, slowDown, noReply, granted}, []time.Duration{70 * s, 70 * s, 75 * s, 75 * s}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				script := &script{code: strings.Replace(codeReply, `"interval":5`, `"interval":`+test.interval, 1), polls: test.polls}
				profile, err := script.enter(t.Context(), func(Code) {})
				if err != nil || profile.Login != "me" {
					t.Fatalf("%v, %v", profile.Login, err)
				}
				var got []time.Duration
				for i := range script.when[1:] {
					got = append(got, script.when[i+1].Sub(script.when[i]))
				}
				if fmt.Sprint(got) != fmt.Sprint(test.want) {
					t.Errorf("polled after %v, want %v", got, test.want)
				}
			})
		})
	}
}

func TestWhatADeviceSaysOfItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := &script{polls: []string{undecided, granted}}
		if _, err := script.enter(t.Context(), func(Code) {}); err != nil {
			t.Fatal(err)
		}
		if got := script.codes[0].Encode(); got != "client_id=id" {
			t.Errorf("to get a code: %s", got)
		}
		want := url.Values{"client_id": {"id"}, "device_code": {hostileCode}, "grant_type": {deviceGrant}}.Encode()
		for _, form := range script.asked {
			if form.Encode() != want {
				t.Errorf("to poll: %s, want %s", form.Encode(), want)
			}
		}
		p := Provider{App: App{ClientID: "id", ClientSecret: "of a confidential client"}, Secret: SecretOptional}
		if p.deviceSecret() == "" {
			t.Error("a confidential client does not say its secret")
		}
	})
}

func TestWhatEndsASignInWithACode(t *testing.T) {
	for name, test := range map[string]struct {
		poll           string
		kind           error
		sentence, next string
	}{
		"denied":         {`{"error":"access_denied"}`, ErrDenied, "You said no on GitHub's page, so nobody was signed in.", ""},
		"expired":        {`{"error":"expired_token"}`, ErrCodeExpired, "The code ran out.", "Get a new code."},
		"expired, other": {`{"error":"invalid_grant"}`, ErrCodeExpired, "The code ran out.", "Get a new code."},
		"switched off":   {`{"error":"device_flow_disabled"}`, ErrNoCode, "GitHub does not let Overachiever sign in with a code.", `Switch on "Enable Device Flow" in the app's settings at GitHub, or sign in with the browser.`},
		"wrong app":      {`{"error":"incorrect_client_credentials"}`, ErrWrongSecret, "", ""},
		"wrong code":     {`{"error":"incorrect_device_code"}`, ErrUnexpected, "", ""},
		"wrong grant":    {`{"error":"unsupported_grant_type"}`, ErrUnexpected, "", ""},
		"of its own":     {`{"error":"` + hostileCode + `","error_description":"` + hostileCode + `","error_uri":"` + hostileCode + `"}`, ErrUnexpected, "", ""},
		"error is none":  {`{"error":{"` + hostileCode + `":1}}`, ErrUnexpected, "", ""},
		"error, token":   {`{"error":"access_denied","access_token":"` + hostileToken + `","token_type":"bearer"}`, ErrDenied, "", ""},
		"nothing":        {`{}`, ErrUnexpected, "", ""},
		"no object":      {`["` + hostileCode + `"]`, ErrUnexpected, "", ""},
		"null":           {`null`, ErrUnexpected, "", ""},
		"empty":          {``, ErrUnexpected, "", ""},
		"broken":         {`{` + hostileCode, ErrUnexpected, "", ""},
		"html":           {`<!doctype html>` + hostileCode, ErrPortal, "", ""},
		"other token":    {`{"access_token":"` + hostileToken + `","token_type":"mac"}`, ErrUnexpected, "", ""},
		"token in parts": {`{"access_token":"a\r\nb","token_type":"bearer"}`, ErrUnexpected, "", ""},
		"enormous token": {`{"access_token":"` + strings.Repeat("t", 10_000) + `","token_type":"bearer"}`, ErrUnexpected, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				script := &script{polls: []string{undecided, test.poll, granted}}
				profile, err := script.enter(t.Context(), func(Code) {})
				var f *Failure
				if !errors.Is(err, test.kind) || !errors.As(err, &f) || profile.Login != "" {
					t.Fatalf("%v, %v; want %v", profile.Login, err, test.kind)
				}
				if test.sentence != "" && f.Sentence != test.sentence || test.next != "" && f.Next != test.next || f.Sentence == "" || f.Next == "" {
					t.Errorf("words %q %q", f.Sentence, f.Next)
				}
				if len(script.asked) != 2 || len(script.codes) != 1 {
					t.Errorf("polled %d times, %d codes", len(script.asked), len(script.codes))
				}
				checkQuiet(t, err)
				checkQuiet(t, errors.New(f.Sentence+f.Next))
			})
		})
	}
}

func TestACodeEndsAndNoNewOneIsAskedFor(t *testing.T) {
	for name, test := range map[string]struct {
		life string
		poll string
		ends time.Duration
	}{
		"as told":        {"60", undecided, time.Minute},
		"not told":       {"null", undecided, codeLife},
		"told as less":   {"-1", undecided, codeLife},
		"for ever":       {"1e300", undecided, codeLife},
		"no network":     {"60", noReply, time.Minute},
		"no answer":      {"60", noAnswer, time.Minute},
		"slower, slower": {"100", slowDown, 100 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				script := &script{code: strings.Replace(codeReply, `:900`, `:`+test.life, 1), polls: []string{test.poll}}
				begin := time.Now()
				var shown []Code
				_, err := script.enter(t.Context(), func(c Code) { shown = append(shown, c) })
				var f *Failure
				if !errors.Is(err, ErrCodeExpired) || !errors.As(err, &f) || f.Sentence != "The code ran out." || f.Next != "Get a new code." {
					t.Errorf("error %v", err)
				}
				if took := time.Since(begin); took != test.ends || len(script.codes) != 1 || len(shown) != 1 || shown[0].Deadline != begin.Add(test.ends) {
					t.Errorf("ended after %v, want %v; %d codes", took, test.ends, len(script.codes))
				}
			})
		})
	}
}

func TestASignInWithACodeIsCancelledAtOnce(t *testing.T) {
	for name, test := range map[string]struct {
		code, poll string
		after      time.Duration // 5 s in, a poll is under way
	}{
		"before the code": {noAnswer, undecided, time.Second},
		"between polls":   {codeReply, undecided, 7 * time.Second},
		"during a poll":   {codeReply, noAnswer, 7 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				begin := time.Now()
				time.AfterFunc(test.after, cancel)
				_, err := (&script{code: test.code, polls: []string{test.poll}}).enter(ctx, func(Code) {})
				if !errors.Is(err, ErrCancelled) || time.Since(begin) != test.after {
					t.Errorf("after %v: %v", time.Since(begin), err)
				}
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 7*time.Second)
		defer cancel()
		if _, err := (&script{polls: []string{undecided}}).enter(ctx, func(Code) {}); !errors.Is(err, ErrTimedOut) {
			t.Errorf("a caller in a hurry: %v", err)
		}
	})
}

func TestATokenThatNobodyWillUseIsWithdrawn(t *testing.T) {
	for name, test := range map[string]struct {
		user   string
		cancel time.Duration
		kind   error
		after  time.Duration
	}{
		"no answer":     {noAnswer, time.Hour, ErrOffline, 5*time.Second + requestTimeout},
		"no connection": {noReply, time.Hour, ErrOffline, 5 * time.Second},
		"nobody":        {`{"login":"me"}`, time.Hour, ErrUnexpected, 5 * time.Second},
		"cancelled":     {noAnswer, 7 * time.Second, ErrCancelled, 7 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				begin := time.Now()
				time.AfterFunc(test.cancel, cancel)
				script := &script{polls: []string{granted}, user: test.user}
				profile, err := script.enter(ctx, func(Code) {})
				if !errors.Is(err, test.kind) || profile.Login != "" || script.gone != 1 || time.Since(begin) != test.after {
					t.Errorf("%v, %v after %v; withdrawn %d times", profile.Login, err, time.Since(begin), script.gone)
				}
				checkQuiet(t, err)
			})
		})
	}
}

func TestRepliesThatBringACode(t *testing.T) {
	good := map[string]any{"device_code": "d", "user_code": "WDJB-MJHT", "verification_uri": "https://github.com/login/device", "expires_in": 900, "interval": 5}
	type change = map[string]any
	for name, test := range map[string]struct {
		change change
		link   string // "": refused
		whole  string // the link with the code in it
	}{
		"good":                       {change{}, "https://github.com/login/device", ""},
		"with a whole link":          {change{"verification_uri_complete": "https://github.com/login/device?user_code=WDJB-MJHT"}, "https://github.com/login/device", "https://github.com/login/device?user_code=WDJB-MJHT"},
		"whole link elsewhere":       {change{"verification_uri_complete": "https://evil.example/login/device"}, "https://github.com/login/device", ""},
		"whole link is a script":     {change{"verification_uri_complete": "javascript:alert(1)"}, "https://github.com/login/device", ""},
		"Google's spelling":          {change{"verification_uri": nil, "verification_url": "https://www.google.com/device"}, "https://www.google.com/device", ""},
		"code in white space":        {change{"user_code": " WDJB-MJHT\n"}, "https://github.com/login/device", ""},
		"no link":                    {change{"verification_uri": nil}, "", ""},
		"link is a script":           {change{"verification_uri": "javascript:alert(1)"}, "", ""},
		"link is a file":             {change{"verification_uri": "file:///etc/passwd"}, "", ""},
		"link is plain http":         {change{"verification_uri": "http://github.com/login/device"}, "", ""},
		"link is on this computer":   {change{"verification_uri": "http://127.0.0.1/login/device"}, "", ""},
		"link with a password":       {change{"verification_uri": "https://github.com@evil.example/"}, "", ""},
		"link with a control":        {change{"verification_uri": "https://github.com/\x1b[31m"}, "", ""},
		"link with a turn":           {change{"verification_uri": "https://github.com/\u202egnp"}, "https://github.com/%E2%80%AEgnp", ""},
		"enormous link":              {change{"verification_uri": "https://github.com/" + strings.Repeat("x", 5000)}, "", ""},
		"link is a number":           {change{"verification_uri": 5}, "", ""},
		"no code":                    {change{"user_code": nil}, "", ""},
		"code of white space":        {change{"user_code": " \t"}, "", ""},
		"code with controls":         {change{"user_code": "WD\x07JB"}, "", ""},
		"code with an escape":        {change{"user_code": "\x1b]0;title\x07"}, "", ""},
		"code with a turn":           {change{"user_code": "WD\u202eJB"}, "", ""},
		"code is a letter":           {change{"user_code": strings.Repeat("please call 555-0100 ", 9)}, "", ""},
		"code is a sentence":         {change{"user_code": "call 555-0100"}, "", ""},
		"no device code":             {change{"device_code": nil}, "", ""},
		"enormous device code":       {change{"device_code": strings.Repeat("d", 10_000)}, "", ""},
		"may not be asked in time":   {change{"interval": 900}, "", ""},
		"may never be asked":         {change{"interval": 1e300}, "", ""},
		"an error with all the rest": {change{"error": "device_flow_disabled"}, "", ""},
		"an error that is none":      {change{"error": 5}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			fields := change{}
			for _, set := range []change{good, test.change} {
				for name, value := range set {
					fields[name] = value
				}
			}
			body, err := json.Marshal(fields)
			if err != nil {
				t.Fatal(err)
			}
			p, _ := GitHub("", App{ClientID: "id"})
			s := &Sessions{HTTP: &http.Client{Transport: &script{code: string(body)}}}
			d, err := s.askForCode(t.Context(), p)
			if d.shown.Link != test.link || d.shown.Complete != test.whole || (err == nil) != (test.link != "") {
				t.Errorf("%q, %q, %v", d.shown.Link, d.shown.Complete, err)
			}
			if err == nil && d.shown.UserCode != "WDJB-MJHT" {
				t.Errorf("code %q", d.shown.UserCode)
			}
			var f *Failure
			if err != nil && (!errors.As(err, &f) || strings.Contains(f.Error()+f.Sentence+f.Next, "555-0100") || strings.Contains(f.Error()+f.Sentence+f.Next, "evil")) {
				t.Errorf("error %v", err)
			}
		})
	}
	p, _ := GitHub("http://127.0.0.1:1", App{ClientID: "id"})
	if link := p.deviceLink("http://127.0.0.1:1/login/device"); link == "" {
		t.Error("a provider on this computer may not send there")
	}
}

func TestNoCodeWhereThereIsNone(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*Provider)
		code   string
		kind   error
	}{
		"not offered":      {func(p *Provider) { p.DeviceURL = "" }, codeReply, ErrNoCode},
		"not registered":   {func(p *Provider) { p.App.ClientID = "" }, codeReply, ErrNoApp},
		"switched off":     {nil, `{"error":"device_flow_disabled"}`, ErrNoCode},
		"unknown app":      {nil, `{"error":"invalid_client"}`, ErrWrongSecret},
		"nothing":          {nil, `{}`, ErrUnexpected},
		"offline":          {nil, noReply, ErrOffline},
		"provider is down": {nil, badGateway, ErrProviderDown},
		"html":             {nil, "<html><p>Please accept our terms.", ErrPortal},
		"address is none":  {func(p *Provider) { p.DeviceURL = "https://ho st/" }, codeReply, ErrUnexpected},
	} {
		p, _ := GitHub("", App{ClientID: "id"})
		if test.change != nil {
			test.change(&p)
		}
		script := &script{code: test.code}
		s := &Sessions{HTTP: &http.Client{Transport: script}}
		_, err := s.SignInWithCode(t.Context(), p, func(Code) { t.Errorf("%s: a code is shown", name) })
		var f *Failure
		if !errors.Is(err, test.kind) || !errors.As(err, &f) || f.Sentence == "" || f.Next == "" {
			t.Errorf("%s: %v", name, err)
		}
		if len(script.codes) > 1 || len(script.asked) != 0 {
			t.Errorf("%s: asked %d times for a code, %d for a token", name, len(script.codes), len(script.asked))
		}
	}
}

func TestACodeIsNotPrinted(t *testing.T) {
	code := Code{UserCode: "WDJB-MJHT", Link: "https://github.com/login/device", Complete: "https://github.com/login/device?user_code=WDJB-MJHT", Deadline: time.Now()}
	var out strings.Builder
	for _, thing := range []any{code, &code, []Code{code}, map[string]Code{"c": code}} {
		fmt.Fprintf(&out, "%v %+v %#v %s %q %x %d\n", thing, thing, thing, thing, thing, thing, thing)
		slog.New(slog.NewTextHandler(&out, nil)).Info("code", "code", thing)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("code", "code", thing)
		json.NewEncoder(&out).Encode(thing)
	}
	if strings.Contains(out.String(), "WDJB") || strings.Contains(out.String(), "/login") || !strings.Contains(out.String(), "github.com") {
		t.Errorf("printed:\n%s", out.String())
	}
}
