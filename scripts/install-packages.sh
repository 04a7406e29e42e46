#!/usr/bin/env bash
# Install Debian packages where that may be done without asking: as root, with apt-get. Exit 1 where it may not.
set -euo pipefail
[ "$(id -u)" -eq 0 ] || exit 1
command -v apt-get >/dev/null || exit 1
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "$@" >/dev/null
