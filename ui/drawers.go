package ui

import (
	"os"
	"strconv"
)

// drawers is among how many threads at least Mesa divides a frame where a processor draws.
// It takes as many as there are processors: of two, the system often has both wait for the
// same one while the other idles. Of four, one is on each, and takes what is left to draw.
const drawers = 4

// divideDrawing tells Mesa so, unless the person did. It is done before anything draws.
// https://docs.mesa3d.org/envvars.html#envvar-LP_NUM_THREADS
func divideDrawing(processors int) {
	const threads = "LP_NUM_THREADS"
	if _, said := os.LookupEnv(threads); said || processors >= drawers {
		return
	}
	_ = os.Setenv(threads, strconv.Itoa(drawers)) // fails for names that no system takes
}
