"""The scenes of RI&Es: their lists, one of them, the page of progress, and a sheet of 500 questions."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from baken.core import clock
from baken.core.instruments.filling import Place
from baken.rooms.assessments.actions import begin_assessment
from baken.rooms.assessments.models import Assessment
from baken.rooms.assessments.permits import READ
from baken.rooms.assessments.queries.sheet import sheet_of
from baken.rooms.library.actions import import_instrument
from baken.rooms.library.queries.assessment import assessment
from baken.rooms.library.queries.scoring import scoring_model
from baken.rooms.org.queries import tree
from baken.rooms.sheets.actions import answer_questions
from baken.rooms.sheets.actions.given import NewAnswer
from baken.site.bench.floors import Reading, rows_of
from baken.site.bench.organisation import BENCH
from baken.site.bench.scene import THREAD_QUERIES, Looker, Scene, answered
from baken.site.bench.synthetic import COMMON, MIDDLING

RIES = "RI&Es"
VIEWS = ("battalion", "part", "ministry")
SECTIONS, TO_SECTION = 25, 20  # 500 questions
CODE, VERSION = "bench_long_list", "1.0.0"
FILTERS = (
    ("being made", {"state": "making"}),
    ("1 % that waits for a signature", {"state": "approved"}),
)
_given = itertools.cycle(("no", "partial", "yes"))


def assessment_scenes(people: Mapping[str, list[Looker]]) -> Iterator[Scene]:
    """Every scene of RI&Es, in the order in which they are printed."""
    for view in VIEWS:
        yield from _lists(view, people[view])
        yield from _records(view, people[view])
    yield from _long_sheet(people["battalion"])


def _lists(view: str, who: Sequence[Looker]) -> Iterator[Scene]:
    floors = [partial(rows_of, Reading.of(one.actor, Assessment).newest()) for one in who]
    calls = [one.get("/rie") for one in who]
    yield Scene(RIES, f"newest 50 RI&Es, {view}", 50, 8, calls, floors)
    for label, query in FILTERS:
        calls = [one.get("/rie", **query) for one in who]
        yield Scene(RIES, f"RI&Es, {label}, {view}", 60, 8, calls)
    for label, word in (("common", COMMON), ("middling", MIDDLING)):
        calls = [one.get("/rie", q=word) for one in who]
        yield Scene(RIES, f"RI&Es, {label} word, {view}", 150, 8, calls)
    calls = [one.get("/api/v1/assessments", limit=50) for one in who]
    yield Scene(RIES, f"JSON page of 50 RI&Es, {view}", 25, 6, calls, floors)
    calls = [one.get("/rie/voortgang", unit=_home(one)) for one in who]
    yield Scene(RIES, f"progress by unit, {view}", 80, 10, calls)


def _records(view: str, who: Sequence[Looker]) -> Iterator[Scene]:
    """Pages of single RI&Es, by those of the lookers who have one within reach."""
    found = [(one, record.ref) for one in who for record in _newest(one)]
    for name, path, most in (
        ("RI&E page", "rie", 38),
        ("thread from an RI&E", "draad", THREAD_QUERIES),
    ):
        if found:
            calls = [one.get(f"/{path}/{ref}") for one, ref in found]
            yield Scene(RIES, f"{name}, {view}", 80, most, calls)


def _long_sheet(who: Sequence[Looker]) -> Iterator[Scene]:
    """A sheet of 500 questions, 400 of them answered: the sheet, a section, and one answer saved."""
    import_instrument(actor=BENCH, file=f"{CODE}.yaml", text=long_list(), at=clock.now())
    sheets = [(one, _begun(one)) for one in who]
    calls = [one.get(f"/bladen/{ref}") for one, ref in sheets]
    yield Scene(RIES, "sheet of 500 questions", 150, 24, calls)
    calls = [one.get(f"/bladen/{ref}/deel/s3") for one, ref in sheets]
    yield Scene(RIES, "section of a sheet of 500 questions", 150, 20, calls)
    calls = [partial(_save, one, ref) for one, ref in sheets]
    yield Scene(RIES, "one answer saved, of 500 (durable)", 200, 40, calls)


def long_list() -> str:
    """An instrument of 500 questions, each of which can bring a risk, scored by the usual model."""
    model = scoring_model(assessment().default_model)
    sections = [
        {
            "id": f"s{section}",
            "title": _both(f"Deel {section}"),
            "questions": [_question(f"q{section}_{place}") for place in range(TO_SECTION)],
        }
        for section in range(SECTIONS)
    ]
    head = {
        "code": CODE,
        "version": VERSION,
        "kind": "rie",
        "title": _both("Lange lijst"),
        "context": ["non_operational"],
        "roles": {
            "fill": ["prevention_officer"],
            "review": ["core_expert"],
            "decide": "by_mandate",
        },
        "workflow": "rie_full",
        "scoring": {"model": model.code, "version": model.version},
        "sections": sections,
    }
    return json.dumps({"instrument": head})  # JSON is YAML


def _question(key: str) -> dict[str, Any]:
    return {
        "id": key,
        "type": "yes_no_partial_na",
        "required": True,
        "text": _both(f"Is {key} in orde?"),
        "risk": {
            "when": "answer in ['no', 'partial']",
            "hazard": "mechanical.crushing",
            "title": _both(f"Beknelling bij {key}"),
            "default_scores": {"probability": 3, "exposure": 3, "effect": 7},
        },
    }


def _both(text: str) -> dict[str, str]:
    return {"nl": text, "en": text}


def _begun(one: Looker) -> str:
    """The reference of a sheet of 500 questions that somebody began and mostly filled in."""
    unit, at = tree().by_code[_home(one)], clock.now()
    fields = {"title": "Lange lijst", "scope": "Alles", "headcount": 40, "instrument": CODE}
    sheet = sheet_of(begin_assessment(actor=one.actor, unit=unit, fields=fields, at=at))
    given = [
        NewAnswer(Place(f"q{section}_{place}"), "no" if place == 0 else "yes")
        for section in range(SECTIONS * 4 // 5)
        for place in range(TO_SECTION)
    ]
    answer_questions(actor=one.actor, record=sheet, given=given, at=at)
    return str(sheet.ref)


def _save(one: Looker, ref: str) -> Any:
    """One answer, as the page sends it while it is given; it changes every time."""
    path, sent = f"/bladen/{ref}/deel/s3", {"q3_5": next(_given), "q3_5__seen": "10000"}
    return answered(one.client.post, path, sent, headers={"X-Baken-Autosave": "1"})


def _home(one: Looker) -> str:
    home = one.actor.home_unit
    return tree().by_id[home].code if home else ""


def _newest(one: Looker) -> Sequence[Assessment]:
    """The newest RI&E within reach, or none."""
    found: Any = Assessment.objects.visible_to(one.actor, READ)
    return list(found.order_by("-number")[:1])
