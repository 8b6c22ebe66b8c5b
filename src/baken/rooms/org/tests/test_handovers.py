"""Handovers of command: when one is made, who writes and who takes over, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.access import AccessDenied, system_actor
from baken.core.trail.append import Entry, append
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.notices.models import Notice
from baken.rooms.org.actions import appoint as appoint_by_hand
from baken.rooms.org.actions.handover_steps import take_handover_step
from baken.rooms.org.actions.keep_handovers import (
    follow_record,
    keep_handovers,
    prepare_handovers,
)
from baken.rooms.org.models import Appointment, Handover, HandoverItem, Site, Succession, Unit
from baken.rooms.org.queries import own_key_of, tree
from baken.rooms.org.rules import handovers as rules
from baken.rooms.org.rules.handovers import HandoverFacts, Terms
from baken.rooms.org.tests.factories import (
    appoint,
    handover_in,
    make_person,
    make_site,
    make_unit,
)

TERMS = Terms({"non_operational": 30, "deployment": 7}, 30, 14)
CLOCK = system_actor("clock")
EVE, STARTS = date(2026, 3, 19), date(2026, 3, 20)
START = datetime(2026, 3, 19, 23, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "days", "needed"),
    [
        ("permanent", 5, True),
        ("permanent", None, True),
        ("acting", None, True),
        ("acting", 29, False),
        ("acting", 30, True),
    ],
)
def test_handover_of_an_absence_is_needed_from_the_term_on(
    kind: str, days: int | None, needed: bool
) -> None:
    until = STARTS + timedelta(days=days - 1) if days else None
    assert rules.is_needed(kind, STARTS, until, TERMS) is needed


@pytest.mark.parametrize(
    ("unit_kind", "due"),
    [
        ("unit", date(2026, 4, 19)),
        ("task_force", date(2026, 3, 27)),
        ("detachment", date(2026, 3, 27)),
    ],
)
def test_handover_is_due_by_the_kind_of_unit(unit_kind: str, due: date) -> None:
    assert rules.due_on(STARTS, unit_kind, TERMS) == due


@pytest.mark.parametrize(
    ("ask", "one_by_one", "together"),
    [
        ("reaccept", False, True),
        ("reaccept", True, False),
        ("look", True, False),
        ("know", False, True),
        ("decide", False, False),
    ],
)
def test_items_are_taken_over_in_one_act_when_low_or_only_known(
    ask: str, one_by_one: bool, together: bool
) -> None:
    assert rules.in_one_act(ask, one_by_one) is together


def test_guards_say_what_lacks() -> None:
    none = HandoverFacts(is_outgoing=False, is_incoming=False, left=1, together=0)
    both = HandoverFacts(is_outgoing=True, is_incoming=True, left=0, together=1)
    guards = (
        rules.needs_outgoing,
        rules.needs_incoming,
        rules.needs_none_left,
        rules.needs_some_together,
    )
    assert [guard(none) for guard in guards] == [
        "not_outgoing",
        "not_incoming",
        "items_left",
        "none_together",
    ]
    assert [guard(both) for guard in guards] == [""] * 4


# ---- when one is made ----

db = pytest.mark.django_db


def made(at: datetime) -> list[Handover]:
    return prepare_handovers(actor=CLOCK, at=at)


def successor(cast: Cast, **post: Any) -> Appointment:
    given = {"from_on": STARTS, **post}
    return appoint(make_person(unit=cast.battalion), "commander", cast.battalion, **given)


@db
def test_handover_is_prepared_once_when_a_successor_is_announced(cast: Cast) -> None:
    post = successor(cast)
    [record] = made(cast.at)
    assert (record.outgoing, record.incoming) == (cast.commander.person.id, post.record.id)
    assert (record.state, record.starts_on, record.due_on) == (
        "prepared",
        STARTS,
        date(2026, 4, 19),
    )
    assert made(cast.at) == []


@db
def test_handover_that_nobody_prepared_is_made_and_opened_at_the_change_itself(cast: Cast) -> None:
    successor(cast)
    [record] = made(START + DAY)
    assert keep_handovers(actor=CLOCK, at=START + DAY) == 1
    record.refresh_from_db()
    assert record.state == "open"
    assert keep_handovers(actor=CLOCK, at=START + DAY) == 0


@db
@pytest.mark.parametrize(
    "post",
    [
        {"kind": "acting", "until": STARTS + timedelta(days=20)},
        {"kind": "delegate", "until": STARTS + timedelta(days=90)},
        {"from_on": date(2026, 1, 1)},
    ],
)
def test_handover_is_not_made_of_a_short_absence_a_delegation_or_a_change_long_past(
    cast: Cast, post: dict[str, Any]
) -> None:
    successor(cast, **post)
    assert made(cast.at) == []


@db
def test_handover_of_a_long_absence_is_to_the_acting_commander(cast: Cast) -> None:
    successor(cast, kind="acting", until=STARTS + timedelta(days=60))
    assert [one.kind for one in made(cast.at)] == ["acting"]


@db
def test_handover_of_a_post_that_nobody_held_is_not_made(cast: Cast) -> None:
    unit = make_unit("NIEUW", parent=cast.army)
    appoint(make_person(unit=unit), "commander", unit, from_on=STARTS)
    assert made(cast.at) == []


@db
def test_handover_of_a_dissolved_unit_goes_to_the_commander_of_what_took_over(cast: Cast) -> None:
    last = make_person(unit=cast.company)
    appoint(last, "commander", cast.company, until=date(2026, 3, 8))
    Unit.objects.filter(pk=cast.company.pk).update(state="dissolved", ends_on=date(2026, 3, 8))
    Succession.objects.create(
        predecessor=cast.company, successor=cast.battalion, on=date(2026, 3, 9)
    )
    tree_of_now()
    [record] = made(cast.at)
    assert (record.from_unit, record.unit) == (cast.company, cast.battalion)
    assert (record.outgoing, record.incoming) == (last.id, cast.commander.person.id)
    assert made(cast.at) == []


def tree_of_now() -> None:
    """Let the tree be read anew."""
    from baken.rooms.org.actions.versions import turn_page

    turn_page()
    assert tree()


@db
def test_handover_is_prepared_by_the_news_of_an_appointment(
    cast: Cast, deliver: Callable[[], int]
) -> None:
    general = cast.add("general", ("commander", "ARMY", None))
    person = make_person(unit=cast.battalion)
    appoint_by_hand(
        actor=general.actor,
        person=person,
        unit=cast.battalion,
        role="commander",
        below=True,
        kind="permanent",
        from_on=STARTS,
        until=None,
        reason="Opvolging",
        at=cast.at,
    )
    deliver()
    record = Handover.objects.for_system(reason="trail").get()
    assert record.incoming == person.id
    told = Notice.objects.filter(code__startswith="org.handover").values_list("to_key", "code")
    assert set(told) == {
        (own_key_of(person.id), "org.handover_prepared_incoming"),
        (own_key_of(cast.commander.person.id), "org.handover_prepared_outgoing"),
    }


@db
def test_handover_is_withdrawn_when_the_successor_is_called_off(cast: Cast) -> None:
    post = successor(cast)
    [record] = made(cast.at)
    Appointment.objects.for_system(reason="access").filter(pk=post.pk).update(withdrawn_at=cast.at)
    keep_handovers(actor=CLOCK, at=cast.at)
    record.refresh_from_db()
    assert (record.state, record.look_at) == ("withdrawn", None)


@db
def test_handover_to_who_left_before_makes_way_for_the_next(cast: Cast) -> None:
    successor(cast, until=date(2026, 3, 29))
    [first] = made(cast.at)
    successor(cast, from_on=date(2026, 3, 30))
    [second] = made(cast.at)
    assert (_fresh(first).state, _fresh(second).state) == ("prepared", "prepared")
    keep_handovers(actor=CLOCK, at=START + 11 * DAY)
    assert (_fresh(first).state, _fresh(second).state) == ("withdrawn", "open")
    assert second.outgoing == first.incoming
    assert list(breaks()) == []


@db
def test_handover_that_runs_stays_when_the_next_successor_is_announced(cast: Cast) -> None:
    last = START + 20 * DAY
    successor(cast, until=last.date())
    [first] = made(START)
    keep_handovers(actor=CLOCK, at=START)
    successor(cast, from_on=(last + DAY).date())
    [second] = made(START + DAY)
    assert (_fresh(first).state, second.outgoing) == ("open", first.incoming)
    keep_handovers(actor=CLOCK, at=last - DAY)
    assert _fresh(first).state == "open"
    keep_handovers(actor=CLOCK, at=last + DAY)
    assert (_fresh(first).state, _fresh(second).state) == ("withdrawn", "open")


@db
def test_handover_to_who_goes_on_by_another_post_stays_until_they_leave(cast: Cast) -> None:
    person = make_person(unit=cast.battalion)
    appoint(person, "commander", cast.battalion, kind="acting", from_on=EVE, until=EVE + 29 * DAY)
    [first] = made(START)
    appoint(person, "commander", cast.battalion, from_on=EVE + 30 * DAY)
    successor(cast, from_on=EVE + 60 * DAY)
    [second] = made(START + DAY)
    keep_handovers(actor=CLOCK, at=START + DAY)
    assert (_fresh(first).state, _fresh(second).state) == ("open", "prepared")


def _fresh(record: Handover) -> Handover:
    return Handover.objects.for_system(reason="trail").get(pk=record.pk)


@db
def test_handover_to_who_acted_on_the_eve_for_a_short_absence_is_made(cast: Cast) -> None:
    person = make_person(unit=cast.battalion)
    appoint(
        person, "commander", cast.battalion, kind="acting", from_on=date(2026, 3, 10), until=EVE
    )
    appoint(person, "commander", cast.battalion, from_on=STARTS)
    assert [one.incoming for one in made(START)] == [person.id]


@db
@pytest.mark.parametrize(
    ("kind", "from_on"), [("acting", date(2026, 3, 1)), ("permanent", date(2025, 1, 1))]
)
def test_handover_to_who_held_the_post_on_the_eve_is_not_made_again(
    cast: Cast, kind: str, from_on: date
) -> None:
    person = make_person(unit=cast.battalion)
    post = appoint(person, "commander", cast.battalion, kind=kind, from_on=from_on)
    first = made(START - 5 * DAY)
    Appointment.objects.for_system(reason="access").filter(pk=post.pk).update(until=EVE)
    appoint(person, "commander", cast.battalion, from_on=STARTS)
    assert len(first) == (kind == "acting")
    assert made(START) == []


@db
def test_handover_to_who_held_the_post_on_the_eve_is_made_after_one_called_off(cast: Cast) -> None:
    person = make_person(unit=cast.battalion)
    post = appoint(person, "commander", cast.battalion, from_on=date(2026, 3, 1))
    [first] = made(cast.at)
    rows = Handover.objects.for_system(reason="terms").filter(pk=first.pk)
    rows.update(state="withdrawn", ended_at=cast.at)
    Appointment.objects.for_system(reason="access").filter(pk=post.pk).update(until=EVE)
    appoint(person, "commander", cast.battalion, from_on=STARTS)
    assert [one.outgoing for one in made(START)] == [cast.commander.person.id]


@db
def test_handover_made_late_has_its_whole_term_from_that_day(cast: Cast) -> None:
    unit = make_unit("MISSIE", parent=cast.army, kind="task_force")
    appoint(make_person(unit=unit), "commander", unit)
    appoint(make_person(unit=unit), "commander", unit, from_on=STARTS)
    late = START + 20 * DAY
    [record] = made(late)
    assert (record.starts_on, record.due_on) == (STARTS, date(2026, 4, 16))
    keep_handovers(actor=CLOCK, at=late)
    record.refresh_from_db()
    assert record.state == "open"


@db
def test_handover_of_a_unit_dissolved_long_after_its_last_day_is_made(cast: Cast) -> None:
    appoint(make_person(unit=cast.company), "commander", cast.company, until=date(2026, 1, 8))
    dissolve(cast.company, on=date(2026, 1, 8), at=cast.at - DAY)
    [record] = made(cast.at)
    assert (record.from_unit, record.due_on) == (cast.company, date(2026, 4, 9))


@db
def test_handover_of_a_dissolved_unit_is_not_made_again_when_its_receiver_goes_on(
    cast: Cast,
) -> None:
    appoint(make_person(unit=cast.company), "commander", cast.company, until=date(2026, 3, 8))
    dissolve(cast.company, on=date(2026, 3, 8), at=cast.at - DAY)
    [record] = made(cast.at)
    Appointment.objects.for_system(reason="access").filter(pk=record.post_id).update(until=EVE)
    appoint(cast.commander.person, "commander", cast.battalion, from_on=STARTS)
    assert made(START) == []


@db
def test_handover_of_a_dissolved_unit_is_from_who_commanded_it_last_and_no_sooner_than_they_come(
    cast: Cast,
) -> None:
    last, never = make_person(unit=cast.company), make_person(unit=cast.company)
    appoint(last, "commander", cast.company, until=date(2026, 3, 8))
    post = appoint(never, "commander", cast.company, from_on=date(2026, 3, 7))
    mine = Appointment.objects.for_system(reason="access")
    mine.filter(pk=post.pk).update(withdrawn_at=cast.at - 5 * DAY)
    came = mine.get(record=cast.commander.person, role="commander")
    mine.filter(pk=came.pk).update(from_on=date(2026, 3, 10))
    dissolve(cast.company, on=date(2026, 3, 8), at=cast.at - DAY)
    [record] = made(cast.at)
    assert (record.outgoing, record.starts_on) == (last.id, date(2026, 3, 10))


def dissolve(unit: Unit, *, on: date, at: datetime) -> None:
    """Let a unit end, as the step does, after its last day."""
    Unit.objects.filter(pk=unit.pk).update(state="dissolved", ends_on=on)
    entry = Entry("org.unit.dissolved", from_state="existing", to_state="dissolved")
    append(record=unit, actor=CLOCK, at=at, entry=entry)
    tree_of_now()


@db
def test_handover_that_cannot_be_made_keeps_no_other_waiting(cast: Cast) -> None:
    unit = make_unit("STAF", parent=cast.army)
    appoint(make_person(unit=unit), "commander", unit)
    appoint(make_person(unit=unit), "commander", unit, from_on=STARTS)
    successor(cast)
    site = make_site("ELDERS", holder=unit, time_zone="Nergens/Land")
    assert [one.unit for one in made(cast.at)] == [cast.battalion]
    Site.objects.filter(pk=site.pk).update(time_zone="Europe/Amsterdam")
    tree_of_now()
    assert [one.unit for one in made(cast.at)] == [unit]


@db
@pytest.mark.parametrize("act", [prepare_handovers, keep_handovers])
def test_clock_work_by_a_person_is_refused(cast: Cast, act: Any) -> None:
    with pytest.raises(AccessDenied):
        act(actor=cast.commander.actor, at=cast.at)


@db
def test_following_a_record_by_a_person_is_refused(cast: Cast) -> None:
    with pytest.raises(AccessDenied):
        follow_record(actor=cast.commander.actor, kinds=["accepted"], ref="R-1", at=cast.at)


# ---- steps ----


def taken(actor: Any, record: Handover, step: str, at: datetime, **fields: Any) -> Handover:
    from baken.core.workflow.unread import newest_step

    seen = newest_step(record).serial
    return take_handover_step(
        actor=actor, record=record, step=step, at=at, fields=fields, seen=seen
    )


@db
def test_who_leaves_writes_for_who_comes(cast: Cast) -> None:
    record = handover_in(unit=cast.battalion, outgoing=cast.commander.person)
    actor = cast.commander.actor
    fresh = taken(actor, record, "write", cast.at, narrative="Begin bij de remise.")
    taken(actor, fresh, "write_item", cast.at, item="r-2020-000001", narrative="Nieuw zeil.")
    assert fresh.narrative == "Begin bij de remise."
    assert HandoverItem.objects.of(record).get().narrative == "Nieuw zeil."
    assert list(breaks()) == []


@db
def test_words_about_something_that_is_no_item_are_refused(cast: Cast) -> None:
    record = handover_in(unit=cast.battalion, outgoing=cast.commander.person)
    with pytest.raises(FieldsRefused, match="item"):
        taken(cast.commander.actor, record, "write_item", cast.at, item="X", narrative="Niets.")


@db
@pytest.mark.parametrize(
    ("state", "step"), [("prepared", "write"), ("open", "take_over"), ("open", "complete")]
)
def test_steps_of_a_handover_by_another_commander_are_refused(
    cast: Cast, state: str, step: str
) -> None:
    record = handover_in(unit=cast.battalion, state=state)
    with pytest.raises(StepRefused):
        taken(cast.commander.actor, record, step, cast.at, narrative="Voor jou.")


@db
def test_handover_without_anything_left_is_complete_with_a_reservation(cast: Cast) -> None:
    record = handover_in(unit=cast.battalion, state="open", incoming=cast.commander.person)
    fresh = taken(cast.commander.actor, record, "complete", cast.at, reservations="De baan.")
    assert (fresh.state, fresh.reservations, fresh.look_at) == ("completed", "De baan.", None)
    assert list(breaks()) == []


@db
def test_who_left_reads_on_and_who_comes_reads_before_their_first_day(cast: Cast) -> None:
    comes, left = cast.add("comes", home="SQUADRON"), cast.add("left", home="SQUADRON")
    for member in (comes, left):
        appoint(member.person, "employee", cast.squadron)
    people = {"incoming": comes.person, "outgoing": left.person}
    before = handover_in(unit=cast.battalion, **people)
    permit = "org.handover.read"

    def seen(actor: Any) -> list[Handover]:
        return list(Handover.objects.visible_to(actor, permit))

    assert (seen(comes.actor), seen(left.actor)) == ([before], [])
    assert seen(cast.outsider.actor) == []
    assert seen(cast.safety_adviser.actor) == [before]
    assert seen(cast.soldier.actor) == []
    Handover.objects.for_system(reason="terms").filter(pk=before.pk).update(
        state="open", own_key=own_key_of(left.person.id)
    )
    assert (seen(left.actor), seen(comes.actor)) == ([before], [])
