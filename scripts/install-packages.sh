#!/bin/sh
# install-packages.sh [PACKAGE…]: installs the Debian packages that building and running need, and those named, all before the
# first build: a later upgrade of headers would rebuild everything.
set -eu
packages="libyaml-dev libgit2-dev libssl-dev zlib1g-dev libxgboost0 libsqlite3-0 libzstd1 libbz2-1.0 liblzma5 libopenblas0-pthread libgomp1 pkg-config git curl $*"
python3 -c 'import venv, ensurepip' 2>/dev/null || packages="$packages python3 python3-venv"
python3 -m pip --version >/dev/null 2>&1 || packages="$packages python3-pip"

missing=""
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
echo "installing$missing"
run=""
[ "$(id -u)" = 0 ] || run=sudo
$run apt-get update -qq
# shellcheck disable=SC2086  # the list is meant to be split
DEBIAN_FRONTEND=noninteractive $run apt-get install -y -qq --no-install-recommends $missing
