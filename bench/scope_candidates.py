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
import functools
import itertools
import json
import random
import sqlite3
import statistics
import tempfile
import time

CLEARANCE = 1
SHIFT = 22  # number = epoch milliseconds << 22 | random; ordering by number is ordering by time
START_MS, SPAN_MS = 1_635_724_800_000, 5 * 365 * 86_400_000
STATES = {"received": 30, "in_handling": 50, "measures": 39, "closed": 860, "withdrawn": 20, "reopened": 1}
WORDS = {"gevarenzone": 0.2, "veiligheidsgordel": 0.005, "stikstoflek": 0.0002}  # share of the texts
VOCABULARY = """de het een van en in op te dat is was met voor door aan bij niet maar ook nog tijdens oefening voertuig
lading kazerne sergeant chauffeur melding gevaar letsel schade rijden remmen hek poort nacht regen munitie schietbaan helm
radio mast dek ladder touw motor olie lek vuur rook alarm hand vinger knie rug trap vloer loods vliegtuig rotor onderhoud
controle groep peloton terrein bos boot duiker pomp kraan hijsen ketting stroom kabel accu arts maatregel lamp""".split()
SCHEMA = """
CREATE TABLE unit (id {pk}, path varchar(64) NOT NULL UNIQUE);
CREATE TABLE report (number {pk}, unit_id bigint NOT NULL, owner_unit_id bigint, confidentiality smallint NOT NULL,
    state varchar(24) NOT NULL, kind smallint NOT NULL, occurred bigint NOT NULL, story text NOT NULL{words});
CREATE TABLE report_scope (unit_id bigint NOT NULL, number bigint NOT NULL, state varchar(24) NOT NULL,
    confidentiality smallint NOT NULL, kind smallint NOT NULL)"""
SCOPE_ROWS = """INSERT INTO report_scope SELECT unit_id, number, state, confidentiality, kind FROM report UNION ALL
    SELECT owner_unit_id, number, state, confidentiality, kind FROM report WHERE owner_unit_id IS NOT NULL"""
INDEXES = {
    "r_unit": "report (unit_id, number, state, confidentiality, kind)",
    "r_owner": "report (owner_unit_id, number, state, confidentiality, kind) WHERE owner_unit_id IS NOT NULL",
    "r_state": "report (state, number, unit_id, owner_unit_id, confidentiality, kind)",
    "r_kind": "report (kind, number, unit_id, owner_unit_id, confidentiality, state)",
    "s_unit": "report_scope (unit_id, number, state, confidentiality, kind)",
    "s_number": "report_scope (number)",
}


