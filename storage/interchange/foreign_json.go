package interchange

import (
	"encoding/json"
	"io"
)

func foreignJSON(in *reading, text io.Reader) *jsonReader {
	r := &jsonReader{reading: in, tokens: json.NewDecoder(text)}
	r.tokens.UseNumber() // a number that no float64 holds is still one
	return r
}

// object reads an object of another program's JSON, leaving each member's value to the caller.
func (r *jsonReader) object(what string, member func(key string) error) error {
	if _, err := r.begin('{', `"`+what+`" must be an object in { }`); err != nil {
		return err
	}
	return r.members(member)
}

// each reads a list, leaving each of its values to the caller. null is an empty one.
func (r *jsonReader) each(what string, value func() error) error {
	token, err := r.next()
	if err != nil || token == nil {
		return err
	}
	if token != json.Delim('[') {
		return r.refuse("%q must be a list in [ ]", what)
	}
	for r.tokens.More() {
		if err := value(); err != nil {
			return err
		}
	}
	_, err = r.next() // the closing bracket
	return err
}

func (r *jsonReader) texts(what string, into *[]string) error {
	return r.each(what, func() error {
		text, err := r.text(what)
		*into = append(*into, text)
		return err
	})
}
