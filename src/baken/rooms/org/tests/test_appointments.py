"""Posts are given within one's own powers, for a period and a reason, and end by themselves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from baken.conftest import Cast, Member
from baken.core.access import AccessDenied
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.notices.queries import notices_of, text_of
from baken.rooms.org.actions import appoint, delegate, end_appointment
from baken.rooms.org.models import Appointment, PersonStep, Unit
from baken.rooms.org.queries import actor_for, holders_on, tree
from baken.rooms.org.questions import decisions_of_post
from baken.rooms.org.tests.factories import appoint as give
from baken.rooms.org.tests.factories import make_unit
from baken.rooms.reports.permits import TRIAGE

TODAY = date(2026, 3, 10)
TOMORROW = TODAY + timedelta(days=1)


def give_post(cast: Cast, by: str = "commander", to: str = "soldier", **more: Any) -> Appointment:
    """A post given by somebody to somebody, by default adviser of the battalion from today on."""
    given = {
        "unit": cast.battalion,
        "role": "safety_adviser",
        "below": True,
        "kind": "permanent",
        "from_on": TODAY,
        "until": None,
        "reason": "Vacature gevuld",
        **more,
    }
    person = cast.members[to].person
    return appoint(actor=cast.members[by].actor, person=person, at=cast.at, **given)


def delegated(cast: Cast, source: Appointment, by: str = "commander", **more: Any) -> Appointment:
    """A post delegated by its holder to the soldier, by default for a week on the same unit.

    A commander delegates it for low and medium risks in normal work.
    """
    decides = source.role == "commander"
    given = {
        "classes": ["low", "medium"] if decides else [],
        "contexts": ["non_operational"] if decides else [],
        "to": cast.soldier.person,
        "unit": Unit.objects.get(pk=source.unit_id),
        "below": source.below,
        "from_on": TODAY,
        "until": TODAY + timedelta(days=7),
        "reason": "Verlof",
        **more,
    }
    return delegate(actor=cast.members[by].actor, source=source, at=cast.at, **given)


@pytest.fixture
def command(cast: Cast) -> Appointment:
    """The commander's own post."""
    return Appointment.objects.of(cast.commander.person).get()


def refused(act: Any, **more: Any) -> dict[str, str]:
    """What an act says when it is refused."""
    with pytest.raises(FieldsRefused) as found:
        act(**more)
    return dict(found.value.errors)


def triages(member: Member, at: Any = None) -> bool:
    return actor_for(member.account, at or member.at).holds(TRIAGE)


# ---- appointing ----


def test_appoint_gives_the_rights_of_the_post_from_its_first_day(cast: Cast) -> None:
    give_post(cast, from_on=TOMORROW)
    before, after = triages(cast.soldier), triages(cast.soldier, cast.at + timedelta(days=1))
    assert (before, after) == (False, True)


def test_appoint_stands_in_the_persons_history_with_its_reason(cast: Cast) -> None:
    give_post(cast)
    step = PersonStep.objects.of(cast.soldier.person).order_by("-serial").first()
    assert step is not None
    assert (step.code, step.words["reason"], step.facts["role"]) == (
        "org.person.appointed",
        "Vacature gevuld",
        "safety_adviser",
    )
    assert list(breaks()) == []


def test_appoint_tells_the_person(cast: Cast, deliver: Any) -> None:
    give_post(cast)
    deliver()
    (notice,) = notices_of(cast.soldier.actor).items
    assert "post" in text_of(notice) or "functie" in text_of(notice)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"role": "vms_office"}, "role"),
        ({"role": "employee"}, "role"),
        ({"role": "king"}, "role"),
        ({"role": "commander"}, "unit"),
        ({"kind": "delegate", "role": "nobody"}, "role"),
        ({"kind": "for fun"}, "kind"),
        ({"from_on": TODAY - timedelta(days=1)}, "from_on"),
        ({"until": TODAY - timedelta(days=1)}, "until"),
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 301}, "reason"),
    ],
)
def test_appoint_beyond_ones_powers_says_which_field(
    cast: Cast, more: dict[str, Any], field: str
) -> None:
    assert field in refused(lambda **m: give_post(cast, **m), **more)
    assert not Appointment.objects.of(cast.soldier.person).exclude(role="employee").exists()


def test_appoint_oneself_is_refused(cast: Cast) -> None:
    assert "person" in refused(lambda: give_post(cast, to="commander"))


