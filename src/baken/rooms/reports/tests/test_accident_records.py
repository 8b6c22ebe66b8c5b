"""The accident record of a serviceman: who opens, draws up, reads, remarks, and when it is final."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast, Member
from baken.core.access import AccessDenied, may
from baken.core.questions import InboxAsk, search_hits
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.notices.models import Notice
from baken.rooms.org.actions import give_case
from baken.rooms.org.queries import own_key_of
from baken.rooms.reports.actions.accident_records import (
    open_accident_records,
    request_accident_record,
)
from baken.rooms.reports.actions.add_accident_file import add_accident_file
from baken.rooms.reports.answers import inbox_cards, thread_nodes
from baken.rooms.reports.models import AccidentRecord, Injury, Occurrence
from baken.rooms.reports.permits import DRAW_UP, READ_ACCIDENT
from baken.rooms.reports.queries.accident_records import additions_of
from baken.rooms.reports.tests.acts import fresh, step, steps_of
from baken.rooms.reports.tests.factories import PNG, make_accident_record, make_occurrence

FACTS: dict[str, Any] = {
    "on_duty": True,
    "happened_at": "2026-03-10T08:00:00+01:00",
    "place": "Oefenterrein Marnewaard",
    "activity": "Verplaatsing als inzittende",
    "course": "Het voertuig kantelde in een bocht.",
    "injury": "Pijn aan de schouder.",
    "witnesses": "Twee inzittenden, als chauffeur en commandant.",
}


@pytest.fixture
def accident(cast: Cast) -> Occurrence:
    record = make_occurrence(unit=cast.company, at=cast.at, kind="accident", happened_at=cast.at)
    Injury.objects.create(record=record, person_kind="employee", outcome="lost_time")
    return record


@pytest.fixture
def record(cast: Cast, accident: Occurrence) -> AccidentRecord:
    [made] = opened(cast, accident, cast.soldier)
    return made


def opened(cast: Cast, accident: Occurrence, *who: Member) -> list[AccidentRecord]:
    persons = [one.person for one in who]
    return open_accident_records(
        actor=cast.commander.actor, occurrence=accident, persons=persons, at=cast.at
    )


def asked(who: Member, **fields: Any) -> AccidentRecord:
    given = {"happened_at": who.at, "place": "Garage 3", "course": "Gestruikeld.", **fields}
    return request_accident_record(actor=who.actor, at=who.at, **given)


def shown(cast: Cast, record: AccidentRecord) -> AccidentRecord:
    drawn = step(cast.commander, record, "draw_up", at=cast.at, **FACTS)
    return step(cast.commander, drawn, "show", at=cast.at)  # type: ignore[no-any-return]


def cards(who: Member, at: Any = None) -> dict[str, str]:
    with translation.override("en"):
        ask = InboxAsk(who.actor, at or who.at)
        return {one.ref: one.reason for one in inbox_cards(ask)}


def test_records_are_opened_for_each_person_and_the_occurrence_names_nobody(
    cast: Cast, accident: Occurrence
) -> None:
    made = opened(cast, accident, cast.soldier, cast.team_leader, cast.soldier)
    assert [one.ref[:8] for one in made] == ["PV-2026-", "PV-2026-"]
    assert [one.person for one in made] == [cast.soldier.person.id, cast.team_leader.person.id]
    assert (made[0].unit, made[0].owner_unit, made[0].state) == (cast.company, None, "opened")
    assert made[0].due_at == cast.at + timedelta(hours=72)
    assert len(steps_of(accident)) == 1


def test_records_opened_again_are_the_same(cast: Cast, accident: Occurrence) -> None:
    assert opened(cast, accident, cast.soldier) == opened(cast, accident, cast.soldier)


def test_record_that_was_withdrawn_can_be_opened_anew(
    cast: Cast, accident: Occurrence, record: AccidentRecord
) -> None:
    step(cast.commander, record, "withdraw", at=cast.at, reason="Was er niet bij.")
    [again] = opened(cast, accident, cast.soldier)
    assert again.pk != record.pk


def test_record_of_somebody_from_elsewhere_is_drawn_up_where_it_happened(
    cast: Cast, accident: Occurrence
) -> None:
    [made] = opened(cast, accident, cast.outsider)
    assert (made.unit, made.owner_unit) == (cast.squadron, cast.company)
    assert may(cast.commander.actor, DRAW_UP, made)


@pytest.mark.parametrize("who", ["safety_adviser", "team_leader", "outsider", "soldier"])
def test_records_are_opened_by_the_commander_alone(
    cast: Cast, accident: Occurrence, who: str
) -> None:
    with pytest.raises(AccessDenied):
        open_accident_records(
            actor=cast.members[who].actor,
            occurrence=accident,
            persons=[cast.soldier.person],
            at=cast.at,
        )


@pytest.mark.parametrize("persons", [[], ["commander"], ["soldier"] * 51])
def test_records_of_nobody_too_many_or_oneself_are_refused(
    cast: Cast, accident: Occurrence, persons: list[str]
) -> None:
    with pytest.raises(FieldsRefused) as refused:
        opened(cast, accident, *(cast.members[one] for one in persons))
    assert list(refused.value.errors) == ["persons"]


def broken() -> list[str]:
    """Where the history of accident records does not hold."""
    return [str(one) for one in breaks() if one.where.startswith("PV")]


# ---- who reads it ----


def test_record_is_read_by_the_commander_and_the_person_alone(
    cast: Cast, record: AccidentRecord
) -> None:
    readers = {name for name, one in cast.members.items() if may(one.actor, READ_ACCIDENT, record)}
    assert readers == {"commander", "soldier"}


def test_record_given_to_the_safety_adviser_is_read_by_them(
    cast: Cast, record: AccidentRecord
) -> None:
    give_case(
        actor=cast.commander.actor,
        person=cast.safety_adviser.person,
        role="safety_adviser",
        record=record,
        until=None,
        ground="Onderzoek",
        at=cast.at,
    )
    adviser = cast.safety_adviser.actor
    assert (may(adviser, READ_ACCIDENT, record), may(adviser, DRAW_UP, record)) == (True, False)


def test_record_is_found_by_its_reference_alone(cast: Cast, record: AccidentRecord) -> None:
    step(cast.commander, record, "draw_up", at=cast.at, **FACTS)
    found = search_hits.ask(cast.soldier.actor, record.ref.lower(), 25)
    assert [one.url for one in found] == [f"/processen-verbaal/{record.ref}"]
    assert search_hits.ask(cast.commander.actor, "kantelde", 25) == []
    assert search_hits.ask(cast.team_leader.actor, record.ref, 25) == []
    assert search_hits.ask(cast.functional_admin.actor, record.ref, 25) == []


# ---- its way ----


def test_record_goes_from_opened_to_final_and_is_vouched_for(
    cast: Cast, record: AccidentRecord
) -> None:
    step(cast.commander, shown(cast, record), "make_final", at=cast.at + timedelta(days=14))
    done = fresh(record)
    assert (done.state, done.due_at) == ("final", None)
    assert [one.code.rpartition(".")[2] for one in steps_of(record)] == [
        "opened",
        "drawn_up",
        "shown",
        "made_final",
    ]
    assert broken() == []
    AccidentRecord.objects.for_system(reason="trail").update(injury="Niets.")
    assert "injury" in " ".join(broken())


@pytest.mark.parametrize(("days", "possible"), [(0, False), (13, False), (14, True), (15, True)])
def test_record_without_a_word_of_the_person_is_final_after_the_term_alone(
    cast: Cast, record: AccidentRecord, days: int, possible: bool
) -> None:
    ready, at = shown(cast, record), cast.at + timedelta(days=days)
    if possible:
        assert step(cast.commander, ready, "make_final", at=at).state == "final"
        return
    with pytest.raises(StepRefused) as refused:
        step(cast.commander, ready, "make_final", at=at)
    assert [one.code for one in refused.value.refusals] == ["not_heard"]


@pytest.mark.parametrize(
    ("name", "fields"), [("agree", {}), ("remark", {"remark": "Ook mijn knie deed pijn."})]
)
def test_record_on_which_the_person_was_heard_is_final_at_once(
    cast: Cast, record: AccidentRecord, name: str, fields: dict[str, str]
) -> None:
    ready = step(cast.soldier, shown(cast, record), name, at=cast.at, **fields)
    assert ready.heard_at == cast.at
    assert step(cast.commander, ready, "make_final", at=cast.at).final_at == cast.at
    assert [one.text for one in additions_of(record)] == list(fields.values())


def test_record_that_is_changed_must_be_shown_and_heard_again(
    cast: Cast, record: AccidentRecord
) -> None:
    heard = step(cast.soldier, shown(cast, record), "remark", at=cast.at, remark="Het was links.")
    changed = step(cast.commander, heard, "revise", at=cast.at, **{**FACTS, "injury": "Links."})
    assert (changed.state, changed.heard_at, changed.shown_at) == ("drawn_up", None, None)
    again = step(cast.commander, changed, "show", at=cast.at)
    with pytest.raises(StepRefused):
        step(cast.commander, again, "make_final", at=cast.at)


def test_record_that_is_final_gets_a_supplement_and_a_remark_and_stays(
    cast: Cast, record: AccidentRecord
) -> None:
    done = make_accident_record(
        unit=cast.company, at=cast.at, person=cast.soldier.person, state="final"
    )
    step(cast.commander, done, "supplement", at=cast.at, supplement="Op 12 maart geopereerd.")
    step(cast.soldier, done, "remark", at=cast.at, remark="Dat klopt.")
    added = [(one.by_person, one.text) for one in additions_of(done)]
    assert added == [(False, "Op 12 maart geopereerd."), (True, "Dat klopt.")]
    assert fresh(done).heard_at is None


def test_record_of_ones_own_accident_is_drawn_up_by_somebody_else(cast: Cast) -> None:
    own = make_accident_record(unit=cast.battalion, at=cast.at, person=cast.commander.person)
    with pytest.raises(StepRefused) as refused:
        step(cast.commander, own, "draw_up", at=cast.at, **FACTS)
    assert [one.code for one in refused.value.refusals] == ["own_accident"]
    with pytest.raises(StepRefused):
        add_accident_file(actor=cast.commander.actor, record=own, file=PNG, at=cast.at)
    assert own.ref not in cards(cast.commander)


def test_record_takes_no_moment_to_come(cast: Cast, record: AccidentRecord) -> None:
    given = {**FACTS, "happened_at": "2026-03-12T08:00:00+01:00"}
    with pytest.raises(FieldsRefused) as refused:
        step(cast.commander, record, "draw_up", at=cast.at, **given)
    assert list(refused.value.errors) == ["happened_at"]


def test_record_gets_a_file_once_from_who_draws_it_up(cast: Cast, record: AccidentRecord) -> None:
    given: dict[str, Any] = {"record": record, "file": PNG, "at": cast.at}
    add_accident_file(actor=cast.commander.actor, **given)
    add_accident_file(actor=cast.commander.actor, **given)
    assert [one.code for one in steps_of(record)].count("reports.accident_record.file_added") == 1
    assert broken() == []
    with pytest.raises(AccessDenied):
        add_accident_file(actor=cast.soldier.actor, **given)


def test_thread_of_a_record_tells_its_steps(cast: Cast, record: AccidentRecord) -> None:
    with translation.override("en"):
        told = [one.title for one in thread_nodes(cast.soldier.actor, shown(cast, record))]
    assert told == ["Show to the person", "Draw up", "Opened"]


# ---- asking for one ----


def test_record_asked_for_waits_for_the_commander_of_ones_own_unit(cast: Cast) -> None:
    made = asked(cast.soldier)
    assert (made.requested, made.unit, made.occurrence) == (True, cast.company, None)
    assert made.course == "Gestruikeld."
    assert cards(cast.commander)[made.ref] == "Draw it up as soon as possible."


def test_record_asked_for_about_an_occurrence_is_not_made_twice(
    cast: Cast, accident: Occurrence, record: AccidentRecord
) -> None:
    with pytest.raises(FieldsRefused) as refused:
        asked(cast.soldier, occurrence=accident)
    assert record.ref in refused.value.errors["course"]
    assert asked(cast.team_leader, occurrence=accident).occurrence == accident


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"place": " "}, ["place"]),
        ({"course": ""}, ["course"]),
        ({"place": "", "course": ""}, ["place", "course"]),
        ({"place": "x" * 201}, ["course"]),
        ({"course": "x" * 50_001}, ["course"]),
        ({"course": "\x00"}, ["course"]),
    ],
)
def test_record_asked_for_without_words_is_refused(
    cast: Cast, fields: dict[str, str], wrong: list[str]
) -> None:
    with pytest.raises(FieldsRefused) as refused:
        asked(cast.soldier, **fields)
    assert list(refused.value.errors) == wrong


def test_record_asked_for_of_a_day_to_come_is_refused(cast: Cast) -> None:
    with pytest.raises(FieldsRefused) as refused:
        asked(cast.soldier, happened_at=cast.at + timedelta(days=1))
    assert list(refused.value.errors) == ["happened_at"]


def test_record_is_asked_for_by_those_who_may(cast: Cast) -> None:
    with pytest.raises(AccessDenied):
        asked(cast.commander)


def test_record_is_not_asked_for_by_an_account_without_a_person(cast: Cast) -> None:
    nameless = replace(cast.soldier.actor, person=None)
    with pytest.raises(FieldsRefused):
        request_accident_record(
            actor=nameless, at=cast.at, happened_at=cast.at, place="Hier", course="Gevallen."
        )


# ---- what waits, and who is told ----


def test_accident_that_hurt_own_staff_asks_the_commander_for_records(
    cast: Cast, accident: Occurrence
) -> None:
    asks = "Somebody of the own staff was hurt. Open the accident records of servicemen."
    assert cards(cast.commander)[accident.ref] == asks
    assert accident.ref not in cards(cast.safety_adviser)
    opened(cast, accident, cast.soldier)
    assert accident.ref not in cards(cast.commander)


def test_accident_of_which_is_said_that_it_needs_none_asks_no_more(
    cast: Cast, accident: Occurrence
) -> None:
    step(cast.commander, accident, "no_accident_record", at=cast.at, reason="Alleen burgers.")
    assert accident.ref not in cards(cast.commander)


@pytest.mark.parametrize(
    ("kind", "person_kind"), [("accident", "contractor"), ("near_miss", "employee")]
)
def test_occurrence_without_hurt_own_staff_asks_for_none(
    cast: Cast, kind: str, person_kind: str
) -> None:
    record = make_occurrence(unit=cast.company, at=cast.at, kind=kind)
    Injury.objects.create(record=record, person_kind=person_kind, outcome="first_aid")
    assert record.ref not in cards(cast.commander)
    with pytest.raises(StepRefused):
        step(cast.commander, record, "no_accident_record", at=cast.at, reason="x")


def test_cards_follow_the_record_to_whoever_has_to_act(cast: Cast, record: AccidentRecord) -> None:
    assert cards(cast.commander)[record.ref] == "Draw it up as soon as possible."
    step(cast.commander, record, "draw_up", at=cast.at, **FACTS)
    assert cards(cast.commander)[record.ref] == "Show it to the person."
    step(cast.commander, record, "show", at=cast.at)
    assert record.ref not in cards(cast.commander)
    assert record.ref in cards(cast.soldier)
    late = cards(cast.commander, cast.at + timedelta(days=14))[record.ref]
    assert late.endswith("make it final.")
    step(cast.soldier, record, "agree", at=cast.at)
    assert record.ref not in cards(cast.soldier)
    assert cards(cast.commander)[record.ref].endswith("make it final.")


def test_person_and_commander_are_told_by_reference_alone(
    cast: Cast, record: AccidentRecord, deliver: Any
) -> None:
    step(cast.soldier, shown(cast, record), "agree", at=cast.at)
    asked(cast.team_leader)
    deliver()
    told = set(Notice.objects.values_list("code", "to_key"))
    soldier, commander = (own_key_of(cast.members[n].person.id) for n in ("soldier", "commander"))
    assert ("reports.accident_record.show", soldier) in told
    assert ("reports.accident_record.agree", commander) in told
    assert ("reports.accident_record.requested", commander) in told
