package demo

import (
	"bytes"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
	"math"
	"time"
)

// person is who signs in here: made up.
type person struct {
	ID                                int64
	Login, Name                       string
	Bio, Company, Location            string
	PublicRepos, Followers, Following int
	MemberSince                       time.Time
}

// newPerson makes the demo person; another login is another person.
func newPerson(login, name string) person {
	if login == "" {
		login = "demo-climber"
	}
	if name == "" {
		name = "Robin Climber"
	}
	number := fnv.New32a()
	number.Write([]byte(login))
	return person{
		ID:    int64(number.Sum32())%10_000_000 + 1_000_000,
		Login: login, Name: name,
		Bio:      "Small steps, tall mountains. Made up for trying things out.",
		Company:  "Base Camp",
		Location: "Halfway up",

		PublicRepos: 14, Followers: 128, Following: 42,
		MemberSince: time.Date(2017, time.May, 29, 11, 30, 0, 0, time.UTC),
	}
}

// portrait draws the demo picture: a climber's flag on a summit at sunrise.
func portrait(side int) []byte {
	picture := image.NewNRGBA(image.Rect(0, 0, side, side))
	const fine = 2 // sub-pixels a side, for smooth edges
	for y := range side {
		for x := range side {
			var sum [3]float64
			for i := range fine * fine {
				u := (float64(x) + (float64(i%fine)+.5)/fine) / float64(side)
				v := (float64(y) + (float64(i/fine)+.5)/fine) / float64(side)
				c := scene(u, v)
				for n := range sum {
					sum[n] += c[n] / (fine * fine)
				}
			}
			picture.SetNRGBA(x, y, color.NRGBA{R: uint8(sum[0]), G: uint8(sum[1]), B: uint8(sum[2]), A: 255})
		}
	}
	var out bytes.Buffer
	if png.Encode(&out, picture) != nil {
		return nil // a bytes.Buffer takes everything
	}
	return out.Bytes()
}

// scene is the colour at a point of the unit square, from the top left.
func scene(u, v float64) [3]float64 {
	dusk, dawn := [3]float64{54, 84, 134}, [3]float64{250, 190, 140}
	switch {
	case u > .505 && u < .515 && v > .16 && v < .31: // the pole
		return [3]float64{70, 52, 48}
	case u >= .515 && v > .165 && u-.515 < .15*(1-math.Abs(v-.205)/.04): // the flag
		return [3]float64{226, 74, 58}
	case v > .30+math.Abs(u-.51)*1.05: // the summit, snow above a ragged line
		if v < .44+.03*math.Sin(u*46)+.02*math.Sin(u*91) {
			return [3]float64{246, 248, 252}
		}
		if u < .51+.06*math.Sin(v*17) {
			return [3]float64{74, 92, 128}
		}
		return [3]float64{52, 66, 100}
	case v > .62+.10*math.Sin(u*5+.6)+.02*math.Sin(u*23): // hills behind
		return [3]float64{112, 122, 158}
	case math.Hypot(u-.24, v-.42) < .11: // the sun
		return [3]float64{255, 236, 190}
	}
	var sky [3]float64
	for n := range sky {
		sky[n] = dusk[n] + (dawn[n]-dusk[n])*math.Min(1, v/.7)
	}
	return sky
}
