"""The scenes of measures: their lists, a measure, and the thread it is in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from baken.core import clock
from baken.rooms.measures.models import Measure
from baken.rooms.measures.permits import READ
from baken.rooms.measures.rules.states import OPEN_STATES
from baken.site.bench.floors import Reading, rows_of
from baken.site.bench.measure import Call
from baken.site.bench.scene import THREAD_QUERIES, Looker, Scene
from baken.site.bench.synthetic import COMMON, MIDDLING, RARE

MEASURES = "measures"
VIEWS = ("battalion", "part", "ministry")
_OPEN = ", ".join(f"'{state}'" for state in OPEN_STATES)
# What narrows the list: in words, as the address says it, and as SQL of the floor does.
FILTERS = (
    ("still open", {"state": "open"}, f"r.state IN ({_OPEN})"),
    ("waiting for a decision", {"state": "proposed"}, "r.state = 'proposed'"),
    (
        "1 % that does not work",
        {"state": "verified_ineffective"},
        "r.state = 'verified_ineffective'",
    ),
    ("at the source", {"control_level": "source"}, "r.control_level = 'source'"),
    ("overdue", {"overdue": "yes"}, f"r.state IN ({_OPEN}) AND r.due_at < '{{now}}'"),
)


def measure_scenes(people: Mapping[str, list[Looker]]) -> Iterator[Scene]:
    """Every scene of measures, in the order in which they are printed."""
    for view in VIEWS:
        yield from _lists(view, people[view])
        yield from _records(view, people[view])


def _lists(view: str, who: Sequence[Looker]) -> Iterator[Scene]:
    now = clock.now().strftime("%Y-%m-%d %H:%M:%S")
    yield _list(f"newest 50 measures, {view}", 50, who)
    for label, query, sql in FILTERS:
        extra = f" AND {sql.format(now=now)}"
        yield _list(f"measures, {label}, {view}", 60, who, extra=extra, **query)
    for label, word in (("common", COMMON), ("middling", MIDDLING), ("rare", RARE)):
        calls = [one.get("/maatregelen", q=word) for one in who]
        yield Scene(MEASURES, f"measures, {label} word, {view}", 150, 8, calls)
    calls = [one.get("/api/v1/measures", limit=50) for one in who]
    yield Scene(MEASURES, f"JSON page of 50 measures, {view}", 25, 6, calls, _floors(who))


def _records(view: str, who: Sequence[Looker]) -> Iterator[Scene]:
    """Pages of single measures, by those of the lookers who have one within reach."""
    measures = [(one, measure.ref) for one in who for measure in _newest_measure(one)]
    for name, path, most in (
        ("measure page", "maatregelen", 20),
        ("thread from a measure", "draad", THREAD_QUERIES),
    ):
        if measures:
            calls = [one.get(f"/{path}/{ref}") for one, ref in measures]
            yield Scene(MEASURES, f"{name}, {view}", 60, most, calls)


def _list(name: str, target: int, who: Sequence[Looker], *, extra: str = "", **query: str) -> Scene:
    calls = [one.get("/maatregelen", **query) for one in who]
    return Scene(MEASURES, name, target, 8, calls, _floors(who, extra))


def _floors(who: Sequence[Looker], extra: str = "") -> list[Call]:
    return [_floor(Reading.of(one.actor, Measure).newest(extra)) for one in who]


def _floor(statement: Any) -> Call:
    return lambda: rows_of(statement)


def _newest_measure(one: Looker) -> Sequence[Measure]:
    """The newest measure within reach that is still open, or none."""
    found: Any = Measure.objects.visible_to(one.actor, READ).filter(state__in=OPEN_STATES)
    return list(found.order_by("-number")[:1])
