package interchange

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"

	"overachiever/storage"
)

// sheetCell is a cell of TreeSheets, which has a text, a grid of cells, both or neither. Both
// its own files (treesheets_binary.go) and its File ▸ Export ▸ XML are read.
type sheetCell struct {
	line    int
	text    string
	note    string
	struck  bool      // through, which is how people complete what is in a cell
	edited  time.Time // zero when not known
	picture bool
	code    bool // an operation or a variable, not text
	rows    [][]sheetCell
}

const struckStyle = 16 // the bit of a cell's style

func beginsTreeSheets(head string) bool { return elementName(rootElement(head)) == "cell" }

func readTreeSheets(in *reading) (Document, error) {
	n := nurseryOf(in, TreeSheets, true)
	var root sheetCell
	var err error
	if formatOfBytes(in.raw) == TreeSheets {
		root, err = readSheetBytes(n)
	} else {
		root, err = readSheetXML(n)
	}
	if err != nil {
		return Document{}, err
	}
	tops, err := n.sheetGoals(root)
	if err != nil {
		return Document{}, err
	}
	return n.grow(tops)
}

// sheetGoals makes goals of a cell and what is in it: of a cell with a text one goal, of one
// without those in its grid.
func (n *nursery) sheetGoals(cell sheetCell) ([]*sprout, error) {
	var below []*sprout
	for _, row := range cell.rows {
		goals, err := n.sheetRow(row)
		if err != nil {
			return nil, err
		}
		below = append(below, goals...)
	}
	if strings.TrimSpace(cell.text) == "" && strings.TrimSpace(cell.note) == "" {
		if cell.picture {
			n.lose("pictures", cell.line)
		}
		return below, nil
	}
	goal := storage.Goal{Name: cell.text, Description: cell.note}
	if cell.struck {
		if goal.Completed = cell.edited; goal.Completed.IsZero() {
			goal.Completed = n.now
		}
	}
	var lost unkept
	if cell.picture {
		lost.add("pictures")
	}
	if cell.code {
		lost.add("operations: their text comes in")
	}
	n.loseEach(cell.line, lost)
	made, err := n.sprout(goal, cell.line)
	if err != nil {
		return nil, err
	}
	made.below = below
	return []*sprout{made}, nil
}

// sheetRow makes a goal of the first text in a row. The texts beside it go into its
// description, unless they have grids: then they are below it.
func (n *nursery) sheetRow(row []sheetCell) ([]*sprout, error) {
	var goals []*sprout
	var head *sprout // of the row
	var beside []string
	for _, cell := range row {
		if head != nil && len(cell.rows) == 0 && !cell.picture && !cell.struck && cell.note == "" {
			if text := strings.TrimSpace(cleaned(cell.text)); text != "" {
				beside = append(beside, text)
			}
			continue
		}
		made, err := n.sheetGoals(cell)
		switch {
		case err != nil:
			return nil, err
		case head != nil:
			head.below = append(head.below, made...)
		default:
			goals = append(goals, made...)
			if strings.TrimSpace(cell.text) != "" && len(made) == 1 {
				head = made[0]
			}
		}
	}
	if len(beside) > 0 {
		n.lose("columns of a table: the texts beside a goal are in its description", head.line)
		head.goal.Description = trimmedLines(head.goal.Description + "\n" + strings.Join(beside, "\n"))
	}
	return goals, nil
}

// sheetXML reads an export: <cell> with its text and a <grid> of <row>s of <cell>s.
type sheetXML struct {
	*nursery
	xml *elements
	met int
}

func readSheetXML(n *nursery) (sheetCell, error) {
	r := &sheetXML{nursery: n, xml: elementsOf(n.reading)}
	element, err := r.xml.root()
	if err != nil {
		return sheetCell{}, err
	}
	if element.Name.Local != "cell" {
		return sheetCell{}, r.xml.refuse("this is not TreeSheets' XML").advise("export it there with File ▸ Export view to ▸ XML")
	}
	root, err := r.cell(element)
	if err == nil {
		err = r.xml.end()
	}
	return root, err
}

func (r *sheetXML) cell(element xml.StartElement) (sheetCell, error) {
	cell := sheetCell{line: r.xml.line(), note: attribute(element, "note")}
	if r.met++; r.met > MaxGoals {
		return cell, r.xml.refuse("the file holds more than %d cells", MaxGoals)
	}
	style, _ := strconv.Atoi(attribute(element, "stylebits"))
	cell.struck = style&struckStyle != 0
	cell.code = attribute(element, "type") != ""
	text, err := r.xml.inside(func(element xml.StartElement) error {
		if element.Name.Local != "grid" {
			return r.xml.skip()
		}
		_, err := r.xml.inside(func(element xml.StartElement) error {
			if element.Name.Local != "row" {
				return r.xml.skip()
			}
			var row []sheetCell
			_, err := r.xml.inside(func(element xml.StartElement) error {
				if element.Name.Local != "cell" {
					return r.xml.skip()
				}
				cell, err := r.cell(element)
				row = append(row, cell)
				return err
			})
			cell.rows = append(cell.rows, row)
			return err
		})
		return err
	})
	cell.text = strings.TrimSpace(text)
	return cell, err
}

// tooDeep refuses cells nested further than goals may be.
func (n *nursery) tooDeep(depth, line int) error {
	if depth <= MaxDepth+1 { // the outermost cell is none
		return nil
	}
	return n.refuse(line, fmt.Sprintf("cells are nested more than %d levels deep", MaxDepth))
}
