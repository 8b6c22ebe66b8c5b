"""Sheets as they are filled in: what is asked, hidden, missing, computed, raised and counted."""

from __future__ import annotations

from typing import Any

import pytest

from baken.core.instruments.definitions import Definition
from baken.core.instruments.filling import Filled, Given, Outcome, Place, Scored, work_out
from baken.core.instruments.filling.outcome import MISSING, NO_EVIDENCE, NO_REASON, TOO_FEW
from baken.core.instruments.risk_classes import RiskClass
from baken.core.instruments.tests.instruments import changed, load, question, questions

WITH_MACHINES = {"profile.has_machines": "yes"}
LISTED = "{id: all_risks, type: risk_list, text: {nl: x, en: x}}"


@pytest.fixture(scope="module")
def workshop() -> Definition:
    return load()


def filled(
    answers: dict[str, Any] | None = None,
    machines: dict[str, dict[str, Any]] | None = None,
    scores: dict[Place, Scored] | None = None,
) -> Filled:
    """A workshop as it was filled in: answers by key, and those of each machine."""
    found = {Place(key): given(value) for key, value in (answers or {}).items()}
    for machine, own in (machines or {}).items():
        found |= {Place(key, machine): given(value) for key, value in own.items()}
    return Filled(found, {"machines": tuple(machines or ())}, scores or {})


def given(value: Any) -> Given:
    return value if isinstance(value, Given) else Given(value)


def keys(outcome: Outcome) -> list[str]:
    """What is asked, as key and repetition."""
    return [":".join(filter(None, one.place)) for one in outcome.asked]


def troubles(outcome: Outcome) -> list[tuple[str, str]]:
    return [(one.code, one.key) for one in outcome.troubles]


# ---- what is asked ----


def test_section_is_asked_once_its_condition_is_known_to_hold(workshop: Definition) -> None:
    machines = {"lathe": {}, "press": {}}
    before = work_out(workshop, filled({}, machines))
    assert keys(before) == ["profile.has_machines", "profile.heads", "wide", "tools", "level"]
    after = work_out(workshop, filled(WITH_MACHINES, machines))
    assert keys(after)[2:8] == [
        "m1:lathe",
        "m3:lathe",
        "m4:lathe",
        "m1:press",
        "m3:press",
        "m4:press",
    ]


def test_question_with_an_unknown_condition_is_not_asked(workshop: Definition) -> None:
    asked = work_out(
        workshop, filled(WITH_MACHINES, {"lathe": {"m1": "yes"}, "press": {"m1": "na"}})
    )
    assert [one for one in keys(asked) if one.startswith("m2")] == ["m2:lathe"]


def test_hidden_answers_count_for_nothing_and_are_named(workshop: Definition) -> None:
    told = {"level": "low", "more": "because", "profile.has_machines": "no"}
    outcome = work_out(workshop, filled(told, {"lathe": {"m1": "no"}}))
    assert outcome.hidden == (Place("more"), Place("m1", "lathe"))
    assert outcome.risks == ()
    assert "more" not in keys(outcome)


def test_answers_nobody_asks_for_are_named_as_hidden(workshop: Definition) -> None:
    odd = filled({"strange": "x", "wide": 3.0}, {"lathe": {"m3": "2026-01-01"}})
    assert work_out(workshop, odd).hidden == (Place("strange"), Place("m3", "lathe"))
    without = Filled(
        {Place("m1", "gone"): Given("no"), Place("profile.has_machines"): Given("yes")}
    )
    assert work_out(workshop, without).hidden == (Place("m1", "gone"),)


def test_sections_within_another_share_its_repetitions_and_its_fate() -> None:
    nested = work_out(load(NESTED), Filled(
        {Place("open", "a"): Given("yes"), Place("open", "b"): Given("no"), Place("deep", "a"): Given("yes"),
         Place("deep", "b"): Given("yes")},
        {"outer": ("a", "b")},
    ))  # fmt: skip
    assert [(one.section.id, one.repetition) for one in nested.sections] == [
        ("all", ""), ("outer", "a"), ("inner", "a"), ("deepest", "a"), ("outer", "b"), ("last", ""),
    ]  # fmt: skip
    assert nested.hidden == (Place("deep", "b"),)
    assert nested.calculations == {"how_many": 1.0}


def test_section_within_one_that_is_not_shown_is_not_shown() -> None:
    text = questions(question("a", "yes_no"), tail=(
        "    - {id: outer, title: {nl: x, en: x}, when: a == 'yes', questions: []}\n"
        "    - {id: inner, title: {nl: x, en: x}, within: outer, questions:"
        " [{id: b, type: yes_no, text: {nl: x, en: x}}]}\n"
    ))  # fmt: skip
    made = load(text)
    assert keys(work_out(made, Filled())) == ["a"]
    assert keys(work_out(made, Filled({Place("a"): Given("yes")}))) == ["a", "b"]


