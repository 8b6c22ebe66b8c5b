"""The scenes: what people and programs do all day, each with its target and its floor."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from django.test import Client

from baken.core import clock
from baken.core.accounts.models import Account
from baken.rooms.org.queries import actor_for, tree
from baken.rooms.reports.actions.say import send_message
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE
from baken.site.bench.assessment_scenes import assessment_scenes
from baken.site.bench.floors import Reading, read_record, rows_of, write_report
from baken.site.bench.measure import Call
from baken.site.bench.measure_scenes import measure_scenes
from baken.site.bench.reorganising import reorganisation_scenes
from baken.site.bench.risk_scenes import risk_scenes
from baken.site.bench.scene import (
    INBOX_QUERIES,
    SEARCH_QUERIES,
    UNIT_QUERIES,
    Looker,
    Scene,
    answered,
)
from baken.site.bench.synthetic import COMMON, MIDDLING, RARE

NODES = 30
LISTS, FILTERS, SEARCH, RECORDS, API = "lists", "filters", "search", "records", "API"
_keys = itertools.count(1)


def lookers(looking: Mapping[str, Sequence[str]]) -> dict[str, list[Looker]]:
    """Everybody logged in, by view."""
    return {view: [_looker(name) for name in names] for view, names in looking.items()}


def all_scenes(people: Mapping[str, list[Looker]]) -> Iterator[Scene]:
    """Every scene, in the order in which they are printed."""
    yield from _lists(people)
    yield from _filters(people)
    yield from _searches(people)
    yield from _records(people)
    yield from _api(people)
    yield from risk_scenes(people)
    yield from measure_scenes(people)
    yield from assessment_scenes(people)
    yield from reorganisation_scenes(people)


def _lists(people: Mapping[str, list[Looker]]) -> Iterator[Scene]:
    for view, name, target in (
        ("company", "newest 50, company", 50),
        ("battalion", "newest 50, battalion", 50),
        ("part", "newest 50, organisation part", 50),
        ("ministry", "newest 50, ministry", 50),
        ("scattered", "newest 50, 150 scattered grants", 60),
    ):
        yield _list(LISTS, name, target, people[view])
    yield _occurrences(LISTS, "newest 50 occurrences, part", 50, people["part"])
    yield _occurrences(LISTS, "newest 50 occurrences, ministry", 50, people["ministry"])


def _filters(people: Mapping[str, list[Looker]]) -> Iterator[Scene]:
    day = clock.local_date(clock.now()) - timedelta(days=730)
    period = {"from_day": day.isoformat(), "to_day": (day + timedelta(days=30)).isoformat()}
    for view in ("battalion", "part", "ministry", "scattered"):
        who = people[view]
        for label, state in (("4 %", "in_handling"), ("0.1 %", "redirected_integrity")):
            extra = f" AND r.state = '{state}'"
            yield _list(FILTERS, f"state {label}, {view}", 60, who, extra=extra, state=state)
        low, high = _numbers_of(day)
        extra = f" AND r.number >= {low} AND r.number < {high}"
        yield _list(FILTERS, f"a past month, {view}", 60, who, extra=extra, **period)
        kind = " AND r.kind = 'accident'"
        yield _occurrences(FILTERS, f"kind, {view}", 60, who, extra=kind, kind="accident")
        worst = " AND r.potential_severity = 5"
        yield _occurrences(
            FILTERS, f"worst severity, {view}", 60, who, extra=worst, potential_severity="5"
        )
        coded = (
            " AND r.number IN (SELECT record_id FROM reports_occurrencecode"
            " WHERE scheme = 'subject' AND code = 'work_equipment')"
        )
        yield _occurrences(
            FILTERS, f"subject, {view}", 60, who, extra=coded, subject="work_equipment"
        )


def _searches(people: Mapping[str, list[Looker]]) -> Iterator[Scene]:
    words = (("common", COMMON), ("middling", MIDDLING), ("rare", RARE))
    for view in ("battalion", "part", "ministry"):
        who = people[view]
        for label, word in words:
            floors = [_floor(Reading.of(one.actor).with_words(word)) for one in who]
            calls = [one.get("/meldingen", q=word) for one in who]
            yield Scene(SEARCH, f"{label} word, {view}", 150, 8, calls, floors)
    for view in ("part", "ministry"):
        state = {"q": COMMON, "state": "redirected_integrity"}
        calls = [one.get("/meldingen", **state) for one in people[view]]
        yield Scene(SEARCH, f"common word, few left by state, {view}", 150, 8, calls)
    for view in ("battalion", "ministry"):
        calls = [one.get("/zoeken", q=MIDDLING) for one in people[view]]
        yield Scene(SEARCH, f"search everything, {view}", 150, SEARCH_QUERIES, calls)


def _records(people: Mapping[str, list[Looker]]) -> Iterator[Scene]:
    told = [_long_thread(one) for one in people["battalion"]]
    calls = [
        one.get(f"/meldingen/{ref}") for one, ref in zip(people["battalion"], told, strict=True)
    ]
    floors = [partial(read_record, ref) for ref in told]
    yield Scene(RECORDS, f"record page, thread of {NODES} nodes", 60, 20, calls, floors)
    yield from _alike(people)
    yield Scene(
        RECORDS,
        "submit a report (durable)",
        50,
        12,
        [partial(_submit, one) for one in people["reporter"]],
        [partial(write_report, _any_report(people["ministry"][0]).number)],
    )
    for view in ("company", "battalion", "part", "ministry"):
        who = people[view]
        calls = [one.get("/") for one in who]
        floors = [partial(_inbox_floor, Reading.of(one.actor)) for one in who]
        yield Scene(RECORDS, f"inbox, {view}", 60, INBOX_QUERIES, calls, floors)
    for view in ("battalion", "ministry"):
        calls = [one.get(f"/eenheden/{_unit_code(one)}") for one in people[view]]
        yield Scene(RECORDS, f"unit picture, {view}", 80, UNIT_QUERIES, calls)
    for view in ("battalion", "part", "ministry"):
        calls = [one.get("/voorvallen/maanden") for one in people[view]]
        yield Scene(RECORDS, f"a year by month and unit below, {view}", 80, 15, calls)
    for view in ("battalion", "part"):
        calls = [one.get("/voorvallen/tellingen") for one in people[view]]
        yield Scene(RECORDS, f"counts of a year, small ones hidden, {view}", 80, 15, calls)
        calls = [one.get("/voorvallen/tellingen/verloop") for one in people[view]]
        yield Scene(RECORDS, f"counts in time, with the borders, {view}", 80, 15, calls)
    for view in ("battalion", "part"):
        calls = [one.get("/voorvallen/dubbel") for one in people[view]]
        yield Scene(RECORDS, f"possible doubles of two systems, {view}", 150, 12, calls)


def _alike(people: Mapping[str, list[Looker]]) -> Iterator[Scene]:
    """The page of an occurrence, and what is like it or a report, with what weighs together."""
    for view in ("battalion", "part", "ministry"):
        told = [(one, _any_report(one)) for one in people[view]]
        calls = [one.get(f"/meldingen/{report.ref}/lijkt-op") for one, report in told]
        yield Scene(RECORDS, f"what is alike, {view}", 150, 20, calls)
        pages = [(one, f"/voorvallen/{_any_occurrence(one).ref}") for one in people[view]]
        calls = [one.get(page) for one, page in pages]
        yield Scene(RECORDS, f"occurrence page, {view}", 60, 20, calls)
        calls = [one.get(f"{page}/lijkt-op") for one, page in pages]
        yield Scene(RECORDS, f"what is like an occurrence, {view}", 150, 20, calls)


def _api(people: Mapping[str, list[Looker]]) -> Iterator[Scene]:
    for view in ("battalion", "part", "ministry", "scattered"):
        who = people[view]
        floors = [_floor(Reading.of(one.actor).newest()) for one in who]
        calls = [one.get("/api/v1/reports", limit=50) for one in who]
        yield Scene(API, f"JSON page of 50, {view}", 25, 6, calls, floors)
    yield Scene(
        API, "POST /reports (durable)", 50, 12, [partial(_post, one) for one in people["reporter"]]
    )


def _list(
    group: str, name: str, target: int, who: Sequence[Looker], *, extra: str = "", **query: str
) -> Scene:
    floors = [_floor(Reading.of(one.actor).newest(extra)) for one in who]
    return Scene(group, name, target, 8, [one.get("/meldingen", **query) for one in who], floors)


def _occurrences(
    group: str, name: str, target: int, who: Sequence[Looker], *, extra: str = "", **query: str
) -> Scene:
    floors = [_floor(Reading.of(one.actor, Occurrence).newest(extra)) for one in who]
    return Scene(group, name, target, 8, [one.get("/voorvallen", **query) for one in who], floors)


def _floor(statement: Any) -> Call:
    return partial(rows_of, statement)


def _inbox_floor(reading: Reading) -> None:
    for states in (("received", "acknowledged"), ("in_handling",)):
        for statement in reading.due(states, 30):
            rows_of(statement)


def _looker(name: str) -> Looker:
    account = Account.objects.get(username=name)
    client = Client()
    client.force_login(account)
    return Looker(name, actor_for(account, clock.now()), client)


def _submit(one: Looker) -> Any:
    story = "Bij het uitladen gleed de lading van de laadklep. Niemand stond er onder."
    form = {"story": story, "place": "Kade", "still_dangerous": "no", "identity": "named"}
    form["key"] = f"bench-{next(_keys)}"
    return answered(one.client.post, "/melden", form)


def _post(one: Looker) -> Any:
    body = json.dumps({"story": "De ladder mist een sport.", "place": "Loods 4"})
    key = {"Idempotency-Key": f"bench-{next(_keys)}"}
    return answered(
        one.client.post, "/api/v1/reports", body, content_type="application/json", headers=key
    )


def _long_thread(one: Looker) -> str:
    """The reference of a report the looker reads, talked over until its thread is long."""
    report = _any_report(one)
    for place in range(NODES - 2):
        text = f"Bericht {place}: we kijken ernaar."
        send_message(actor=one.actor, report=report, text=text, at=clock.now())
    return report.ref


def _any_report(one: Looker) -> Report:
    visible = Report.objects.visible_to(one.actor, READ)
    return visible.filter(occurrence__isnull=False).order_by("-number")[0]


def _any_occurrence(one: Looker) -> Occurrence:
    return Occurrence.objects.visible_to(one.actor, READ_OCCURRENCE).order_by("-number")[0]


def _unit_code(one: Looker) -> str:
    home = one.actor.home_unit
    return tree().by_id[home].code if home else ""


def _numbers_of(day: Any) -> tuple[int, int]:
    from baken.core.records.numbers import floor_number

    first = floor_number(clock.start_of_day(day))
    return first, floor_number(clock.start_of_day(day + timedelta(days=31)))
