package interchange

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The deepest that elements may be nested, and the most attributes of one. A grid of
// TreeSheets takes three elements for each level of goals.
const (
	maxElements   = 4 * MaxDepth
	maxAttributes = 100_000
)

// elements reads XML. encoding/xml knows no entities but the five of XML itself, and fetches
// nothing, so that no entity grows; elements also keeps what is open within bounds.
type elements struct {
	*xml.Decoder
	source *source
	open   int
}

func elementsOf(in *reading) *elements {
	x := &elements{Decoder: xml.NewDecoder(bufio.NewReader(&fewAttributes{source: in.source, text: in.text})), source: in.source}
	// The source has made sure that it is UTF-8, whatever it says of itself.
	x.CharsetReader = func(_ string, text io.Reader) (io.Reader, error) { return text, nil }
	return x
}

// Token is the next token. It refuses what is not XML with its line, and ends with io.EOF.
func (x *elements) Token() (xml.Token, error) {
	token, err := x.Decoder.Token()
	if err != nil {
		return nil, x.refusal(err)
	}
	switch token.(type) {
	case xml.StartElement:
		if x.open++; x.open > maxElements {
			return nil, x.refuse("elements are nested more than %d levels deep", maxElements)
		}
	case xml.EndElement:
		x.open--
	}
	return token, nil
}

// refusal gives an error of what is read its line, and leaves one of reading alone.
func (x *elements) refusal(err error) error {
	refused, syntax := (*Error)(nil), (*xml.SyntaxError)(nil)
	switch {
	case errors.As(err, &syntax) && syntax.Msg == "unexpected EOF":
		return x.source.refuse(max(1, x.source.lastLine()), "the file ends too early").advise(exportAgain)
	case errors.As(err, &syntax):
		return x.source.refuse(max(1, min(syntax.Line, x.source.lastLine())), "this is not XML: "+syntax.Msg)
	case errors.Is(err, io.EOF), errors.As(err, &refused), x.source.err != nil && errors.Is(err, x.source.err):
		return err
	}
	return x.refuse("this is not XML: %v", err) // another version of it
}

// fewAttributes refuses an element of more attributes than any has, before encoding/xml holds
// them all. Each has a =, and no < can stand among them.
type fewAttributes struct {
	*source
	text   io.Reader
	equals int
}

func (f *fewAttributes) Read(p []byte) (int, error) {
	n, err := f.text.Read(p)
	for _, c := range p[:n] {
		switch c {
		case '<':
			f.equals = 0
		case '=':
			if f.equals++; f.equals > maxAttributes {
				return 0, f.refuse(f.lastLine(), fmt.Sprintf("an element has more than %d attributes", maxAttributes))
			}
		}
	}
	return n, err
}

// root reads up to the outermost element.
func (x *elements) root() (xml.StartElement, error) {
	for {
		token, err := x.Token()
		if errors.Is(err, io.EOF) {
			return xml.StartElement{}, x.refuse("the file has no element")
		}
		if start, ok := token.(xml.StartElement); ok || err != nil {
			return start, err
		}
	}
}

// inside calls for each element right inside the one that is open, and returns the text
// around them. Each call must read its element to the end, as skip does.
func (x *elements) inside(element func(xml.StartElement) error) (string, error) {
	var text strings.Builder
	for {
		token, err := x.Token()
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.CharData:
			text.Write(token)
		case xml.StartElement:
			if err := element(token); err != nil {
				return "", err
			}
		case xml.EndElement:
			return text.String(), nil
		}
	}
}

// text is all of the text in the element that is open, whatever elements are in it.
func (x *elements) text() (string, error) {
	var text strings.Builder
	for depth := 1; depth > 0; {
		token, err := x.Token()
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.CharData:
			text.Write(token)
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
	return text.String(), nil
}

func (x *elements) skip() error {
	_, err := x.text()
	return err
}

// end makes sure that nothing follows but comments.
func (x *elements) end() error {
	for {
		token, err := x.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, ok := token.(xml.StartElement); ok {
			return x.refuse("something follows after the end of the file's outermost element")
		}
	}
}

func (x *elements) line() int {
	line, _ := x.InputPos()
	return max(1, min(line, x.source.lastLine()))
}

func (x *elements) refuse(format string, arguments ...any) *Error {
	return x.source.refuse(x.line(), fmt.Sprintf(format, arguments...))
}

func attribute(element xml.StartElement, name string) string {
	for _, attribute := range element.Attr {
		if attribute.Name.Local == name && attribute.Name.Space == "" {
			return attribute.Value
		}
	}
	return ""
}

// rootElement is how the outermost element of XML begins, up to its >; "" when it is not XML.
func rootElement(head string) string {
	for {
		end := -1
		switch {
		case strings.HasPrefix(head, "<?"):
			end = strings.Index(head, "?>")
		case strings.HasPrefix(head, "<!--"):
			end = strings.Index(head, "-->")
		case strings.HasPrefix(head, "<!"):
			end = directiveEnd(head)
		case strings.HasPrefix(head, "<"):
			element, _, _ := strings.Cut(head, ">")
			return element[1:]
		}
		if end < 0 {
			return ""
		}
		_, head, _ = strings.Cut(head[end:], ">")
		head = strings.TrimLeft(head, " \t\r\n")
	}
}

// directiveEnd is where a <!DOCTYPE> ends, which can have others in it.
func directiveEnd(head string) int {
	open := 0
	for i := range len(head) {
		switch head[i] {
		case '<':
			open++
		case '>':
			if open--; open == 0 {
				return i
			}
		}
	}
	return -1
}

func elementName(element string) string {
	if at := strings.IndexAny(element, " \t\r\n/"); at >= 0 {
		return element[:at]
	}
	return element
}
