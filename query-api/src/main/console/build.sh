#!/bin/sh
# build.sh OUT: builds the console into OUT, unless it is newer than everything that it is made of. Needs npm, and the network only
# when node_modules is missing or older than package-lock.json.
set -eu
out=$1
cd "$(dirname "$0")"

fail() { printf 'The console cannot be built: %s\n' "$*" >&2; exit 1; }

if [ -f "$out/files.txt" ] && [ -z "$(find . -name node_modules -prune -o -type f -newer "$out/files.txt" -print)" ]; then
  exit 0
fi
command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' \
  || fail "it needs Node 20 or newer with npm (Debian: apt-get install nodejs npm). Without a console: add -Dconsole.skip=true"
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  npm ci --prefer-offline --no-progress --loglevel=error || fail "npm ci fails, see above"
  touch node_modules/.package-lock.json
fi
rm -rf "$out"
npm run --silent build -- "$out" || fail "see above"
