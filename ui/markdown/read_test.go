package markdown

import (
	"fmt"
	"strings"
	"testing"

	"overachiever/ui/prose"
)

// write writes blocks as text: what each is, and its spans with their looks.
func write(blocks []block) string {
	var all []string
	for _, b := range blocks {
		line := strings.Repeat("> ", b.quotes) + strings.Repeat("  ", b.indent)
		switch b.kind {
		case heading:
			line += fmt.Sprintf("h%d ", b.level)
		case code:
			line += "code "
		case rule:
			line += "rule"
		}
		line += b.mark + map[task]string{openTask: "[ ]", doneTask: "[x]"}[b.task]
		for _, span := range b.spans {
			line += dressed(span)
		}
		all = append(all, line)
	}
	return strings.Join(all, "\n")
}

func dressed(span prose.Span) string {
	text := strings.ReplaceAll(span.Text, "\n", "⏎")
	for mark, on := range map[string]bool{"*": span.Bold, "/": span.Italic, "-": span.Strike, "`": span.Code, "_": span.Open != nil} {
		if on {
			text = mark + text + mark
		}
	}
	return "(" + text + ")"
}

func TestRead(t *testing.T) {
	for what, tt := range map[string]struct{ source, want string }{
		"nothing":              {"", ""},
		"a paragraph":          {"words", "(words)"},
		"line breaks are":      {"one\ntwo  \nthree\\\nfour", "(one⏎two⏎three⏎four)"},
		"paragraphs":           {"one\n\n\ntwo", "(one)\n(two)"},
		"headings":             {"# One\n### Three\nTwo\n===", "h1 (*One*)\nh3 (*Three*)\nh1 (*Two*)"},
		"emphasis":             {"a **b** _c_ ~~d~~ `e`", "(a )(*b*)( )(/c/)( )(-d-)( )(`e`)"},
		"a list":               {"- a\n- b\n  - c\n\nd", "  •(a)\n  •(b)\n    •(c)\n(d)"},
		"a loose list":         {"- a\n\n  more\n- b", "  •(a)\n  (more)\n  •(b)"},
		"numbers":              {"3. a\n4. b\n9. c", "  3.(a)\n  4.(b)\n  5.(c)"},
		"tasks":                {"- [ ] a\n- [x] **b**\n- [X]\n- [ ]c", "  [ ](a)\n  [x](*b*)\n  [x]\n  [ ](c)"},
		"an item of no words":  {"- \n- a", "  •\n  •(a)"},
		"a quote":              {"> a\n> > b", "> (a)\n> > (b)"},
		"code":                 {"```go\n  a *b*\n\n```\n\n    c", "code (`  a *b*`)\ncode (`c`)"},
		"code that never ends": {"```\na", "code (`a`)"},
		"a rule":               {"a\n\n---\nb", "(a)\nrule\n(b)"},
		"links":                {"[a](https://b.example) <https://c.example> https://d.example, www.e.example", "(_a_)( )(_https://c.example_)( )(_https://d.example_)(, )(_www.e.example_)"},
		"no links":             {"[a](file:///etc/passwd) [b](javascript:x) [c](/d) [e](#f) g@example.org", "(a b c e g@example.org)"},
		"a link of no words":   {"a [](https://b.example)", "(a )"},
		"images are links":     {"![a map](https://b.example/c.png) ![](https://d.example/e.png) ![f](g.png)", "(_a map_)( )(_https://d.example/e.png_)( f)"},
		"HTML is text":         {"<b>a</b>\n\n<script>\nb\n</script>", "(<b>a</b>)\n(<script>⏎b⏎</script>)"},
		"signs":                {`\*a\* &amp; &#65; 1 < 2`, "(*a* & A 1 < 2)"},
		"what cannot be drawn": {"a\tb\x01c\r\nd", "(a    bc⏎d)"},
	} {
		t.Run(what, func(t *testing.T) {
			if got := write(read(tt.source, func(string) {})); got != tt.want {
				t.Errorf("%q reads as\n%s\nwant\n%s", tt.source, got, tt.want)
			}
		})
	}
}

func TestALinkOpensItsAddress(t *testing.T) {
	var opened []string
	for _, b := range read("[a **b**](https://c.example/d?e=f&g) www.h.example", func(url string) { opened = append(opened, url) }) {
		for _, span := range b.spans {
			if span.Open != nil {
				span.Open()
			}
		}
	}
	want := "https://c.example/d?e=f&g https://c.example/d?e=f&g http://www.h.example"
	if got := strings.Join(opened, " "); got != want {
		t.Errorf("opened %s, want %s", got, want)
	}
}

func TestOnlyTheBeginningOfALongTextIsShown(t *testing.T) {
	for what, source := range map[string]string{
		"lines":    strings.Repeat("words\n", Most),
		"one line": strings.Repeat("目", Most),
		"nothing":  strings.Repeat("\x80", 2*Most),
	} {
		if got := beginning(source); len(got) > Most || !strings.HasPrefix(source, got) || what != "nothing" && len(got) < Most/2 {
			t.Errorf("%s: %d bytes", what, len(got))
		}
	}
	if got := beginning("short"); got != "short" {
		t.Errorf("a short text became %q", got)
	}
}

// FuzzRead: whatever is written can be read, and opens nothing but the web.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"# a\n\n- [ ] **b** `c`\n  1. d\n", "> e\n> ```\n> f\n", "[g](https://h.example \"i\") ![j](k) <l@m.example>", "a\n===\n<b>\n&lt;\\*\x00\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		for _, b := range read(source, func(url string) {
			if lower := strings.ToLower(url); !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") {
				t.Fatalf("%q opens %q", source, url)
			}
		}) {
			for _, span := range b.spans {
				if span.Open != nil {
					span.Open()
				}
			}
		}
	})
}
