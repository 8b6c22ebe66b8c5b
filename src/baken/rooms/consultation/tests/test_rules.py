"""Rules of consultations, as tables of cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from baken.rooms.consultation import rules
from baken.rooms.consultation.rules import Facts

DAY = date(2026, 3, 10)
GOOD = Facts(
    asks=True,
    speaks=True,
    speaks_for_body=False,
    asked_it=False,
    has_speakers=True,
    body_exists=True,
    subject_open=True,
    term_ahead=True,
    term_over=True,
    told_of_term=False,
    is_proposed=False,
    proposal_ahead=False,
    is_extended=False,
    outcome="positive",
    is_replied=True,
    open_conditions=0,
)


@pytest.mark.parametrize(
    ("needs", "changes", "code"),
    [
        (rules.needs_asking_side, {}, ""),
        (rules.needs_asking_side, {"asks": False}, "not_asking_side"),
        (rules.needs_asking_side, {"speaks_for_body": True}, "speaks_for_body"),
        (rules.needs_speaking, {}, ""),
        (rules.needs_speaking, {"speaks": False}, "not_speaking"),
        (rules.needs_speaking, {"asked_it": True}, "asked_it"),
        (rules.needs_speaking, {"asked_it": True, "speaks": False}, "asked_it"),
        (rules.needs_speakers, {}, ""),
        (rules.needs_speakers, {"has_speakers": False}, "nobody_to_answer"),
        (rules.needs_speakers, {"body_exists": False}, "body_is_gone"),
        (rules.needs_open_subject, {}, ""),
        (rules.needs_open_subject, {"subject_open": False}, "subject_kept"),
        (rules.needs_term_ahead, {}, ""),
        (rules.needs_term_ahead, {"term_ahead": False}, "term_over_before"),
        (rules.needs_first_extension, {}, ""),
        (rules.needs_first_extension, {"is_extended": True}, "extended_before"),
        (rules.needs_first_extension, {"is_proposed": True}, "proposed_before"),
        (rules.needs_proposal, {}, "nothing_proposed"),
        (rules.needs_proposal, {"is_proposed": True}, ""),
        (rules.needs_proposal_ahead, {}, ""),
        (rules.needs_proposal_ahead, {"is_proposed": True}, "proposal_over"),
        (rules.needs_proposal_ahead, {"is_proposed": True, "proposal_ahead": True}, ""),
        (rules.needs_term_over, {}, ""),
        (rules.needs_term_over, {"term_over": False}, "term_runs"),
        (rules.needs_untold_term, {}, ""),
        (rules.needs_untold_term, {"told_of_term": True}, "told_of_term"),
        (rules.needs_untold_term, {"term_over": False}, "term_runs"),
        (rules.needs_open_condition, {}, "no_open_condition"),
        (rules.needs_open_condition, {"open_conditions": 1}, ""),
        (rules.needs_settled, {}, ""),
        (rules.needs_settled, {"open_conditions": 2}, "conditions_open"),
        (rules.needs_reply, {"is_replied": False}, ""),
        (rules.needs_reply, {"is_replied": False, "outcome": "negative"}, "reply_missing"),
        (
            rules.needs_reply,
            {"is_replied": False, "outcome": "positive_with_conditions"},
            "reply_missing",
        ),
        (rules.needs_reply, {"outcome": "negative"}, ""),
    ],
)
def test_step_is_refused_for_what_lacks(
    needs: Callable[[Facts], str], changes: dict[str, object], code: str
) -> None:
    assert needs(replace(GOOD, **changes)) == code  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "outcome", "standing"),
    [
        ("advice", "negative", ""),
        ("advice", "", ""),
        ("consent", "", "waiting"),
        ("consent", "positive", "given"),
        ("consent", "positive_with_conditions", "given_with_conditions"),
        ("consent", "negative", "not_given"),
        ("consent", "no_response", "not_given"),
    ],
)
def test_consent_stands_as_was_answered(kind: str, outcome: str, standing: str) -> None:
    assert rules.consent_of(kind, outcome) == standing


@pytest.mark.parametrize(
    ("days", "shortest", "code"),
    [(1, 1, ""), (0, 1, "term_too_short"), (13, 14, "term_too_short"), (14, 14, "")],
)
def test_term_gives_the_shortest_time_at_least(days: int, shortest: int, code: str) -> None:
    assert rules.term_problem(DAY + timedelta(days=days), DAY, shortest) == code


@pytest.mark.parametrize(
    ("until", "due", "code"),
    [(6, 5, ""), (5, 5, "not_later"), (-1, -5, "not_later"), (0, -5, "not_later"), (1, -5, "")],
)
def test_extension_lies_after_the_term_and_ahead(until: int, due: int, code: str) -> None:
    later, before = DAY + timedelta(days=until), DAY + timedelta(days=due)
    assert rules.extension_problem(later, before, DAY) == code


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        (" \n \n", ()),
        ("Eén\nTwee", ("Eén", "Twee")),
        ("- Eén\n\n • Twee  ", ("Eén", "Twee")),
        ("•\tEén\n•Twee\n*  Drie", ("Eén", "Twee", "Drie")),
        ("-10 °C is de ondergrens", ("-10 °C is de ondergrens",)),
        ("- -10 °C is de ondergrens", ("-10 °C is de ondergrens",)),
        ("*nooit* alleen\nVan 8 tot -", ("*nooit* alleen", "Van 8 tot -")),
        ("-\n - \n*\n•\nEén", ("Eén",)),
    ],
)
def test_conditions_stand_one_on_a_line(text: str, found: tuple[str, ...]) -> None:
    assert rules.conditions_in(text) == found


@given(some.lists(some.text(alphabet="abc", min_size=1), max_size=30))
def test_conditions_written_on_lines_are_read_back(texts: list[str]) -> None:
    assert list(rules.conditions_in("\n".join(texts))) == texts


@pytest.mark.parametrize(
    ("outcome", "count", "length", "code"),
    [
        ("positive", 0, 1, ""),
        ("negative", 0, 1, ""),
        ("negative", 1, 1, "conditions_not_here"),
        ("positive_with_conditions", 0, 1, "conditions_missing"),
        ("positive_with_conditions", 1, 500, ""),
        ("positive_with_conditions", 20, 1, ""),
        ("positive_with_conditions", 21, 1, "too_many_conditions"),
        ("positive_with_conditions", 1, 501, "condition_too_long"),
    ],
)
def test_conditions_fit_the_answer(outcome: str, count: int, length: int, code: str) -> None:
    assert rules.conditions_problem(outcome, ["x" * length] * count) == code


@pytest.mark.parametrize(
    ("council", "unit", "code"),
    [
        (True, False, ""),
        (False, True, ""),
        (True, True, "two_bodies"),
        (False, False, "no_body"),
    ],
)
def test_body_is_a_council_or_a_unit(*, council: bool, unit: bool, code: str) -> None:
    assert rules.body_problem(council=council, unit=unit) == code
