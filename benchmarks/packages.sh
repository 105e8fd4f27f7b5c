#!/bin/sh
# packages.sh WHEEL DEB: installs both in clean Debian systems, with nothing of this machine on their paths, and does there what
# a new user would: `mlkit new`, `run`, `serve` and a request.
#
# The wheel goes into a virtual environment of bookworm (Python 3.11) and one of trixie (Python 3.13), as pip installs it with its
# dependencies; the Debian package into bookworm, and out again. Needs debootstrap and the rights of the administrator. Prints a line
# for each, with the seconds from the installation to the answer, and ends with 1 if one fails.
set -eu
wheel=$(realpath "$1")
package=$(realpath "$2")
mirror=${MIRROR:-http://deb.debian.org/debian}
cache=${CHROOTS:-/var/tmp/mlkit-chroots}
folder=$(mktemp -d)
failed=0

finish() {
    umount "$folder"/*/proc 2>/dev/null || true
    rm -rf "$folder"
}
trap finish EXIT

# system SUITE NAME: a clean system in $folder/NAME.
system() {
    if [ ! -e "$cache/$1/.whole" ]; then
        rm -rf "${cache:?}/$1"
        mkdir -p "$cache"
        debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates,git,curl "$1" "$cache/$1" "$mirror" >/dev/null
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
for _ in $(seq 50); do curl -fs http://127.0.0.1:8741/v2/health/ready >/dev/null && break; sleep 0.1; done
curl -fsS -X POST --data-binary @"deploy/$(cat deploy/current)/sample-request.json" http://127.0.0.1:8741/predict | grep -q "\"predictions\""
kill $server
wait $server || true
'

report() { echo "| $1 | $2 |"; }

echo "| installed | what came of it |"
echo "|---|---|"
for suite in bookworm trixie; do
    system "$suite" "wheel-$suite"
    begun=$(date +%s)
    if inside "wheel-$suite" /usr/bin:/bin "python3 -m venv /venv && /venv/bin/pip install -q /packages/*.whl" &&
        inside "wheel-$suite" /venv/bin:/usr/bin:/bin "mlkit --version && mlkit doctor && $hour" >"$folder/log" 2>&1; then
        report "wheel, $suite" "answers after $(($(date +%s) - begun)) s"
    else
        report "wheel, $suite" "failed"
        cat "$folder/log" >&2
        failed=1
    fi
done

system bookworm deb
begun=$(date +%s)
if inside deb /usr/sbin:/usr/bin:/sbin:/bin "
    apt-get update -qq; apt-get install -y -qq /packages/*.deb >/dev/null; python3 -m pip --version >/dev/null
    mlkit doctor --fix --yes >/dev/null; $hour
    apt-get remove -y -qq mlkit >/dev/null; ! command -v mlkit; ! ls /usr/share/mlkit 2>/dev/null" >"$folder/log" 2>&1; then
    report "deb, bookworm" "answers after $(($(date +%s) - begun)) s, and leaves nothing"
else
    report "deb, bookworm" "failed"
    cat "$folder/log" >&2
    failed=1
fi
exit $failed
