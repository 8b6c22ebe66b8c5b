#!/bin/sh
# Code style, types and import contracts; runs all of them and fails when one does.
set -u
cd "$(dirname "$0")/.."
failed=0

try() {
    echo "== $*"
    "$@" || failed=1
}

try .venv/bin/ruff check .
try .venv/bin/ruff format --check .
try .venv/bin/mypy src/baken
try .venv/bin/lint-imports
exit $failed