NESTED = questions(
    question("first", "yes_no"),
    tail="""\
    - id: outer
      title: {nl: x, en: x}
      repeat: {over: workplace_ref}
      questions: [{id: open, type: yes_no, text: {nl: x, en: x}}]
    - id: inner
      title: {nl: x, en: x}
      within: outer
      when: open == 'yes'
      questions: [{id: deep, type: yes_no, text: {nl: x, en: x}}]
    - id: deepest
      title: {nl: x, en: x}
      within: inner
      when: deep == 'yes'
      questions: [{id: end, type: statement, text: {nl: x, en: x}}]
    - id: last
      title: {nl: x, en: x}
      questions: [{id: z, type: yes_no, text: {nl: x, en: x}}]
  calculations: [{id: how_many, expr: count(deep)}]
""",
)


# ---- what is missing ----


def test_required_questions_are_missing_only_while_they_are_asked(workshop: Definition) -> None:
    assert troubles(work_out(workshop, filled())) == [(MISSING, "profile.has_machines")]
    without = work_out(workshop, filled({"profile.has_machines": "no"}))
    assert (troubles(without), without.is_complete) == ([], True)
    machine = work_out(workshop, filled(WITH_MACHINES, {"lathe": {}}))
    assert [(one.code, one.key, one.repetition) for one in machine.troubles] == [
        (MISSING, "m1", "lathe")
    ]


def test_section_that_is_repeated_too_little_is_told(workshop: Definition) -> None:
    assert troubles(work_out(workshop, filled(WITH_MACHINES))) == [(TOO_FEW, "machines")]


@pytest.mark.parametrize(
    ("answer", "more", "says"),
    [
        (Given("na"), "", [(NO_REASON, "a")]),
        (Given("na", reason=" "), "", [(NO_REASON, "a")]),
        (Given("na", reason="no machines here"), "", []),
        (Given("na"), "na_reason: none", []),
        (Given("no"), "evidence: required", [(NO_EVIDENCE, "a")]),
        (Given("no", evidence=1), "evidence: required", []),
        (Given("no"), "evidence: optional", []),
        (Given(), "evidence: required", []),
    ],
)
def test_answer_needs_its_reason_and_its_evidence(
    answer: Given, more: str, says: list[tuple[str, str]]
) -> None:
    made = load(questions(question("a", "yes_no_na", more)))
    assert troubles(work_out(made, Filled({Place("a"): answer}))) == says


def test_progress_counts_what_is_asked_now(workshop: Definition) -> None:
    progress = work_out(
        workshop, filled({**WITH_MACHINES, "wide": 20.0}, {"lathe": {"m1": "yes"}})
    ).progress
    assert (progress.asked, progress.answered) == (8, 3)
    assert (progress.required, progress.required_answered) == (2, 2)
    assert progress.percentage == 37
    nothing = load(questions("{id: a, type: statement, text: {nl: x, en: x}}"))
    assert work_out(nothing, Filled()).progress.percentage == 100


# ---- what is calculated ----


def test_computed_question_follows_its_own_repetition(workshop: Definition) -> None:
    outcome = work_out(workshop, filled(
        WITH_MACHINES, {"lathe": {"m1": "yes", "m2": 83.5}, "press": {"m1": "yes"}}
    ))  # fmt: skip
    computed = {one.place: one.computed for one in outcome.asked if one.question.id == "m4"}
    assert computed == {Place("m4", "lathe"): 3.5, Place("m4", "press"): None}


def test_calculation_over_what_is_repeated_is_unknown_while_one_is_unanswered(
    workshop: Definition,
) -> None:
    machines = {"lathe": {"m1": "yes", "m2": 90.0}, "press": {"m1": "yes"}}
    level = {**WITH_MACHINES, "level": "high"}
    assert work_out(workshop, filled(level, machines)).calculations["loud"] is None
    machines["press"]["m2"] = 20.0
    assert work_out(workshop, filled(level, machines)).calculations["loud"] is True


def test_numbers_are_compared_in_si(workshop: Definition) -> None:
    for centimetres, told in ((99.0, 1), (100.0, 0), (101.0, 0)):
        outcome = work_out(workshop, filled({"wide": centimetres}))
        assert len([one for one in outcome.told if one.what == "notify_safety_adviser"]) == told


