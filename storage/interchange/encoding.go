package interchange

import (
	"bufio"
	"bytes"
	"io"
	"regexp"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// xmlEncoding is what an XML file says of its encoding (XML 1.0 section 4.3.3).
var xmlEncoding = regexp.MustCompile(`^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// inUTF8 hands on a file's text in UTF-8, whatever encoding it names: UTF-16 by its byte order
// mark, a Latin one by the first line of XML. A file that names none is left as it is.
func inUTF8(from *bufio.Reader) io.Reader {
	head, _ := from.Peek(512) // an error comes again when the text is read
	switch named := xmlEncoding.FindSubmatch(head); {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Reader(from)
	case named != nil && latin(string(named[1])) != nil:
		return latin(string(named[1])).NewDecoder().Reader(from)
	}
	return from
}

// latin are the encodings of one byte that XML files of older programs are in. What calls
// itself ISO-8859-1 is windows-1252, as in https://encoding.spec.whatwg.org/#names-and-labels
func latin(name string) encoding.Encoding {
	switch strings.ToLower(name) {
	case "iso-8859-1", "latin1", "windows-1252", "cp1252":
		return charmap.Windows1252
	case "iso-8859-15", "latin9":
		return charmap.ISO8859_15
	}
	return nil
}
