#!/bin/sh
# install-python.sh FOLDER REQUIREMENTS: a virtual environment with those packages, made anew when they change.
set -eu
folder=$1
requirements=$2
stamp="$folder/.installed"
[ -f "$stamp" ] && cmp -s "$stamp" "$requirements" && exit 0
echo "installing $requirements into $folder"
rm -rf "$folder"
python3 -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --root-user-action=ignore -r "$requirements"
cp "$requirements" "$stamp"
