"""What is decided of a sheet from values alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baken.core.instruments.filling import Filled, Given, Place, Scored, work_out
from baken.core.instruments.tests.instruments import load, question, questions
from baken.rooms.sheets.rules import (
    BESIDE,
    KNOWN,
    WRITTEN,
    Facts,
    Standing,
    fate_of,
    gaps_in,
    is_scorable,
    label_problem,
    name_of,
    needs_complete,
    needs_one_answer_each,
)
from baken.rooms.sheets.rules.frozen import Known, Said, ScoredBy, checksum_of, frozen

NOTHING = Known("Blad", "Compagnie", {}, {}, {}, {})


@pytest.mark.parametrize(
    ("known", "seen", "value", "fate"),
    [
        (Standing(), 0, "yes", WRITTEN),
        (Standing(), 7, "yes", WRITTEN),
        (Standing(3, "no"), 3, "yes", WRITTEN),
        (Standing(3, "no"), 0, "yes", BESIDE),
        (Standing(3, "no"), 2, "yes", BESIDE),
        (Standing(3, "no"), 4, "yes", BESIDE),
        (Standing(3, "no"), 0, "no", KNOWN),
        (Standing(3, "no"), 3, None, WRITTEN),
        (Standing(3, "no"), 2, None, BESIDE),
        (Standing(), 0, None, KNOWN),
    ],
)
def test_fate_of_an_answer_depends_on_what_was_seen(
    known: Standing, seen: int, value: Any, fate: str
) -> None:
    assert fate_of(known, seen=seen, value=value, reason="") == fate


def test_other_reason_is_another_answer() -> None:
    assert fate_of(Standing(1, "na", "a"), seen=0, value="na", reason="b") == BESIDE


@given(st.integers(1, 9), st.integers(0, 9), st.text(max_size=3), st.text(max_size=3))
def test_answer_that_was_not_seen_is_never_written_over(
    serial: int, seen: int, old: str, new: str
) -> None:
    fate = fate_of(Standing(serial, old), seen=seen, value=new, reason="")
    assert (fate == WRITTEN) == (seen == serial and old != new)


@pytest.mark.parametrize(
    ("troubles", "refusals", "rivals", "complete", "single"),
    [
        (0, 0, 0, "", ""),
        (1, 0, 0, "not_complete", ""),
        (1, 1, 0, "not_complete", ""),
        (0, 1, 0, "refused", ""),
        (0, 0, 1, "", "rivals"),
    ],
)
def test_sheet_is_frozen_only_when_nothing_is_open(
    troubles: int, refusals: int, rivals: int, complete: str, single: str
) -> None:
    facts = Facts(troubles, refusals, rivals)
    assert (needs_complete(facts), needs_one_answer_each(facts)) == (complete, single)


@pytest.mark.parametrize(
    ("label", "known", "most", "problem"),
    [
        ("lathe", [], None, ""),
        ("", [], None, "label_needed"),
        ("Lathe", ["lathe"], None, "label_twice"),
        ("saw", ["lathe"], 1, "too_many"),
        ("saw", ["lathe"], 2, ""),
        ("saw", [f"m{number}" for number in range(200)], None, "too_many"),
    ],
)
def test_label_must_be_new_and_fit(
    label: str, known: list[str], most: int | None, problem: str
) -> None:
    assert label_problem(label, known, most) == problem


def test_gaps_are_answers_that_say_no_or_partly() -> None:
    values = {Place("a"): "no", Place("b"): "partial", Place("c"): "yes", Place("d"): ["no"]}
    assert gaps_in(values, [*values, Place("e")]) == 2
    assert gaps_in(values, [Place("c")]) == 0


def test_places_are_named_by_key_and_repetition() -> None:
    assert (name_of(Place("a")), name_of(Place("a", "x"))) == ("a", "a@x")


# ---- the frozen copy ----


def copied(known: Known = NOTHING, **answers: Any) -> dict[str, Any]:
    """The copy of a small sheet, through a store and back."""
    risk = (
        "risk: {when: answer == 'no', title: {nl: Val, en: Fall},"
        " default_scores: {harm: 10, chance: often}}"
    )
    options = "options: [{code: x, text: {nl: Iks, en: Ex}}]"
    made = load(
        questions(
            question("a", "yes_no", risk),
            question("b", "single_choice", options),
            question("c", "decimal", "unit: kg, legal: {nl: Wet, en: Law}"),
            question("d", "computed", "expr: c + 1"),
            question("e", "risk_list"),
            question("f", "statement"),
            question("g", "multi_choice", options),
            tail="  calculations: [{id: t, expr: a},"
            " {id: w, expr: worst(risks.current_class), text: {nl: w, en: w}}]\n",
        )
    )
    filled = Filled({Place(key): Given(value) for key, value in answers.items()})
    return dict(json.loads(json.dumps(frozen(made, work_out(made, filled), known))))


def test_copy_holds_texts_answers_authors_and_scores() -> None:
    place = Place("a")
    known = Known(
        title="Blad",
        unit="Compagnie",
        labels={},
        said={place: Said("no", by="J. Jansen", post="preventie", at="2026-01-01"), Place("b"): Said("x"),
              Place("g"): Said(["x"])},
        scores={place: [ScoredBy("current", {"harm": "10", "chance": "often"}, "gezien", "J", "p", "t")]},
        evidence={place: ["digest"]},
    )  # fmt: skip
    told = copied(known, a="no", b="x", g=["x"])
    asked = {one["key"]: one for one in told["sections"][0]["questions"]}
    assert (asked["a"]["value"], asked["a"]["by"], asked["a"]["evidence"]) == (
        "no",
        "J. Jansen",
        ["digest"],
    )
    assert asked["b"]["words"] == asked["g"]["words"] == [{"nl": "Iks", "en": "Ex"}]
    assert (asked["c"]["value"], asked["c"]["unit"], asked["c"]["legal"]["en"]) == (
        None,
        "kg",
        "Law",
    )
    assert asked["d"]["computed"] is None
    [risk] = told["risks"]
    assert (risk["current"]["number"], risk["is_proposed"], risk["scores"][0]["by"]) == (
        70.0,
        True,
        "J",
    )
    assert told["calculations"][1]["value"] == told["worst_now"] == "high"
    assert told["scoring"][0]["bands"]


def test_copy_holds_the_lines_of_a_list_of_risks_and_the_cells_of_a_matrix() -> None:
    line = {
        "title": "Val",
        "scenario": "",
        "hazard": "",
        "current": {"harm": "10", "chance": "often"},
    }
    told = copied(e=[line | {"residual": None, "measures": [], "exposed": {}}], c=2.0)
    assert [(one["title"], one["nth"], one["residual"]) for one in told["risks"]] == [
        ("Val", 1, None)
    ]
    asked = {one["key"]: one for one in told["sections"][0]["questions"]}
    assert asked["d"]["computed"] == 3.0
    small = load(questions(question("a", "text"), kind="grid, version: 1"))
    [model] = frozen(small, work_out(small, Filled()), NOTHING)["scoring"]
    assert ["1", "A", "hi"] in model["cells"]


def test_copy_of_a_checklist_without_risks_has_no_scoring_tables() -> None:
    text = questions(question("a", "text")).replace("  scoring: {model: times, version: 3}\n", "")
    made = load(text)
    told = frozen(made, work_out(made, Filled({Place("a"): Given("x")})), NOTHING)
    assert (told["scoring"], told["risks"], told["worst_now"]) == ([], [], "")


def test_checksum_is_that_of_what_it_says_and_not_of_its_order() -> None:
    one, other = {"a": 1, "b": [1.5, "é"]}, {"b": [1.5, "é"], "a": 1}
    assert checksum_of(one) == checksum_of(other)
    assert checksum_of(one) != checksum_of({**one, "a": 2})


def test_only_what_an_answer_brought_is_scored() -> None:
    risk = "risk: {when: answer == 'no', title: {nl: Val, en: Fall}}"
    made = load(questions(question("a", "yes_no", risk), question("b", "risk_list")))
    answers = {Place("a"): Given("no"), Place("b"): Given([{"title": "x", "current": None}])}
    outcome = work_out(made, Filled(answers, scores={Place("a"): Scored()}))
    assert [is_scorable(Place(key), outcome) for key in "abc"] == [True, False, False]


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 3), st.integers(0, 3))
def test_nobody_stands_beside_their_own_answer(serial: int, seen: int, old: int, new: int) -> None:
    fate = fate_of(Standing(serial, old), seen=seen, value=new, reason="", is_own=True)
    assert fate == (KNOWN if old == new else WRITTEN)
