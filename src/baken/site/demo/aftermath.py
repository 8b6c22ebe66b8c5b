"""Plays what happens around people after an accident: the information embargo and accident records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from baken.core import clock
from baken.rooms.org.models import Person
from baken.rooms.org.queries import nearest_holders, tree
from baken.rooms.reports.actions import take_step
from baken.rooms.reports.actions.accident_records import open_accident_records
from baken.rooms.reports.models import AccidentRecord, Occurrence
from baken.site.demo.people import Cast
from baken.site.demo.plan import Act

FILE = Path(__file__).parent / "aftermath.yaml"
OFFICER = "Officier van dienst"
WAY = {"opened": (), "drawn_up": ("draw_up",), "shown_to_person": ("draw_up", "show")}
WAY["final"] = (*WAY["shown_to_person"], "agree", "make_final")
HOURS = {"draw_up": 26, "show": 30, "agree": 50, "make_final": 74}


@lru_cache(maxsize=1)
def _told() -> Mapping[str, Mapping[str, Any]]:
    return {one["story"]: one for one in yaml.safe_load(FILE.read_text(encoding="utf-8"))}


def with_aftermath(acts: Sequence[Act], today: date) -> list[Act]:
    """All acts with what happens after the triage of some of the stories, in order of time."""
    limit = clock.start_of_day(today) - timedelta(hours=2)
    more = [one for act in acts if act.what == "triage" for one in _after(act, limit)]
    return sorted([*acts, *more], key=lambda act: act.at)


def _after(triage: Act, limit: datetime) -> Iterator[Act]:
    """What happens after one triage, each at its moment; nothing lies past the limit."""
    told = _told().get(triage.story["key"], {})
    for minutes, what, values in (*_embargo(told.get("embargo")), *_records(told.get("records"))):
        at = triage.at + timedelta(minutes=minutes)
        if at <= limit:
            yield Act(at, triage.story, f"aftermath.{what}", values)


Wish = tuple[int, str, Mapping[str, Any]]


def _embargo(told: Mapping[str, Any] | None) -> Iterator[Wish]:
    if told is None:
        return
    yield told["minutes"], "set_embargo", {"reason": told["reason"], "persons": told["persons"]}
    for kin in told["kin"]:
        yield kin["minutes"], "note_kin", {"persons": kin["persons"]}
    if "lifted" in told:
        yield told["lifted"], "lift_embargo", {"everybody": True}


def _records(told: list[Mapping[str, Any]] | None) -> Iterator[Wish]:
    if told is None:
        return
    yield 90, "open", {"persons": [one["who"] for one in told]}
    for one in told:
        for step in WAY[one["until"]]:
            yield HOURS[step] * 60, step, one


def play_aftermath(cast: Cast, occurrence: Occurrence, act: Act) -> None:
    """Perform one of these acts as whoever does such a thing: duty officer, commander or the person."""
    what = act.what.removeprefix("aftermath.")
    if what == "open":
        _open(cast, occurrence, act)
    elif what in HOURS:
        _step_of_record(cast, occurrence, what, act)
    else:
        told = {"informed_at": act.at.isoformat(), "by_whom": OFFICER}
        fields = {**act.values, **({} if what == "set_embargo" else told)}
        officer = _holder(cast, "duty_officer", act)
        take_step(actor=officer, record=occurrence, step=what, at=act.at, fields=fields)


def _open(cast: Cast, occurrence: Occurrence, act: Act) -> None:
    persons = list(Person.objects.for_system(reason="demo").filter(ref__in=act.values["persons"]))
    commander = _holder(cast, "commander", act)
    open_accident_records(actor=commander, occurrence=occurrence, persons=persons, at=act.at)


def _step_of_record(cast: Cast, occurrence: Occurrence, step: str, act: Act) -> None:
    person = Person.objects.for_system(reason="demo").get(ref=act.values["who"])
    rows = AccidentRecord.objects.for_system(reason="demo").filter(occurrence=occurrence)
    record = rows.get(person=person.id)
    own = step == "agree"
    actor = cast.actor(person, act.at) if own else _holder(cast, "commander", act)
    fields = _facts(occurrence, act) if step == "draw_up" else {}
    take_step(actor=actor, record=record, step=step, at=act.at, fields=fields)


def _facts(occurrence: Occurrence, act: Act) -> dict[str, Any]:
    moment = occurrence.happened_at or act.at
    return {
        "on_duty": True,
        "happened_at": moment.isoformat(),
        "place": act.story["place"],
        "activity": act.values["activity"],
        "course": occurrence.summary,
        "injury": act.values["injury"],
        "witnesses": "Twee, als inzittende.",
    }


def _holder(cast: Cast, role: str, act: Act) -> Any:
    unit = tree().find(act.story["unit"])
    if unit is None:
        raise LookupError(f"the demonstration has no unit {act.story['unit']}")
    found = nearest_holders(roles=(role,), unit=unit, at=act.at)
    person = Person.objects.for_system(reason="demo").get(id=found[0].person)
    return cast.actor(person, act.at)
