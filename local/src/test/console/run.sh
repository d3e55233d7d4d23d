#!/bin/sh
# run.sh [DIR [OUT]]: the console of a running demo (--rate 0) in a real headless Chromium. DIR is the demo's data directory
# (.tributary), OUT where screenshots and measures go (local/target/console). TRIBUTARY_CONSOLE_ONLY=word runs tests whose name has it.
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
data=${1:-.tributary}
out=${2:-$here/../../../target/console}

fail() { printf '%s\n' "$*" >&2; exit 1; }

[ -f "$data/demo.json" ] || fail "No demo runs in $data: start one with ./tributary demo --rate 0, or name its data directory."
[ -d "$here/node_modules" ] || fail "Not everything is installed: $here/install.sh does that."
DEMO=$(CDPATH='' cd "$data" && pwd)
mkdir -p "$out"
OUT=$(CDPATH='' cd "$out" && pwd)
export DEMO OUT
node --test --test-concurrency=1 --test-reporter=spec ${TRIBUTARY_CONSOLE_ONLY:+--test-name-pattern="$TRIBUTARY_CONSOLE_ONLY"} "$here"/*.test.mjs
