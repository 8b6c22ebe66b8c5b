"""The plain-SQL floor of a scene: the same answer by hand-written statements, no objects, no page."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection, transaction

from baken.core.access import Actor
from baken.core.access.scope import scope_of
from baken.core.search.words import words_of
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.permits import READ as READ_ASSESSMENT
from baken.rooms.measures.models import Measure
from baken.rooms.measures.permits import READ as READ_MEASURE
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import READ as READ_RISK
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE

PAGE = 51
SHOWN = "r.number, r.ref, r.unit_id, r.state, r.confidentiality, r.story, r.received_at"
SHOWN_OCCURRENCE = "r.number, r.ref, r.unit_id, r.state, r.title, r.kind, r.potential_severity"
SHOWN_RISK = "r.number, r.ref, r.unit_id, r.state, r.title, r.hazard, r.current_class, r.due_at"
SHOWN_MEASURE = (
    "r.number, r.ref, r.unit_id, r.state, r.title, r.control_level, r.risk_class, r.due_at"
)
SHOWN_ASSESSMENT = "r.number, r.ref, r.unit_id, r.state, r.title, r.in_force_at, r.review_on"
# What is read of a kind of record: with which permit, and which columns a list shows.
READ_AS: dict[type[Any], tuple[str, str]] = {
    Report: (READ, SHOWN),
    Occurrence: (READ_OCCURRENCE, SHOWN_OCCURRENCE),
    Risk: (READ_RISK, SHOWN_RISK),
    Measure: (READ_MEASURE, SHOWN_MEASURE),
    Assessment: (READ_ASSESSMENT, SHOWN_ASSESSMENT),
}
COPIED = (
    "story, place, happened_at, still_dangerous, immediate_action, identity, channel, received_at"
)
SHARED = f"unit_id, confidentiality, state, touched_at, level_steps, names_person, {COPIED}"

Statement = tuple[str, tuple[Any, ...]]


def rows_of(statement: Statement) -> list[Any]:
    """Run one statement and fetch everything."""
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return list(cursor.fetchall())


@dataclass(frozen=True)
class Reading:
    """What one actor reads of one table: the units, the level, and whether it is nearly all."""

    table: str
    columns: str
    units: frozenset[int]
    wide: bool
    level: int

    @classmethod
    def of(cls, actor: Actor, root: type[Any] = Report) -> Reading:
        """As the access layer computes it; every actor of the bench has one level."""
        permit, columns = READ_AS[root]
        (level,) = scope_of(actor, permit, root).levels
        wide = level.outside is not None
        return cls(
            table=root._meta.db_table,
            columns=columns,
            units=level.outside or frozenset() if wide else level.unit_ids,
            wide=wide,
            level=level.confidentiality,
        )

    def newest(self, extra: str = "", values: Sequence[Any] = (), most: int = PAGE) -> Statement:
        """The newest rows; ``extra`` narrows, with ``r`` for the table."""
        end = f"ORDER BY r.number DESC LIMIT {most}"
        if self.wide:
            where, params = self.either()
            sql = f"SELECT {self.columns} FROM {self.table} r WHERE {where}{extra} {end}"
            return sql, (*params, *values)
        pieces, params = [], []
        for place, column in enumerate(("unit_id", "owner_unit_id")):
            among, listed = self.among(column)
            held = f"r.confidentiality <= {self.level}"
            inner = f"SELECT r.number FROM {self.table} r WHERE {among} AND {held}{extra} {end}"
            pieces.append(f"SELECT * FROM ({inner}) AS k{place}")
            params += [listed, *values]
        keys = (
            f"SELECT number FROM ({' UNION '.join(pieces)}) AS k ORDER BY number DESC LIMIT {most}"
        )
        sql = f"SELECT {self.columns} FROM {self.table} r WHERE r.number IN ({keys}) {end}"
        return sql, tuple(params)

    def either(self) -> tuple[str, list[Any]]:
        """Both rights in one condition."""
        (unit, listed), (owner, again) = self.among("unit_id"), self.among("owner_unit_id")
        return f"({unit} OR {owner}) AND r.confidentiality <= {self.level}", [listed, again]

    def among(self, column: str) -> tuple[str, Any]:
        """The test of a unit column, with the list of units as one parameter."""
        if connection.vendor == "sqlite":
            verb = "NOT IN" if self.wide else "IN"
            listed = orjson.dumps(sorted(self.units)).decode()
            return f"r.{column} {verb} (SELECT value FROM json_each(%s))", listed
        return f"r.{column} {'<> ALL' if self.wide else '= ANY'}(%s)", sorted(self.units)

    def with_words(self, text: str) -> Statement:
        """The newest rows that hold the words: keys first on SQLite where the scope is narrow."""
        wanted = words_of(text)
        where, params = self.either()
        if connection.vendor != "sqlite":
            holds = "r.words @@ websearch_to_tsquery('dutch', %s)"
            return self.newest_where(f"{holds} AND {where}", [wanted.web, *params])
        hits = f"{self.table}_words"
        if self.wide:
            sql = (
                f"SELECT {self.columns} FROM {hits} CROSS JOIN {self.table} r WHERE {hits} MATCH %s"
                f" AND r.number = {hits}.rowid AND {where} ORDER BY {hits}.rowid DESC LIMIT {PAGE}"
            )
            return sql, (wanted.fts, *params)
        keys = (
            f"SELECT r.number FROM {self.table} r WHERE {{}} AND r.confidentiality <= {self.level}"
        )
        (unit, listed), (owner, again) = self.among("unit_id"), self.among("owner_unit_id")
        sql = (
            f"SELECT {self.columns} FROM {hits} CROSS JOIN {self.table} r WHERE {hits} MATCH %s"
            f" AND +{hits}.rowid IN ({keys.format(unit)} UNION ALL {keys.format(owner)})"
            f" AND r.number = {hits}.rowid ORDER BY {hits}.rowid DESC LIMIT {PAGE}"
        )
        return sql, (wanted.fts, listed, again)

    def newest_where(self, where: str, params: Sequence[Any]) -> Statement:
        """The newest rows under a condition."""
        end = f"ORDER BY r.number DESC LIMIT {PAGE}"
        return f"SELECT {self.columns} FROM {self.table} r WHERE {where} {end}", tuple(params)

    def due(self, states: Sequence[str], most: int) -> list[Statement]:
        """What is owed, by its term: one statement per unit column, or one when nearly all is read."""
        marks = ", ".join(["%s"] * len(states))
        end = f"r.due_at IS NOT NULL AND r.state IN ({marks}) ORDER BY r.due_at LIMIT {most}"
        if self.wide:
            tests = [self.either()]
        else:
            held = f"r.confidentiality <= {self.level}"
            columns = [self.among(name) for name in ("unit_id", "owner_unit_id")]
            tests = [(f"{test} AND {held}", [listed]) for test, listed in columns]
        start = f"SELECT {self.columns} FROM {self.table} r WHERE"
        return [(f"{start} {where} AND {end}", (*params, *states)) for where, params in tests]


def read_record(ref: str) -> None:
    """A report with its occurrence, steps, conversation and files."""
    found = ("SELECT number, occurrence_id, story FROM reports_report WHERE ref = %s", (ref,))
    number, occurrence, _story = rows_of(found)[0]
    for sql, key in (
        ("SELECT * FROM reports_reportstep WHERE record_id = %s ORDER BY serial DESC", number),
        ("SELECT * FROM reports_message WHERE record_id = %s ORDER BY number DESC", number),
        ("SELECT * FROM files_storedfile WHERE record = %s", number),
        ("SELECT * FROM reports_occurrence WHERE number = %s", occurrence),
    ):
        rows_of((sql, (key,)))


def write_report(like: int) -> None:
    """A copy of a report and of its first step, in a durable transaction of their own."""
    tables = ("reports_report", "reports_reportstep")
    newest = max(rows_of((f"SELECT max(number) FROM {name}", ()))[0][0] for name in tables)
    step = (
        "serial, code, from_state, to_state, at, facts, words, salts, commitments, previous, hash"
    )
    fresh = uuid.uuid4()
    key = fresh.hex if connection.vendor == "sqlite" else fresh
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO reports_report (number, id, ref, {SHARED})"
            f" SELECT %s, %s, %s, {SHARED} FROM reports_report WHERE number = %s",
            (newest + 1, key, f"X-{fresh.hex[:16]}", like),
        )
        cursor.execute(
            f"INSERT INTO reports_reportstep (number, record_id, {step})"
            f" SELECT %s, %s, {step} FROM reports_reportstep WHERE record_id = %s AND serial = 1",
            (newest + 1, newest + 1, like),
        )
