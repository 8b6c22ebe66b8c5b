"""An instrument that is right: what is read of it, and what its expressions may name."""

from __future__ import annotations

import re
from datetime import date

import pytest

from baken.core.instruments.checksums import checksum
from baken.core.instruments.definitions import (
    Definition,
    Repeat,
    Source,
    Step,
    Version,
    definition_in,
    version_of,
)
from baken.core.instruments.definitions.answer_types import ANSWER_TYPES
from baken.core.instruments.definitions.units import UNITS
from baken.core.instruments.documents import Placed, Refused, placed
from baken.core.instruments.expressions import Kind
from baken.core.instruments.tests.instruments import (
    FILE,
    KNOWN,
    LIBRARY,
    WORKSHOP,
    changed,
    load,
    question,
    questions,
    without_scoring,
)
from baken.core.instruments.texts import Text


@pytest.fixture(scope="module")
def workshop() -> Definition:
    return load()


def test_head_is_read_as_written(workshop: Definition) -> None:
    head = workshop.head
    assert (head.code, str(head.version), head.kind) == ("small_workshop", "2.1.0", "rie")
    assert head.title == Text("Werkplaats", "Workshop")
    assert head.legal_basis == ("arbowet.art5",)
    assert (head.unit_levels, head.workplace_types) == ((2, 3), ("workshop",))
    assert (head.roles.fill, head.roles.advise) == (("prevention_officer",), ("safety_adviser",))
    assert (head.roles.review, head.roles.decide) == ((), "by_mandate")
    assert (head.validity.max_months, head.validity.max_hours) == (48, None)
    assert (head.validity.review_months, head.validity.triggers) == (12, ("law_change",))
    assert (head.offline, head.outputs) == (True, ("report_rie", "action_plan"))
    assert workshop.scoring is not None
    assert (workshop.scoring.code, workshop.scoring.version) == ("times", 3)


def test_sections_and_questions_are_read_as_written(workshop: Definition) -> None:
    assert list(workshop.questions) == [
        "profile.has_machines", "profile.heads",
        "m1", "m2", "m3", "m4", "wide", "tools", "level", "more",
    ]  # fmt: skip
    machines, room = workshop.sections
    assert machines.repeat == Repeat("equipment_ref", 1, 5)
    assert (machines.help, room.help) == (Text("Per machine.", "For each machine."), None)
    assert (machines.when is None, room.when is None) == (False, True)
    m1, m2 = machines.questions[:2]
    assert (m1.required, m1.evidence, m1.na_reason) == (True, "optional", "required")
    assert m1.risk is not None
    assert m1.risk.default_scores == (("harm", "10"), ("chance", "often"))
    assert m1.risk.measures == ("std.guard_fixed",)
    assert m1.actions[0].does == ("warn_stop_work",)
    assert (m2.form.least, m2.form.most, m2.form.unit) == (30, 160, UNITS["dB(A)"])
    assert [one.is_announced for one in m2.triggers] == [True]
    assert (workshop.questions["m4"].is_answered, m2.is_answered) == (False, True)


def test_announced_instruments_are_told(workshop: Definition) -> None:
    assert workshop.announced == ("ni_noise",)
    both = "triggers: [{when: answer == 'no', require_instrument: ni_vibration}]"
    assert load(questions(question("a", "yes_no", both))).announced == ()


def test_steps_come_after_what_they_depend_on(workshop: Definition) -> None:
    place = {step: number for number, step in enumerate(workshop.order)}
    for before, after in [
        (Step("question", "profile.has_machines"), Step("section", "machines")),
        (Step("section", "machines"), Step("question", "m1")),
        (Step("question", "m1"), Step("question", "m2")),
        (Step("question", "m1"), Step("risk", "m1")),
        (Step("risk", "m1"), Step("risks", "")),
        (Step("risks", ""), Step("calculation", "worst_score")),
        (Step("question", "m2"), Step("calculation", "loud")),
        (Step("question", "level"), Step("question", "more")),
    ]:
        assert place[before] < place[after]


