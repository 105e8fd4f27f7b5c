#!/bin/sh
# install.sh BUILD PREFIX: copies the executables, templates and checklists to where mlkit finds them again.
set -eu
build=$1
prefix=$2
root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$prefix/bin" "$prefix/share/mlkit"
install -m 755 "$build/mlkit" "$build/mlkit-server" "$prefix/bin/"
for folder in templates checklists; do
    rm -rf "$prefix/share/mlkit/$folder"
    cp -R "$root/$folder" "$prefix/share/mlkit/"
done
echo "installed $prefix/bin/mlkit"
