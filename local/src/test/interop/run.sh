#!/bin/sh
# run.sh [DIR]: kcat and Confluent's npm client at a running demo, whose data directory is DIR (.tributary). One line for each check.
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
data=${1:-.tributary}

fail() { printf '%s\n' "$*" >&2; exit 1; }

[ -f "$data/demo.json" ] || fail "No demo runs in $data: start one with ./tributary demo, or name its data directory."
command -v kcat >/dev/null && [ -d "$here/node_modules" ] || fail "Not everything is installed: $here/install.sh does that."
data=$(CDPATH='' cd "$data" && pwd)
result=0
node "$here/check.mjs" "$data" || result=1

# The page's commands, as they stand there.
cd "$here/../../../.."
commands=$(awk '/^<!-- tried by CI/ {on = 1; next} on && /^```sh/ {code = 1; next} /^```/ {on = code = 0} code' docs/interop.md)
answers=$(printf '%s\n' "$commands" | sed "s|\.tributary/|$data/|g" | sh -eu) || answers="$answers; they fail"
case "$answers" in
  *'"level":"'*'"measurements":[{'*'"reason":"INVALID"'*) echo "ok    the commands of docs/interop.md do what it says" ;;
  *) printf 'WRONG the commands of docs/interop.md answer: %s\n' "$answers"; result=1 ;;
esac
exit "$result"
