"""The synthetic organisation, reports and databases that scope_candidates.py measures on."""

import functools
import itertools
import json
import random
import sqlite3
import time

CLEARANCE = 1
SHIFT = 22  # number = epoch milliseconds << 22 | random; ordering by number is ordering by time
START_MS, SPAN_MS = 1_635_724_800_000, 5 * 365 * 86_400_000
STATES = {
    "received": 30,
    "in_handling": 50,
    "measures": 39,
    "closed": 860,
    "withdrawn": 20,
    "reopened": 1,
}
WORDS = {
    "gevarenzone": 0.2,
    "veiligheidsgordel": 0.005,
    "stikstoflek": 0.0002,
}  # share of the texts
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
                owner = by_path[tree[unit][: 4 * rnd.randint(2, depth - 1)]]
        story = rnd.choices(sentences, k=5)
        for word, share in WORDS.items():
            if rnd.random() < share:
                story.insert(rnd.randint(0, 5), word)
        yield (
            ms << SHIFT | rnd.getrandbits(SHIFT),
            unit,
            None if owner == unit else owner,
            rnd.choices((0, 1, 2, 3), (80, 15, 4, 1))[0],
            rnd.choices(states, cum_weights=state_weights)[0],
            rnd.randint(1, 12),
            ms // 1000,
            " ".join(story),
        )


class Sqlite:
    name = "SQLite"
    text_index = (
        "CREATE VIRTUAL TABLE hits USING fts5(story, content='report', content_rowid='number',"
        " tokenize='unicode61 remove_diacritics 2'); INSERT INTO hits(hits) VALUES ('rebuild')"
    )
    analyse = "ANALYZE"

    def __init__(self, path):
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.run, self.many = self.connection.execute, self.connection.executemany
        self.script = self.connection.executescript
        self.script("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536")

    def rows(self, sql, params=()):
        return self.run(sql, params).fetchall()

    def used(self):
        return 4096 * (
            self.rows("PRAGMA page_count")[0][0] - self.rows("PRAGMA freelist_count")[0][0]
        )

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
        self.script(
            "DROP TABLE IF EXISTS report_scope, report, unit;"
            + SCHEMA.format(pk="bigint PRIMARY KEY", words=words)
        )
        self.many("INSERT INTO unit VALUES (?,?)", list(tree.items()))
        with self.connection.cursor() as cursor, cursor.copy("COPY report FROM STDIN") as copy:
            for row in make_reports(count, tree, rnd):
                copy.write_row(row)

    @staticmethod
    def among(ids, negate=False):
        return ("<> ALL (?)" if negate else "= ANY (?)"), (ids,)


def prepare(db, count, tree, rnd):
    """Load, then make every index and say what it costs."""
    steps = [
        ("rows", lambda: db.load(count, tree, rnd)),
        ("scope rows", lambda: db.script(SCOPE_ROWS)),
    ]
    steps += [
        (n, functools.partial(db.script, f"CREATE INDEX {n} ON {on}")) for n, on in INDEXES.items()
    ]
    steps += [
        ("full text", lambda: db.script(db.text_index)),
        ("analyse", lambda: db.script(db.analyse)),
    ]
    for name, action in steps:
        size, begin = db.used(), time.perf_counter()
        action()
        print(
            f"{db.name:11}{name:12}{time.perf_counter() - begin:8.1f} s {(db.used() - size) / 1e6:8.0f} MB",
            flush=True,
        )


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
        self.ids = sorted(scattered) or sorted(
            i for i, p in tree.items() if any(a <= p < b for a, b in self.ranges)
        )
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
        roots = sorted(
            (p for p in totals if p[:16] not in restricted),
            key=lambda p: abs(totals[p] - share * count),
        )
        scopes[name] = [Scope(tree, p, restricted) for p in roots[:5]]
    scopes["all"] = [Scope(tree, "0001", restricted)]
    scopes["150"] = [Scope(tree, scattered=rnd.sample(list(tree), 150)) for _ in range(5)]
    return scopes
