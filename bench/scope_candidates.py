"""Measure how a list can read reports by unit AND by owner unit.

A report happened at `unit_id` and may have another `owner_unit_id` that must act on it
(NULL = the same unit). Both give the right to read. The path of a unit stands only on the
unit table. This script builds synthetic data, runs every candidate shape of "the newest 50
that this actor may see", the capped count and full-text search, checks that all candidates
give the same rows, and prints median/p95 in milliseconds.

    python bench/scope_candidates.py --reports 1000000
    python bench/scope_candidates.py --reports 1000000 --dsn "host=... dbname=..."   # also PostgreSQL

SQLite needs nothing but the standard library; PostgreSQL needs psycopg 3 and an EMPTY database
(the tables unit, report and report_scope are dropped and made again).
The outcome is discussed in docs/decisions/2026-11-23-unit-and-owner-unit.md.
"""

import argparse
import itertools
import random
import statistics
import tempfile
import time

from scope_data import (
    CLEARANCE,
    SHIFT,
    SPAN_MS,
    START_MS,
    WORDS,
    Postgres,
    Sqlite,
    make_reports,
    make_scopes,
    make_units,
    prepare,
)

COLUMNS = "r.number, r.unit_id, r.owner_unit_id, r.state, r.confidentiality, r.kind, r.occurred"
NEWEST = "ORDER BY r.number DESC LIMIT 51"
RIGHTS = ("unit_id", "owner_unit_id")


def fetch(db, keys):
    marks = ",".join("?" * len(keys)) or "NULL"
    return db.rows(f"SELECT {COLUMNS} FROM report r WHERE r.number IN ({marks}) {NEWEST}", keys)


def inside(db, scope, use_path=False):
    """Test on a unit column, to be written behind its name."""
    if use_path and scope.ranges:
        ranges = " OR ".join("(path >= ? AND path < ?)" for _ in scope.ranges)
        return f"IN (SELECT id FROM unit WHERE {ranges})", sum(scope.ranges, ())
    return db.among(scope.ids)


def branch(db, scope, column, what, where, use_path=False):
    """One right: index order inside each unit, cut at 51."""
    test, params = inside(db, scope, use_path)
    return (
        f"SELECT {what} FROM report r WHERE r.{column} {test}"
        f" AND r.confidentiality <= {CLEARANCE}{where[0]} {NEWEST}",
        params + where[1],
    )


def either(test, params, where, what=COLUMNS, end=NEWEST):
    """1 and 4: both rights in one OR."""
    return (
        f"SELECT {what} FROM report r WHERE (r.unit_id {test} OR r.owner_unit_id {test})"
        f" AND r.confidentiality <= {CLEARANCE}{where[0]} {end}",
        params * 2 + where[1],
    )


def one_or(db, scope, where, use_path):
    return db.rows(*either(*inside(db, scope, use_path), where))


def branches_rows(db, scope, where, use_path):
    """2: two queries of whole rows, merged here."""
    parts = (db.rows(*branch(db, scope, c, COLUMNS, where, use_path)) for c in RIGHTS)
    return sorted(set(itertools.chain(*parts)), reverse=True)[:51]


def keys_union(db, scope, where, use_path):
    """2k: branches of keys only (index-only), then the rows by key, one statement."""
    (a, pa), (b, pb) = (branch(db, scope, c, "r.number", where, use_path) for c in RIGHTS)
    return db.rows(
        f"SELECT {COLUMNS} FROM report r WHERE r.number IN (SELECT number FROM"
        f" (SELECT * FROM ({a}) AS a UNION SELECT * FROM ({b}) AS b) AS k"
        f" ORDER BY number DESC LIMIT 51) {NEWEST}",
        pa + pb,
    )


def keys_three(db, scope, where, use_path):
    """2k as three statements: what the Django ORM can say on both databases."""
    parts = (db.rows(*branch(db, scope, c, "r.number", where, use_path)) for c in RIGHTS)
    return fetch(db, sorted({k for (k,) in itertools.chain(*parts)}, reverse=True)[:51])


def scope_rows(db, scope, where, _use_path):
    """3: a table with one row per right; a report can occur twice, hence 102."""
    sql, params = branch(db, scope, "unit_id", "r.number", where)
    sql = sql.replace("FROM report r", "FROM report_scope r").replace("LIMIT 51", "LIMIT 102")
    return fetch(db, list(dict.fromkeys(k for (k,) in db.rows(sql, params)))[:51])


