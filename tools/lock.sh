#!/bin/sh
# Locks every package with its hashes; the files name no index, so any mirror will do.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}
export UV_PYTHON_DOWNLOADS=never UV_CUSTOM_COMPILE_COMMAND="make lock"

lock() {
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links "$@"
}

lock pyproject.toml -o requirements/runtime.txt
lock pyproject.toml --extra pdf -c requirements/runtime.txt -o requirements/pdf.txt
lock pyproject.toml --extra pdf --group dev -c requirements/runtime.txt -o requirements/dev.txt
lock --group build -c requirements/dev.txt -o requirements/build.txt
lock --group installer -o requirements/installer.txt
