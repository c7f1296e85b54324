#!/usr/bin/env bash
# The README's two commands on a bare Debian: a chroot made by debootstrap, with nothing in it but
# Python, make and git. Needs root, debootstrap and Debian's mirror as this machine's apt knows it.
# Usage: scripts/check_bare.sh [FOLDER]; the chroot is removed afterwards, unless KEEP=1.
set -euo pipefail
cd "$(dirname "$0")/.."
root=${1:-/var/tmp/registry-bare}

fail() { echo "check-bare: $*" >&2; exit 1; }
[ "$(id -u)" = 0 ] || fail "run as root: a chroot can't be made otherwise"
command -v debootstrap >/dev/null || apt-get install -y -qq debootstrap >/dev/null || fail "please install debootstrap"
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=$(grep -rhoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list* | sed -n 1p) || true
[ -n "$mirror" ] || fail "apt of this machine names no Debian mirror"

leave() {
    for place in dev/shm dev proc; do umount -l "$root/$place" 2>/dev/null || true; done
    [ "${KEEP:-0}" = 1 ] || rm -rf --one-file-system "$root"
}
trap leave EXIT

echo "check-bare: making $root ($suite)"
debootstrap --variant=minbase --include=ca-certificates,git,make,python3,python3-venv \
    "$suite" "$root" "$mirror" >/dev/null
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/dev/shm"
# How this machine reaches the registries: names, certificates, apt's and pip's own settings.
cp -L /etc/resolv.conf "$root/etc/"
cp --remove-destination /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
cp -r /etc/apt/. "$root/etc/apt/"
[ ! -f /etc/pip.conf ] || cp /etc/pip.conf "$root/etc/"
git clone -q . "$root/srv/portal"

inside() { chroot "$root" /usr/bin/env -C /srv/portal HOME=/root LANG=C.UTF-8 CI=true "$@"; }
inside apt-get update -qq
echo "check-bare: make run"
inside timeout 900 make run PORT=8321 > "$root/run.log" 2>&1 &
for _ in $(seq 180); do
    if python3 - <<'PROBE' 2>/dev/null; then served=1; break; fi
import urllib.request
urllib.request.urlopen("http://127.0.0.1:8321/vi/", timeout=3)
PROBE
    sleep 5
done
[ "${served:-0}" = 1 ] || { tail -n 20 "$root/run.log"; fail "make run did not serve"; }
echo "check-bare: it serves"
pkill -f "port 8321" || true
wait || true
echo "check-bare: make test"
inside make test
echo "check-bare: both commands work on a bare $suite"
