"""The scenes of the risk register: its lists, a risk, the thread it is in, and what waits for a commander."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from baken.core.links.models import Link
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.told import ORIGINATES
from baken.rooms.register.workflow import OPEN_STATES
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import READ_OCCURRENCE
from baken.site.bench.floors import Reading, rows_of
from baken.site.bench.measure import Call
from baken.site.bench.organisation import COMMANDED
from baken.site.bench.scene import INBOX_QUERIES, THREAD_QUERIES, Looker, Scene
from baken.site.bench.synthetic import COMMON, MIDDLING, RARE

RISKS = "risks"
VIEWS = ("battalion", "part", "ministry")
HAZARD = "mechanical.crushing"
# What narrows the list: in words, as the address says it, and as SQL of the floor does.
FILTERS = (
    ("still open", {"state": "open"}, "r.state <> 'closed'"),
    ("3 % waiting for a decision", {"state": "decision_pending"}, "r.state = 'decision_pending'"),
    ("0.5 % reopened", {"state": "reopened"}, "r.state = 'reopened'"),
    ("class extreme", {"risk_class": "extreme"}, "r.current_class = 'extreme'"),
    (
        "open and extreme",
        {"state": "open", "risk_class": "extreme"},
        "r.state <> 'closed' AND r.current_class = 'extreme'",
    ),
    ("hazard", {"hazard": HAZARD}, f"r.hazard = '{HAZARD}'"),
    (
        "kind of harm",
        {"category": "safety"},
        "r.number IN (SELECT record_id FROM register_riskcategory WHERE code = 'safety')",
    ),
)


def risk_scenes(people: Mapping[str, list[Looker]]) -> Iterator[Scene]:
    """Every scene of the register, in the order in which they are printed."""
    for view in VIEWS:
        yield from _lists(view, people[view])
        yield from _records(view, people[view])
    for view in COMMANDED:
        who = people[f"commander, {view}"]
        calls = [one.get("/") for one in who]
        yield Scene(RISKS, f"inbox with risks waiting, commander, {view}", 60, INBOX_QUERIES, calls)


def _lists(view: str, who: Sequence[Looker]) -> Iterator[Scene]:
    yield _list(f"newest 50 risks, {view}", 50, who)
    for label, query, sql in FILTERS:
        yield _list(f"risks, {label}, {view}", 60, who, extra=f" AND {sql}", **query)
    for label, word in (("common", COMMON), ("middling", MIDDLING), ("rare", RARE)):
        calls = [one.get("/risicos", q=word) for one in who]
        yield Scene(RISKS, f"risks, {label} word, {view}", 150, 8, calls)
    calls = [one.get("/api/v1/risks", limit=50) for one in who]
    yield Scene(RISKS, f"JSON page of 50 risks, {view}", 25, 6, calls, _floors(who))


def _records(view: str, who: Sequence[Looker]) -> Iterator[Scene]:
    """Pages of single records, by those of the lookers who have one within reach."""
    risks = [(one, risk.ref) for one in who for risk in _newest_risk(one)]
    begins = [(one, made.ref) for one in who for made in _occurrence_with_risk(one)]
    for name, path, ends, most in (
        ("risk page", "risicos", risks, 20),
        ("thread from a risk", "draad", risks, THREAD_QUERIES),
        ("thread from an occurrence with a risk", "draad", begins, THREAD_QUERIES),
    ):
        if ends:
            calls = [one.get(f"/{path}/{ref}") for one, ref in ends]
            yield Scene(RISKS, f"{name}, {view}", 60, most, calls)
    homes = ((one, tree().by_id.get(one.actor.home_unit or 0)) for one in who)
    calls = [one.get(f"/eenheden/{unit.code}/beeld") for one, unit in homes if unit]
    yield Scene(RISKS, f"picture of a unit, {view}", 80, 15, calls)


def _list(name: str, target: int, who: Sequence[Looker], *, extra: str = "", **query: str) -> Scene:
    calls = [one.get("/risicos", **query) for one in who]
    return Scene(RISKS, name, target, 8, calls, _floors(who, extra))


def _floors(who: Sequence[Looker], extra: str = "") -> list[Call]:
    return [_floor(Reading.of(one.actor, Risk).newest(extra)) for one in who]


def _floor(statement: Any) -> Call:
    return lambda: rows_of(statement)


def _newest_risk(one: Looker) -> Sequence[Risk]:
    """The newest risk within reach that is still open, or none."""
    risks: Any = Risk.objects.visible_to(one.actor, READ).filter(state__in=OPEN_STATES)
    return list(risks.order_by("-number")[:1])


def _occurrence_with_risk(one: Looker) -> Sequence[Occurrence]:
    """The occurrence within reach that became the newest risk, or none."""
    risks = Risk.objects.visible_to(one.actor, READ).order_by("-number")[:1]
    ties = Link.objects.filter(
        target_table=Risk._meta.label_lower,
        target__in=list(risks.values_list("pk", flat=True)),
        relation=ORIGINATES,
    )
    seen: Any = Occurrence.objects.visible_to(one.actor, READ_OCCURRENCE)
    return list(seen.filter(pk__in=list(ties.values_list("source", flat=True))))
