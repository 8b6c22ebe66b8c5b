"""Real surveys of 36 branches: each loads, holds what its file holds, and can be filled in.

The files are public and not part of the product; the environment variable BAKEN_TEST_DATA names the folder
of sets in which they stand.
"""

from __future__ import annotations

import csv
import os
import re
import sys
import tarfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from baken.core.instruments.definitions import Definition, Source
from baken.core.instruments.filling import Filled, Given, Place, work_out
from baken.core.instruments.scoring import score
from baken.core.instruments.survey_xml import ReadSurvey, read_survey
from baken.core.instruments.tests.surveys import NAMESPACE, SCORINGS, SURVEY_KNOWN

BIG = os.environ.get("BAKEN_TEST_DATA", "")
FOLDER = Path(BIG) / "B_risk_assessment"
REASON = "BAKEN_TEST_DATA names no folder with public data sets"
pytestmark = [pytest.mark.big, pytest.mark.skipif(not BIG, reason=REASON)]
NS = f"{{{NAMESPACE}}}"
NUMBERS = {
    "probability": {"small": 1, "medium": 3, "large": 5},
    "frequency": {"almost-never": 1, "regular": 4, "constant": 7},
    "effect": {"weak": 1, "significant": 5, "high": 10},
}
WORKPLACES = ("hal", "loods")
CALLS_PER_QUESTION = 250


def rows() -> list[dict[str, str]]:
    """The index of the surveys."""
    if not BIG:
        return [{"file": "no data"}]  # so that there is something to skip with the reason
    with (FOLDER / "rie_nl_index.tsv").open(encoding="utf-8") as index:
        return list(csv.DictReader(index, delimiter="\t"))


ROWS = pytest.mark.parametrize("row", rows(), ids=lambda row: row["file"])


@cache
def texts() -> dict[str, str]:
    """The XML of every survey, by the name of its file."""
    found = {}
    with tarfile.open(FOLDER / "rie_nl_xml.tar.xz") as archive:
        for member in archive:
            held = archive.extractfile(member)
            if held:
                found[Path(member.name).name] = held.read().decode("utf-8")
    return found


@cache
def survey(file: str) -> ReadSurvey:
    return read_survey(Source(file, texts()[file]), SURVEY_KNOWN, SCORINGS)


def outermost(file: str) -> ElementTree.Element:
    """The survey as another reader sees it."""
    return ElementTree.fromstring(texts()[file].encode("utf-8"))  # noqa: S314 - a public set


def risks_in(around: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """The risks of a part, each before those of the modules within it."""
    yield from around.findall(f"{NS}risk")
    for name in (f"{NS}module", f"{NS}profile-question"):
        for one in around.findall(name):
            yield from risks_in(one)


def in_order(file: str) -> list[ElementTree.Element]:
    """Every risk of a survey in the order of its parts."""
    found = outermost(file).find(f"{NS}survey")
    assert found is not None
    parts = [one for one in found if one.tag in (f"{NS}module", f"{NS}profile-question")]
    return [risk for part in parts for risk in risks_in(part)]


def defined(risk: ElementTree.Element) -> str | None:
    """The priority that a survey gives a risk from the start, worked out from its own words."""
    method = risk.find(f"{NS}evaluation-method")
    if risk.get("type") in ("top5", "policy"):
        return "hi"
    if method is None or method.text != "calculated":
        return None
    product = 1
    for axis, numbers in NUMBERS.items():
        product *= numbers.get(method.get(f"default-{axis}", ""), 0)
    if not product:
        return None
    return "lo" if product <= 15 else "mid" if product <= 50 else "hi"


def proposed(definition: Definition) -> list[str | None]:
    """The classes that are proposed, risk by risk."""
    found: list[str | None] = []
    for question in definition.questions.values():
        if question.risk is not None:
            assert question.risk.scoring is not None
            given = dict(question.risk.default_scores)
            found.append(score(question.risk.scoring, given).native.code if given else None)
    return found


def all_no(definition: Definition) -> Filled:
    """A sheet on which everything applies and nothing is in order, in two workplaces."""
    repeated = {one.id: WORKPLACES for one in definition.sections if one.repeat}
    answers = {}
    for key, question in definition.questions.items():
        along = definition.repeat_of[key]
        value = "no" if question.risk else "yes"
        for repetition in repeated[along] if along else ("",):
            answers[Place(key, repetition)] = Given(value)
    return Filled(answers, repeated)


@ROWS
def test_survey_holds_what_its_file_holds(row: dict[str, str]) -> None:
    counts = survey(row["file"]).counts
    wanted = [int(row[name]) for name in ("modules", "profile_questions", "risks", "solutions")]
    assert [counts.modules, counts.profile_questions, counts.risks, counts.solutions] == wanted
    root = outermost(row["file"])
    legal = [one for one in root.iter(f"{NS}legal-reference") if (one.text or "").strip()]
    assert counts.legal_references == len(legal)
    assert counts.images == len(list(root.iter(f"{NS}image")))


@ROWS
def test_default_priority_is_the_one_that_the_survey_defines(row: dict[str, str]) -> None:
    found = proposed(survey(row["file"]).definition)
    assert found == [defined(one) for one in in_order(row["file"])]


@ROWS
def test_statements_keep_their_order_and_their_words(row: dict[str, str]) -> None:
    asked = [one for one in survey(row["file"]).definition.questions.values() if one.risk]
    for question, risk in zip(asked, in_order(row["file"]), strict=True):
        title = risk.findtext(f"{NS}title") or ""
        words = re.findall(r"\w+", re.sub(r"<[^<>]*>|&\w+;", " ", title))
        assert [one for one in words if one not in question.text.nl] == []


@ROWS
def test_no_mark_of_html_is_left_in_a_text(row: dict[str, str]) -> None:
    definition = survey(row["file"]).definition
    said = [one.text.nl for one in definition.questions.values()]
    said += [
        one.help.nl for one in (*definition.sections, *definition.questions.values()) if one.help
    ]
    said += [one.title.nl for one in definition.measures]
    assert [one for one in said if re.search(r"</?(p|br|li|ul|a|b|strong)\b|&[a-z]+;", one)] == []


@ROWS
def test_every_no_raises_its_risk_in_a_bounded_number_of_calls(row: dict[str, str]) -> None:
    definition = survey(row["file"]).definition
    filled, calls = all_no(definition), 0

    def count(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        outcome = work_out(definition, filled)
    finally:
        sys.setprofile(before)
    shown = [one for one in outcome.asked if one.question.risk]
    assert [one.place for one in outcome.risks] == [one.place for one in shown]
    once, along = len(in_order(row["file"])), definition.repeat_of
    again = sum(1 for key, one in definition.questions.items() if one.risk and along[key])
    assert len(shown) == once + again
    assert (outcome.hidden, outcome.troubles) == ((), ())
    assert calls < CALLS_PER_QUESTION * len(filled.answers)


def test_the_archive_holds_what_the_index_promises() -> None:
    assert (len(rows()), sorted(texts())) == (36, sorted(one["file"] for one in rows()))
    assert sum(survey(one["file"]).counts.risks for one in rows()) == 9_384
    assert sum(survey(one["file"]).counts.solutions for one in rows()) == 8_615
