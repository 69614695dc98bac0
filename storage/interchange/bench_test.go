package interchange_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"testing"

	"github.com/google/uuid"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

// manyGoals are 100,000 of them, 100 at the top.
func manyGoals() interchange.Document {
	var id uuid.UUID
	goals := make([]storage.Branch, 100)
	for i := range 100_000 {
		binary.BigEndian.PutUint32(id[:], uint32(i))
		goal := storage.Goal{ID: storage.GoalID(id.String()), Name: "Learn Go & <that>", Created: noon, Due: "2027-01-31", Description: "slowly"}
		if top := &goals[i%100]; i < 100 {
			top.Goal = goal
		} else {
			top.Children = append(top.Children, storage.Branch{Goal: goal})
		}
	}
	return interchange.Document{Exported: noon, Goals: goals}
}

func BenchmarkExport100000Goals(b *testing.B) {
	document := manyGoals()
	for _, format := range interchange.Writable() {
		b.Run(string(format), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := interchange.Export(io.Discard, format, document); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkImport100000Goals(b *testing.B) {
	document := manyGoals()
	for _, format := range interchange.Writable() {
		b.Run(string(format), func(b *testing.B) {
			var file bytes.Buffer
			if err := interchange.Export(&file, format, document); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := interchange.Import("", bytes.NewReader(file.Bytes()), format, noon); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
