#!/bin/sh
# fuzz.sh FOLDER TIME: fuzzes each fuzz test below a folder for so long, in bounded memory: 3 GB of address space, two of
# which Go only reserves. Ends with 1 as soon as an input fails; it is in testdata/fuzz then, where every test run tries it.
set -u

if [ "$1" = bounded ]; then # a test, as go test starts it
	shift
	ulimit -v 3000000 2>/dev/null # a Mac knows no such limit
	exec "$@"
fi

self=$(cd "$(dirname "$0")" && pwd)/fuzz.sh
time=$2
said=$(mktemp)
trap 'rm -f "$said"' EXIT

gotest() { go test -exec "'$self' bounded" "$@"; }

fuzz() {
	gotest -run '^$' -fuzz "^$2\$" -fuzztime "$time" -fuzzminimizetime 1s "$1" >"$said" 2>&1
	status=$?
	execs=$(sed -n 's/.*\(execs: [0-9]*\).*/\1/p' "$said" | tail -n 1)
	echo "$1 $2: ${execs:-its time went by with what was known already}"
	[ "$status" -eq 0 ] && return
	input=$(sed -n 's|.*Failing input written to testdata/fuzz/||p' "$said")
	if [ -z "$input" ] && grep -q '^ *context deadline exceeded$' "$said"; then
		# The time is up, and no input failed: Go before 1.27 makes an error of that now and then (go.dev/issue/75804).
		echo "  its time was up at an awkward moment; no input has failed"
		return
	fi
	if [ -z "$input" ] && [ $# -eq 2 ] && grep -q 'communicating with fuzzing process' "$said"; then
		echo "  its process was lost, and no input has failed: once more"
		fuzz "$1" "$2" again
		return
	fi
	if grep -q 'fuzzing process hung or terminated unexpectedly' "$said" && gotest -timeout 1m -run "^${input%/*}\$/^${input#*/}\$" "$1" >>"$said" 2>&1; then
		# So ends what stands still for ten seconds. Tried alone, the input is read at once: the machine stood still.
		echo "  it stood still at $input, which alone is read: not counted as a failure"
		return
	fi
	cat "$said"
	return 1
}

grep -rn --include='*_test.go' -o '^func Fuzz[A-Za-z0-9_]*' "$1" | sed 's|/[^/]*_test.go:[0-9]*:func | |' |
	while read -r folder name; do fuzz "$folder" "$name" </dev/null || exit; done
