package interchange

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxMarkup is how many bytes one tag, or text between tags, may have. The decoder holds it whole,
// and many times over when it is full of small attributes.
const maxMarkup = 8 << 20

// xmlReader reads XML token by token, so that everything it refuses has a line. It expands no
// entities but those of one character (https://en.wikipedia.org/wiki/Billion_laughs_attack),
// and fetches nothing.
type xmlReader struct {
	*reading
	tokens *xml.Decoder
	limit  *tagLimit
	line   int // where the last token began
	depth  int // open elements
}

func newXMLReader(in *reading) *xmlReader {
	limit := &tagLimit{Reader: in.text}
	r := &xmlReader{reading: in, tokens: xml.NewDecoder(limit), limit: limit}
	r.tokens.Entity = xml.HTMLEntity
	r.tokens.CharsetReader = r.charset
	return r
}

// charset is asked when a file names another encoding than UTF-8. Those that inUTF8 knows it
// has decoded before.
func (r *xmlReader) charset(name string, text io.Reader) (io.Reader, error) {
	name = strings.ToLower(name)
	if latin(name) == nil && name != "us-ascii" && !strings.HasPrefix(name, "utf-16") {
		return nil, r.refuse(1, fmt.Sprintf("the file says that its encoding is %s: save it as UTF-8", shortened(name)))
	}
	return text, nil
}

// next reads a token. What elements are within too many others is refused.
func (r *xmlReader) next() (xml.Token, error) {
	r.line, _ = r.tokens.InputPos()
	r.limit.read = 0
	token, err := r.tokens.Token()
	if err != nil {
		return nil, r.failure(err)
	}
	switch token.(type) {
	case xml.StartElement:
		if r.depth++; r.depth > MaxDepth+10 { // what stands around the goals is not their level
			return nil, r.refuse(r.line, fmt.Sprintf("elements are nested more than %d levels deep", MaxDepth))
		}
	case xml.EndElement:
		r.depth--
	}
	return token, nil
}

// failure is what the decoder met, with the line where it did.
func (r *xmlReader) failure(err error) error {
	refused, syntax := (*Error)(nil), (*xml.SyntaxError)(nil)
	switch {
	case errors.As(err, &refused):
		return refused
	case errors.Is(err, errLongTag):
		return r.refuse(r.line, fmt.Sprintf("a text or tag is longer than %d MiB", maxMarkup>>20))
	case errors.Is(err, io.EOF), errors.As(err, &syntax) && syntax.Msg == "unexpected EOF":
		return r.refuse(max(1, r.lastLine()), "the file ends too early: it is not whole")
	case errors.As(err, &syntax):
		return r.refuse(min(syntax.Line, r.ended+1), "this is not XML: "+cleaned(syntax.Msg))
	case r.err == nil || errors.Is(r.err, io.EOF): // the file could be read: it is what the decoder says without a line
		return r.refuse(r.line, "this is not XML: "+cleaned(err.Error()))
	}
	return err
}

// root reads the first tag.
func (r *xmlReader) root() (xml.StartElement, error) {
	for {
		token, err := r.next()
		if err != nil {
			return xml.StartElement{}, err
		}
		if start, ok := token.(xml.StartElement); ok {
			return start, nil
		}
	}
}

// elements hands the elements of the one whose tag is behind to each, which must read them
// to their end, and the text between them to words.
func (r *xmlReader) elements(each func(xml.StartElement) error, words func(text string)) error {
	for {
		token, err := r.next()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if err := each(token); err != nil {
				return err
			}
		case xml.CharData:
			words(string(token))
		case xml.EndElement:
			return nil
		}
	}
}

// end makes sure that nothing follows.
func (r *xmlReader) end() error {
	for {
		r.line, _ = r.tokens.InputPos()
		token, err := r.tokens.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return r.failure(err)
		}
		if _, ok := token.(xml.StartElement); ok {
			return r.refuse(r.line, "something follows after the end")
		}
	}
}

// words are the text of the element whose tag is behind, without that of elements within.
func (r *xmlReader) words() (string, error) {
	var all strings.Builder
	err := r.elements(r.skip, func(text string) { all.WriteString(text) })
	return cleaned(strings.TrimSpace(all.String())), err
}

// skip passes over an element whose tag is behind.
func (r *xmlReader) skip(xml.StartElement) error {
	for above := r.depth - 1; r.depth > above; {
		if _, err := r.next(); err != nil {
			return err
		}
	}
	return nil
}

var errLongTag = errors.New("long tag")

// tagLimit is the text for an xml.Decoder, which takes it byte by byte.
type tagLimit struct {
	*bufio.Reader
	read int // since the last token
}

func (l *tagLimit) ReadByte() (byte, error) {
	if l.read++; l.read > maxMarkup {
		return 0, errLongTag
	}
	return l.Reader.ReadByte()
}
