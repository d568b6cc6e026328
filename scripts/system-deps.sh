#!/bin/sh
# What the tests need from the system: a Chromium. PostgreSQL comes from the system or from a wheel.
set -eu

has() { command -v "$1" >/dev/null 2>&1; }

if [ -n "${STANDBY_CHROMIUM:-}" ] || has chromium || has chromium-browser || has google-chrome; then
  exit 0
fi
if has apt-get && [ "$(id -u)" = 0 ]; then
  export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 # RUNLEVEL=1: install, but start no service
  apt-get update -qq </dev/null
  apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core </dev/null >/dev/null
else
  echo "The browser tests need Chromium: sudo apt-get install chromium," >&2
  echo "or set STANDBY_CHROMIUM to the path of one." >&2
  exit 1
fi