def test_names_that_are_used_in_full_are_kept(workshop: Definition) -> None:
    assert workshop.aliases == {"wide": ("sections.room.wide",)}


def test_question_knows_whether_it_is_repeated(workshop: Definition) -> None:
    assert workshop.repeat_of["m1"] == "machines"
    assert workshop.repeat_of["wide"] == ""
    assert workshop.repeat_of["profile.heads"] == ""


def test_rules_and_calculations_are_compiled(workshop: Definition) -> None:
    worst, loud = workshop.calculations
    assert (worst.expr.kind, loud.expr.kind) == (Kind.NUMBER, Kind.YES_NO)
    assert (worst.text, loud.text) == (None, Text("Te hard", "Too loud"))
    refuse, notify = workshop.rules
    assert (refuse.does, notify.does) == (("refuse",), ("notify_safety_adviser", "offer_report"))
    assert refuse.text == Text("Leg uit waarom.", "Explain why.")


def test_library_stands_before_the_sections_of_its_own() -> None:
    older = LIBRARY.replace("1.2.0", "1.0.3").replace("g1", "g0")
    newer = LIBRARY.replace("1.2.0", "2.0.0").replace("g1", "g2")
    text = changed("  offline: true", "  includes: [core_general@1]")
    made = load(text, libraries=[older, LIBRARY, newer])
    assert made.included == (("core_general", Version(1, 2, 0)),)
    assert [one.id for one in made.sections] == ["general", "machines", "room"]
    assert "g1" in made.questions


def test_measures_of_a_library_and_of_the_file_are_those_of_the_instrument() -> None:
    own = "  measures:\n    - {id: mark, title: {nl: Markeren, en: Mark}, level: organisational}\n"
    library = LIBRARY + "  measures:\n    - {id: fence, title: {nl: Hek, en: Fence}}\n"
    made = load(
        changed("  offline: true\n", "  includes: [core_general@1]\n" + own), libraries=[library]
    )
    found = {name: (one.title.en, one.level) for name, one in made.own_measures.items()}
    assert found == {"fence": ("Fence", ""), "mark": ("Mark", "organisational")}


def test_tree_that_was_read_from_something_else_is_the_same_instrument(
    workshop: Definition,
) -> None:
    source = Source("instrument.xml", "<elsewhere/>")
    made = definition_in(placed(FILE, WORKSHOP), source, KNOWN)
    assert (made.head, made.sections) == (workshop.head, workshop.sections)
    assert made.sha256 == checksum(b"<elsewhere/>")


def test_tree_without_an_instrument_is_refused_in_the_name_of_its_source() -> None:
    with pytest.raises(Refused, match=r"instrument\.xml, line 1, instrument: this is missing"):
        definition_in(Placed({}, 1), Source("instrument.xml", ""), KNOWN)


def test_library_that_is_not_included_is_left_alone() -> None:
    assert load(libraries=[LIBRARY]).included == ()


# ---- answers ----


FORMS = {
    "single_choice": "options: [{code: x, text: {nl: x, en: x}}]",
    "multi_choice": "options: [{code: x, text: {nl: x, en: x}}], constraints: {min: 1, max: 1}",
    "scale": "constraints: {min: 1, max: 5}, low: {nl: nooit, en: never}, high: {nl: a, en: a}",
    "duration": "unit: min, constraints: {min: 0, max: 600}",
    "table": "columns: [{id: x, type: date, text: {nl: x, en: x}}], constraints: {min: 1}",
    "measurement_series": "unit: dB(C)",
    "computed": "expr: 1 + 1",
    "date": "constraints: {min: 2020-01-01, max: 2030-12-31}",
}


@pytest.mark.parametrize("kind", ANSWER_TYPES)
def test_every_type_of_answer_can_be_asked(kind: str) -> None:
    made = load(questions(question("a", kind, FORMS.get(kind, ""))))
    assert made.questions["a"].form.type == kind


def test_bounds_of_days_are_days() -> None:
    form = load(questions(question("a", "date", FORMS["date"]))).questions["a"].form
    assert (form.earliest, form.latest) == (date(2020, 1, 1), date(2030, 12, 31))
    assert (form.least, form.most) == (None, None)


