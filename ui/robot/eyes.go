package robot

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Shot leaves a picture of the whole screen as a PNG.
func (d *Desktop) Shot(_ context.Context, path string) error { return d.shot(d.screen.bounds(), path) }

// shot leaves a picture of a part of the screen as a PNG.
func (d *Desktop) shot(part image.Rectangle, path string) error {
	picture, err := d.screen.picture(part)
	if err != nil {
		return fmt.Errorf("robot: %w", err)
	}
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("robot: %w", err)
	}
	small := png.Encoder{CompressionLevel: png.BestCompression}
	return errors.Join(small.Encode(file, picture), file.Close())
}

// ShotWindow brings the window with that title to the front and leaves a picture of it, without its frame, as a PNG.
func (d *Desktop) ShotWindow(ctx context.Context, title, path string) error {
	window, err := d.WaitWindow(ctx, title)
	if err != nil {
		return err
	}
	return d.shotWindow(ctx, window, path)
}

// Shot leaves a picture of the program's window with that title, without its frame, as a PNG.
func (p *Program) Shot(ctx context.Context, title, path string) error {
	window, err := p.WaitWindow(ctx, title)
	if err != nil {
		return err
	}
	return p.desktop.shotWindow(ctx, window, path)
}

// shotWindow waits until the window stands still, for a second at most: something may move for ever.
func (d *Desktop) shotWindow(ctx context.Context, window Window, path string) error {
	if err := d.Activate(ctx, window); err != nil {
		return err
	}
	patient, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if _, err := d.Still(patient, window, 300*time.Millisecond); err != nil && !errors.Is(err, ErrWaited) {
		return err
	}
	return d.shot(window.Bounds, path)
}

// Still waits until a window has looked the same for a while, and returns when it last changed: to the hundredth of a
// second, which is how often it looks. The window must not be covered.
func (d *Desktop) Still(ctx context.Context, window Window, quiet time.Duration) (changed time.Time, err error) {
	return d.StillIn(ctx, window, window.Bounds.Sub(window.Bounds.Min), quiet)
}

// StillIn is Still for a part of the window, in pixels from its top left corner.
func (d *Desktop) StillIn(ctx context.Context, window Window, part image.Rectangle, quiet time.Duration) (changed time.Time, err error) {
	part = part.Add(window.Bounds.Min)
	var last []byte
	err = await(ctx, window.Title+" to stand still", 10*time.Millisecond, func(context.Context) (bool, error) {
		looked := time.Now()
		picture, err := d.screen.picture(part)
		if err != nil {
			return false, err
		}
		if !bytes.Equal(picture.Pix, last) {
			last, changed = picture.Pix, looked
		}
		return looked.Sub(changed) >= quiet, nil
	})
	if err != nil {
		return changed, fmt.Errorf("robot: %w", err)
	}
	return changed, nil
}

// leavePicture keeps a picture of the screen for whoever reads the error; "" when it can't be taken.
func (d *Desktop) leavePicture() string {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	path := filepath.Join(d.options.Pictures, fmt.Sprintf("robot-%s.png", time.Now().Format("20060102-150405.000")))
	if d.display == "" || d.Shot(ctx, path) != nil {
		return ""
	}
	return path
}

// WaitWords waits until words stand on the screen, next to each other in one line, and returns the middle of their
// topmost place.
func (d *Desktop) WaitWords(ctx context.Context, words string) (image.Point, error) {
	d.logf("look for %q", words)
	var places []image.Point
	err := d.Await(ctx, fmt.Sprintf("the words %q", words), func(ctx context.Context) (bool, error) {
		var err error
		places, err = d.Find(ctx, words)
		return len(places) > 0, err
	})
	if err != nil {
		return image.Point{}, fmt.Errorf("robot: %w", withSeen(err, d.eyes.texts()))
	}
	return places[0], nil
}

// WaitNoWords waits until the words are gone from the screen.
func (d *Desktop) WaitNoWords(ctx context.Context, words string) error {
	d.logf("wait until %q is gone", words)
	err := d.Await(ctx, fmt.Sprintf("the words %q to go", words), func(ctx context.Context) (bool, error) {
		places, err := d.Find(ctx, words)
		return err == nil && len(places) == 0, err
	})
	if err != nil {
		return fmt.Errorf("robot: %w", err)
	}
	return nil
}

// Find returns the places on the screen where words stand next to each other in one line: the middles, from top to
// bottom. Case, punctuation and letters that look alike (l and I, O and 0) don't matter.
func (d *Desktop) Find(ctx context.Context, words string) ([]image.Point, error) {
	if err := d.look(); err != nil {
		return nil, fmt.Errorf("robot: look at the screen: %w", err)
	}
	// Each way of reading finds words that the other misses; it takes a second, so the other only when need be.
	for _, way := range []string{scattered, inLines} {
		reading, err := d.read(ctx, way)
		if err != nil {
			return nil, fmt.Errorf("robot: read the screen: %w", err)
		}
		if places := find(reading, words); len(places) > 0 {
			return places, nil
		}
	}
	return nil, nil
}

