"""Filling in a sheet: answers, hidden ones, two people at once, repetitions, scores, freezing."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import AccessDenied
from baken.core.instruments.filling import Place
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.sheets.actions import (
    add_repetition,
    answer_questions,
    end_repetition,
    freeze_sheet,
    move_sheet,
    score_risk,
    settle_answer,
    withdraw_sheet,
)
from baken.rooms.sheets.models import Sheet, SheetCopy, SheetRival, SheetStep
from baken.rooms.sheets.queries.filled import whole_of
from baken.rooms.sheets.tests.factories import (
    OFTEN,
    SELDOM,
    TEXT,
    answer,
    know_workshop,
    make_sheet,
    standing,
    with_machine,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(cast: Cast) -> Sheet:
    return make_sheet(actor=cast.commander.actor, unit=cast.company, at=cast.at)


def fresh(record: Sheet) -> Sheet:
    found: Sheet = Sheet.objects.for_system(reason="advance").get(pk=record.pk)
    return found


def codes(record: Sheet) -> list[str]:
    rows = SheetStep.objects.of(record).order_by("serial")
    return [code.removeprefix("sheets.sheet.") for code in rows.values_list("code", flat=True)]


def test_sheet_begins_open_and_empty_with_what_is_asked(sheet: Sheet) -> None:
    assert (sheet.state, sheet.instrument, sheet.version) == ("open", "small_workshop", "2.1.0")
    assert (sheet.asked, sheet.answered, sheet.serial) == (5, 0, 0)


def test_sheet_is_begun_only_by_who_may_fill_it_in(cast: Cast) -> None:
    with pytest.raises(AccessDenied):
        make_sheet(actor=cast.outsider.actor, unit=cast.company, at=cast.at)


def test_answers_are_kept_with_author_and_moment(cast: Cast, sheet: Sheet) -> None:
    saved = answer(
        actor=cast.commander.actor, record=sheet, given={"wide": "120", "level": "low"}, at=cast.at
    )
    assert saved.written == (Place("wide"), Place("level"))
    assert standing(sheet) == {"wide": 120.0, "level": "low"}
    row = whole_of(sheet).answers[Place("wide")]
    assert (row.by, row.at, row.serial, bool(row.post)) == (
        cast.commander.person.id,
        cast.at,
        1,
        True,
    )
    known = fresh(sheet)
    assert (known.answered, known.asked, known.serial) == (2, 5, 2)
    assert codes(sheet) == ["begun", "answered"]


def test_wrong_answers_are_all_told_and_nothing_is_written(cast: Cast, sheet: Sheet) -> None:
    given = {"wide": "wide", "level": "medium", "more": "x", "none": 1}
    with pytest.raises(FieldsRefused) as refused:
        answer(actor=cast.commander.actor, record=sheet, given=given, at=cast.at)
    assert sorted(refused.value.errors) == ["level", "none", "wide"]
    assert standing(sheet) == {}


def test_same_answer_again_changes_nothing(cast: Cast, sheet: Sheet) -> None:
    answer(actor=cast.commander.actor, record=sheet, given={"wide": 120}, at=cast.at)
    saved = answer(
        actor=cast.commander.actor, record=sheet, given={"wide": "120,0"}, at=cast.at, seen={}
    )
    assert (saved.written, saved.beside) == ((), ())
    assert codes(sheet) == ["begun", "answered"]


def test_answer_that_is_taken_away_stays_in_the_history(cast: Cast, sheet: Sheet) -> None:
    answer(actor=cast.commander.actor, record=sheet, given={"wide": 120}, at=cast.at)
    answer(actor=cast.commander.actor, record=sheet, given={"wide": ""}, at=cast.at)
    assert standing(sheet) == {}
    assert fresh(sheet).answered == 0
    assert codes(sheet) == ["begun", "answered", "answered"]


def test_instruments_16_6_hidden_answers_are_dropped_and_restored_only_by_reanswer(
    cast: Cast, sheet: Sheet
) -> None:
    """Acceptance test 6. Source: domain reference, instruments, section 16."""
    answer(
        actor=cast.commander.actor,
        record=sheet,
        given={"level": "high", "more": "because"},
        at=cast.at,
    )
    saved = answer(actor=cast.commander.actor, record=sheet, given={"level": "low"}, at=cast.at)
    assert saved.hidden == (Place("more"),)
    assert standing(sheet) == {"level": "low"}
    answer(actor=cast.commander.actor, record=sheet, given={"level": "high"}, at=cast.at)
    assert standing(sheet) == {"level": "high"}
    answer(actor=cast.commander.actor, record=sheet, given={"more": "because"}, at=cast.at)
    assert standing(sheet) == {"level": "high", "more": "because"}


def test_answer_to_a_question_that_is_not_asked_is_told_as_hidden(cast: Cast, sheet: Sheet) -> None:
    saved = answer(actor=cast.commander.actor, record=sheet, given={"more": "because"}, at=cast.at)
    assert saved.hidden == (Place("more"),)
    assert standing(sheet) == {}


# ---- two people at once ----


def test_two_people_answer_different_questions_and_both_stand(cast: Cast, sheet: Sheet) -> None:
    answer(actor=cast.commander.actor, record=sheet, given={"wide": 120}, at=cast.at, seen={})
    answer(
        actor=cast.safety_adviser.actor, record=sheet, given={"level": "low"}, at=cast.at, seen={}
    )
    assert standing(sheet) == {"wide": 120.0, "level": "low"}


def test_two_people_answer_one_question_otherwise_and_neither_is_lost(
    cast: Cast, sheet: Sheet
) -> None:
    answer(actor=cast.commander.actor, record=sheet, given={"wide": 120}, at=cast.at, seen={})
    saved = answer(
        actor=cast.safety_adviser.actor, record=sheet, given={"wide": 80}, at=cast.at, seen={}
    )
    assert (saved.written, saved.beside) == ((), (Place("wide"),))
    assert standing(sheet) == {"wide": 120.0}
    [rival] = SheetRival.objects.of(sheet)
    assert (rival.value, rival.by) == (80.0, cast.safety_adviser.person.id)


def test_who_saw_the_answer_changes_it(cast: Cast, sheet: Sheet) -> None:
    answer(actor=cast.commander.actor, record=sheet, given={"wide": 120}, at=cast.at)
    answer(actor=cast.safety_adviser.actor, record=sheet, given={"wide": 80}, at=cast.at)
    assert standing(sheet) == {"wide": 80.0}
    assert not SheetRival.objects.of(sheet).exists()


def test_who_answers_on_before_the_first_answer_arrived_contradicts_nobody(
    cast: Cast, sheet: Sheet
) -> None:
    """On a slow network the second answer was typed without knowing that the first one is there."""
    actor = cast.commander.actor
    answer(actor=actor, record=sheet, given={"wide": 9}, seen={})
    saved = answer(actor=actor, record=sheet, given={"wide": 90}, seen={})
    assert (saved.written, saved.beside) == ((Place("wide"),), ())
    assert standing(sheet) == {"wide": 90.0}
    assert not SheetRival.objects.of(sheet).exists()


def test_second_answer_that_is_sent_again_or_changed_stands_there_once(
    cast: Cast, sheet: Sheet
) -> None:
    """A device sends again what it never heard arrived; and somebody may change what waits for a choice."""
    answer(actor=cast.commander.actor, record=sheet, given={"wide": 80}, seen={})
    other = cast.safety_adviser.actor
    for value in (90, 90, 95):
        saved = answer(actor=other, record=sheet, given={"wide": value}, seen={})
        assert saved.beside == (Place("wide"),)
    assert [row.value for row in SheetRival.objects.of(sheet)] == [95.0]
    assert standing(sheet) == {"wide": 80.0}
    assert [one for one in breaks() if one.where.startswith("BL")] == []


@pytest.mark.parametrize(("chosen", "value"), [(0, 120.0), (2, 80.0)])
def test_choice_between_two_answers_leaves_one(
    cast: Cast, sheet: Sheet, chosen: int, value: float
) -> None:
    answer(actor=cast.commander.actor, record=sheet, given={"wide": 120}, at=cast.at, seen={})
    answer(actor=cast.safety_adviser.actor, record=sheet, given={"wide": 80}, at=cast.at, seen={})
    settle_answer(
        actor=cast.commander.actor,
        record=sheet,
        place=Place("wide"),
        serial=chosen,
        seen=2,
        at=cast.at,
    )
    assert standing(sheet) == {"wide": value}
    assert not SheetRival.objects.of(sheet).exists()


@pytest.mark.parametrize(
    ("place", "serial", "seen"), [("wide", 9, 9), ("level", 0, 9), ("wide", 0, 1)]
)
def test_choice_that_is_not_there_or_was_not_seen_is_refused(
    cast: Cast, sheet: Sheet, place: str, serial: int, seen: int
) -> None:
    answer(actor=cast.commander.actor, record=sheet, given={"wide": 120}, at=cast.at, seen={})
    answer(actor=cast.safety_adviser.actor, record=sheet, given={"wide": 80}, at=cast.at, seen={})
    with pytest.raises(FieldsRefused):
        settle_answer(
            actor=cast.commander.actor,
            record=sheet,
            place=Place(place),
            serial=serial,
            seen=seen,
            at=cast.at,
        )
    assert SheetRival.objects.of(sheet).count() == 1


def test_answer_of_another_version_that_fits_no_more_is_not_chosen(
    cast: Cast, sheet: Sheet
) -> None:
    actor = cast.commander.actor
    answer(actor=actor, record=sheet, given={"wide": 480}, at=cast.at)
    know_workshop(TEXT.replace("version: 2.1.0", "version: 3.0.0").replace("max: 500", "max: 400"))
    move_sheet(actor=actor, record=sheet, version="3.0.0", at=cast.at)
    [offered] = SheetRival.objects.of(sheet)
    with pytest.raises(FieldsRefused) as refused:
        settle_answer(
            actor=actor, record=sheet, place=Place("wide"), serial=offered.serial,
            seen=offered.serial, at=cast.at,
        )  # fmt: skip
    assert "400" in refused.value.errors["serial"]
    settle_answer(
        actor=actor, record=sheet, place=Place("wide"), serial=0, seen=offered.serial, at=cast.at
    )
    assert standing(sheet) == {}


def test_second_answer_to_what_is_no_longer_asked_goes_with_it(cast: Cast, sheet: Sheet) -> None:
    answer(
        actor=cast.commander.actor, record=sheet, given={"level": "high", "more": "a"}, at=cast.at
    )
    answer(actor=cast.safety_adviser.actor, record=sheet, given={"more": "b"}, at=cast.at, seen={})
    answer(actor=cast.commander.actor, record=sheet, given={"level": "low"}, at=cast.at)
    assert not SheetRival.objects.of(sheet).exists()


# ---- what is filled in for ----


def test_section_is_filled_in_for_each_machine(cast: Cast, sheet: Sheet) -> None:
    name = with_machine(actor=cast.commander.actor, record=sheet, at=cast.at, m1="no")
    assert standing(sheet) == {"profile.has_machines": "yes", f"m1@{name}": "no"}
    assert fresh(sheet).gaps == 1
    assert fresh(sheet).worst_now


@pytest.mark.parametrize(
    ("section", "label"),
    [("room", "x"), ("none", "x"), ("machines", " "), ("machines", "draaibank ")],
)
def test_machine_that_cannot_be_added_is_refused(
    cast: Cast, sheet: Sheet, section: str, label: str
) -> None:
    with_machine(actor=cast.commander.actor, record=sheet, at=cast.at)
    with pytest.raises(FieldsRefused):
        add_repetition(
            actor=cast.commander.actor, record=sheet, section=section, label=label, at=cast.at
        )


def test_more_machines_than_the_instrument_takes_are_refused(cast: Cast, sheet: Sheet) -> None:
    for number in range(5):
        add_repetition(
            actor=cast.commander.actor,
            record=sheet,
            section="machines",
            label=f"m{number}",
            at=cast.at,
        )
    with pytest.raises(FieldsRefused):
        add_repetition(
            actor=cast.commander.actor, record=sheet, section="machines", label="m5", at=cast.at
        )


def test_machine_that_is_taken_away_takes_its_answers_along(cast: Cast, sheet: Sheet) -> None:
    name = with_machine(actor=cast.commander.actor, record=sheet, at=cast.at, m1="no")
    end_repetition(actor=cast.commander.actor, record=sheet, name=name, at=cast.at)
    assert standing(sheet) == {"profile.has_machines": "yes"}
    with pytest.raises(FieldsRefused):
        end_repetition(actor=cast.commander.actor, record=sheet, name=name, at=cast.at)


def test_answer_for_a_machine_that_is_not_there_is_refused(cast: Cast, sheet: Sheet) -> None:
    with pytest.raises(FieldsRefused):
        answer(
            actor=cast.commander.actor, record=sheet, given={"m1": "no"}, repetition="x", at=cast.at
        )


# ---- scores ----


def scored(actor: Any, record: Sheet, name: str, at: Any, **more: Any) -> Any:
    told = {"moment": "current", "choice": OFTEN, "argument": "seen", **more}
    return score_risk(actor=actor, record=record, place=Place("m1", name), at=at, **told)


def test_worst_of_several_scores_counts_and_everybody_keeps_their_own(
    cast: Cast, sheet: Sheet
) -> None:
    name = with_machine(actor=cast.commander.actor, record=sheet, at=cast.at, m1="no")
    scored(cast.commander.actor, sheet, name, cast.at, choice=SELDOM)
    [risk] = whole_of(sheet).outcome.risks
    assert (risk.is_proposed, risk.current and risk.current.number) == (False, 1.5)
    scored(cast.safety_adviser.actor, sheet, name, cast.at)
    scored(cast.safety_adviser.actor, sheet, name, cast.at, choice=OFTEN)
    whole = whole_of(sheet)
    assert len(whole.scores[Place("m1", name)]) == 2
    assert [one.current and one.current.number for one in whole.outcome.risks] == [540.0]


def test_score_once_measures_work_stands_beside_the_other(cast: Cast, sheet: Sheet) -> None:
    name = with_machine(actor=cast.commander.actor, record=sheet, at=cast.at, m1="no")
    scored(cast.commander.actor, sheet, name, cast.at)
    scored(cast.commander.actor, sheet, name, cast.at, moment="residual", choice=SELDOM)
    known = fresh(sheet)
    assert (known.worst_now, known.worst_after) == ("extreme", "low")


@pytest.mark.parametrize(
    "more",
    [{"moment": "later"}, {"choice": {"effect": "7"}}, {"choice": {**OFTEN, "luck": "1"}},
     {"argument": "x" * 50_001}],
)  # fmt: skip
def test_score_that_is_none_is_refused(cast: Cast, sheet: Sheet, more: dict[str, Any]) -> None:
    name = with_machine(actor=cast.commander.actor, record=sheet, at=cast.at, m1="no")
    with pytest.raises(FieldsRefused):
        scored(cast.commander.actor, sheet, name, cast.at, **more)


def test_answer_without_a_risk_is_not_scored(cast: Cast, sheet: Sheet) -> None:
    name = with_machine(actor=cast.commander.actor, record=sheet, at=cast.at, m1="yes")
    with pytest.raises(FieldsRefused):
        scored(cast.commander.actor, sheet, name, cast.at)
    with pytest.raises(FieldsRefused):
        score_risk(actor=cast.commander.actor, record=sheet, place=Place("none"), moment="current",
                   choice=OFTEN, argument="", at=cast.at)  # fmt: skip


# ---- the end ----


def complete(cast: Cast, record: Sheet) -> None:
    answer(
        actor=cast.commander.actor, record=record, given={"profile.has_machines": "no"}, at=cast.at
    )


def test_sheet_is_not_frozen_while_something_is_missing(cast: Cast, sheet: Sheet) -> None:
    with pytest.raises(StepRefused) as refused:
        freeze_sheet(actor=cast.commander.actor, record=sheet, at=cast.at)
    assert [one.code for one in refused.value.refusals] == ["not_complete"]


def test_sheet_is_not_frozen_while_two_answers_stand_beside_each_other(
    cast: Cast, sheet: Sheet
) -> None:
    complete(cast, sheet)
    answer(actor=cast.commander.actor, record=sheet, given={"wide": 120}, at=cast.at, seen={})
    answer(actor=cast.safety_adviser.actor, record=sheet, given={"wide": 80}, at=cast.at, seen={})
    with pytest.raises(StepRefused) as refused:
        freeze_sheet(actor=cast.commander.actor, record=sheet, at=cast.at)
    assert [one.code for one in refused.value.refusals] == ["rivals"]


def test_frozen_sheet_changes_no_more_and_keeps_a_copy_with_its_checksum(
    cast: Cast, sheet: Sheet
) -> None:
    complete(cast, sheet)
    copy = freeze_sheet(actor=cast.commander.actor, record=sheet, at=cast.at)
    with pytest.raises(StepRefused):
        answer(actor=cast.commander.actor, record=sheet, given={"wide": 120}, at=cast.at)
    kept = SheetCopy.objects.of(sheet).get()
    assert kept.content == copy.content
    assert kept.sha256 == copy.sha256
    assert len(kept.sha256) == len(hashlib.sha256().hexdigest())
    assert kept.content["profile"][0]["by"] == cast.commander.actor.name
    assert (fresh(sheet).state, fresh(sheet).frozen_at) == ("frozen", cast.at)


def test_withdrawn_sheet_changes_no_more(cast: Cast, sheet: Sheet) -> None:
    withdraw_sheet(actor=cast.commander.actor, record=sheet, reason="Dubbel", at=cast.at)
    with pytest.raises(StepRefused):
        complete(cast, sheet)
    assert codes(sheet) == ["begun", "withdrawn"]


# ---- who may ----


@pytest.mark.parametrize("who", ["outsider", "former_holder", "soldier"])
def test_sheet_is_filled_in_only_by_who_may(cast: Cast, sheet: Sheet, who: str) -> None:
    with pytest.raises(AccessDenied):
        answer_questions(actor=getattr(cast, who).actor, record=sheet, given=[], at=cast.at)


def test_history_vouches_for_everything_that_was_filled_in(cast: Cast, sheet: Sheet) -> None:
    name = with_machine(actor=cast.commander.actor, record=sheet, at=cast.at, m1="no")
    scored(cast.commander.actor, sheet, name, cast.at)
    answer(actor=cast.safety_adviser.actor, record=sheet, given={"wide": 80}, at=cast.at, seen={})
    answer(actor=cast.commander.actor, record=sheet, given={"wide": 81}, at=cast.at, seen={})
    end_repetition(actor=cast.commander.actor, record=sheet, name=name, at=cast.at)
    assert [one for one in breaks() if one.where.startswith("BL")] == []