def test_choice_among_the_classes_of_the_model_takes_its_texts() -> None:
    text = questions("{id: a, type: single_choice, options: [gone, hi]}", kind="grid, version: 1")
    asked = load(text).questions["a"]
    assert asked.text == Text("grid nl", "grid en")
    assert [one.text.nl for one in asked.form.options] == ["gone nl", "hi nl"]
    own = questions(question("a", "single_choice", "options: [gone, hi]"), kind="grid, version: 1")
    assert load(own).questions["a"].text == Text("Vraag a", "Question a")


def test_instrument_without_risks_needs_no_scoring_model() -> None:
    text = questions(question("a", "yes_no")).replace("  scoring: {model: times, version: 3}\n", "")
    assert load(text, known=without_scoring()).scoring is None


@pytest.mark.parametrize(
    "condition",
    [
        "a == 'yes'",
        "sections.all.a == 'yes'",
        "profile.p",
        "not profile.p",
        "profile.q == 'x'",
        "b > 0.5 and b <= 2",
        "'x' in c",
        "max(d) > 80 and d.uncertainty < 3",
        "days_between(d.calibrated_on, e) < 365",
        "sum(t.n) > 3 and 'no' in t.y",
        "'ppe' in m.level or count(m) > 2",
        "count(r) > 1",
        "count(f) > 0",
        "g > 60",
        "h == 3",
        "count(risks.current_class) == 0 or worst(risks.residual_class) > 'low'",
        "sum(risks.current_score) > max(risks.residual_score)",
        "k > 3 or l",
        "if(a == 'no', b, 0) > 1",
    ],
)
def test_expression_may_name_every_kind_of_answer(condition: str) -> None:
    columns = (
        "{id: n, type: integer, text: {nl: x, en: x}}, {id: y, type: yes_no, text: {nl: x, en: x}}"
    )
    text = questions(
        question("a", "yes_no"),
        question("b", "decimal", "unit: cm, constraints: {min: 0, max: 200}"),
        question("c", "multi_choice", FORMS["multi_choice"]),
        question("d", "measurement_series", "unit: dB(A)"),
        question("e", "datetime"),
        question("t", "table", f"columns: [{columns}]"),
        question("m", "measure_list"),
        question("r", "risk_list"),
        question("f", "photo"),
        question("g", "duration", FORMS["duration"]),
        question("h", "scale", FORMS["scale"]),
        question("k", "computed", "expr: b * 2"),
        head="  profile:\n"
        "    - {id: p, type: yes_no, text: {nl: x, en: x}}\n"
        "    - {id: q, type: text, text: {nl: x, en: x}}\n",
        tail="  calculations: [{id: l, expr: k > 1}]\n"
        f'  rules: [{{when: "{condition}", do: offer_report}}]\n',
    )
    assert load(text).rules[0].when.kind is Kind.YES_NO


def test_units_convert_to_si() -> None:
    assert UNITS["cm"].in_si(250) == 2.5
    assert UNITS["°C"].in_si(-20) == 253.15
    assert UNITS["km/h"].in_si(36) == 10
    assert UNITS["min"].in_si(90) == 5400
    assert UNITS["dB(A)"].in_si(85) == 85
    assert [UNITS[name].counts_as_written for name in ("m", "cm", "°C")] == [True, False, False]


def test_units_of_one_quantity_share_their_si_unit() -> None:
    si = {(unit.measures, unit.si) for unit in UNITS.values()}
    assert len(si) == len({measures for measures, _si in si})
    assert all(UNITS[name].counts_as_written for _measures, name in si)


@pytest.mark.parametrize("text", ["1.0", "v1.0.0", "1.0.0-rc1", "01.0.0", "1.0.99999", ""])
def test_text_that_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        version_of(text)


def test_versions_are_ordered_by_their_numbers() -> None:
    assert version_of("2.10.0") > version_of("2.9.9") > version_of("1.99.0")