def make_units(rnd, wanted=6000):
    """Unit id -> path: 8 levels, four digits a level, no separators."""
    levels = [["0001"]]
    for fan in (6, 5, 4, 4, 3):
        levels.append([p + f"{i * 3 + 1:04d}" for p in levels[-1] for i in range(fan)])
    missing = wanted - sum(map(len, levels))
    for size in (missing * 3 // 5, missing - missing * 3 // 5):
        children, level = {}, []
        for parent in (rnd.choice(levels[-1]) for _ in range(size)):
            children[parent] = children.get(parent, 0) + 1
            level.append(parent + f"{children[parent]:04d}")
        levels.append(level)
    paths = [p for level in levels for p in level]
    rnd.shuffle(paths)
    return dict(enumerate(paths, start=1))


def make_reports(count, tree, rnd):
    """Rows of report, oldest first: units by a Pareto law, 8 % with another owner unit."""
    ids, by_path = list(tree), {p: i for i, p in tree.items()}
    busy = list(itertools.accumulate(min(rnd.paretovariate(1.1), 400) for _ in ids))
    zipf = [1 / (k + 3) for k in range(len(VOCABULARY))]
    sentences = [" ".join(rnd.choices(VOCABULARY, zipf, k=13)) for _ in range(20_000)]
    states, state_weights = list(STATES), list(itertools.accumulate(STATES.values()))
    for k in range(count):
        ms = int(START_MS + k * SPAN_MS / count)
        unit, owner = rnd.choices(ids, cum_weights=busy)[0], None
        if rnd.random() < 0.08:
            owner, depth = rnd.choices(ids, cum_weights=busy)[0], len(tree[unit]) // 4
            if rnd.random() < 0.5 and depth > 2:
                owner = by_path[tree[unit][:4 * rnd.randint(2, depth - 1)]]
        story = rnd.choices(sentences, k=5)
        for word, share in WORDS.items():
            if rnd.random() < share:
                story.insert(rnd.randint(0, 5), word)
        yield (ms << SHIFT | rnd.getrandbits(SHIFT), unit, None if owner == unit else owner,
               rnd.choices((0, 1, 2, 3), (80, 15, 4, 1))[0], rnd.choices(states, cum_weights=state_weights)[0],
               rnd.randint(1, 12), ms // 1000, " ".join(story))


class Sqlite:
    name = "SQLite"
    text_index = ("CREATE VIRTUAL TABLE hits USING fts5(story, content='report', content_rowid='number',"
                  " tokenize='unicode61 remove_diacritics 2'); INSERT INTO hits(hits) VALUES ('rebuild')")
    analyse = "ANALYZE"

    def __init__(self, path):
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.run, self.many = self.connection.execute, self.connection.executemany
        self.script = self.connection.executescript
        self.script("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536")

    def rows(self, sql, params=()):
        return self.run(sql, params).fetchall()

    def used(self):
        return 4096 * (self.rows("PRAGMA page_count")[0][0] - self.rows("PRAGMA freelist_count")[0][0])

    def load(self, count, tree, rnd):
        self.script(SCHEMA.format(pk="integer PRIMARY KEY", words=""))
        self.run("BEGIN")
        self.many("INSERT INTO unit VALUES (?,?)", tree.items())
        self.many("INSERT INTO report VALUES (?,?,?,?,?,?,?,?)", make_reports(count, tree, rnd))
        self.run("COMMIT")

    @staticmethod
    def among(ids, negate=False):
        return f"{'NOT ' if negate else ''}IN (SELECT value FROM json_each(?))", (json.dumps(ids),)


class Postgres:
    name = "PostgreSQL"
    text_index = "CREATE INDEX r_words ON report USING gin (words)"
    analyse = "VACUUM ANALYZE"

    def __init__(self, dsn):
        import psycopg  # client-side parameters, as Django sends them by default
        self.connection = psycopg.connect(dsn, autocommit=True, cursor_factory=psycopg.ClientCursor)
        self.run = self.script = self.connection.execute

    def rows(self, sql, params=()):
        return self.run(sql.replace("?", "%s"), params).fetchall()

    def many(self, sql, rows):
        self.connection.cursor().executemany(sql.replace("?", "%s"), rows)

    def used(self):
        return self.rows("SELECT pg_database_size(current_database())")[0][0]

    def load(self, count, tree, rnd):
        words = ", words tsvector GENERATED ALWAYS AS (to_tsvector('dutch', story)) STORED"
        self.script("DROP TABLE IF EXISTS report_scope, report, unit;" + SCHEMA.format(pk="bigint PRIMARY KEY", words=words))
        self.many("INSERT INTO unit VALUES (?,?)", list(tree.items()))
        with self.connection.cursor() as cursor, cursor.copy("COPY report FROM STDIN") as copy:
            for row in make_reports(count, tree, rnd):
                copy.write_row(row)

    @staticmethod
    def among(ids, negate=False):
        return ("<> ALL (?)" if negate else "= ANY (?)"), (ids,)


def prepare(db, count, tree, rnd):
    """Load, then make every index and say what it costs."""
    steps = [("rows", lambda: db.load(count, tree, rnd)), ("scope rows", lambda: db.script(SCOPE_ROWS))]
    steps += [(n, functools.partial(db.script, f"CREATE INDEX {n} ON {on}")) for n, on in INDEXES.items()]
    steps += [("full text", lambda: db.script(db.text_index)), ("analyse", lambda: db.script(db.analyse))]
    for name, action in steps:
        size, begin = db.used(), time.perf_counter()
        action()
        print(f"{db.name:11}{name:12}{time.perf_counter() - begin:8.1f} s {(db.used() - size) / 1e6:8.0f} MB", flush=True)


def after(path):  # the first path behind this subtree
    return path[:-4] + f"{int(path[-4:]) + 1:04d}"


class Scope:
    """What an actor may read: path ranges with the restricted subtrees cut out, or scattered units."""

    def __init__(self, tree, root=None, restricted=(), scattered=()):
        self.ranges, low = [], root
        if root:
            for cut in sorted(r for r in restricted if r.startswith(root)):
                self.ranges.append((low, cut))
                low = after(cut)
            self.ranges.append((low, after(root)))
        self.ids = sorted(scattered) or sorted(i for i, p in tree.items() if any(a <= p < b for a, b in self.ranges))
        self.excluded = sorted(set(tree) - set(self.ids))
        self.wide = len(self.excluded) < len(self.ids)


def make_scopes(db, tree, count):
    totals = {}
    for unit, rows in db.rows("SELECT unit_id, count(*) FROM report GROUP BY 1"):
        for path in (tree[unit][:end] for end in range(4, len(tree[unit]) + 1, 4)):
            totals[path] = totals.get(path, 0) + rows
    rnd, scopes = random.Random(3), {}
    restricted = rnd.sample(sorted(p for p in totals if len(p) == 16), 5)
    for name, share in (("tiny", 140e-6), ("battalion", 750e-6), ("mid", 0.007), ("big", 0.095)):
        roots = sorted((p for p in totals if p[:16] not in restricted), key=lambda p: abs(totals[p] - share * count))
        scopes[name] = [Scope(tree, p, restricted) for p in roots[:5]]
    scopes["all"] = [Scope(tree, "0001", restricted)]
    scopes["150"] = [Scope(tree, scattered=rnd.sample(list(tree), 150)) for _ in range(5)]
    return scopes


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
    return (f"SELECT {what} FROM report r WHERE r.{column} {test}"
            f" AND r.confidentiality <= {CLEARANCE}{where[0]} {NEWEST}", params + where[1])


def either(test, params, where, what=COLUMNS, end=NEWEST):
    """1 and 4: both rights in one OR."""
    return (f"SELECT {what} FROM report r WHERE (r.unit_id {test} OR r.owner_unit_id {test})"
            f" AND r.confidentiality <= {CLEARANCE}{where[0]} {end}", params * 2 + where[1])


def one_or(db, scope, where, use_path):
    return db.rows(*either(*inside(db, scope, use_path), where))


def branches_rows(db, scope, where, use_path):
    """2: two queries of whole rows, merged here."""
    parts = (db.rows(*branch(db, scope, c, COLUMNS, where, use_path)) for c in RIGHTS)
    return sorted(set(itertools.chain(*parts)), reverse=True)[:51]


def keys_union(db, scope, where, use_path):
    """2k: branches of keys only (index-only), then the rows by key, one statement."""
    (a, pa), (b, pb) = (branch(db, scope, c, "r.number", where, use_path) for c in RIGHTS)
    return db.rows(f"SELECT {COLUMNS} FROM report r WHERE r.number IN (SELECT number FROM"
                   f" (SELECT * FROM ({a}) AS a UNION SELECT * FROM ({b}) AS b) AS k"
                   f" ORDER BY number DESC LIMIT 51) {NEWEST}", pa + pb)


def keys_three(db, scope, where, use_path):
    """2k as three statements: what the Django ORM can say on both databases."""
    parts = (db.rows(*branch(db, scope, c, "r.number", where, use_path)) for c in RIGHTS)
    return fetch(db, sorted({k for k, in itertools.chain(*parts)}, reverse=True)[:51])


def scope_rows(db, scope, where, _use_path):
    """3: a table with one row per right; a report can occur twice, hence 102."""
    sql, params = branch(db, scope, "unit_id", "r.number", where)
    sql = sql.replace("FROM report r", "FROM report_scope r").replace("LIMIT 51", "LIMIT 102")
    return fetch(db, list(dict.fromkeys(k for k, in db.rows(sql, params)))[:51])


def complement(db, scope, where, _use_path):
    """4: a wide scope walks from the newest and leaves the few excluded units out."""
    return db.rows(*either(*db.among(scope.excluded, negate=True), where))


CANDIDATES = {
    "1 OR, path": (one_or, True), "1 OR, ids": (one_or, False), "4 complement": (complement, False),
    "2 rows, path": (branches_rows, True), "2 rows, ids": (branches_rows, False),
    "2k keys, UNION, path": (keys_union, True), "2k keys, UNION, ids": (keys_union, False),
    "2k keys, 3 queries, ids": (keys_three, False), "3 scope rows, ids": (scope_rows, False),
}


def capped_count(db, scope, where, end="LIMIT 1001"):
    if scope.wide:
        inner, params = either(*db.among(scope.excluded, negate=True), where, "1", end)
    else:
        (a, pa), (b, pb) = (branch(db, scope, c, "r.number", where) for c in RIGHTS)
        inner, params = f"SELECT * FROM ({a}) AS a UNION SELECT * FROM ({b}) AS b".replace(NEWEST, end), pa + pb
    return db.rows(f"SELECT count(*) FROM ({inner}) AS n", params)


def search_walk(db, scope, word, extra=""):
    """Walk the hits from the newest and look at the units (PostgreSQL's planner chooses itself)."""
    test, params = db.among(scope.excluded if scope.wide else scope.ids, negate=scope.wide)
    rights = f"(r.unit_id {test} OR r.owner_unit_id {test}) AND r.confidentiality <= {CLEARANCE}{extra}"
    if isinstance(db, Postgres):
        return db.rows(f"SELECT {COLUMNS} FROM report r WHERE r.words @@ plainto_tsquery('dutch', ?)"
                       f" AND {rights} {NEWEST}", (word,) + params * 2)
    return db.rows(f"SELECT {COLUMNS} FROM hits CROSS JOIN report r WHERE hits MATCH ? AND r.number = hits.rowid"
                   f" AND {rights} ORDER BY hits.rowid DESC LIMIT 51", (word,) + params * 2)


def search_keys(db, scope, word, extra=""):
    """SQLite, narrow scope: first the set of readable keys, then walk the hits against it. The + matters:
    without it SQLite asks the text index once for every key."""
    test, params = db.among(scope.ids)
    keys = " UNION ALL ".join(f"SELECT number FROM report WHERE {c} {test} AND confidentiality <= {CLEARANCE}"
                              for c in RIGHTS)
    return db.rows(f"SELECT {COLUMNS} FROM hits CROSS JOIN report r WHERE hits MATCH ? AND +hits.rowid IN ({keys})"
                   f" AND r.number = hits.rowid{extra} ORDER BY hits.rowid DESC LIMIT 51", (word,) + params * 2)


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
    deep, = db.rows(f"SELECT number FROM report ORDER BY number LIMIT 1 OFFSET {count * 4 // 10}")[0]
    month = tuple((START_MS + days * 86_400_000) << SHIFT for days in (730, 760))
    return {
        "none": ("", ()), "state 5 %": (" AND r.state = 'in_handling'", ()),
        "state 0.1 %": (" AND r.state = 'reopened'", ()), "state, no hits": (" AND r.state = 'absent'", ()), "kind 8 %": (" AND r.kind = 3", ()),
        "month": (" AND r.number >= ? AND r.number < ?", month), "deep page": (" AND r.number < ?", (deep,)),
    }


def measure_lists(db, scopes, filters):
    for filter_name, where in filters.items():
        expected = {name: keys_three(db, targets[0], where, False) for name, targets in scopes.items()}
        for name, (candidate, use_path) in CANDIDATES.items():
            cells = []
            for scope_name, targets in scopes.items():
                suits = candidate is not complement or targets[0].wide
                assert not suits or candidate(db, targets[0], where, use_path) == expected[scope_name], (name, scope_name)
                cells.append(milliseconds(lambda s: candidate(db, s, where, use_path), targets) if suits else f"{'-':>17}")
            print(f"{db.name:11}{filter_name:15}{name:24}" + " |".join(cells), flush=True)


def measure_counts_and_search(db, scopes, filters):
    for filter_name in ("none", "state 5 %", "state 0.1 %"):
        cells = [milliseconds(lambda s: capped_count(db, s, filters[filter_name]), t) for t in scopes.values()]
        print(f"{db.name:11}{'count to 1,000':15}{filter_name:24}" + " |".join(cells), flush=True)
    forms = {"walk hits": search_walk, "key set": search_keys} if isinstance(db, Sqlite) else {"planner": search_walk}
    for word, (name, form), extra in itertools.product(WORDS, forms.items(), ("", " AND r.kind = 99")):
        cells = []
        for targets in scopes.values():
            assert form(db, targets[0], word, extra) == search_walk(db, targets[0], word, extra)
            cells.append(milliseconds(lambda s: form(db, s, word, extra), targets, repeats=8))
        print(f"{db.name:11}{word[:14]:15}{name + (', no hit left' if extra else ''):24}" + " |".join(cells), flush=True)


def measure_writing(db, tree, rows=10_000):
    """Microseconds a row in one transaction that is rolled back, median of 5, with ever fewer indexes."""
    new = [((START_MS + SPAN_MS + k) << SHIFT, *r[1:]) for k, r in enumerate(make_reports(rows, tree, random.Random(5)))]
    some = db.rows(f"SELECT number FROM report WHERE state = 'in_handling' ORDER BY unit_id LIMIT {rows}")
    work = {
        "insert": ("INSERT INTO report (number, unit_id, owner_unit_id, confidentiality, state, kind, occurred, story)"
                   " VALUES (?,?,?,?,?,?,?,?)", new),
        "scope rows": ("INSERT INTO report_scope VALUES (?,?,?,?,?)",
                       [(unit, r[0], r[4], r[3], r[5]) for r in new for unit in r[1:3] if unit]),
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
        print(f"{db.name:11}{'without ' + dropped if dropped else 'all indexes':20}" + "   ".join(line), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--dsn", help="an empty PostgreSQL database, its tables are replaced")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        databases = [Sqlite(f"{folder}/scope.sqlite3")] + ([Postgres(options.dsn)] if options.dsn else [])
        for db in databases:
            tree = make_units(rnd := random.Random(7))
            prepare(db, options.reports, tree, rnd)
            scopes, filters = make_scopes(db, tree, options.reports), make_filters(db, options.reports)
            print(" " * 50 + " |".join(f"{f'{k}: {len(v[0].ids)} units':>17}" for k, v in scopes.items()))
            measure_lists(db, scopes, filters)
            measure_counts_and_search(db, scopes, filters)
            measure_writing(db, tree)


if __name__ == "__main__":
    main()
