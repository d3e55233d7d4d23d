#!/usr/bin/env bash
# install.sh: what run.sh needs. Chromium comes from Debian's packages when it is missing, the npm packages as package-lock.json has them.
set -euo pipefail
cd "$(dirname "$0")"

fail() { printf '%s\n' "$*" >&2; exit 1; }

if ! command -v "${CHROMIUM:-chromium}" >/dev/null; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    fail "Chromium is missing, and only root on Debian can have it installed from here: sudo apt-get install chromium, or name one with CHROMIUM"
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium >/dev/null \
    || fail "Chromium is missing, and apt-get could not install it."
fi

node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null || fail "Playwright needs Node 20 or newer, with npm."

if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  npm ci --prefer-offline --no-progress --loglevel=error
fi