// How tesseract takes a page to be laid out (its page segmentation modes).
const (
	scattered = "11"
	inLines   = "6"
)

// eyes remember what was last seen, so that a screen that has not changed is not read again.
type eyes struct {
	part     image.Rectangle // what they are kept to; empty: the whole screen
	picture  [sha256.Size]byte
	readings map[string][]word
}

// word is a word read off the screen.
type word struct {
	text   string
	bounds image.Rectangle // in pixels of the screen
}

// LookAt keeps the eyes to a part of the screen, because reading takes its time, and returns what they were kept to. The
// zero rectangle is all of it.
func (d *Desktop) LookAt(part image.Rectangle) (before image.Rectangle) {
	before, d.eyes = d.eyes.part, eyes{part: part}
	return before
}

// enlargement is how much larger the reader likes the text of a screen.
const enlargement = 2.5

// look takes a picture of the screen for read: grey, enlarged, and evened out, for words on coloured and dark ground.
func (d *Desktop) look() error {
	part := d.eyes.part
	if part.Empty() {
		part = d.screen.bounds()
	}
	seen, err := d.screen.picture(part)
	if err != nil {
		return err
	}
	if sum := sha256.Sum256(seen.Pix); sum != d.eyes.picture {
		d.eyes = eyes{d.eyes.part, sum, map[string][]word{}}
		return enlarged(seen).evened().write(d.picture())
	}
	return nil
}

func (d *Desktop) picture() string { return filepath.Join(d.dir, "screen.pgm") }

// read reads the picture that look took, in one of the ways; the words are in the reader's order.
func (d *Desktop) read(ctx context.Context, way string) ([]word, error) {
	if reading, ok := d.eyes.readings[way]; ok {
		return reading, nil
	}
	// One thread is the quickest, oddly: more spend their time waiting for each other.
	table, err := d.output(ctx, "env", "OMP_THREAD_LIMIT=1", "tesseract", d.picture(), "-", "--dpi", "240", "--psm", way, "tsv")
	if err != nil {
		return nil, err
	}
	words := parse(table)
	for i := range words {
		words[i].bounds = words[i].bounds.Add(d.eyes.part.Min)
	}
	d.eyes.readings[way] = words
	return words, nil
}

// parse reads tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
func parse(table string) []word {
	var words []word
	for line := range strings.Lines(table) {
		columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(columns) != 12 || strings.TrimSpace(columns[11]) == "" {
			continue
		}
		if bounds, err := box(columns[6:10]); err == nil { // an error: the table's head
			words = append(words, word{columns[11], bounds})
		}
	}
	return words
}

// box turns left, top, width and height in the enlarged picture into a place on the screen.
func box(columns []string) (image.Rectangle, error) {
	var n [4]int
	for i, column := range columns {
		enlarged, err := strconv.Atoi(column)
		if err != nil {
			return image.Rectangle{}, err
		}
		n[i] = int(float64(enlarged) / enlargement)
	}
	return image.Rect(n[0], n[1], n[0]+n[2], n[1]+n[3]), nil
}

func find(reading []word, words string) []image.Point {
	want := plainly(strings.Fields(words)...)
	var hits []image.Point
	for i := range reading {
		if at, ok := match(reading[i:], want); ok {
			hits = append(hits, at)
		}
	}
	slices.SortFunc(hits, func(a, b image.Point) int { return cmp.Or(cmp.Compare(a.Y, b.Y), cmp.Compare(a.X, b.X)) })
	return hits
}

// match says whether the words begin with the wanted letters, in one line, and where those are. Where one word ends and
// the next begins does not matter: the reader often gets that wrong.
func match(words []word, want string) (image.Point, bool) {
	var bounds image.Rectangle
	for _, w := range words {
		middle := (w.bounds.Min.Y + w.bounds.Max.Y) / 2
		if first := words[0].bounds; middle < first.Min.Y-4 || middle > first.Max.Y+4 {
			break
		}
		text := plainly(w.text)
		rest, ok := strings.CutPrefix(want, text)
		if !ok || (text == "" && bounds.Empty()) {
			break
		}
		bounds = bounds.Union(w.bounds)
		if rest == "" && want != "" {
			return bounds.Min.Add(bounds.Max).Div(2), true
		}
		want = rest
	}
	return image.Point{}, false
}

// plainly is words without gaps, and without what a reader of small print takes for something else.
func plainly(words ...string) string {
	alike := strings.NewReplacer("i", "l", "1", "l", "|", "l", "0", "o", "’", "'", "‘", "'")
	var s strings.Builder
	for _, w := range words {
		s.WriteString(alike.Replace(strings.Trim(strings.ToLower(w), ".,:;!?…'\"“”‘’()[]{}|")))
	}
	return s.String()
}

// texts are the words last seen, for an error.
func (e eyes) texts() []string {
	var seen []string
	for _, w := range e.readings[scattered] {
		seen = append(seen, w.text)
	}
	return seen
}

func withSeen(err error, seen []string) error {
	var waited *WaitError
	if errors.As(err, &waited) {
		waited.Seen = strings.Join(seen, " ")
	}
	return err
}
