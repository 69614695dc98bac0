package oauth

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestCleanText(t *testing.T) {
	for in, want := range map[string]string{
		"Ada Lovelace":                          "Ada Lovelace",
		"  two\t\n words \u2028 ":               "two words",
		"\u202eevil\u202c":                      "evil",
		"a\u200bb\u2066c\ufeffd":                "abcd",
		"nul\x00bell\a esc\x1b[31m":             "nulbell esc[31m",
		"\xff\xfebad":                           "bad",
		"日本語 العربية עברית":                     "日本語 العربية עברית",
		"café cafe\u0301 🧗🏽":                    "café cafe\u0301 🧗🏽",
		"\u3164\u2800\u034f":                    "",
		"z\u0300\u0301\u0302\u0303\u0304\u0305": "z\u0300\u0301\u0302\u0303",
		"\U000e0041tag":                         "tag",
		"":                                      "",
	} {
		if got := cleanText(in, 100); got != want {
			t.Errorf("cleanText(%q) = %q, want %q", in, got, want)
		}
	}
	if got := cleanText("日本語 語", 4); got != "日本語" {
		t.Errorf("capped: %q", got)
	}
	if got := cleanText(strings.Repeat("x", 1000), 64); len(got) != 64 {
		t.Errorf("capped: %d", len(got))
	}
}

func TestCleanLink(t *testing.T) {
	for in, want := range map[string]string{
		"https://github.com/me": "https://github.com/me", "http://host/x?y=z": "http://host/x?y=z", " https://a.b/ ": "https://a.b/",
		"javascript:alert(1)": "", "file:///etc/passwd": "", "ftp://host/": "", "//host/x": "", "/x": "", "https://": "", "": "",
		"https://me:pw@host/": "", "https://ho st/": "", "https://host/\u202e": "https://host/%E2%80%AE", "data:text/html,x": "",
		"https://host/" + strings.Repeat("x", 3000): "",
	} {
		if got := cleanLink(in); got != want {
			t.Errorf("cleanLink(%q) = %q, want %q", in, got, want)
		}
	}
}

func picture(width, height int) image.Image {
	m := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.White, color.RGBA{R: 200, A: 255}})
	for i := range m.Pix {
		m.Pix[i] = uint8(i % 2)
	}
	return m
}

func TestSmallPNG(t *testing.T) {
	var asPNG, asJPEG, asGIF, wide, huge bytes.Buffer
	png.Encode(&asPNG, picture(300, 600))
	jpeg.Encode(&asJPEG, picture(512, 512), nil)
	gif.Encode(&asGIF, picture(40, 20), nil)
	png.Encode(&wide, picture(4000, 1))
	png.Encode(&huge, picture(4096, 1025))
	for name, test := range map[string]struct {
		file []byte
		want image.Point // zero: refused
	}{
		"png": {asPNG.Bytes(), image.Pt(128, 256)}, "jpeg": {asJPEG.Bytes(), image.Pt(256, 256)}, "gif": {asGIF.Bytes(), image.Pt(40, 20)},
		"wide": {wide.Bytes(), image.Pt(256, 1)}, "too many pixels": {huge.Bytes(), image.Point{}}, "nothing": {nil, image.Point{}},
		"cut short": {asPNG.Bytes()[:asPNG.Len()/2], image.Point{}}, "webp": {[]byte("RIFF\x00\x00\x00\x00WEBPVP8 "), image.Point{}},
		"svg": {[]byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), image.Point{}}, "large file": {make([]byte, avatarBytes+1), image.Point{}},
		"lying gif": {[]byte("GIF89a\xff\xff\xff\xff\x00\x00\x00;"), image.Point{}}, "empty gif": {[]byte("GIF89a\x00\x00\x00\x00\x00\x00\x00;"), image.Point{}},
	} {
		out, err := smallPNG(test.file)
		if (err == nil) != (test.want != image.Point{}) {
			t.Errorf("%s: error %v", name, err)
			continue
		}
		if err != nil {
			continue
		}
		config, err := png.DecodeConfig(bytes.NewReader(out))
		if err != nil || image.Pt(config.Width, config.Height) != test.want {
			t.Errorf("%s: %v, %v", name, config, err)
		}
	}
}

func TestMayShow(t *testing.T) {
	local, _ := GitHub("http://127.0.0.1:8080", App{})
	for address, want := range map[string]bool{
		"https://avatars.githubusercontent.com/u/1?v=4": true, "http://127.0.0.1:8080/a.png": true, "http://127.0.0.1:9090/a.png": false,
		"http://avatars.githubusercontent.com/u/1": false, "file:///etc/passwd": false, "": false, "https://me:pw@host/": false,
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := local.mayShow(u); got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
}

// FuzzProfile reads arbitrary profiles as every kind of provider tells them: none may
// panic, and whatever comes out is fit to be shown.
func FuzzProfile(f *testing.F) {
	f.Add([]byte(`{"id":583231,"login":"octocat","name":"The Octocat","html_url":"https://github.com/octocat","created_at":"2011-01-25T18:44:36Z"}`))
	f.Add([]byte(`{"id":1,"login":"x","name":"\u202e\u0000\ud800","bio":null,"company":"@a\u200b","followers":-1,"html_url":"javascript:1"}`))
	f.Add([]byte(`{"id":1e3,"login":{}}`))
	f.Add([]byte(`{"ID":1,"LOGIN":"twice","login":"\ufeff","created_at":"never"}`))
	f.Add([]byte(`[[[[`))
	f.Add([]byte(`{"sub":"auth0|5f7c","email":"robin@example.com","email_verified":"true","picture":"https://id.example.com/x.png"}`))
	f.Add([]byte(`{"id":7,"username":"robin","organization":null,"email":"robin@example.com","confirmed_at":"2019-05-06T08:00:00.000Z"}`))
	f.Add([]byte(`{"id":8,"login":"robin","full_name":"","followers_count":3,"created":"2019-05-06T09:08:09+02:00"}`))
	f.Add([]byte(`{"data":{"id":"2244994945","username":"robin","public_metrics":{"followers_count":1e99}}}`))
	f.Add([]byte(`{"data":[{"id":"1"}],"sub":{"sub":"x"}}`))
	f.Add([]byte(`{"id":"10158","name":"Robin","picture":{"data":{"url":"https://host.example/x.png"}}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, kind := range Kinds() {
			provider, _ := kind.New(kind.Host, App{})
			checkRead(t, provider, body)
		}
	})
}

func checkRead(t *testing.T, provider Provider, body []byte) {
	t.Helper()
	profile, picture, err := provider.read(body)
	if err != nil {
		if profile.Login != "" || picture != "" {
			t.Error("a profile with an error")
		}
		return
	}
	if profile.Login == "" || profile.Subject == "" || profile.Subject == "0" || profile.Followers < 0 || profile.Issuer != provider.Identity ||
		profile.Email != "" && !strings.Contains(profile.Email, "@") {
		t.Errorf("profile %+v", profile)
	}
	for _, text := range []string{profile.Login, profile.Name, profile.Bio, profile.Company, profile.Location, profile.Page, profile.Email, picture} {
		if !utf8.ValidString(text) || utf8.RuneCountInString(text) > linkLimit || strings.TrimSpace(text) != text ||
			strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) {
			t.Errorf("unclean %q", text)
		}
		if cleanText(text, linkLimit) != text {
			t.Errorf("cleaning is not settled: %q", text)
		}
	}
	if _, err := json.Marshal(profile); err != nil && profile.MemberSince.Year() < 10_000 && profile.MemberSince.Year() >= 0 {
		t.Error(err)
	}
}
