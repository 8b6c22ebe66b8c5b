"""What began today, or is only announced, can be ended at once, and the history stays true."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast, Member
from baken.core.access.actor import Actor
from baken.core.api.tests.calling import caller
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.notices.queries import notices_of, text_of
from baken.rooms.org.actions import end_appointment
from baken.rooms.org.models import Appointment, PersonStep
from baken.rooms.org.queries import holders_on, own_appointments, tree, who_could
from baken.rooms.org.queries.posts import posts_of_actor, posts_of_unit
from baken.rooms.org.tests.factories import appoint as give
from baken.rooms.org.tests.test_appointments import (
    TODAY,
    TOMORROW,
    delegated,
    give_post,
    refused,
    triages,
)
from baken.rooms.reports.permits import READ
from baken.rooms.reports.tests.factories import make_report

Clients = Callable[[str], Client]
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def command(cast: Cast) -> Appointment:
    """The commander's own post."""
    return Appointment.objects.of(cast.commander.person).get()


def ended(cast: Cast, post: Appointment, by: str = "commander", **more: Any) -> Appointment:
    """A post that somebody ends, by default at once."""
    asked = {"last_day": YESTERDAY, "reason": "Vergissing", "at": cast.at, **more}
    return end_appointment(actor=cast.members[by].actor, appointment=post, **asked)


def handles(member: Member) -> bool:
    actor: Actor = member.actor
    return actor.holds("reports.occurrence.handle")


def last_step(member: Member) -> Any:
    return PersonStep.objects.of(member.person).order_by("-serial").first()


def shown(cast: Cast, post: Appointment, to: str = "commander") -> Any:
    """A post as the list of its unit shows it, by default to the commander."""
    items = posts_of_unit(cast.members[to].actor, post.unit_id, cast.at).items
    return next(one for one in items if one.number == post.pk)


def could_see(cast: Cast, day: date) -> set[str]:
    record = make_report(unit=cast.battalion, at=cast.at)
    return {one.name for one in who_could(record=record, permits=[READ], day=day)}


# ---- withdrawing ----


def test_post_that_began_today_is_ended_at_once(cast: Cast) -> None:
    post = give_post(cast)
    assert triages(cast.soldier)
    ended(cast, post)
    assert not triages(cast.soldier)
    assert not own_appointments(cast.soldier.actor, cast.at)[1:]


def test_post_that_ran_some_hours_today_still_could_see_today(cast: Cast) -> None:
    ended(cast, give_post(cast))
    name = "Speler soldier"
    days = (YESTERDAY, TODAY, TOMORROW)
    assert [name in could_see(cast, day) for day in days] == [False, True, False]


def test_post_that_runs_for_long_is_ended_at_once_and_held_today(cast: Cast) -> None:
    post = give(cast.soldier.person, "safety_adviser", cast.battalion)
    ended(cast, post)
    assert not triages(cast.soldier)
    unit = tree().by_code["BATTALION"]
    names = [
        [one.name for one in holders_on(roles=["safety_adviser"], unit=unit, day=day)]
        for day in (YESTERDAY, TODAY, TOMORROW)
    ]
    assert ["Speler soldier" in found for found in names] == [True, True, False]


@pytest.mark.parametrize("last_day", [YESTERDAY, TODAY, TODAY + timedelta(days=4)])
def test_announced_post_is_withdrawn_before_it_begins(cast: Cast, last_day: date) -> None:
    begins = TODAY + timedelta(days=5)
    post = give_post(cast, from_on=begins, until=begins + timedelta(days=9))
    ended(cast, post, last_day=last_day)
    later = cast.at + timedelta(days=6)
    assert not triages(cast.soldier, later)
    assert "Speler soldier" not in could_see(cast, begins)
    assert shown(cast, post).until < shown(cast, post).from_on


def test_announced_post_may_still_be_given_an_end_after_its_first_day(cast: Cast) -> None:
    begins = TODAY + timedelta(days=5)
    post = ended(cast, give_post(cast, from_on=begins), last_day=begins)
    assert (post.until, post.withdrawn_at) == (begins, None)


def test_withdrawing_stands_in_the_history_and_is_told(cast: Cast, deliver: Any) -> None:
    ended(cast, give_post(cast), reason="Verkeerde persoon")
    codes = PersonStep.objects.of(cast.soldier.person).order_by("serial").values_list("code")
    assert [code for (code,) in codes][-2:] == [
        "org.person.appointed",
        "org.person.appointment_withdrawn",
    ]
    step = last_step(cast.soldier)
    assert (step.at, step.actor, step.words["reason"]) == (
        cast.at,
        cast.commander.person.id,
        "Verkeerde persoon",
    )
    assert list(breaks()) == []
    deliver()
    assert any(
        "withdrawn" in text_of(one) or "ingetrokken" in text_of(one)
        for one in notices_of(cast.soldier.actor).items
    )


def test_withdrawn_post_is_not_ended_again_and_can_be_given_again(cast: Cast) -> None:
    post = give_post(cast)
    ended(cast, post)
    post.refresh_from_db()
    assert "last_day" in refused(lambda: ended(cast, post, last_day=TODAY))
    assert not shown(cast, post).may_act
    again = give_post(cast)
    assert (again.pk != post.pk, triages(cast.soldier)) == (True, True)


def test_delegation_ends_at_once_with_a_post_that_is_withdrawn(cast: Cast) -> None:
    cast.add("general", ("commander", "ARMY", None))
    command = Appointment.objects.of(cast.commander.person).get()
    given = delegated(cast, command)
    assert handles(cast.soldier)
    ended(cast, command, by="general")
    assert not handles(cast.soldier)
    assert "Speler soldier" in could_see(cast, TODAY)
    assert "Speler soldier" not in could_see(cast, TOMORROW)
    assert posts_of_actor(cast.commander.actor, cast.at)[1] == []
    found = shown(cast, given, "general")
    assert (found.until, found.may_act) == (TODAY, False)
    given.refresh_from_db()
    assert "last_day" in refused(lambda: ended(cast, given, by="general", last_day=TODAY))


