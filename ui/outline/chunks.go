package outline

import (
	"iter"
	"math"
	"slices"
	"sort"

	"overachiever/storage"
)

// chunkRows is how many rows a chunk has at most: 4 KB of them.
const chunkRows = 256

// rows are the visible lines, top to bottom, in chunks. With 100,000 of them a change
// costs the rows that come or go, those of the chunks at its two ends, and a look at each
// chunk: all others stay where they are in memory. In which chunk a goal's row is, is
// kept too, so that one chunk is looked through for it, not all. The zero value has no rows.
type rows struct {
	chunks []*chunk // in order; no two neighbours would fit into one
	made   []*chunk // by their number
	spare  []*chunk // not used now: garbage would be paid for with collecting it
	home   []int32  // the number of the chunk that a row is in, or was, by its slot
}

// chunk is some rows, one after the other.
type chunk struct {
	number int32
	least  int32 // the least depth in it
	first  int   // which row is its first
	rows   []Row
}

// slot is where rows.home keeps a goal's chunk; the draft's for nil.
func slot(entry *storage.Entry) int {
	if entry == nil {
		return 0
	}
	return 1 + entry.Number()
}

// clear takes all rows away, and makes room for goals with numbers below the one given.
func (r *rows) clear(numbers int) {
	r.drop(r.chunks)
	r.chunks = r.chunks[:0]
	r.makeHome(numbers + 1)
}

// makeHome makes room for so many slots at least.
func (r *rows) makeHome(slots int) {
	if missing := slots - len(r.home); missing > 0 {
		r.home = append(r.home, make([]int32, missing)...)
	}
}

func (r *rows) len() int {
	if len(r.chunks) == 0 {
		return 0
	}
	last := r.chunks[len(r.chunks)-1]
	return last.first + len(last.rows)
}

// at is one of the rows; it panics where there is none.
func (r *rows) at(row int) Row {
	c := r.chunks[r.chunkOf(row)]
	return c.rows[row-c.first]
}

// chunkOf is the index of the chunk that has a row.
func (r *rows) chunkOf(row int) int {
	return sort.Search(len(r.chunks), func(i int) bool { return r.chunks[i].first > row }) - 1
}

// from are the rows from one on, which may be the end, and where each is.
func (r *rows) from(row int) iter.Seq2[int, Row] {
	return func(yield func(int, Row) bool) {
		for _, c := range r.chunks[max(r.chunkOf(row), 0):] {
			for i := max(row-c.first, 0); i < len(c.rows); i++ {
				if !yield(c.first+i, c.rows[i]) {
					return
				}
			}
		}
	}
}

// slice is a copy of all rows.
func (r *rows) slice() []Row {
	all := make([]Row, 0, r.len())
	for _, c := range r.chunks {
		all = append(all, c.rows...)
	}
	return all
}

// find is the row of a goal, of the draft for nil; -1 when it has none.
func (r *rows) find(entry *storage.Entry) int {
	at := slot(entry)
	if len(r.made) == 0 || at >= len(r.home) {
		return -1
	}
	c := r.made[r.home[at]]
	for i, row := range c.rows {
		if row.Entry == entry && (entry != nil || row.Draft()) {
			return c.first + i
		}
	}
	return -1
}

// blockEnd is the row after the last one below a row.
func (r *rows) blockEnd(row int) int {
	depth := r.at(row).Depth
	for _, c := range r.chunks[r.chunkOf(row):] {
		if c.least > depth {
			continue
		}
		for i := max(row+1-c.first, 0); i < len(c.rows); i++ {
			if c.rows[i].Depth <= depth {
				return c.first + i
			}
		}
	}
	return r.len()
}

// insert puts the rows that fill adds before a row, or after all for the end.
func (r *rows) insert(row int, fill func(add func(Row))) {
	rest := r.cutOff(row)
	c := r.empty()
	block := []*chunk{c}
	fill(func(row Row) {
		if len(c.rows) == chunkRows {
			r.note(c, 0)
			c = r.empty()
			block = append(block, c)
		}
		c.rows = append(c.rows, row)
	})
	r.note(c, 0)
	r.append(append(block, rest...))
}

// remove takes the rows of a range away.
func (r *rows) remove(from, to int) {
	rest := r.cutOff(to)
	r.drop(r.cutOff(from))
	r.append(rest)
}

// cutOff takes the rows from one on away, in chunks of their own.
func (r *rows) cutOff(row int) []*chunk {
	i := max(r.chunkOf(row), 0)
	rest := slices.Clone(r.chunks[i:])
	if i < len(r.chunks) && row > r.chunks[i].first {
		c := r.chunks[i]
		rest[0] = r.empty()
		r.move(rest[0], c, row-c.first)
		i++
	}
	r.chunks = r.chunks[:i]
	return rest
}

// append puts chunks after all others, and counts all anew. Neighbours that fit into one become one: else
// there would be ever more and smaller chunks.
func (r *rows) append(rest []*chunk) {
	all := append(r.chunks, rest...)
	r.chunks = all[:0]
	for _, c := range all {
		if last := len(r.chunks) - 1; last >= 0 && len(r.chunks[last].rows)+len(c.rows) <= chunkRows {
			r.move(r.chunks[last], c, 0)
		}
		if len(c.rows) == 0 {
			r.spare = append(r.spare, c)
			continue
		}
		c.first = r.len()
		r.chunks = append(r.chunks, c)
	}
}

// move brings the rows of a chunk from one on to the end of another chunk.
func (r *rows) move(to, from *chunk, row int) {
	had := len(to.rows)
	to.rows = append(to.rows, from.rows[row:]...)
	r.note(to, had)
	from.rows, from.least = from.rows[:row], math.MaxInt32
	for _, kept := range from.rows {
		from.least = min(from.least, kept.Depth)
	}
}

// note takes down what is to be known of the rows of a chunk from one on.
func (r *rows) note(c *chunk, from int) {
	for _, row := range c.rows[from:] {
		c.least = min(c.least, row.Depth)
		if row.Entry == nil && !row.Draft() {
			continue // nobody looks for a heading
		}
		at := slot(row.Entry)
		r.makeHome(at + 1)
		r.home[at] = c.number
	}
}

// empty is a chunk without rows.
func (r *rows) empty() *chunk {
	if last := len(r.spare) - 1; last >= 0 {
		c := r.spare[last]
		r.spare = r.spare[:last]
		return c
	}
	c := &chunk{number: int32(len(r.made)), least: math.MaxInt32, rows: make([]Row, 0, chunkRows)}
	r.made = append(r.made, c)
	return c
}

// drop empties chunks that are used no more.
func (r *rows) drop(chunks []*chunk) {
	for _, c := range chunks {
		c.rows, c.least = c.rows[:0], math.MaxInt32
	}
	r.spare = append(r.spare, chunks...)
}