def complement(db, scope, where, _use_path):
    """4: a wide scope walks from the newest and leaves the few excluded units out."""
    return db.rows(*either(*db.among(scope.excluded, negate=True), where))


CANDIDATES = {
    "1 OR, path": (one_or, True),
    "1 OR, ids": (one_or, False),
    "4 complement": (complement, False),
    "2 rows, path": (branches_rows, True),
    "2 rows, ids": (branches_rows, False),
    "2k keys, UNION, path": (keys_union, True),
    "2k keys, UNION, ids": (keys_union, False),
    "2k keys, 3 queries, ids": (keys_three, False),
    "3 scope rows, ids": (scope_rows, False),
}


def capped_count(db, scope, where, end="LIMIT 1001"):
    if scope.wide:
        inner, params = either(*db.among(scope.excluded, negate=True), where, "1", end)
    else:
        (a, pa), (b, pb) = (branch(db, scope, c, "r.number", where) for c in RIGHTS)
        inner, params = (
            f"SELECT * FROM ({a}) AS a UNION SELECT * FROM ({b}) AS b".replace(NEWEST, end),
            pa + pb,
        )
    return db.rows(f"SELECT count(*) FROM ({inner}) AS n", params)


def search_walk(db, scope, word, extra=""):
    """Walk the hits from the newest and look at the units (PostgreSQL's planner chooses itself)."""
    test, params = db.among(scope.excluded if scope.wide else scope.ids, negate=scope.wide)
    rights = (
        f"(r.unit_id {test} OR r.owner_unit_id {test}) AND r.confidentiality <= {CLEARANCE}{extra}"
    )
    if isinstance(db, Postgres):
        return db.rows(
            f"SELECT {COLUMNS} FROM report r WHERE r.words @@ plainto_tsquery('dutch', ?)"
            f" AND {rights} {NEWEST}",
            (word,) + params * 2,
        )
    return db.rows(
        f"SELECT {COLUMNS} FROM hits CROSS JOIN report r WHERE hits MATCH ? AND r.number = hits.rowid"
        f" AND {rights} ORDER BY hits.rowid DESC LIMIT 51",
        (word,) + params * 2,
    )


def search_keys(db, scope, word, extra=""):
    """SQLite, narrow scope: first the set of readable keys, then walk the hits against it. The + matters:
    without it SQLite asks the text index once for every key."""
    test, params = db.among(scope.ids)
    keys = " UNION ALL ".join(
        f"SELECT number FROM report WHERE {c} {test} AND confidentiality <= {CLEARANCE}"
        for c in RIGHTS
    )
    return db.rows(
        f"SELECT {COLUMNS} FROM hits CROSS JOIN report r WHERE hits MATCH ? AND +hits.rowid IN ({keys})"
        f" AND r.number = hits.rowid{extra} ORDER BY hits.rowid DESC LIMIT 51",
        (word,) + params * 2,
    )


def milliseconds(action, targets, repeats=20, patience=1.5):
    """median/p95 over all targets; a slow cell stops early, never before 3 runs."""
    times, begin = [], time.perf_counter()
    for target in [t for _ in range(repeats) for t in targets]:
        if len(times) >= 3 and time.perf_counter() - begin > patience:
            break
        start = time.perf_counter()
        action(target)
        times.append((time.perf_counter() - start) * 1e3)
    return f"{statistics.median(times):8.2f}/{sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]:8.2f}"


def make_filters(db, count):
    (deep,) = db.rows(
        f"SELECT number FROM report ORDER BY number LIMIT 1 OFFSET {count * 4 // 10}"
    )[0]
    month = tuple((START_MS + days * 86_400_000) << SHIFT for days in (730, 760))
    return {
        "none": ("", ()),
        "state 5 %": (" AND r.state = 'in_handling'", ()),
        "state 0.1 %": (" AND r.state = 'reopened'", ()),
        "state, no hits": (" AND r.state = 'absent'", ()),
        "kind 8 %": (" AND r.kind = 3", ()),
        "month": (" AND r.number >= ? AND r.number < ?", month),
        "deep page": (" AND r.number < ?", (deep,)),
    }