def test_post_that_is_withdrawn_is_not_delegated(cast: Cast, command: Appointment) -> None:
    give(cast.commander.person, "employee", cast.company)
    cast.add("general", ("commander", "ARMY", None))
    ended(cast, command, by="general")
    command.refresh_from_db()
    assert refused(lambda: delegated(cast, command, until=TODAY)).keys() == {"until"}


@pytest.mark.parametrize("last_day", [TODAY - timedelta(days=2), TODAY + timedelta(days=8)])
def test_last_day_that_is_too_long_ago_or_later_than_its_end_is_refused(
    cast: Cast, last_day: date
) -> None:
    """Ending never makes a post longer: nobody gives more time than was given."""
    post = give_post(cast, until=TODAY + timedelta(days=7))
    assert refused(lambda: ended(cast, post, last_day=last_day)).keys() == {"last_day"}
    post.refresh_from_db()
    assert (post.until, post.withdrawn_at) == (TODAY + timedelta(days=7), None)


def test_post_is_withdrawn_in_the_browser_and_over_http(cast: Cast, client_of: Clients) -> None:
    browser, program = client_of("commander"), caller(cast, "commander")
    first, second = give_post(cast), give_post(cast, from_on=TOMORROW)
    asked = {"last_day": YESTERDAY.isoformat(), "reason": "Vergissing"}
    page = f"/functies/{first.pk}/beeindigen"
    assert browser.post(page, asked).status_code == 302
    answer = program.post(f"/appointments/{second.pk}/end", asked)
    said = answer.json()
    assert (answer.status_code, said["until"], said["may_act"]) == (200, TODAY.isoformat(), False)
    assert said["withdrawn_at"] is not None
    rows = browser.get("/eenheden/BATTALION/functies").context["rows"]
    assert [row["until"] for row in rows[:2]] == ["did not begin", TODAY]
    assert [row["act_url"] for row in rows[:2]] == ["", ""]


# ---- what lists show ----


def test_delegation_is_shown_with_the_end_of_its_source(cast: Cast, command: Appointment) -> None:
    given = delegated(cast, command, until=date(2090, 1, 1))
    Appointment.objects.of(cast.commander.person).update(until=YESTERDAY)
    cast.add("general", ("commander", "ARMY", None))
    found = shown(cast, given, "general")
    assert (found.until, found.may_act) == (YESTERDAY, False)
    assert posts_of_actor(cast.commander.actor, cast.at) == ([], [])


def test_delegation_is_shown_with_its_own_end_when_that_comes_first(
    cast: Cast, command: Appointment
) -> None:
    given = delegated(cast, command)
    Appointment.objects.of(cast.commander.person).update(until=date(2090, 1, 1))
    assert shown(cast, given).until == given.until


def test_person_page_shows_the_real_end_of_a_delegation(
    cast: Cast, command: Appointment, client_of: Clients
) -> None:
    delegated(cast, command)
    ended(cast, give_post(cast, from_on=TOMORROW))
    Appointment.objects.of(cast.commander.person).update(until=TODAY)
    context = client_of("safety_adviser").get(f"/personen/{cast.soldier.person.ref}").context
    periods = {row["role"]: row["period"] for row in (*context["live"], *context["other"])}
    assert periods["Commander"] == "10 March 2026 – 10 March 2026"
    assert periods["Safety adviser"] == "11 March 2026 – did not begin"


def test_unit_of_a_post_with_all_below_is_said_in_the_readers_language(
    cast: Cast, client_of: Clients
) -> None:
    rows = client_of("commander").get("/eenheden/BATTALION/functies").context["rows"]
    assert {row["unit"] for row in rows} == {"Eenheid BATTALION (with all below)"}


# ---- one's own posts ----


def test_only_a_post_that_can_be_delegated_offers_it(cast: Cast, client_of: Clients) -> None:
    rows = client_of("team_leader").get("/mijn-functies").context["own"]
    offered = {row["role"]: row["act"] for row in rows}
    assert offered == {"Employee": "", "Supervisor": "Delegate"}
    held = caller(cast, "team_leader").get("/me/appointments").json()["held"]
    assert {one["role"]: one["may_act"] for one in held} == {"employee": False, "supervisor": True}
    (row,) = client_of("functional_admin").get("/mijn-functies").context["own"]
    assert row["act_url"] == "", "a post to administer is delegated within a session"


def test_delegate_gives_a_post_back(cast: Cast, command: Appointment, client_of: Clients) -> None:
    given, browser = delegated(cast, command), client_of("soldier")
    rows = browser.get("/mijn-functies").context["own"]
    (offered,) = [row for row in rows if row["kind"].startswith("delegated")]
    assert offered["act"] == "Give back"
    asked = {"last_day": YESTERDAY.isoformat(), "reason": "Niet nodig"}
    assert browser.post(offered["act_url"], asked).status_code == 302
    given.refresh_from_db()
    assert (given.withdrawn_at, handles(cast.soldier)) == (cast.at, False)


def test_delegate_cannot_give_themselves_more_time(cast: Cast, command: Appointment) -> None:
    given = delegated(cast, command)
    ask = {"by": "soldier", "last_day": TODAY + timedelta(days=30)}
    assert refused(lambda: ended(cast, given, **ask)).keys() == {"last_day"}


def test_holder_of_a_post_of_their_own_does_not_end_it(cast: Cast, command: Appointment) -> None:
    with pytest.raises(FieldsRefused):
        ended(cast, command)
