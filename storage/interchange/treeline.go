package interchange

import (
	"regexp"
	"strings"
)

// What TreeLine 3 keeps (.trln): JSON, where each node has a format that says what its fields
// are and which of them are its title.
var treeLineBegins = regexp.MustCompile(`^\{\s*"(?:formats|nodes|properties)"\s*:`)

func beginsTreeLine(head string) bool {
	if treeLineBegins.MatchString(head) {
		return strings.Contains(head, `"formatname"`) || strings.Contains(head, `"topnodes"`) || strings.Contains(head, `"uid"`)
	}
	return oldTreeLine.MatchString(rootElement(head))
}

type treeLine struct {
	*nursery
	json    *jsonReader
	formats map[string]*treeLineFormat
	nodes   family
	of      map[*relative]treeLineNode
	tops    []string
}

// treeLineFormat says what the fields of a node are.
type treeLineFormat struct {
	title string            // with {*Field*} for a field's text
	kinds map[string]string // by the names of the fields
}

type treeLineField struct{ name, text string }

type treeLineNode struct {
	format string
	fields []treeLineField
}

// maxTitleLine is how long a format's title may be, in bytes: it is worked out for each node.
const maxTitleLine = 1000

func readTreeLine(in *reading) (Document, error) {
	if head, _ := in.text.Peek(headBytes); strings.HasPrefix(strings.TrimLeft(string(head), " \t\r\n"), "<") {
		return readOldTreeLine(in)
	}
	r := &treeLine{nursery: nurseryOf(in, TreeLine, false), formats: map[string]*treeLineFormat{}, of: map[*relative]treeLineNode{}}
	r.json = foreignJSON(in, greedy{in.text})
	r.nodes = family{nursery: r.nursery, byID: map[string]*relative{}}
	if err := r.read(); err != nil {
		return Document{}, err
	}
	for _, one := range r.nodes.all {
		node := r.of[one]
		goal, lost := r.treeLineGoal(r.formats[node.format], node.fields)
		goal.ID = one.goal.ID
		r.loseEach(one.line, lost)
		made, err := r.sprout(goal, one.line)
		if err != nil {
			return Document{}, err
		}
		one.sprout = made
	}
	var tops []*sprout
	for _, id := range r.tops {
		if one := r.nodes.byID[id]; one != nil && !one.placed {
			if err := r.nodes.place(one, 1); err != nil {
				return Document{}, err
			}
			tops = append(tops, one.sprout)
		}
	}
	for _, one := range r.nodes.all {
		if !one.placed {
			r.lose("nodes that TreeLine does not show: they are left out", one.line)
		}
	}
	return r.grow(tops)
}

func (r *treeLine) read() error {
	if _, err := r.json.begin('{', "a TreeLine file begins with {"); err != nil {
		return err
	}
	line, nodes, tops := r.json.line(), false, false
	err := r.json.members(func(key string) error {
		switch key {
		case "formats":
			return r.json.each(key, r.format)
		case "nodes":
			nodes = true
			return r.json.each(key, r.node)
		case "properties":
			return r.json.object(key, func(key string) error {
				if key != "topnodes" {
					return r.json.skip()
				}
				tops = true
				return r.json.texts(key, &r.tops)
			})
		}
		return r.json.skip()
	})
	if err != nil {
		return err
	}
	if !nodes || !tops {
		return r.refuse(line, `this is not a TreeLine file: "nodes" or "topnodes" is missing`).advise(otherFormat)
	}
	return r.json.end()
}

func (r *treeLine) format() error {
	var name string
	format := &treeLineFormat{kinds: map[string]string{}}
	err := r.json.object("formats", func(key string) (err error) {
		switch key {
		case "formatname":
			name, err = r.json.text(key)
		case "titleline":
			if format.title, err = r.json.text(key); len(format.title) > maxTitleLine {
				return r.json.refuse("a title line is longer than %d bytes", maxTitleLine)
			}
		case "fields":
			err = r.json.each(key, func() error {
				var field, kind string
				err := r.json.object("fields", func(key string) (err error) {
					switch key {
					case "fieldname":
						field, err = r.json.text(key)
					case "fieldtype":
						kind, err = r.json.text(key)
					default:
						err = r.json.skip()
					}
					return err
				})
				format.kinds[field] = kind
				return err
			})
		default:
			err = r.json.skip()
		}
		return err
	})
	r.formats[name] = format
	return err
}

func (r *treeLine) node() error {
	node, uid := treeLineNode{}, ""
	one := &relative{}
	err := r.json.object("nodes", func(key string) (err error) {
		if one.sprout == nil {
			one.sprout = &sprout{line: r.json.line()}
		}
		switch key {
		case "uid":
			uid, err = r.json.text(key)
		case "format":
			node.format, err = r.json.text(key)
		case "children":
			err = r.json.texts(key, &one.children)
		case "data":
			err = r.json.object(key, func(key string) error {
				text, err := r.json.textOrNull(key)
				if text != "" {
					node.fields = append(node.fields, treeLineField{key, text})
				}
				return err
			})
		default:
			err = r.json.skip()
		}
		return err
	})
	if err != nil {
		return err
	}
	if uid == "" {
		return r.json.refuse(`the node that ends here has no "uid"`)
	}
	if one.goal.ID = keptID(uid); one.goal.ID == "" {
		one.goal.ID = derivedID(r.root, uid)
	}
	r.of[one] = node
	return r.nodes.add(uid, one)
}