@pytest.mark.parametrize(
    ("kind", "more", "value", "condition"),
    [
        ("multi_choice", "options: [{code: x, text: {nl: x, en: x}}]", ["x"], "'x' in a"),
        ("date", "", "2026-03-01", "days_between(a, a) == 0"),
        ("datetime", "", "2026-03-01T23:30:00+01:00", "days_between(a, a) == 0"),
        ("duration", "unit: min, constraints: {min: 0, max: 600}", 2.0, "a == 120"),
        ("money", "", 12.5, "a == 12.5"),
        ("photo", "", ["f1", "f2"], "count(a) == 2"),
        ("phase_list", "", ["one", "two"], "'two' in a"),
        ("measure_list", "", [{"text": "t", "level": "ppe"}], "'ppe' in a.level and 't' in a"),
        ("risk_list", "", [{"title": "fall", "current": None}], "'fall' in a"),
        ("table", "columns: [{id: n, type: integer, text: {nl: x, en: x}}]", [{"n": 2}, {"n": 3}],
         "sum(a.n) == 5"),
        ("measurement_series", "unit: °C, constraints: {min: 0, max: 40}",
         {"values": [20.0], "uncertainty": 0.5, "calibrated_on": "2026-01-01"},
         "max(a) == 293.15 and a.uncertainty == 0.5"),
        ("measurement_series", "unit: kPa, constraints: {min: 0, max: 9}",
         {"values": [1.0, 2.0], "uncertainty": 0.1, "calibrated_on": "2026-01-01"},
         "max(a) == 2000 and a.uncertainty == 100 and days_between(a.calibrated_on, a.calibrated_on) == 0"),
    ],
)  # fmt: skip
def test_every_kind_of_answer_counts_in_a_condition(
    kind: str, more: str, value: Any, condition: str
) -> None:
    tail = f'  rules: [{{when: "{condition}", do: offer_report}}]\n'
    made = load(questions(question("a", kind, more), tail=tail))
    assert [one.what for one in work_out(made, Filled({Place("a"): Given(value)})).told] == [
        "offer_report"
    ]
    assert work_out(made, Filled()).told == ()


def test_empty_cell_of_a_table_is_unknown() -> None:
    columns = "columns: [{id: n, type: integer, text: {nl: x, en: x}}]"
    made = load(
        questions(
            question("a", "table", columns), tail="  calculations: [{id: s, expr: sum(a.n)}]\n"
        )
    )
    assert work_out(made, Filled({Place("a"): Given([{"n": 2}, {}])})).calculations == {"s": None}


def test_place_and_signature_stand_in_no_condition() -> None:
    made = load(questions(question("a", "location"), question("b", "signature")))
    answers = {Place("a"): Given({"lat": 1.0, "lon": 2.0}), Place("b"): Given({"name": "x"})}
    assert work_out(made, Filled(answers)).progress.answered == 2


# ---- risks ----


def test_risk_is_raised_by_each_answer_that_brings_it(workshop: Definition) -> None:
    machines = {"lathe": {"m1": "no"}, "press": {"m1": "yes"}, "saw": {"m1": "partial"}}
    outcome = work_out(workshop, filled(WITH_MACHINES, machines))
    assert [one.place for one in outcome.risks] == [Place("m1", "lathe"), Place("m1", "saw")]
    [first, _second] = outcome.risks
    assert first.trigger is not None
    assert (first.trigger.hazard, first.is_proposed) == ("mechanical.rotating_parts", True)
    assert first.current is not None
    assert first.current.choice == (("harm", "10"), ("chance", "often"))


def test_score_that_was_given_takes_the_place_of_the_proposed_one(workshop: Definition) -> None:
    place = Place("m1", "lathe")
    scores = {place: Scored({"harm": "0.3", "chance": "often"}, {"harm": "0.3", "chance": "often"})}
    outcome = work_out(workshop, filled(WITH_MACHINES, {"lathe": {"m1": "no"}}, scores))
    [one] = outcome.risks
    assert (one.is_proposed, one.current, one.residual) == (False, one.residual, one.current)
    assert outcome.calculations["worst_score"] == (one.current and one.current.number)


def test_score_that_the_model_does_not_know_is_none(workshop: Definition) -> None:
    scores = {Place("m1", "lathe"): Scored({"harm": "12"})}
    [one] = work_out(workshop, filled(WITH_MACHINES, {"lathe": {"m1": "no"}}, scores)).risks
    assert one.is_proposed


