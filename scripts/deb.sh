#!/bin/sh
# deb.sh BUILD FOLDER: packs the executables of BUILD as a Debian package into FOLDER.
#
# Dependencies on libraries are computed from the executables (dpkg-shlibdeps). The engines that Debian has are
# recommended; the others come as wheels: `mlkit doctor` says how.
set -eu
build=$(realpath "$1")
mkdir -p "$2"
destination=$(realpath "$2")
root=$(cd "$(dirname "$0")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
chmod 755 "$scratch"
tree=$scratch/tree

"$root/scripts/install.sh" "$build" "$tree/usr" >/dev/null
version=$("$tree/usr/bin/mlkit" --version | cut -d' ' -f1)
architecture=$(dpkg --print-architecture)
# Where Debian keeps completions of packages.
mkdir -p "$tree/usr/share/zsh/vendor-completions"
mv "$tree/usr/share/zsh/site-functions/_mlkit" "$tree/usr/share/zsh/vendor-completions/_mlkit"
rmdir "$tree/usr/share/zsh/site-functions"
gzip --best --no-name "$tree"/usr/share/man/man1/*.1
# It is read by bash, not run.
sed -i '1{/^#!/d}' "$tree/usr/share/bash-completion/completions/mlkit"

documents=$tree/usr/share/doc/mlkit
mkdir -p "$documents"
{
    echo "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
    echo
    echo "Files: *"
    echo "Copyright: $(sed -n 's/^Copyright (c) //p' "$root/LICENSE")"
    echo "License: Expat"
    sed '1,/^Copyright/d; s/^$/./; s/^/ /' "$root/LICENSE" | sed '1{/^ \.$/d}'
} >"$documents/copyright"
{
    echo "mlkit ($version) unstable; urgency=low"
    echo
    echo "  * What changed is in the project's CHANGELOG.md."
    echo
    echo " -- The mlkit authors <maintainers@mlkit.example>  $(git -C "$root" log -1 --format=%aD 2>/dev/null || date -R)"
} | gzip --best --no-name >"$documents/changelog.gz"

mkdir -p "$scratch/debian" "$tree/DEBIAN"
printf 'Source: mlkit\n\nPackage: mlkit\nArchitecture: %s\n' "$architecture" >"$scratch/debian/control"
depends=$(cd "$scratch" && dpkg-shlibdeps -O "$tree/usr/bin/mlkit" "$tree/usr/bin/mlkit-server" 2>/dev/null |
    sed 's/^shlibs:Depends=//')
cat >"$tree/DEBIAN/control" <<CONTROL
Package: mlkit
Version: $version
Architecture: $architecture
Section: science
Priority: optional
Maintainer: The mlkit authors <maintainers@mlkit.example>
Installed-Size: $(du -sk "$tree/usr" | cut -f1)
Depends: $depends
Recommends: libopenblas0-pthread, libxgboost0, libsqlite3-0, libzstd1, libbz2-1.0, liblzma5, libgomp1, curl, git, python3-pip
Description: scaffold, check and run machine-learning projects
 One file, mlkit.yaml, declares a machine-learning project. From it mlkit makes
 the recommended repository and keeps it in step, tracks a checklist in git, and
 runs the stages: data, training, evaluation, quantization, deployment.
CONTROL
find "$tree" -type d -exec chmod 755 {} +
find "$tree/usr/share" -type f -exec chmod 644 {} +
(cd "$tree" && find usr -type f -exec md5sum {} + >DEBIAN/md5sums)
package=$destination/mlkit_${version}_$architecture.deb
dpkg-deb --root-owner-group --build "$tree" "$package" >/dev/null
echo "$package"
