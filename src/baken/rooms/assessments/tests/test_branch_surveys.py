"""Real surveys of 36 branches, from the import to a sheet in the browser: every page, and every priority.

The files are public and not part of the product; the environment variable BAKEN_TEST_DATA names the folder
of sets in which they stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from baken.conftest import Cast
from baken.core.instruments.filling import Place
from baken.core.instruments.tests.surveys import NAMESPACE
from baken.core.instruments.tests.test_survey_data import BIG, REASON, ROWS, texts
from baken.rooms.assessments.queries.sheet import sheet_of
from baken.rooms.assessments.tests.factories import make_assessment, step
from baken.rooms.library.actions import Imported, import_instrument
from baken.rooms.org.tests.factories import NOW
from baken.rooms.sheets.actions import NewAnswer, add_repetition, answer_questions
from baken.rooms.sheets.models import Sheet
from baken.rooms.sheets.queries.filled import Whole, whole_of
from baken.rooms.sheets.tests.factories import FACTORY, standing
from baken.rooms.sheets.tests.test_views import MOST_QUERIES, typed

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.big,
    pytest.mark.no_cover,
    pytest.mark.skipif(not BIG, reason=REASON),
    pytest.mark.skipif(
        connection.vendor != "sqlite",
        reason="takes minutes; tests of sheets ask the same pages and actions of both databases",
    ),
]
Clients = Callable[[str], Client]
NS = f"{{{NAMESPACE}}}"
FACTORS = {
    "default-probability": {"small": 1, "medium": 3, "large": 5},
    "default-frequency": {"almost-never": 1, "regular": 4, "constant": 7},
    "default-effect": {"weak": 1, "significant": 5, "high": 10},
}
CODE = "branch_survey"


def brought_in(file: str) -> Imported:
    """The survey, as the import keeps it."""
    return import_instrument(
        actor=FACTORY, file=file, text=texts()[file], code=CODE, version="1.0.0", at=NOW
    )


def begun(cast: Cast) -> Sheet:
    """The sheet of an RI&E that was begun with the survey."""
    actor = cast.commander.actor
    record = make_assessment(actor=actor, unit=cast.company, at=cast.at, instrument=CODE)
    found: Sheet = sheet_of(step(actor, record, "start", cast.at))
    return found


def filled_in(cast: Cast, sheet: Sheet, *, only_what_applies: bool = False) -> Whole:
    """Everything applies, in one workplace, and nothing is in order, or that is not said yet."""
    actor, whole = cast.commander.actor, whole_of(sheet)
    for one in whole.definition.sections:
        if one.repeat and not whole.repetitions.get(one.id):
            add_repetition(actor=actor, record=sheet, section=one.id, label="Hal", at=cast.at)
    asked = -1
    while asked != len(whole_of(sheet).outcome.asked):
        whole = whole_of(sheet)
        asked = len(whole.outcome.asked)
        given = [
            NewAnswer(one.place, "no" if one.question.risk else "yes", seen=0)
            for one in whole.outcome.asked
            if one.question.is_answered and one.place not in whole.answers
            if not (only_what_applies and one.question.risk)
        ]
        answer_questions(actor=actor, record=sheet, given=given, at=cast.at)
    return whole_of(sheet)


def addresses(sheet: Sheet, whole: Whole) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every page of a sheet, and what makes it send a query more: whether it has answers, and pictures."""
    if whole.outcome.profile:
        yield reverse("sheets:section", args=[sheet.ref, "profile"]), (1, 0)
    for one in whole.outcome.sections:
        along = [one.repetition] if one.repetition else []
        name = "sheets:section-of" if along else "sheets:section"
        asked = [found.question for found in one.asked]
        kind = (bool(asked), any(question.pictures for question in asked))
        yield reverse(name, args=[sheet.ref, one.section.id, *along]), kind


def priority(risk: ElementTree.Element) -> str | None:
    """What a survey proposes of a risk, by its own attributes and nothing of ours."""
    method = risk.find(f"{NS}evaluation-method")
    if risk.get("type") in ("top5", "policy"):
        return "high"
    if method is None:
        return None
    if (method.text or "direct").strip() != "calculated":
        given = method.get("default-priority", "none")
        return None if given == "none" else given
    product = 1
    for name, numbers in FACTORS.items():
        product *= numbers.get(method.get(name, ""), 0)
    if not product:
        return None
    return "low" if product <= 15 else "medium" if product <= 50 else "high"


def priorities(file: str) -> list[str | None]:
    """The priorities of a file, sorted."""
    root = ElementTree.fromstring(texts()[file].encode("utf-8"))  # noqa: S314 - a public set
    return sorted((priority(one) for one in root.iter(f"{NS}risk")), key=str)


def fill_in_a_page(client: Client, sheet: Sheet, whole: Whole) -> None:
    """Nothing is in order in the first section that asks: sent as a browser sends it, and shown."""
    before = standing(sheet)
    shown = next(
        one
        for one in whole.outcome.sections
        if not one.repetition and any(found.question.risk for found in one.asked)
    )
    address = reverse("sheets:section", args=[sheet.ref, shown.section.id])
    keys = [one.place.key for one in shown.asked if one.question.risk]
    here = {one.place.key: before[one.place.key] for one in shown.asked if one.place.key in before}
    wrong = dict.fromkeys(keys, "no")
    page = client.get(address).content.decode()
    assert client.post(address, {**typed(page), **here, **wrong}).status_code == 302
    assert standing(sheet) == {**before, **wrong}
    assert {one.place for one in whole_of(sheet).outcome.risks} == {Place(key) for key in keys}
    assert client.get(address).content.decode().count("baken-question__risk") == len(keys)


def proposed(whole: Whole) -> list[str | None]:
    """The priorities that a sheet proposes, sorted."""
    found = [one for one in whole.outcome.risks if one.is_proposed or one.current is None]
    return sorted((one.current.native.code if one.current else None for one in found), key=str)


@ROWS
def test_branch_survey_is_filled_in_page_by_page_within_the_budget_and_gives_its_priorities(
    cast: Cast, client_of: Clients, row: dict[str, str]
) -> None:
    made = brought_in(row["file"])
    assert made.counts is not None
    assert made.counts.risks == int(row["risks"])
    sheet, client = begun(cast), client_of("commander")
    fill_in_a_page(client, sheet, filled_in(cast, sheet, only_what_applies=True))
    whole = filled_in(cast, sheet)
    assert proposed(whole) == priorities(row["file"])
    sent: dict[Any, set[int]] = defaultdict(set)
    client.get(f"/bladen/{sheet.ref}")
    for address, kind in [(f"/bladen/{sheet.ref}", None), *addresses(sheet, whole)]:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        sent[kind].add(len(queries))
    assert all(len(found) == 1 for found in sent.values()), sent
    assert max(found for kinds in sent.values() for found in kinds) <= MOST_QUERIES
