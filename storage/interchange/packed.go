package interchange

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
)

// unpacked is a file without the gzip around it, if there is one: TreeLine packs its files so.
func unpacked(name string, file io.Reader) (*bufio.Reader, error) {
	raw := bufio.NewReader(file)
	if head, _ := raw.Peek(len(encryptedTreeLine)); string(head) == encryptedTreeLine {
		return nil, &Error{name, 1, "this TreeLine file is encrypted", "save it in TreeLine without encryption, then import it again"}
	}
	if head, _ := raw.Peek(len(databaseMagic)); string(head) == databaseMagic {
		return nil, &Error{name, 1, "this is a database, not text", "if it is a backup, choose it under File ▸ Restore a backup"}
	}
	if head, _ := raw.Peek(len(gzipMagic)); string(head) == gzipMagic {
		return bufio.NewReader(&unpacker{file: name, packed: raw}), nil
	}
	return raw, nil
}

// What some files begin with (RFC 1952 section 2.3.1 for gzip, sqlite.org/fileformat2.html for databases).
const (
	gzipMagic         = "\x1f\x8b"
	encryptedTreeLine = ">>TL+enc"
	treeSheetsMagic   = "TSFF"
	databaseMagic     = "SQLite format 3\x00"
)

// formatOfBytes tells a format that is not text, "" for all others.
func formatOfBytes(raw *bufio.Reader) Format {
	if head, _ := raw.Peek(len(treeSheetsMagic)); string(head) == treeSheetsMagic {
		return TreeSheets
	}
	return ""
}

type unpacker struct {
	file   string
	packed io.Reader
	text   *gzip.Reader
	err    error // the first stays: what looks ahead may pass over it
}

func (u *unpacker) Read(p []byte) (n int, err error) {
	if u.text == nil && u.err == nil {
		u.text, u.err = gzip.NewReader(u.packed)
	}
	if u.err == nil {
		n, u.err = u.text.Read(p)
	}
	if damaged(u.err) {
		u.err = &Error{u.file, 1, "this file is packed with gzip, and damaged", exportAgain}
	}
	return n, u.err
}

// damaged tells an error of what was packed from one of the disk.
func damaged(err error) bool {
	corrupt := flate.CorruptInputError(0)
	return errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) ||
		errors.Is(err, zlib.ErrHeader) || errors.Is(err, zlib.ErrChecksum) || errors.Is(err, zlib.ErrDictionary) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &corrupt)
}

// asRefused brings out the refusal that a source wrapped as an error of reading.
func asRefused(err error) error {
	if refused := (*Error)(nil); errors.As(err, &refused) {
		return refused
	}
	return err
}
