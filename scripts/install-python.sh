#!/bin/sh
# install-python.sh FOLDER REQUIREMENTS [OPTIONAL]: a virtual environment with those packages, made anew when they change.
# Those of OPTIONAL are left out where no package index has them.
set -eu
folder=$1
requirements=$2
optional=${3:-/dev/null}
stamp="$folder/.installed"
[ -f "$stamp" ] && cat "$requirements" "$optional" | cmp -s "$stamp" - && exit 0
echo "installing $requirements into $folder"
rm -rf "$folder"
python3 -m venv "$folder"
install() { "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --root-user-action=ignore "$@"; }
install -r "$requirements"
install -r "$requirements" -r "$optional" || echo "left out: $optional cannot be had here"
cat "$requirements" "$optional" >"$stamp"
