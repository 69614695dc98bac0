package markdown

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	marked "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"overachiever/ui/prose"
)

// kind is what a block is.
type kind int

const (
	paragraph kind = iota
	heading
	code
	rule
)

// block is a part of a text that begins on a line of its own.
type block struct {
	kind   kind
	level  int    // of a heading, from 1
	indent int    // how many lists it stands in
	quotes int    // how many quotes it stands in
	mark   string // before its first line: a bullet, a number
	task   task   // or a box to tick
	close  bool   // it stands close to the block above
	spans  []prose.Span
}

// task is the box before a block, if there is one.
type task int

const (
	noTask task = iota
	openTask
	doneTask
)

// reader makes blocks of a text.
type reader struct {
	source []byte
	open   func(url string)
	blocks []block

	indent, quotes int
	mark           string
	close          bool
}

// read makes blocks of Markdown. A line break is one here, as people who type notes mean
// it. An image is a link to it: nothing is loaded from anywhere. HTML is shown as it is.
func read(source string, open func(url string)) []block {
	r := &reader{source: []byte(source), open: open}
	parser := goldmark.New(goldmark.WithExtensions(extension.Strikethrough, extension.TaskList, extension.Linkify)).Parser()
	r.children(parser.Parse(text.NewReader(r.source)))
	return r.blocks
}

func (r *reader) children(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		r.block(n)
	}
}

func (r *reader) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		r.add(block{kind: heading, level: n.Level, spans: r.spans(n, prose.Style{Bold: true})})
	case *ast.Paragraph, *ast.TextBlock:
		b := block{spans: r.spans(n, prose.Style{})}
		if box, ok := n.FirstChild().(*marked.TaskCheckBox); ok {
			if b.task = openTask; box.IsChecked {
				b.task = doneTask
			}
		}
		r.add(b)
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		r.add(block{kind: code, spans: []prose.Span{{Text: strings.TrimRight(r.lines(n), "\n"), Style: prose.Style{Code: true}}}})
	case *ast.HTMLBlock:
		html := r.lines(n)
		if n.HasClosure() {
			html += string(n.ClosureLine.Value(r.source))
		}
		r.add(block{spans: []prose.Span{prose.Plain(tidy(strings.TrimRight(html, "\n")))}})
	case *ast.ThematicBreak:
		r.add(block{kind: rule})
	case *ast.Blockquote:
		r.quotes++
		r.children(n)
		r.quotes--
	case *ast.List:
		r.list(n)
	default:
		r.children(n)
	}
}

func (r *reader) list(list *ast.List) {
	r.indent++
	number := list.Start
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		r.mark = "•"
		if list.IsOrdered() {
			r.mark = fmt.Sprintf("%d.", number)
			number++
		}
		r.close = list.IsTight && (item.PreviousSibling() != nil || r.indent > 1)
		before := len(r.blocks)
		r.children(item)
		if len(r.blocks) == before {
			r.add(block{}) // an item without words is one all the same
		}
	}
	r.indent--
	r.mark, r.close = "", false
}

// add puts a block where the reader is. The mark of an item stands before its first one.
func (r *reader) add(b block) {
	b.indent, b.quotes, b.mark, b.close = r.indent, r.quotes, r.mark, r.close
	if b.task != noTask {
		b.mark = ""
	}
	r.mark, r.close = "", false
	r.blocks = append(r.blocks, b)
}

func (r *reader) lines(n ast.Node) string {
	return tidy(string(n.Lines().Value(r.source)))
}

// spans are the words in a block, or in a part of it.
func (r *reader) spans(parent ast.Node, style prose.Style) []prose.Span {
	var spans []prose.Span
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		for _, span := range r.span(n, style) {
			last := len(spans) - 1
			if last >= 0 && span.Open == nil && spans[last].Open == nil && span.Style == spans[last].Style {
				spans[last].Text += span.Text
			} else {
				spans = append(spans, span)
			}
		}
	}
	return spans
}

func (r *reader) span(n ast.Node, style prose.Style) []prose.Span {
	switch n := n.(type) {
	case *ast.Text:
		words := string(plain(n.Value(r.source)))
		if n.SoftLineBreak() || n.HardLineBreak() {
			words += "\n"
		}
		return []prose.Span{{Text: tidy(words), Style: style}}
	case *ast.CodeSpan:
		style.Code = true
		return []prose.Span{{Text: tidy(strings.ReplaceAll(r.raw(n), "\n", " ")), Style: style}}
	case *ast.Emphasis:
		style.Bold = style.Bold || n.Level > 1
		style.Italic = style.Italic || n.Level == 1
		return r.spans(n, style)
	case *marked.Strikethrough:
		style.Strike = true
		return r.spans(n, style)
	case *ast.Link:
		return r.linked(string(n.Destination), r.spans(n, style))
	case *ast.Image:
		spans := r.spans(n, style)
		if len(spans) == 0 {
			spans = []prose.Span{{Text: tidy(string(n.Destination)), Style: style}}
		}
		return r.linked(string(n.Destination), spans)
	case *ast.AutoLink:
		return r.linked(string(n.URL(r.source)), []prose.Span{{Text: tidy(string(n.Label(r.source))), Style: style}})
	case *ast.RawHTML:
		return []prose.Span{{Text: tidy(string(n.Segments.Value(r.source))), Style: style}}
	}
	return r.spans(n, style)
}

// raw is what stands in a code span, letter by letter.
func (r *reader) raw(n ast.Node) string {
	var words strings.Builder
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if child, ok := child.(*ast.Text); ok {
			words.Write(child.Value(r.source))
		}
	}
	return words.String()
}

// linked makes spans open an address, if it is one of the web: nothing else is opened
// from a text. They become one link, as long as they look alike.
func (r *reader) linked(url string, spans []prose.Span) []prose.Span {
	lower := strings.ToLower(url)
	if !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") {
		return spans
	}
	for i := range spans {
		spans[i].Open = func() { r.open(url) }
	}
	return spans
}

// plain is a text without its backslashes, and with the signs that entities stand for.
func plain(source []byte) []byte {
	return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(source)))
}

// tidy leaves out what cannot be drawn.
func tidy(words string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' {
			return -1
		}
		return r
	}, strings.ReplaceAll(words, "\t", "    "))
}