def test_worst_class_is_that_of_the_worst_line() -> None:
    made = load(
        questions(LISTED, tail="  calculations: [{id: w, expr: worst(risks.current_class)}]\n")
    )
    lines = [line("10", "often"), line("0.3", "often"), line("0.3", "1")]
    outcome = work_out(made, Filled({Place("all_risks"): Given(lines)}))
    classes = [one.current.common for one in outcome.risks if one.current and one.current.common]
    assert len(set(classes)) > 1
    assert outcome.worst_now == max(classes) == outcome.calculations["w"]
    assert [one.nth for one in outcome.risks] == [1, 2, 3]


def test_class_after_measures_is_that_before_them_where_nobody_scored_it() -> None:
    made = load(questions(LISTED))
    worse, lighter = (
        line("10", "often"),
        line("10", "often") | {"residual": {"harm": "0.3", "chance": "often"}},
    )
    outcome = work_out(made, Filled({Place("all_risks"): Given([worse, lighter])}))
    assert outcome.worst_after == outcome.worst_now
    only = work_out(made, Filled({Place("all_risks"): Given([lighter])}))
    assert (only.worst_now, only.worst_after) == (outcome.worst_now, RiskClass.LOW)


def test_without_risks_nothing_is_worst_and_unscored_ones_are_unknown() -> None:
    made = load(questions(LISTED, tail="  calculations: [{id: n, expr: count(risks.current_class)},"
                          " {id: s, expr: sum(risks.current_score)}]\n"))  # fmt: skip
    assert work_out(made, Filled()).worst_now is None
    outcome = work_out(made, Filled({Place("all_risks"): Given([line()])}))
    assert (outcome.worst_now, outcome.worst_after) == (None, None)
    assert outcome.calculations == {"n": 1.0, "s": None}


def test_risk_may_be_scored_by_a_model_of_its_own() -> None:
    risk = ("risk: {when: answer == 'no', title: {nl: x, en: x}, scoring: {model: grid, version: 1},"
            " default_scores: {harm: 2, chance: B}}")  # fmt: skip
    tail = (
        "  calculations: [{id: n, expr: count(risks.current_class)},"
        " {id: s, expr: count(risks.current_score)}]\n"
    )
    made = load(questions(question("a", "yes_no", risk), tail=tail))
    outcome = work_out(made, Filled({Place("a"): Given("no")}))
    assert outcome.calculations == {"n": 1.0, "s": 0.0}
    [raised] = outcome.risks
    assert raised.current is not None
    assert raised.current.model == "grid"


def test_risk_of_which_everything_is_open_is_raised_unscored() -> None:
    made = load(
        questions(question("a", "yes_no", "risk: {when: answer == 'no', title: {nl: x, en: x}}"))
    )
    [raised] = work_out(made, Filled({Place("a"): Given("no")})).risks
    assert (raised.current, raised.is_proposed) == (None, False)


def line(harm: str = "", chance: str = "") -> dict[str, Any]:
    scores = {"harm": harm, "chance": chance} if harm else None
    return {"title": "Fall", "current": scores, "residual": None}


# ---- what else follows ----


def test_follow_up_is_asked_for_once_however_many_answers_ask_it(workshop: Definition) -> None:
    machines = {"lathe": {"m1": "yes", "m2": 80.0}, "press": {"m1": "yes", "m2": 79.9},
                "saw": {"m1": "yes", "m2": 95.0}}  # fmt: skip
    [found] = work_out(workshop, filled(WITH_MACHINES, machines)).follow_ups
    assert (found.instrument, found.is_announced) == ("ni_noise", True)
    assert found.places == (Place("m2", "lathe"), Place("m2", "saw"))


def test_actions_are_told_of_the_answer_that_asks_for_them(workshop: Definition) -> None:
    outcome = work_out(
        workshop, filled(WITH_MACHINES, {"lathe": {"m1": "no"}, "saw": {"m1": "partial"}})
    )
    assert [(one.what, one.place) for one in outcome.told] == [
        ("warn_stop_work", Place("m1", "lathe"))
    ]


def test_sheet_is_refused_in_words_while_a_rule_refuses_it(workshop: Definition) -> None:
    loud = {**WITH_MACHINES, "level": "high", "more": ""}
    text = changed("loud and more == ''", "loud and level == 'high'")
    outcome = work_out(load(text), filled(loud, {"lathe": {"m1": "yes", "m2": 99.0}}))
    assert [one.en for one in outcome.refusals] == ["Explain why."]
    assert not outcome.is_complete


def test_same_answers_give_the_same_outcome(workshop: Definition) -> None:
    sheet = filled({**WITH_MACHINES, "level": "high"}, {"lathe": {"m1": "no", "m2": 86.0}})
    assert work_out(workshop, sheet) == work_out(load(), sheet)
