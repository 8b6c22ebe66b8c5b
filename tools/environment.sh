#!/bin/sh
# Makes .venv ready: environment.sh runtime|dev. Does nothing when nothing changed.
set -eu
cd "$(dirname "$0")/.."
kind=$1
export UV_PYTHON_DOWNLOADS=never PIP_DISABLE_PIP_VERSION_CHECK=1
python=${PYTHON:-python3}

stop() {
    echo "$1" >&2
    exit 1
}

command -v "$python" >/dev/null || stop "Python 3.11 or newer is needed: apt-get install python3 python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
    || stop "Python 3.11 or newer is needed; $python is $("$python" -V)."

locks="requirements/installer.txt requirements/build.txt requirements/$kind.txt"
now=$(cat $locks pyproject.toml tools/environment.sh | cksum; pwd; "$python" -V)
stamp=.venv/.ready-$kind
if [ -x .venv/bin/baken ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then
    exit 0
fi

echo "Making the environment ($kind) ..."
if [ ! -x .venv/bin/python ]; then
    "$python" -c 'import venv, ensurepip' 2>/dev/null \
        || stop "Python cannot make an environment here: apt-get install python3-venv"
    "$python" -m venv .venv || stop "Python could not make the environment .venv."
fi
.venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null

with_uv() {
    [ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --require-hashes \
        -r requirements/installer.txt || return 1
    .venv/bin/uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes \
        -r requirements/build.txt -r "requirements/$kind.txt" || return 1
    .venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps \
        --no-build-isolation -e .
}

with_pip() {
    .venv/bin/python -m pip install --quiet --require-hashes \
        -r requirements/build.txt -r "requirements/$kind.txt" \
        && .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
}

if ! with_uv; then
    echo "uv could not do it; now with pip." >&2
    with_pip || stop "The packages could not be installed; see the lines above."
fi
# Where Python may not keep what it compiled, every process would compile it all again.
.venv/bin/python -m compileall -q src/baken || true
printf '%s' "$now" > "$stamp"
