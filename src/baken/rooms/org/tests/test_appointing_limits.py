"""Nobody gives a post that reaches further than they appoint, and some posts never go together."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from baken.conftest import Cast, Member
from baken.core.access.permits import permit_named
from baken.core.access.reach import ACT
from baken.core.access.roles import WIDTHS, load_roles
from baken.core.api.tests.calling import caller
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.actions import appoint, delegate
from baken.rooms.org.models import Appointment
from baken.rooms.org.permits import APPOINT
from baken.rooms.org.queries import actor_for, tree
from baken.rooms.org.queries.powers import powers_of
from baken.rooms.org.rules.appointing import Power, Wanted, problem_of_appointment, reach_beyond
from baken.rooms.org.tests.factories import appoint as give
from baken.rooms.org.tests.factories import make_account, make_person, make_unit
from baken.rooms.org.tests.test_appointments import TODAY, delegated, give_post, refused
from baken.rooms.reports.permits import TRIAGE

ROLES = load_roles(settings.ROLES_FILE)
WIDE = [code for code, role in ROLES.items() if role.widest != "unit"]


def general(cast: Cast, unit: str = "ARMY", below: bool = True) -> Member:
    """The head of an organisation part."""
    member = cast.add("general", home=unit)
    give(member.person, "commander", cast.unit(unit), below=below)
    return member


def posts_of(member: Member, role: str) -> Any:
    return Appointment.objects.of(member.person).filter(role=role)


# ---- how far a role reaches ----


@pytest.mark.parametrize("role", ["duty_officer", "auditor"])
def test_role_that_reaches_the_part_is_not_given_by_a_commander_within_it(
    cast: Cast, role: str
) -> None:
    cast.add("brigadier", home="BATTALION")
    brigade = make_unit("BRIGADE", parent=cast.army, level=4)
    give(cast.members["brigadier"].person, "commander", brigade)
    assert "role" in refused(lambda: give_post(cast, role=role))
    assert "role" in refused(lambda: give_post(cast, by="brigadier", role=role, unit=brigade))
    assert not posts_of(cast.soldier, role).exists()


@pytest.mark.parametrize("role", ["duty_officer", "auditor"])
@pytest.mark.parametrize("unit", ["ARMY", "BATTALION"])
def test_role_that_reaches_the_part_is_given_by_its_head(cast: Cast, role: str, unit: str) -> None:
    general(cast)
    assert give_post(cast, by="general", role=role, unit=cast.unit(unit)).role == role


def test_head_of_a_unit_as_high_within_the_part_does_not_give_over_all_of_it(cast: Cast) -> None:
    """Its level would do; its power ends at its own unit."""
    corps = make_unit("CORPS", parent=cast.army, level=5)
    give(cast.add("corps", home="ARMY").person, "commander", corps)
    wrong = refused(lambda: give_post(cast, by="corps", role="duty_officer", unit=corps))
    assert wrong.keys() == {"role"}
    assert give_post(cast, by="corps", unit=corps).role == "safety_adviser"


def test_head_of_a_part_without_what_is_below_does_not_give_over_it(cast: Cast) -> None:
    general(cast, below=False)
    ask = {"by": "general", "role": "duty_officer", "unit": cast.army, "below": False}
    assert "role" in refused(lambda: give_post(cast, **ask))


def test_role_that_reaches_all_is_given_from_the_top_only(cast: Cast) -> None:
    general(cast)
    assert "role" in refused(lambda: give_post(cast, by="general", role="vms_office"))
    cast.add("sg", ("commander", "MINISTRY", None))
    assert give_post(cast, by="sg", role="vms_office", unit=cast.ministry).role == "vms_office"


@pytest.mark.parametrize(
    ("power", "problem"),
    [("00010001", "reaches_further"), ("0001", ""), ("", "")],
)
def test_power_must_hold_all_that_a_role_reaches(power: str, problem: str) -> None:
    reaches = reach_beyond("part", "0001")
    wanted = Wanted("duty_officer", "00010001", True, TODAY, reaches=reaches)
    holds = Power(frozenset({"duty_officer"}), reach_beyond("part", power) if power else ALL)
    found = problem_of_appointment(wanted=wanted, powers=[holds], to_oneself=False, today=TODAY)
    assert found == problem


ALL = reach_beyond("all", "0001")


def test_everybody_gives_only_what_lies_within_their_own_power(cast: Cast) -> None:
    """Whatever the role file comes to say: no wide role passes a power that is narrower."""
    cast.add("sg", ("commander", "MINISTRY", None))
    general(cast)
    for name, units in (("commander", "BATTALION"), ("general", "ARMY"), ("sg", "MINISTRY")):
        for role in WIDE:
            wide = cast.members[name]
            if _gave(cast, name, role, units):
                part = tree().part_of(tree().by_code[units]).path
                reached = reach_beyond(ROLES[role].widest, part)
                assert any(p.holds_all_of(reached) for p in powers_of(wide.actor, cast.at))


def _gave(cast: Cast, name: str, role: str, unit: str) -> bool:
    person = make_person(unit=cast.company)
    asked = {"person": person, "role": role, "unit": cast.unit(unit), "below": True, "at": cast.at}
    plain = {"kind": "permanent", "from_on": TODAY, "until": None, "reason": "x"}
    try:
        appoint(actor=cast.members[name].actor, **asked, **plain)
    except FieldsRefused:
        return False
    return True


# ---- the fourth line ----


@pytest.fixture
def inspector(cast: Cast) -> Member:
    """Somebody of the inspectorate, who is an employee there."""
    make_unit("IVD", parent=cast.ministry, level=5)
    return cast.add(
        "inspector", ("employee", "MINISTRY", None), ("ivd_inspector", "MINISTRY", None)
    )


def test_inspector_gets_no_post_that_acts(cast: Cast, inspector: Member) -> None:
    wrong = refused(lambda: give_post(cast, to="inspector"))
    assert wrong.keys() == {"person"}
    assert not inspector.actor.holds(TRIAGE)


def test_inspector_is_not_delegated_a_post_that_acts(cast: Cast, inspector: Member) -> None:
    command = Appointment.objects.of(cast.commander.person).get()
    assert refused(lambda: delegated(cast, command, to=inspector.person)).keys() == {"to"}


def test_inspector_may_hold_a_post_that_stands_in_no_line(cast: Cast, inspector: Member) -> None:
    general(cast)
    ask = {"by": "general", "to": "inspector", "role": "council_member", "unit": cast.army}
    assert give_post(cast, **ask).role == "council_member"


def test_who_acts_does_not_become_an_inspector_and_an_employee_does(cast: Cast) -> None:
    cast.add("sg", ("commander", "MINISTRY", None))
    ask = {"by": "sg", "role": "ivd_inspector", "unit": cast.ministry}
    assert refused(lambda: give_post(cast, to="team_leader", **ask)).keys() == {"person"}
    assert give_post(cast, to="soldier", **ask).role == "ivd_inspector"


def test_post_of_the_inspectorate_may_follow_on_one_that_acts(cast: Cast) -> None:
    """The lines are kept apart in time: what has ended, or was withdrawn, counts no more."""
    cast.add("sg", ("commander", "MINISTRY", None))
    last = TODAY + timedelta(days=9)
    give_post(cast, until=last)
    ask = {"by": "sg", "role": "ivd_inspector", "unit": cast.ministry}
    assert refused(lambda: give_post(cast, from_on=last, **ask)).keys() == {"person"}
    assert give_post(cast, from_on=last + timedelta(days=1), **ask).from_on > last
    assert refused(lambda: give_post(cast, from_on=last, role="supervisor")).keys() == {"person"}
    assert give_post(cast, until=last, role="supervisor").until == last


def test_every_role_that_acts_on_what_others_reported_stands_in_a_line() -> None:
    """Or an inspector could be given it; taking away in a file what one may read is no acting.

    Nor is it to answer for a council what it is asked, or to recommend something and judge what came of it.
    """
    acting = {
        code
        for code, role in ROLES.items()
        for line in role.grants
        for name in line.permits
        if line.reach in (*WIDTHS, "case")
        and permit_named(name).kind == ACT
        and name != APPOINT
        and ".export" not in name
        and not name.startswith(("consultation.", "measures.recommendation."))
    }
    assert {code for code in acting if ROLES[code].line in ("", "fourth")} == set()
    assert [code for code, role in ROLES.items() if role.line == "fourth"] == ["ivd_inspector"]


# ---- service accounts ----


@pytest.fixture
def service(cast: Cast) -> Member:
    """Another program, with an entry in the organisation."""
    account = make_account("koppeling", is_service=True)
    person = make_person("Roosters", unit=cast.company, account=account, status="service")
    made = cast.members["service"] = Member("service", account, person, cast.at)
    return made


def test_service_account_is_neither_appointed_nor_delegated_a_command(
    cast: Cast, service: Member
) -> None:
    command = Appointment.objects.of(cast.commander.person).get()
    ask = {"to": "service", "role": "commander", "unit": cast.company}
    assert refused(lambda: give_post(cast, **ask)).keys() == {"person"}
    assert refused(lambda: delegated(cast, command, to=service.person)).keys() == {"to"}
    body = {"person": "Roosters", "role": "supervisor", "from_on": "2026-03-10", "reason": "x"}
    answer = caller(cast, "commander").post("/units/COMPANY/appointments", body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "person")
    assert actor_for(service.account, cast.at).grants == ()


def test_service_account_is_given_a_role_that_is_meant_for_it(cast: Cast, service: Member) -> None:
    general(cast)
    ask = {"by": "general", "to": "service", "role": "auditor", "unit": cast.army}
    assert give_post(cast, **ask).role == "auditor"


def test_roles_for_services_act_on_nothing_and_read_no_story() -> None:
    meant = {code for code, role in ROLES.items() if role.for_services}
    assert meant == {"employee", "auditor", "vms_office"}


def test_delegation_that_is_wrong_for_the_person_says_so_at_the_field_to(cast: Cast) -> None:
    command = Appointment.objects.of(cast.commander.person).get()
    delegated(cast, command)
    again = refused(lambda: delegated(cast, command))
    assert again.keys() == {"to"}
    ask = {"to": cast.commander.person, "unit": cast.battalion, "below": True, "from_on": TODAY}
    ask |= {"classes": ["low"], "contexts": ["exercise"]}
    oneself = refused(
        lambda: delegate(
            actor=cast.commander.actor,
            source=command,
            until=TODAY,
            reason="Verlof",
            at=cast.at,
            **ask,
        )
    )
    assert oneself.keys() == {"to"}
