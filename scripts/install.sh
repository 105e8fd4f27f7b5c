#!/bin/sh
# install.sh BUILD PREFIX: copies the executables, templates, checklists, manual pages and completions to where mlkit and
# the system find them.
set -eu
build=$1
prefix=$2
root=$(cd "$(dirname "$0")/.." && pwd)
share=$prefix/share
mkdir -p "$prefix/bin" "$share/mlkit"
install -m 755 "$build/mlkit" "$build/mlkit-server" "$prefix/bin/"
for folder in templates checklists; do
    rm -rf "$share/mlkit/$folder"
    cp -R "$root/$folder" "$share/mlkit/"
done
# What `mlkit --version` names; a tree that git does not know has none.
git -C "$root" rev-parse --short HEAD >"$share/mlkit/commit" 2>/dev/null || rm -f "$share/mlkit/commit"

# What goes into every new project, and takes long to make: it counts as long as it is as old as the program.
"$prefix/bin/mlkit" schema >"$share/mlkit/schema.json"
touch -r "$prefix/bin/mlkit" "$share/mlkit/schema.json"

for name in mlkit mlkit-server; do python3 "$root/scripts/manual.py" "$prefix/bin/$name" "$share/man/man1"; done
complete() {
    mkdir -p "$(dirname "$2")"
    "$prefix/bin/mlkit" completions "$1" >"$2"
}
complete bash "$share/bash-completion/completions/mlkit"
complete zsh "$share/zsh/site-functions/_mlkit"
complete fish "$share/fish/vendor_completions.d/mlkit.fish"
echo "installed $prefix/bin/mlkit"
