package marks

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// marked are the marks of a name as they are written.
func marked(name string) []string {
	var texts []string
	for _, mark := range Find(name) {
		texts = append(texts, name[mark.Start:mark.End])
	}
	return texts
}

func TestFind(t *testing.T) {
	for _, tt := range []struct {
		name string
		want []string
	}{
		{"", nil},
		{"Call Bob", nil},
		{"Call Bob #home", []string{"#home"}},
		{"#home", []string{"#home"}},
		{"(#home), #work/office; #a_b-c.", []string{"#home", "#work/office", "#a_b-c"}},
		{"#Größe #日本 #हिन्दी #1a #a1", []string{"#Größe", "#日本", "#हिन्दी", "#1a", "#a1"}},
		{"#کتاب\u200cها", []string{"#کتاب\u200cها"}},
		{"#home- #work/ #a_", []string{"#home", "#work", "#a_"}},
		{"#home's #a#b", []string{"#home", "#a"}},
		{"#1 #1-2 # ## ##a #-a #/a #_ C# F#m a#b _#a &#x27; /#a", nil},
		{"x\xff#a\xffb", []string{"#a"}},

		{"! Call Bob", []string{"!"}},
		{"!! Call Bob", []string{"!!"}},
		{"Call Bob !!!", []string{"!!!"}},
		{"  ! Call Bob !!\t", []string{"!", "!!"}},
		{"!!", []string{"!!"}},
		{"Call Bob !! #home", []string{"!!", "#home"}},
		{"#home !! Call Bob", []string{"#home", "!!"}},
		{"! #a !! #b", []string{"!", "#a", "!!", "#b"}},
		{"! a ! b #c ! d !! #e", []string{"!", "#c", "!!", "#e"}},
		{"Call ! Bob", nil},
		{"Hello!", nil},
		{"Hello !!!!", nil},
		{"!Hello", nil},
		{"Hello !?", nil},
		{"Bonjour\u00a0! Salut\u202f!", nil},
		{"#home's ! Bob", []string{"#home"}},
		{"(#home) ! Bob", []string{"#home"}},
		{"! https://a.b ! https://c.d !", []string{"!", "https://a.b", "https://c.d", "!"}},

		{"See https://a.b/c#d!!! now", []string{"https://a.b/c#d"}},
		{"#https://a.b", []string{"https://a.b"}},
		{"#a https://b.c #d", []string{"#a", "https://b.c", "#d"}},
		{"https://a.b#", []string{"https://a.b#"}},
	} {
		if got := marked(tt.name); !slices.Equal(got, tt.want) {
			t.Errorf("%q has %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestFindTellsTheKinds(t *testing.T) {
	want := []Span{{0, 2, Bang}, {3, 5, Tag}, {6, 14, Link}}
	if got := Find("!! #a http://b c"); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTags(t *testing.T) {
	for name, want := range map[string][]string{
		"":                       nil,
		"Call Bob #1 https://#a": nil,
		"#Home #work #HOME #Été": {"home", "work", "été"},
	} {
		if got := Tags(name); !slices.Equal(got, want) {
			t.Errorf("%q has %q, want %q", name, got, want)
		}
	}
}

func TestHasTag(t *testing.T) {
	name := "Call #Bob #Été/a/b #1a https://a#home"
	for tag, want := range map[string]bool{
		"bob": true, "été": true, "été/a": true, "été/a/b": true, "1a": true,
		"bo": false, "bobby": false, "a": false, "été/": false, "été/a/b/c": false, "home": false, "1": false,
	} {
		if got := HasTag(name, tag); got != want {
			t.Errorf("has #%s: %v", tag, got)
		}
	}
	if HasTag("Call Bob", "bob") {
		t.Error("a word is no tag")
	}
}

func TestPriority(t *testing.T) {
	for name, want := range map[string]int{
		"": 0, "Hello!": 0, "Call ! Bob": 0, "! Call": 1, "Call !!": 2, "!!! Call !": 3, "Call !!!!": 0, "Call ! #home": 1,
	} {
		if got := Priority(name); got != want {
			t.Errorf("%q has priority %d, want %d", name, got, want)
		}
	}
}

func TestLinks(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{"http:// https:// ://a http//a ftp://a.b xhttp://a git+https://a 1http://a http://-", nil},
		{"http://a", []string{"http://a"}},
		{"HTTPS://A.b/C", []string{"HTTPS://A.b/C"}},
		{"See https://a.b, http://c.d/e?f=g&h=i#j. And https://k.l!?", []string{"https://a.b", "http://c.d/e?f=g&h=i#j", "https://k.l"}},
		{"one\nhttps://a.b\ntwo\thttps://c.d\r\n", []string{"https://a.b", "https://c.d"}},
		{"(https://a.b/c_(d)) https://a.b/c_(d). https://a.b/c)d", []string{"https://a.b/c_(d)", "https://a.b/c_(d)", "https://a.b/c"}},
		{"https://a.b/( https://a.b/(c", []string{"https://a.b/", "https://a.b/(c"}},
		{"[a](https://b.c) [https://d](https://e) <https://f> \"https://g\" `https://h`", []string{"https://b.c", "https://d", "https://e", "https://f", "https://g", "https://h"}},
		{"**https://a.b** “https://c.d” «https://e.f»", []string{"https://a.b", "https://c.d", "https://e.f"}},
		{"見てhttps://例え.jp/道。次", []string{"https://例え.jp/道。次"}},
		{"見てhttps://例え.jp/道。", []string{"https://例え.jp/道"}},
		{"http://[::1]:8080/ http://[ http://127.0.0.1:80/", []string{"http://[::1]:8080/", "http://127.0.0.1:80/"}},
		{"https://a.b/\xff", []string{"https://a.b/"}},
		{"https://a.b https://a.b", []string{"https://a.b", "https://a.b"}},
	} {
		if got := Links(tt.text); !slices.Equal(got, tt.want) {
			t.Errorf("%q has %q, want %q", tt.text, got, tt.want)
		}
	}
}

// A name without marks is looked through without a single allocation.
func TestPlainNamesCostNoMemory(t *testing.T) {
	name := "Read: the letter from Hélène, twice"
	if got := testing.AllocsPerRun(100, func() {
		Find(name)
		Tags(name)
		HasTag(name, "home")
		Priority(name)
		Links(name)
	}); got != 0 {
		t.Errorf("%v allocations", got)
	}
}

// FuzzFind: marks are in order, apart from each other, whole runes, and each is the
// same mark when it stands alone.
func FuzzFind(f *testing.F) {
	for _, seed := range []string{"! Call #home https://a.b/c_(d). !!", "#a#b ##c #1 !!!! ! #d", "[a](http://b)#c", "#हिन्दी- \xff#a\xff", "Bonjour\u00a0! http://[::1]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		at := 0
		var tags, links []string
		priority := 0
		for _, mark := range Find(name) {
			if mark.Start < at || mark.End <= mark.Start || mark.End > len(name) {
				t.Fatalf("%v after %d of %d", mark, at, len(name))
			}
			at = mark.End
			text := name[mark.Start:mark.End]
			if alone := Find(text); len(alone) != 1 || alone[0] != (Span{0, len(text), mark.Kind}) || !utf8.ValidString(text) {
				t.Fatalf("%q, alone: %v", text, alone)
			}
			switch mark.Kind {
			case Tag:
				if tag := strings.ToLower(text[1:]); !slices.Contains(tags, tag) {
					tags = append(tags, tag)
				}
			case Bang:
				priority = max(priority, len(text))
			case Link:
				links = append(links, text)
			}
		}
		if got := Tags(name); !slices.Equal(got, tags) {
			t.Errorf("tags %q, want %q", got, tags)
		}
		for _, tag := range append([]string{"a", "b", "c", "home"}, tags...) {
			want := slices.ContainsFunc(tags, func(is string) bool { return is == tag || strings.HasPrefix(is, tag+"/") })
			if got := HasTag(name, tag); got != want {
				t.Errorf("has #%s: %v", tag, got)
			}
		}
		if got := Priority(name); got != priority {
			t.Errorf("priority %d, want %d", got, priority)
		}
		if got := Links(name); !slices.Equal(got, links) {
			t.Errorf("links %q, want %q", got, links)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	for title, name := range map[string]string{
		"plain":  "Write the letter to the landlord about the heating",
		"marked": "! Write the letter #home https://example.org/heating",
	} {
		b.Run(title, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Find(name)
			}
		})
	}
}
