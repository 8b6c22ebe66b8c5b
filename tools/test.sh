#!/bin/sh
# Everything the project checks: style, then every test on SQLite and on PostgreSQL, then coverage.
set -u
cd "$(dirname "$0")/.."
failed=0
python=.venv/bin/python
measured="--cov --cov-branch --cov-report="
export COVERAGE_FILE="$PWD/.coverage"
rm -f .coverage .coverage.*

tools/style.sh || failed=1

echo "== tests on SQLite"
# House tests and journeys visit much and prove no line of code reached: they are not measured.
env -u DATABASE_URL $python -m pytest -n 2 --dist worksteal $measured src "$@" || failed=1
env -u DATABASE_URL $python -m pytest -n 2 --dist worksteal tests "$@" || failed=1

echo "== tests on PostgreSQL"
# Where databases differ is a matter of core, so only its tests are measured here.
tools/postgresql.sh sh -c '
    failed=0
    '$python' -m pytest -n 2 --dist worksteal '"$measured"' --cov-append src/baken/core "$@" || failed=1
    '$python' -m pytest -n 2 --dist worksteal --ignore=src/baken/core src tests "$@" || failed=1
    exit $failed
' sh "$@" || failed=1

echo "== coverage"
$python -m coverage json -q -o .coverage.json || failed=1
$python tools/coverage_gate.py .coverage.json || failed=1

[ $failed = 0 ] || echo "Not everything is in order; see above." >&2
exit $failed
