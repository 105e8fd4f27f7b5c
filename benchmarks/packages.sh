#!/bin/sh
# packages.sh WHEEL DEB: installs both in clean Debian systems, with nothing of this machine on their paths, and does there what
# a new user would: `mlkit new`, `run`, `serve` and a request.
#
# The wheel goes into a virtual environment of bookworm (Python 3.11) and one of trixie (Python 3.13), as pip installs it with its
# dependencies; the Debian package into bookworm, and out again, after lintian has looked at it. Needs debootstrap, lintian and the
# rights of the administrator. Prints a line for each, with the seconds from the installation to the answer, and ends with 1 if one
# fails. The systems are kept in CHROOTS, and copied from there; they come from MIRROR, or from where this machine's packages do.
set -eu

# In namespaces of its own: no mount and no process is left behind, however this ends.
[ -n "${MLKIT_APART:-}" ] || exec env MLKIT_APART=1 unshare --mount --pid --fork --kill-child --mount-proc "$0" "$@"

wheel=$(realpath "$1")
package=$(realpath "$2")
own=$(apt-get indextargets --format '$(REPO_URI)' | grep -m 1 '/debian/*$' || true)
mirror=${MIRROR:-${own:?no mirror of Debian is configured: name one with MIRROR}}
cache=${CHROOTS:-/var/tmp/mlkit-chroots}
folder=$(mktemp -d)
failed=0
trap 'rm -rf --one-file-system "$folder" 2>/dev/null || true' EXIT
trap 'exit 1' HUP INT TERM

# system SUITE NAME: a clean system in $folder/NAME.
system() {
    if [ ! -e "$cache/$1/.whole" ]; then
        rm -rf "${cache:?}/$1"
        mkdir -p "$cache"
        if ! debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates,git,curl "$1" "$cache/$1" "$mirror" \
            >"$folder/log" 2>&1; then
            tail -20 "$folder/log" >&2
            exit 1
        fi
        touch "$cache/$1/.whole"
    fi
    cp -a "$cache/$1" "$folder/$2"
    mount -t proc proc "$folder/$2/proc"
    cp /etc/resolv.conf "$folder/$2/etc/resolv.conf"
    # What lets pip and apt through where the machine's own are set up so.
    cp -r /etc/ssl/certs/. "$folder/$2/etc/ssl/certs/"
    [ ! -d /etc/apt/apt.conf.d ] || cp -n /etc/apt/apt.conf.d/* "$folder/$2/etc/apt/apt.conf.d/"
    mkdir -p "$folder/$2/packages"
    cp "$wheel" "$package" "$folder/$2/packages/"
}

# inside NAME PATH COMMAND: in that system, with an environment of its own.
inside() {
    chroot "$folder/$1" env -i HOME=/root PATH="$2" LANG=C.UTF-8 PIP_CERT=/etc/ssl/certs/ca-certificates.crt PIP_DEFAULT_TIMEOUT=180 \
        DEBIAN_FRONTEND=noninteractive sh -euc "$3"
}

hour='
cd /root
printf "%s\n" "[user]" "name = U" "email = u@example.org" >.gitconfig
mlkit new census --template tabular --defaults >/dev/null
cd census
mlkit run >/dev/null
mlkit serve --port 8741 >/tmp/serve.log 2>&1 &
server=$!
curl --silent --fail --retry 50 --retry-delay 1 --retry-connrefused http://127.0.0.1:8741/v2/health/ready >/dev/null
curl -fsS -X POST --data-binary @"deploy/$(cat deploy/current)/sample-request.json" http://127.0.0.1:8741/predict | grep -q "\"predictions\""
kill $server
wait $server || true
'

# tried NAME WORDS PATH COMMAND: runs it there, and prints how long that took, or why it failed.
tried() {
    begun=$(date +%s)
    if inside "$1" "$3" "$4" >"$folder/log" 2>&1; then
        echo "| $2 | answers after $(($(date +%s) - begun)) s |"
    else
        echo "| $2 | failed |"
        tail -40 "$folder/log" >&2
        failed=1
    fi
}

echo "| installed | what came of it |"
echo "|---|---|"
for suite in bookworm trixie; do
    system "$suite" "wheel-$suite"
    python=$(inside "wheel-$suite" /usr/bin:/bin 'python3 --version')
    tried "wheel-$suite" "wheel, $suite, $python" /venv/bin:/usr/bin:/bin "
        python3 -m venv /venv; /venv/bin/pip install -q /packages/*.whl
        mlkit --version; mlkit doctor; $hour"
done

if lintian --fail-on error "$package" >"$folder/log" 2>&1; then
    echo "| deb, lintian | $(grep -c '^W:' "$folder/log" || true) warnings, no errors |"
else
    echo "| deb, lintian | failed |"
    cat "$folder/log" >&2
    failed=1
fi
system bookworm deb
tried deb "deb, bookworm, with its removal" /usr/sbin:/usr/bin:/sbin:/bin "
    apt-get update -qq; apt-get install -y -qq /packages/*.deb; python3 -m pip --version
    mlkit doctor --fix --yes; $hour
    apt-get remove -y -qq mlkit; hash -r
    if command -v mlkit || command -v mlkit-server; then exit 1; fi
    if [ -e /usr/share/mlkit ] || [ -e /usr/share/man/man1/mlkit.1.gz ] || [ -e /usr/share/doc/mlkit ]; then exit 1; fi"
exit $failed
