package outline

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"overachiever/storage"
)

// Whatever is inserted and removed: the rows are those of a plain slice, goals are found
// where they stand and nowhere else, and there are no more chunks than are needed.
func TestPropertyRowsAreAPlainSlice(t *testing.T) {
	goals := manyGoals(t, 6*chunkRows)
	rapid.Check(t, func(rt *rapid.T) {
		var r rows
		var plain []Row
		r.clear(rapid.SampledFrom([]int{0, len(goals)}).Draw(rt, "numbers known"))
		for range rapid.IntRange(1, 20).Draw(rt, "changes") {
			switch from := rapid.IntRange(0, len(plain)).Draw(rt, "from"); rapid.IntRange(0, 9).Draw(rt, "change") {
			case 0:
				r.clear(0)
				plain = nil
			case 1, 2:
				to := rapid.IntRange(from, len(plain)).Draw(rt, "to")
				r.remove(from, to)
				plain = slices.Delete(plain, from, to)
			case 3, 4:
				if from < len(plain) {
					end := plainBlockEnd(plain, from)
					r.remove(from, r.blockEnd(from))
					plain = slices.Delete(plain, from, end)
				}
			default:
				block := newBlock(rt, plain, goals)
				r.insert(from, func(add func(Row)) {
					for _, row := range block {
						add(row)
					}
				})
				plain = slices.Insert(plain, from, block...)
			}
			checkPlain(rt, &r, plain)
		}
		for _, goal := range goals {
			if got, want := r.find(goal), slices.IndexFunc(plain, func(row Row) bool { return row.Entry == goal }); got != want {
				rt.Fatalf("goal %d is found in row %d, and is in %d", goal.Number(), got, want)
			}
		}
	})
}

// newBlock is some rows of goals that have none yet, as deep as it comes, with headings
// and, when there is none yet, the draft.
func newBlock(t *rapid.T, plain []Row, goals []*storage.Entry) (block []Row) {
	used := map[*storage.Entry]bool{}
	for _, row := range plain {
		used[row.Entry] = true
	}
	goals = slices.DeleteFunc(slices.Clone(goals), func(goal *storage.Entry) bool { return used[goal] })
	size := rapid.SampledFrom([]int{0, 1, 2, 10, chunkRows - 1, chunkRows, 2*chunkRows + 1}).Draw(t, "size")
	deepest := rapid.IntRange(1, 9).Draw(t, "deepest")
	for i, goal := range goals[:min(size, len(goals))] {
		if i%100 == 50 {
			block = append(block, Row{heading: 1})
		}
		block = append(block, Row{Entry: goal, Depth: int32(i * 7919 % deepest)})
	}
	if !slices.ContainsFunc(plain, Row.Draft) && rapid.Bool().Draw(t, "draft") {
		block = slices.Insert(block, len(block)/2, Row{Depth: 1})
	}
	return block
}

func plainBlockEnd(plain []Row, at int) int {
	end := at + 1
	for end < len(plain) && plain[end].Depth > plain[at].Depth {
		end++
	}
	return end
}

func checkPlain(t *rapid.T, r *rows, plain []Row) {
	if got := r.slice(); !slices.Equal(got, plain) || r.len() != len(plain) {
		t.Fatalf("%d rows, want %d:\n%v\nwant\n%v", r.len(), len(plain), got, plain)
	}
	if got, want := r.find(nil), slices.IndexFunc(plain, Row.Draft); got != want {
		t.Fatalf("the draft is found in row %d, and is in %d", got, want)
	}
	for i := 1; i < len(r.chunks); i++ {
		if len(r.chunks[i-1].rows)+len(r.chunks[i].rows) <= chunkRows {
			t.Fatalf("chunks %d and %d would fit into one", i-1, i)
		}
	}
	if len(plain) == 0 {
		return
	}
	at := rapid.IntRange(0, len(plain)-1).Draw(t, "at")
	for i, row := range r.from(at) {
		if row != plain[i] || row != r.at(i) || i != at {
			t.Fatalf("row %d is %v and %v, want row %d, %v", i, row, r.at(i), at, plain[at])
		}
		at++
	}
	if at != len(plain) {
		t.Fatalf("the rows end at %d of %d", at, len(plain))
	}
	if at := rapid.IntRange(0, len(plain)-1).Draw(t, "block"); r.blockEnd(at) != plainBlockEnd(plain, at) {
		t.Fatalf("the block of row %d ends at %d, want %d", at, r.blockEnd(at), plainBlockEnd(plain, at))
	}
}

// manyGoals are so many goals of a tree.
func manyGoals(t *testing.T, number int) []*storage.Entry {
	forest := make([]storage.Branch, number)
	for i := range forest {
		forest[i].Goal.Name = fmt.Sprint("goal ", i)
	}
	m, _ := newOutline(t)
	if _, _, err := m.tree.Graft(storage.TopLevel, 0, storage.ActImport, forest); err != nil {
		t.Fatal(err)
	}
	return slices.Clone(m.tree.Entry(storage.TopLevel).Children())
}
