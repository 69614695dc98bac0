package interchange

import (
	"strings"

	"golang.org/x/net/html"
)

// plainText is what HTML says, without its markup: <br> and paragraphs become lines, and a
// link keeps its address.
func plainText(markup string) string {
	if !strings.ContainsAny(markup, "<&") {
		return markup
	}
	var out strings.Builder
	var link string // of the <a> that is open
	shown := 0      // where its text begins
	broken := false // a line end was just written for an element
	tokens := html.NewTokenizer(strings.NewReader(markup))
	for {
		kind := tokens.Next()
		switch kind {
		case html.ErrorToken: // the end: a string has no other error
			return out.String()
		case html.TextToken:
			text := html.UnescapeString(string(tokens.Raw()))
			if broken {
				text = strings.TrimPrefix(text, "\n")
			}
			out.WriteString(text)
			broken = false
			continue
		}
		token := tokens.Token()
		switch token.Data {
		case "br", "p", "div", "li", "tr":
			if token.Data == "br" || kind == html.EndTagToken {
				out.WriteByte('\n')
				broken = true
			}
		case "a":
			if kind == html.StartTagToken {
				link, shown = address(token), out.Len()
			} else if kind == html.EndTagToken && link != "" {
				if out.String()[shown:] != link {
					out.WriteString(" (" + link + ")")
				}
				link = ""
			}
		}
	}
}

// address is where a link leads that leads out of the file.
func address(link html.Token) string {
	for _, attribute := range link.Attr {
		if attribute.Key == "href" && !strings.HasPrefix(attribute.Val, "#") {
			return attribute.Val
		}
	}
	return ""
}
