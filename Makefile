# Overachiever. "make help" lists what can be made.
BINARY  := build/overachiever
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
SIZES   := 16 24 32 48 64 128 256 512
# One set of flags for every go command, so that the toolkit's C code, minutes of work, is compiled once and kept.
export GOFLAGS := $(strip $(GOFLAGS) -tags=migrated_fynedo -trimpath -buildvcs=false)
PATIENTLY := assets/linux/patiently.sh
FUZZTIME  ?= 30s
FUZZED    ?= .

.PHONY: help run build test bench screenshots icons fuzz clean setup

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

run: build ## install what is missing, build, and open the window (with no display: a tour on a virtual one)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname -s)" = Darwin ]; then \
		exec ./$(BINARY); \
	else \
		echo "There is no display here: going through the main job on a virtual one instead." && \
		assets/linux/setup.sh test && \
		go run ./ui/robot/tour -app $(BINARY) -shot build/tour.png; \
	fi

setup:
	@assets/linux/setup.sh build

build: setup ## build the program into build/
	@echo "Building Overachiever $(VERSION). The first build compiles the toolkit's C code: 5 to 9 minutes; later ones take seconds."
	@$(PATIENTLY) building go build -ldflags '$(LDFLAGS)' -o $(BINARY) .
	@echo "Built $(BINARY)"

test: ## install what the tests need, check the code, run every test (end to end on a virtual display too)
	@assets/linux/setup.sh test
	@echo "Checking the formatting"
	@bad=$$(gofmt -l .) && if [ -n "$$bad" ]; then echo "Not formatted by gofmt:"; echo "$$bad"; exit 1; fi
	@$(MAKE) --no-print-directory build
	@echo "Checking the code: go vet, staticcheck"
	@$(PATIENTLY) checking go vet ./...
	@$(PATIENTLY) checking go tool staticcheck ./...
	@echo "Testing. The first time, the toolkit is compiled once more, with the race detector."
# -count=1: the end-to-end tests build the program themselves, which the test cache does not see.
	@$(PATIENTLY) testing go test -race -count=1 -timeout 45m ./...
	@echo "Fuzzing what reads other programs' files, for ten seconds each"
	@$(PATIENTLY) fuzzing assets/linux/fuzz.sh ./storage/interchange 10s

bench: build ## measure everything with 100,000 goals, each figure against its floor: one table, in about ten minutes
	@assets/linux/setup.sh test
	@go run ./ui/robot/measure -app $(BINARY)

screenshots: build ## take the pictures in assets/screenshots again
	@assets/linux/setup.sh test
	@go run ./ui/robot/tour -app $(BINARY) -screenshots assets/screenshots

icons: ## make the PNGs from assets/icon.svg (takes rsvg-convert: Debian's librsvg2-bin)
	@for size in $(SIZES); do rsvg-convert -w $$size -h $$size assets/icon.svg -o assets/icons/$$size.png || exit; done

fuzz: ## fuzz each fuzz test in FUZZED (all) for FUZZTIME (30s)
	@assets/linux/fuzz.sh $(FUZZED) $(FUZZTIME)

clean: ## remove what was built
	@rm -rf build