def measure_lists(db, scopes, filters):
    for filter_name, where in filters.items():
        expected = {
            name: keys_three(db, targets[0], where, False) for name, targets in scopes.items()
        }
        for name, (candidate, use_path) in CANDIDATES.items():
            cells = []
            for scope_name, targets in scopes.items():
                suits = candidate is not complement or targets[0].wide
                assert (
                    not suits or candidate(db, targets[0], where, use_path) == expected[scope_name]
                ), (name, scope_name)
                cells.append(
                    milliseconds(lambda s: candidate(db, s, where, use_path), targets)
                    if suits
                    else f"{'-':>17}"
                )
            print(f"{db.name:11}{filter_name:15}{name:24}" + " |".join(cells), flush=True)


def measure_counts_and_search(db, scopes, filters):
    for filter_name in ("none", "state 5 %", "state 0.1 %"):
        cells = [
            milliseconds(lambda s: capped_count(db, s, filters[filter_name]), t)
            for t in scopes.values()
        ]
        print(f"{db.name:11}{'count to 1,000':15}{filter_name:24}" + " |".join(cells), flush=True)
    forms = (
        {"walk hits": search_walk, "key set": search_keys}
        if isinstance(db, Sqlite)
        else {"planner": search_walk}
    )
    for word, (name, form), extra in itertools.product(
        WORDS, forms.items(), ("", " AND r.kind = 99")
    ):
        cells = []
        for targets in scopes.values():
            assert form(db, targets[0], word, extra) == search_walk(db, targets[0], word, extra)
            cells.append(milliseconds(lambda s: form(db, s, word, extra), targets, repeats=8))
        print(
            f"{db.name:11}{word[:14]:15}{name + (', no hit left' if extra else ''):24}"
            + " |".join(cells),
            flush=True,
        )


def measure_writing(db, tree, rows=10_000):
    """Microseconds a row in one transaction that is rolled back, median of 5, with ever fewer indexes."""
    new = [
        ((START_MS + SPAN_MS + k) << SHIFT, *r[1:])
        for k, r in enumerate(make_reports(rows, tree, random.Random(5)))
    ]
    some = db.rows(
        f"SELECT number FROM report WHERE state = 'in_handling' ORDER BY unit_id LIMIT {rows}"
    )
    work = {
        "insert": (
            "INSERT INTO report (number, unit_id, owner_unit_id, confidentiality, state, kind, occurred, story)"
            " VALUES (?,?,?,?,?,?,?,?)",
            new,
        ),
        "scope rows": (
            "INSERT INTO report_scope VALUES (?,?,?,?,?)",
            [(unit, r[0], r[4], r[3], r[5]) for r in new for unit in r[1:3] if unit],
        ),
        "change of state": ("UPDATE report SET state = 'closed' WHERE number = ?", some),
    }
    for dropped in ("", "r_kind", "r_state", "r_owner", "r_unit"):
        if dropped:
            db.run(f"DROP INDEX {dropped}")
        line = []
        for name, (sql, values) in work.items():
            spent = []
            for _ in range(5):
                db.run("BEGIN")
                begin = time.perf_counter()
                db.many(sql, values)
                spent.append((time.perf_counter() - begin) * 1e6 / len(values))
                db.run("ROLLBACK")
            line.append(f"{name} {statistics.median(spent):7.1f} us")
        print(
            f"{db.name:11}{'without ' + dropped if dropped else 'all indexes':20}"
            + "   ".join(line),
            flush=True,
        )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--dsn", help="an empty PostgreSQL database, its tables are replaced")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        databases = [Sqlite(f"{folder}/scope.sqlite3")] + (
            [Postgres(options.dsn)] if options.dsn else []
        )
        for db in databases:
            tree = make_units(rnd := random.Random(7))
            prepare(db, options.reports, tree, rnd)
            scopes, filters = (
                make_scopes(db, tree, options.reports),
                make_filters(db, options.reports),
            )
            print(
                " " * 50
                + " |".join(f"{f'{k}: {len(v[0].ids)} units':>17}" for k, v in scopes.items())
            )
            measure_lists(db, scopes, filters)
            measure_counts_and_search(db, scopes, filters)
            measure_writing(db, tree)


if __name__ == "__main__":
    main()
