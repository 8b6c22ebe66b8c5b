#!/bin/sh
# Everything the project checks: style, then every test on SQLite and on PostgreSQL, then coverage.
set -u
cd "$(dirname "$0")/.."
failed=0
python=.venv/bin/python
export COVERAGE_FILE="$PWD/.coverage"
rm -f .coverage .coverage.*

tools/style.sh || failed=1

# Measuring slows everything down, so what proves no line reached runs apart (src/baken/conftest.py). On
# PostgreSQL only core is measured. Where few tests are wanted only their files are read. The bench measures
# both databases where there are two, so it is not asked for the first one alone.
run="$python -m pytest -n 2 --dist worksteal"
measured="$run -m measured --cov --cov-branch --cov-report= --cov-append"
unmeasured=$(grep -rl no_cover src --include='test_*.py' | grep -v /test_bench.py)

echo "== tests on SQLite"
unset DATABASE_URL
$measured src "$@" || failed=1
# shellcheck disable=SC2086  a list of files
$run -m "not measured" tests $unmeasured "$@" || failed=1

echo "== tests on PostgreSQL"
tools/postgresql.sh $measured src/baken/core "$@" || failed=1
tools/postgresql.sh $run -m "not measured" src tests "$@" || failed=1

echo "== coverage"
$python -m coverage json -q -o .coverage.json || failed=1
$python tools/coverage_gate.py .coverage.json || failed=1

[ $failed = 0 ] || echo "Not everything is in order; see above." >&2
exit $failed
