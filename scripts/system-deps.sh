#!/bin/sh
# What the tests need from the system: a Chromium. PostgreSQL comes from the system or from a wheel.
# What breaks disks, clocks and networks on purpose is taken where it is to be had; without it those tests are skipped.
set -eu

has() { command -v "$1" >/dev/null 2>&1; }
may_install() { has apt-get && [ "$(id -u)" = 0 ]; }
install() { apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null; }

export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 # RUNLEVEL=1: install, but start no service
if may_install && ! { has gcc && has nft && has tc && has mkfs.ext4 && has certutil; }; then
  apt-get update -qq </dev/null && install gcc libc6-dev nftables iproute2 e2fsprogs mount libnss3-tools ||
    echo "Some tests of failing disks, clocks, networks and trusted browsers will be left out." >&2
fi

if [ -n "${STANDBY_CHROMIUM:-}" ] || has chromium || has chromium-browser || has google-chrome; then
  exit 0
fi
if may_install; then
  apt-get update -qq </dev/null
  install chromium fonts-dejavu-core
else
  echo "The browser tests need Chromium: sudo apt-get install chromium," >&2
  echo "or set STANDBY_CHROMIUM to the path of one." >&2
  exit 1
fi
