#!/usr/bin/env bash
# Brings what the portal needs: the virtual environment, the packages, the system libraries.
# Usage: scripts/bootstrap.sh run|test|eval. Quick when all is there; says in one line what it can't do.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-run}

fail() { echo "bootstrap: $*" >&2; exit 1; }

install() {  # install PACKAGES...: through apt where that is allowed
    local apt=(apt-get)
    [ "$(id -u)" = 0 ] || apt=(sudo -n apt-get)
    command -v apt-get >/dev/null || fail "please install: $*"
    { "${apt[@]}" install -y -qq --no-install-recommends "$@" ||
        { "${apt[@]}" update -qq && "${apt[@]}" install -y -qq --no-install-recommends "$@"; }; } \
        >/dev/null 2>&1 || fail "please run as root: apt-get install $*"
}

python=""
for name in python3.11 python3.12 python3.13 python3; do
    if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        python=$name; break
    fi
done
[ -n "$python" ] || { install python3 python3-venv; python=python3; }

if [ ! -x .venv/bin/python ]; then
    echo "bootstrap: making the virtual environment"
    "$python" -m venv .venv 2>/dev/null || { rm -rf .venv; install python3-venv; "$python" -m venv .venv; }
fi

requirements=requirements.txt
[ "$purpose" = test ] && requirements=requirements-dev.txt
[ "$purpose" = eval ] && requirements=requirements-eval.txt
stamp=.venv/.installed-$(cat "$requirements" | sha256sum | cut -c1-16)
if [ ! -f "$stamp" ]; then
    echo "bootstrap: installing $requirements"
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$requirements"
    touch "$stamp"
fi

ldconfig -p 2>/dev/null | grep -q libpangoft2-1.0 || install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
if [ "$purpose" = test ]; then
    ldconfig -p | grep -q 'libatomic\.so\.1' || install libatomic1  # Playwright's driver needs it
    command -v chromium >/dev/null || [ -n "${CHROMIUM:-}" ] || install chromium
    command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 ||
        [ -n "${REGISTRY_TEST_POSTGRES:-}" ] || install postgresql
fi
