"""Every case of sheets that an evaluator must pass, run through the engine of the server."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from baken.core.instruments.conformance import SHEETS
from baken.core.instruments.definitions import Definition, Known, Source, read_definition
from baken.core.instruments.definitions.answer_types import ANSWER_TYPES
from baken.core.instruments.definitions.vocabulary import ACTIONS, REFUSE
from baken.core.instruments.filling import (
    Filled,
    Given,
    Outcome,
    Place,
    RaisedRisk,
    Scored,
    checked,
    work_out,
)
from baken.core.instruments.filling.examples.example import written
from baken.core.instruments.filling.outcome import MISSING, NO_EVIDENCE, NO_REASON, TOO_FEW
from baken.core.instruments.risk_classes import RiskClass
from baken.core.instruments.scoring import Score, read_scoring_model

GIVEN: Mapping[str, Any] = json.loads(SHEETS.read_text(encoding="utf-8"))
CASES = GIVEN["cases"]
MODELS = [read_scoring_model(SHEETS.name, one) for one in GIVEN["scoring_models"]]
KNOWN = Known(**GIVEN["known"], scoring_models={(one.code, one.version): one for one in MODELS})


def definition_of(case: Mapping[str, Any]) -> Definition:
    libraries = [
        Source(f"library_{nth}.yaml", "\n".join(lines))
        for nth, lines in enumerate(case["libraries"])
    ]
    source = Source("instrument.yaml", "\n".join(case["definition"]))
    return read_definition(source, KNOWN, libraries=libraries)


def place(text: str) -> Place:
    key, _sign, repetition = text.partition("@")
    return Place(key, repetition)


def filled_of(case: Mapping[str, Any]) -> Filled:
    given = case["filled"]
    return Filled(
        {place(name): Given(**one) for name, one in given["answers"].items()},
        {name: tuple(found) for name, found in given["repetitions"].items()},
        {place(name): Scored(**one) for name, one in given["scores"].items()},
    )


def as_case(value: Any) -> Any:
    if isinstance(value, RiskClass):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def as_score(score: Score | None) -> dict[str, Any] | None:
    if score is None:
        return None
    common = as_case(score.common)
    return {"number": score.number, "native": score.native.code, "common": common}


def as_risk(one: RaisedRisk) -> dict[str, Any]:
    return {
        "at": written(one.place),
        "nth": one.nth,
        "current": as_score(one.current),
        "residual": as_score(one.residual),
        "proposed": one.is_proposed,
    }


def as_outcome(found: Outcome) -> dict[str, Any]:
    """An outcome as cases write it."""
    done = found.progress
    shown = [written(Place(one.section.id, one.repetition)) for one in found.sections]
    computed = [one for one in found.asked if one.question.form.type == "computed"]
    return {
        "sections": shown,
        "asked": [written(one.place) for one in found.asked],
        "hidden": [written(one) for one in found.hidden],
        "computed": {written(one.place): as_case(one.computed) for one in computed},
        "calculations": {name: as_case(one) for name, one in found.calculations.items()},
        "troubles": [
            f"{one.code} {written(Place(one.key, one.repetition))}" for one in found.troubles
        ],
        "risks": [as_risk(one) for one in found.risks],
        "follow_ups": [
            {
                "instrument": one.instrument,
                "at": [written(at) for at in one.places],
                "announced": one.is_announced,
            }
            for one in found.follow_ups
        ],
        "told": [
            f"{one.what}@{written(one.place)}" if one.place else one.what for one in found.told
        ],
        "refusals": len(found.refusals),
        "worst_now": as_case(found.worst_now),
        "worst_after": as_case(found.worst_after),
        "complete": found.is_complete,
        "progress": {
            "asked": done.asked,
            "answered": done.answered,
            "required": done.required,
            "required_answered": done.required_answered,
        },
    }


@pytest.mark.parametrize("case", CASES, ids=[one["name"] for one in CASES])
def test_sheet_comes_to_what_the_case_says(case: Mapping[str, Any]) -> None:
    assert as_outcome(work_out(definition_of(case), filled_of(case))) == case["outcome"]


@pytest.mark.parametrize("case", CASES, ids=[one["name"] for one in CASES])
def test_answers_of_a_case_are_as_the_engine_keeps_them(case: Mapping[str, Any]) -> None:
    definition = definition_of(case)
    for at, given in filled_of(case).answers.items():
        question = definition.questions.get(at.key)
        if question is not None:
            assert checked(question.form, given.value, definition.scoring) == given.value


def test_cases_ask_every_kind_of_answer() -> None:
    found = {one.form.type for case in CASES for one in definition_of(case).questions.values()}
    assert found == set(ANSWER_TYPES)


def test_cases_do_everything_that_an_answer_can_bring() -> None:
    outcomes = [case["outcome"] for case in CASES]
    told = {one.partition("@")[0] for found in outcomes for one in found["told"]}
    assert told == set(ACTIONS) - {REFUSE}
    assert any(found["refusals"] for found in outcomes)
    assert any(found["follow_ups"] for found in outcomes)
    troubles = {one.split()[0] for found in outcomes for one in found["troubles"]}
    assert troubles == {MISSING, NO_EVIDENCE, NO_REASON, TOO_FEW}
