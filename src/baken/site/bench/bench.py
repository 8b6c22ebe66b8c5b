"""One run on one database: load, look, write down."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection
from django.test.utils import override_settings
from django.utils import translation

from baken.core import clock
from baken.core.records.statistics import learn_content
from baken.core.rollups.fold import fold_changes, follow_tree
from baken.core.rollups.recount import begin_counts
from baken.core.search.counts import count_words
from baken.rooms.org.queries import tree
from baken.site.bench.assessments import Assessed, load_assessments
from baken.site.bench.measure import Timing, peak_memory_mb, queries_of, timing_of
from baken.site.bench.measures import TO_TWO, Proposed, load_measures
from baken.site.bench.organisation import UNITS, load_lookers, load_units
from baken.site.bench.risks import ONE_IN, Stated, load_risks
from baken.site.bench.scenes import Scene, all_scenes, lookers
from baken.site.bench.synthetic import Writer, keep_systems, reports_below, store
from baken.site.memory import settle_memory

LEAST_ROWS_PER_S = 1_000

Say = Callable[[str], None]


@dataclass(frozen=True)
class Load:
    """How fast the reports went in, how much memory that took, and how much of it the second half."""

    reports: int
    seconds: float
    cpu_seconds: float
    peak_mb: float
    growth_mb: float

    @property
    def rows_per_s(self) -> float:
        """Reports a second, each with its occurrence and the first row of both histories."""
        return self.reports / self.seconds


@dataclass(frozen=True)
class Rolled:
    """How long the counts took: folding the changes of all reports, and a whole recount beside them."""

    changes: int
    seconds: float
    recount_seconds: float
    differences: int


@dataclass(frozen=True)
class Line:
    """What one scene gave."""

    scene: Scene
    page: Timing
    queries: int
    floor: Timing | None

    @property
    def met(self) -> bool:
        """Whether the p95 and the number of queries are within the target."""
        return self.page.p95_ms <= self.scene.target_ms and not self.too_many

    @property
    def too_many(self) -> bool:
        """Whether it sends more queries than it may."""
        return self.queries > self.scene.most_queries


@dataclass(frozen=True)
class Figures:
    """Everything that one run on one database gave."""

    database: str
    version: str
    durable: bool
    load: Load
    stated: Stated
    proposed: Proposed
    assessed: Assessed
    rolled: Rolled
    units: int = UNITS
    lines: list[Line] = field(default_factory=list)


def measure_database(reports: int, *, say: Say, seed: int = 7) -> Figures:
    """Load ``reports`` synthetic reports in the present, empty database and play every scene."""
    rnd = random.Random(seed)
    name, version, durable = _about()
    say(f"{name}: loading {UNITS:,} units and {reports:,} reports")
    load, counts = _load(rnd, reports)
    stated = load_risks(rnd, reports // ONE_IN, clock.now())
    proposed = load_measures(rnd, stated.risks * TO_TWO // 2, clock.now())
    assessed = load_assessments(rnd, clock.now())
    rolled = _roll_up()
    _settle()
    looking = load_lookers(rnd, reports_below(counts), clock.now())
    figures = Figures(name, version, durable, load, stated, proposed, assessed, rolled)
    settle_memory()
    with override_settings(ALLOWED_HOSTS=["*"]), translation.override("nl"):
        for scene in all_scenes(lookers(looking)):
            say(f"{name}: {scene.name}")
            figures.lines.append(_play(scene))
    return figures


def _play(scene: Scene) -> Line:
    return Line(
        scene=scene,
        page=timing_of(scene.calls),
        queries=queries_of(scene.calls),
        floor=timing_of(scene.floors) if scene.floors else None,
    )


def _load(rnd: random.Random, reports: int) -> tuple[Load, Counter[int]]:
    at = clock.now()
    load_units(rnd, at)
    keep_systems(at)
    writer = Writer(rnd, at, reports)
    counts: Counter[int] = Counter()
    begun, begun_cpu, halfway = time.perf_counter(), time.process_time(), 0.0
    stored = 0
    for batch in writer.batches():
        store(batch, at)
        for report in batch.reports:
            counts.update({report.unit_id, report.owner_unit_id or report.unit_id})
        halfway = peak_memory_mb() if stored <= reports // 2 else halfway
        stored += len(batch.reports)
    spent, worked = time.perf_counter() - begun, time.process_time() - begun_cpu
    peak = peak_memory_mb()
    return Load(reports, spent, worked, peak, peak - halfway), counts


def _roll_up() -> Rolled:
    """Fold every change into the counts, as the worker does, and compare them with the records."""
    here = tree()
    follow_tree(version=here.version, parents={one.id: one.parent_id for one in here.units})
    begun, changes = time.perf_counter(), 0
    while folded := fold_changes():
        changes += folded
    spent, begun = time.perf_counter() - begun, time.perf_counter()
    differences = begin_counts()
    return Rolled(changes, spent, time.perf_counter() - begun, differences)


def _settle() -> None:
    """What happens by itself soon after so many new rows: rows and words are counted, pages seen."""
    if not learn_content():
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
    count_words(at=clock.now())


def _about() -> tuple[str, str, bool]:
    """Name and version of the database, and whether what it confirms survives a power cut."""
    if connection.vendor == "sqlite":
        ((version,),) = _asked("SELECT sqlite_version()")
        ((level,),) = _asked("PRAGMA synchronous")
        return "SQLite", str(version), int(level) >= 2
    version = _asked("SHOW server_version")[0][0].split(" ")[0]
    durable = _asked("SHOW fsync") == [("on",)] and _asked("SHOW synchronous_commit") == [("on",)]
    return "PostgreSQL", version, durable


def _asked(sql: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
