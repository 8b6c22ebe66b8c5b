"""Every case of answers that an evaluator must pass, run through the engine of the server."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pytest

from baken.core.instruments.conformance import ANSWERS, SHEETS
from baken.core.instruments.definitions import Form, Known, Source, read_definition
from baken.core.instruments.definitions.answer_types import ANSWER_TYPES, NOT_ANSWERED
from baken.core.instruments.definitions.vocabulary import MOST_ROWS
from baken.core.instruments.filling import AnswerRefused, answers, checked
from baken.core.instruments.scoring import read_scoring_model

GIVEN: Mapping[str, Any] = json.loads(ANSWERS.read_text(encoding="utf-8"))
FRAME: Mapping[str, Any] = json.loads(SHEETS.read_text(encoding="utf-8"))
MODEL = read_scoring_model(SHEETS.name, FRAME["scoring_models"][0])
KNOWN = Known(**FRAME["known"], scoring_models={(MODEL.code, MODEL.version): MODEL})
QUESTIONS = [one["question"] for one in GIVEN["questions"]]
TAKEN = [(one["question"], row) for one in GIVEN["questions"] for row in one["taken"]]
REFUSED = [(one["question"], given) for one in GIVEN["questions"] for given in one["refused"]]
SMALL = """\
instrument:
  code: small
  version: 1.0.0
  kind: checklist
  title: {{nl: Klein, en: Small}}
  context: [non_operational]
  roles: {{fill: [employee], decide: team_leader}}
  workflow: checklist
  scoring: {{model: times, version: 1}}
  sections:
    - id: all
      title: {{nl: Alles, en: All}}
      questions:
        - {question}
"""


@lru_cache(maxsize=64)
def form(asked: str) -> Form:
    text = SMALL.format(question=asked)
    return read_definition(Source("instrument.yaml", text), KNOWN).questions["a"].form


@pytest.mark.parametrize(
    ("asked", "row"), TAKEN, ids=lambda one: json.dumps(one, ensure_ascii=False)[:80]
)
def test_answer_of_a_case_is_taken_and_kept_so(asked: str, row: Mapping[str, Any]) -> None:
    kept = checked(form(asked), row["given"], MODEL)
    assert kept == row["kept"]
    assert checked(form(asked), kept, MODEL) == kept


@pytest.mark.parametrize(
    ("asked", "given"), REFUSED, ids=lambda one: json.dumps(one, ensure_ascii=False)[:80]
)
def test_what_is_no_answer_in_a_case_is_refused(asked: str, given: Any) -> None:
    with pytest.raises(AnswerRefused):
        checked(form(asked), given, MODEL)


@pytest.mark.parametrize("asked", QUESTIONS)
def test_nothing_is_no_answer_of_any_kind(asked: str) -> None:
    if form(asked).type not in NOT_ANSWERED:
        assert [checked(form(asked), one, MODEL) for one in GIVEN["nothing"]] == [None] * 5


def test_every_kind_of_answer_is_taken_and_refused_in_a_case() -> None:
    taken, refused = ({form(asked).type for asked, _row in rows} for rows in (TAKEN, REFUSED))
    assert taken == set(ANSWER_TYPES) - NOT_ANSWERED
    assert refused == set(ANSWER_TYPES)


def test_limits_of_the_cases_are_those_of_the_engine() -> None:
    assert GIVEN["limits"] == {
        "line": answers.LONGEST_LINE,
        "text": answers.LONGEST_TEXT,
        "rows": MOST_ROWS,
        "files": answers.MOST_FILES,
        "values": answers.MOST_VALUES,
        "number": answers.LARGEST,
        "exposed": answers.MOST_EXPOSED,
        "first_year": answers.YEARS[0],
        "last_year": answers.YEARS[-1],
    }
