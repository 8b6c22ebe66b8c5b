#!/bin/sh
# Everything the project checks: style, then every test on SQLite and on PostgreSQL, then coverage.
set -u
cd "$(dirname "$0")/.."
failed=0
python=.venv/bin/python
export COVERAGE_FILE="$PWD/.coverage"
rm -f .coverage .coverage.*

tools/style.sh || failed=1

# Measuring slows everything down, so what proves no line reached runs apart (src/baken/conftest.py).
whole_suite='
    failed=0
    run=".venv/bin/python -m pytest -n 2 --dist worksteal"
    $run -m measured --cov --cov-branch --cov-report= --cov-append src "$@" || failed=1
    $run -m "not measured" src tests "$@" || failed=1
    exit $failed
'
echo "== tests on SQLite"
env -u DATABASE_URL sh -c "$whole_suite" sh "$@" || failed=1

echo "== tests on PostgreSQL"
tools/postgresql.sh sh -c "$whole_suite" sh "$@" || failed=1

echo "== coverage"
$python -m coverage json -q -o .coverage.json || failed=1
$python tools/coverage_gate.py .coverage.json || failed=1

[ $failed = 0 ] || echo "Not everything is in order; see above." >&2
exit $failed
