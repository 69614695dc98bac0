#!/bin/sh
# patiently.sh WORDS COMMAND [ARG ...]: runs a command that may take minutes, and every 20 seconds says that it is still
# at work. Ends as the command ends, with its exit code.
set -u

words=$1
shift

beat() {
	trap 'kill ${nap:-} 2>/dev/null; exit' TERM
	start=$(date +%s)
	while :; do
		sleep 20 >/dev/null &
		nap=$!
		wait "$nap"
		echo "  … still $words ($(($(date +%s) - start)) s)"
	done
}

beat &
trap 'kill $! 2>/dev/null' EXIT
trap 'exit 130' INT TERM # without this an interrupted shell would leave the beat behind
"$@"