def test_appoint_a_commander_below_ones_own_unit_is_allowed(cast: Cast) -> None:
    post = give_post(cast, role="commander", unit=cast.company)
    assert (post.role, post.unit_id) == ("commander", cast.company.pk)


def test_appoint_outside_ones_reach_is_denied(cast: Cast) -> None:
    with pytest.raises(AccessDenied):
        give_post(cast, unit=cast.squadron)
    with pytest.raises(AccessDenied):
        give_post(cast, by="safety_adviser", to="soldier")


def test_appoint_wider_than_ones_own_post_is_refused(cast: Cast) -> None:
    """A commander of the battalion alone does not give posts over its companies."""
    lone = cast.add("lone", home="BATTALION")
    give(lone.person, "commander", cast.battalion, below=False)
    assert "unit" in refused(lambda: give_post(cast, by="lone"))
    assert give_post(cast, by="lone", below=False).below is False


def test_appoint_from_a_level_on_gives_the_roles_of_that_level(cast: Cast) -> None:
    assert "role" in refused(lambda: give_post(cast, role="auditor"))
    cast.add("general", ("commander", "ARMY", None))
    assert give_post(cast, by="general", role="auditor").role == "auditor"


def test_appoint_the_same_post_twice_is_refused(cast: Cast) -> None:
    give_post(cast)
    assert "person" in refused(lambda: give_post(cast))


