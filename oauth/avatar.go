package oauth

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // the formats an avatar may have
	_ "image/jpeg"
	"image/png"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/image/draw"
)

const (
	avatarBytes  = 2 << 20 // of the file
	avatarPixels = 4 << 20 // of the picture, before it is decoded
	avatarSide   = 256     // of the picture that is kept
)

// avatar fetches a person's picture, without the token.
func (s *Sessions) avatar(ctx context.Context, p Provider, link string) ([]byte, error) {
	address, err := url.Parse(link)
	if err != nil || !p.mayShow(address) {
		return nil, errors.New("avatar address is not https")
	}
	query := address.Query()
	query.Set("s", fmt.Sprint(avatarSide)) // GitHub scales; others ignore it
	address.RawQuery = query.Encode()

	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return nil, errors.New("avatar address is not usable")
	}
	request.Header.Set("User-Agent", userAgent)
	client := s.plainClient()
	client.CheckRedirect = func(next *http.Request, past []*http.Request) error {
		if len(past) > 3 || !p.mayShow(next.URL) {
			return errors.New("avatar redirects elsewhere")
		}
		return nil
	}
	reply, err := client.Do(request)
	if err != nil {
		return nil, networkCause(err)
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("avatar: http status %d", reply.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(reply.Body, avatarBytes+1))
	if err != nil {
		return nil, networkCause(err)
	}
	return smallPNG(body)
}

// mayShow reports whether a picture may come from there: https, or the
// provider's own address (a stand-in on this computer has no https).
func (p Provider) mayShow(address *url.URL) bool {
	base, err := url.Parse(p.Base)
	return address.Hostname() != "" && address.User == nil &&
		(address.Scheme == "https" || err == nil && address.Scheme == base.Scheme && strings.EqualFold(address.Host, base.Host))
}

// smallPNG turns a picture into a PNG of at most 256×256 pixels. How large the
// picture says it is gets looked at before it is decoded.
func smallPNG(file []byte) ([]byte, error) {
	if len(file) > avatarBytes {
		return nil, errors.New("avatar is too large a file")
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil || !slices.Contains([]string{"png", "jpeg", "gif"}, format) {
		return nil, errors.New("avatar is not a PNG, JPEG or GIF")
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width > avatarPixels/config.Height {
		return nil, errors.New("avatar has too many pixels")
	}
	picture, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, errors.New("avatar is damaged")
	}
	var out bytes.Buffer
	if err := png.Encode(&out, shrink(picture)); err != nil {
		return nil, fmt.Errorf("encode avatar: %w", err)
	}
	return out.Bytes(), nil
}

// shrink scales a picture down until both sides are at most avatarSide.
func shrink(picture image.Image) image.Image {
	size := picture.Bounds().Size()
	longest := max(size.X, size.Y)
	if longest <= avatarSide {
		return picture
	}
	size.X = max(1, size.X*avatarSide/longest)
	size.Y = max(1, size.Y*avatarSide/longest)
	small := image.NewRGBA(image.Rectangle{Max: size}) // the fast way of the scaler
	draw.BiLinear.Scale(small, small.Bounds(), picture, picture.Bounds(), draw.Src, nil)
	return small
}