def test_appoint_to_a_post_that_decides_more_than_ones_own_is_refused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a post may decide is answered by rooms above; here one that gives advisers the most."""

    def answer(role: str, unit: int) -> list[str]:
        return ["high"] if role == "safety_adviser" else ["low"]

    monkeypatch.setattr(decisions_of_post, "_answers", [answer])
    assert "role" in refused(lambda: give_post(cast))
    assert give_post(cast, role="supervisor").role == "supervisor"


# ---- delegating ----


def test_delegation_gives_the_rights_and_names_its_source(cast: Cast, command: Appointment) -> None:
    post = delegated(cast, command)
    assert (post.kind, post.taken_from_id, post.role) == ("delegate", command.pk, "commander")
    assert cast.soldier.actor.holds("reports.occurrence.handle")


def test_delegation_ends_by_itself_and_with_its_source(cast: Cast, command: Appointment) -> None:
    delegated(cast, command)

    def handles(days: int) -> bool:
        actor = actor_for(cast.soldier.account, cast.at + timedelta(days=days))
        return actor.holds("reports.occurrence.handle")

    assert [handles(0), handles(7), handles(8)] == [True, True, False]
    Appointment.objects.of(cast.commander.person).update(until=TODAY + timedelta(days=3))
    assert [handles(3), handles(4)] == [True, False]


def test_organisation_12_6_delegation_beyond_the_delegators_mandate_is_refused(
    cast: Cast, command: Appointment
) -> None:
    for more, field in (
        ({"unit": cast.squadron}, "unit"),
        ({"unit": cast.army}, "unit"),
        ({"until": None}, "until"),
        ({"to": cast.commander.person}, "to"),
        ({"from_on": TODAY - timedelta(days=1)}, "from_on"),
        ({"reason": ""}, "reason"),
    ):
        assert field in refused(lambda m=more: delegated(cast, command, **m)), more


def test_delegation_wider_than_a_post_without_what_is_below_is_refused(cast: Cast) -> None:
    lone = cast.add("lone", home="BATTALION")
    source = give(lone.person, "commander", cast.battalion, below=False)
    assert "unit" in refused(lambda: delegated(cast, source, by="lone", below=True))


def test_delegation_longer_than_the_post_is_refused(cast: Cast, command: Appointment) -> None:
    Appointment.objects.of(cast.commander.person).update(until=TODAY + timedelta(days=3))
    command.refresh_from_db()
    assert "until" in refused(lambda: delegated(cast, command))


def test_delegation_of_a_delegation_is_refused(cast: Cast, command: Appointment) -> None:
    post = delegated(cast, command)
    assert refused(lambda: delegated(cast, post, by="soldier", to=cast.outsider.person))


def test_delegation_of_somebody_elses_post_is_refused(cast: Cast, command: Appointment) -> None:
    assert refused(lambda: delegated(cast, command, by="safety_adviser"))


def test_delegation_gives_no_power_to_appoint_others(cast: Cast, command: Appointment) -> None:
    delegated(cast, command)
    assert "role" in refused(lambda: give_post(cast, by="soldier", to="outsider"))


# ---- ending ----


def test_end_sets_the_last_day_and_the_rights_go(cast: Cast) -> None:
    post = give_post(cast)
    end_appointment(
        actor=cast.commander.actor,
        appointment=post,
        last_day=TODAY - timedelta(days=0),
        reason="Vertrokken",
        at=cast.at,
    )
    assert [triages(cast.soldier), triages(cast.soldier, cast.at + timedelta(days=1))] == [
        True,
        False,
    ]
    step = PersonStep.objects.of(cast.soldier.person).order_by("-serial").first()
    assert step is not None
    assert step.code == "org.person.appointment_ended"


def test_end_of_what_one_delegated_is_allowed(cast: Cast, command: Appointment) -> None:
    post = delegated(cast, command)
    ended = end_appointment(
        actor=cast.commander.actor, appointment=post, last_day=TODAY, reason="Terug", at=cast.at
    )
    assert ended.until == TODAY


@pytest.mark.parametrize(
    ("who", "error"), [("safety_adviser", AccessDenied), ("outsider", AccessDenied)]
)
def test_end_by_somebody_who_could_not_give_it_is_denied(
    cast: Cast, who: str, error: type[Exception]
) -> None:
    post = give_post(cast)
    with pytest.raises(error):
        end_appointment(
            actor=cast.members[who].actor, appointment=post, last_day=TODAY, reason="x", at=cast.at
        )


def test_end_of_a_role_one_may_not_give_is_refused(cast: Cast) -> None:
    post = give(cast.soldier.person, "vms_office", cast.battalion)
    ask = {"appointment": post, "last_day": TODAY, "reason": "x", "at": cast.at}
    assert "role" in refused(lambda: end_appointment(actor=cast.commander.actor, **ask))


@pytest.mark.parametrize(
    ("last_day", "reason", "field"),
    [(TODAY - timedelta(days=30), "x", "last_day"), (TODAY, " ", "reason")],
)
def test_end_that_cannot_be_says_which_field(
    cast: Cast, last_day: date, reason: str, field: str
) -> None:
    post = give_post(cast)
    ask = {"appointment": post, "last_day": last_day, "reason": reason, "at": cast.at}
    assert field in refused(lambda: end_appointment(actor=cast.commander.actor, **ask))


def test_end_of_what_has_ended_is_refused(cast: Cast) -> None:
    post = give(
        cast.soldier.person, "safety_adviser", cast.battalion, until=TODAY - timedelta(days=9)
    )
    ask = {"appointment": post, "last_day": TODAY, "reason": "x", "at": cast.at}
    assert "last_day" in refused(lambda: end_appointment(actor=cast.commander.actor, **ask))


# ---- who held what when ----


def test_organisation_12_1_appointment_that_ended_yesterday_gives_no_rights_today(
    cast: Cast,
) -> None:
    assert not triages(cast.former_holder)
    assert triages(cast.former_holder, cast.at - timedelta(days=1))


def test_organisation_12_2_who_was_commander_on_any_day_is_answered_with_acting_periods(
    cast: Cast,
) -> None:
    unit = make_unit("ELSEWHERE", parent=cast.army)
    first, second, deputy = (cast.add(name, home="BATTALION") for name in ("een", "twee", "drie"))
    give(first.person, "commander", unit, from_on=date(2020, 1, 1), until=date(2024, 5, 31))
    give(second.person, "commander", unit, from_on=date(2024, 6, 1))
    acting = give(
        deputy.person, "commander", unit, from_on=date(2025, 7, 1), until=date(2025, 7, 14)
    )
    Appointment.objects.of(deputy.person).filter(pk=acting.pk).update(kind="acting")

    def who(day: date) -> list[tuple[str, str]]:
        found = holders_on(roles=("commander",), unit=tree().by_code["ELSEWHERE"], day=day)
        return sorted((one.name, one.kind) for one in found)

    assert who(date(2019, 12, 31)) == []
    assert who(date(2024, 5, 31)) == [("Speler een", "permanent")]
    assert who(date(2024, 6, 1)) == [("Speler twee", "permanent")]
    assert who(date(2025, 7, 10)) == [("Speler drie", "acting"), ("Speler twee", "permanent")]
    assert who(date(2026, 3, 10)) == [("Speler twee", "permanent")]
