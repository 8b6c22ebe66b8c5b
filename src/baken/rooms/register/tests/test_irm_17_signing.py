"""Acceptance tests 3, 4 and 7 of the reference (irm.md section 17), by the steps that people take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.access import AccessDenied
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.org.models import Appointment
from baken.rooms.org.tests.factories import delegated, make_line
from baken.rooms.register.actions import take_slice_step
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.tests.deciding import MINUTE, MITIGATED, RECORD, pending, standing, take
from baken.rooms.register.tests.slices import put_in, scored_risk, slice_with

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
LONG_AGO = date(2026, 1, 1)
EXERCISE = {**MITIGATED, "ends_on": "2026-03-20"}


def refused_with(actor: Any, risk: Risk, cast: Cast, step: str = "mitigate") -> tuple[Any, str]:
    """The codes of the refusals of a deciding step, and what is said."""
    said = RECORD if step == "accept" else MITIGATED
    with pytest.raises(StepRefused) as refused:
        take(actor, risk, step, cast.at + 2 * MINUTE, said)
    return [one.code for one in refused.value.refusals], str(refused.value)


def command_of(cast: Cast) -> Appointment:
    """The post of the battalion commander."""
    return Appointment.objects.of(cast.commander.person).get()


def owned_by(risk: Risk, unit: Any) -> Risk:
    """The risk with another unit that must act."""
    rows: Any = Risk.objects.for_system(reason="trail").filter(pk=risk.pk)
    rows.update(owner_unit=unit)
    return rows.get()  # type: ignore[no-any-return]


# ---- 3: exactly the level, in the wrong line ----


def lent(cast: Cast, *, until: date | None) -> None:
    """The company stands under the squadron, of the same level as its own battalion."""
    make_line(cast.company, cast.squadron, from_on=LONG_AGO, until=until)


def test_irm_17_3_commander_of_the_level_in_the_permanent_line_is_refused(cast: Cast) -> None:
    lent(cast, until=None)
    codes, text = refused_with(cast.commander.actor, pending(cast, context="exercise"), cast)
    assert codes == ["wrong_line"]
    assert "Speler outsider" in text


def test_irm_17_3_delegate_of_the_level_in_the_permanent_line_is_refused(cast: Cast) -> None:
    lent(cast, until=None)
    major = cast.add("major", ("employee", "BATTALION", None))
    delegated(command_of(cast), major.person, contexts="exercise")
    codes, _text = refused_with(major.actor, pending(cast, context="exercise"), cast)
    assert codes == ["wrong_line"]


def test_irm_17_3_commander_of_a_line_that_ended_yesterday_no_longer_signs(cast: Cast) -> None:
    lent(cast, until=YESTERDAY)
    risk = pending(cast, context="exercise")
    with pytest.raises(AccessDenied):
        take(cast.outsider.actor, risk, "mitigate", cast.at + 2 * MINUTE, MITIGATED)
    risk = take(cast.commander.actor, risk, "mitigate", cast.at + 2 * MINUTE, MITIGATED)
    assert standing(risk).post_unit_id == cast.battalion.pk


def test_irm_17_3_line_that_begins_tomorrow_decides_nothing_today(cast: Cast) -> None:
    make_line(cast.company, cast.squadron, from_on=TOMORROW)
    risk = pending(cast, context="exercise")
    risk = take(cast.commander.actor, risk, "mitigate", cast.at + 2 * MINUTE, MITIGATED)
    assert standing(risk).level == 3


def test_irm_17_3_post_of_the_unit_alone_does_not_decide_on_what_is_below(cast: Cast) -> None:
    Appointment.objects.of(cast.commander.person).update(below=False)
    risk = pending(cast)
    with pytest.raises(AccessDenied):
        take(cast.commander.actor, risk, "mitigate", cast.at + 2 * MINUTE, MITIGATED)
    cast.add("captain", ("commander", "COMPANY", None))
    risk = owned_by(risk, cast.battalion)
    codes, text = refused_with(cast.captain.actor, risk, cast)
    assert codes == ["wrong_line"]
    assert "Speler commander" in text


# ---- 4: delegations that are over ----


def over(cast: Cast, how: str) -> Any:
    """A captain whose delegation of the battalion is over; the captain's own post decides nothing.

    The risk lies in the captain's company, and the battalion must act on it.
    """
    cast.add("head", ("commander", "ARMY", None))
    captain = cast.add("captain", ("commander", "COMPANY", None))
    source = command_of(cast)
    given = delegated(source, captain.person, from_on=LONG_AGO)
    rows = Appointment.objects.for_system(reason="access")
    if how == "expired":
        rows.filter(pk=given.pk).update(until=YESTERDAY)
    elif how == "withdrawn":
        rows.filter(pk=given.pk).update(withdrawn_at=cast.at)
    else:
        rows.filter(pk=source.pk).update(until=YESTERDAY)
    return captain


@pytest.mark.parametrize("step", ["mitigate", "accept"])
@pytest.mark.parametrize(
    ("how", "who"),
    [
        ("expired", "Speler commander"),
        ("withdrawn", "Speler commander"),
        ("source ended", "Speler head"),
    ],
)
def test_irm_17_4_delegation_that_is_over_is_refused_with_who_can_sign_now(
    cast: Cast, how: str, who: str, step: str
) -> None:
    captain = over(cast, how)
    risk = owned_by(pending(cast), cast.battalion)
    codes, text = refused_with(captain.actor, risk, cast, step)
    assert codes == ["over"]
    assert who in text


def test_irm_17_4_the_same_delegation_signs_while_it_lasts(cast: Cast) -> None:
    captain = cast.add("captain", ("commander", "COMPANY", None))
    delegated(command_of(cast), captain.person, from_on=LONG_AGO)
    risk = owned_by(pending(cast), cast.battalion)
    risk = take(captain.actor, risk, "mitigate", cast.at + 2 * MINUTE, MITIGATED)
    assert (standing(risk).post_kind, standing(risk).level) == ("delegate", 3)


def test_irm_17_4_whoever_has_no_other_post_is_refused_and_sees_who_can(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    captain = cast.add("captain", ("employee", "COMPANY", None))
    delegated(command_of(cast), captain.person, from_on=LONG_AGO, until=YESTERDAY)
    risk = pending(cast)
    with pytest.raises(AccessDenied):
        take(captain.actor, risk, "mitigate", cast.at + 2 * MINUTE, MITIGATED)
    page = client_of("captain").get(f"/risicos/{risk.ref}")
    [closed] = [one for one in page.context["closed_steps"] if one["name"] == "mitigate"]
    assert closed["who"] == ["Commander BATTALION"]
    sheet = client_of("captain").get(f"/risicos/{risk.ref}/weging").content.decode()
    assert "Speler commander" in sheet


# ---- 7: the level of a stack, and when it is there ----


def met(cast: Cast, risk: Risk) -> Any:
    """A slice in which people meet the risk with two others; three of a class medium."""
    return slice_with(cast, risk, *(scored_risk(cast, "medium") for _nth in range(2)))


def min_level(cast: Cast, risk: Risk) -> int:
    """The level that decides to accept the risk now."""
    found = Case(risk, cast.commander.actor, cast.at + 2 * MINUTE).verdict("accept")[1]
    assert found.min_level is not None
    return found.min_level


def test_irm_17_7_stack_raises_the_level_as_long_as_people_meet_it(cast: Cast) -> None:
    risk = pending(cast)
    assert min_level(cast, risk) == 3
    record = met(cast, risk)
    assert min_level(cast, risk) == 4
    adviser = cast.safety_adviser.actor
    take_slice_step(
        actor=adviser, record=record, step="end", at=cast.at, fields={"reason": "Afgelast."}
    )
    assert (min_level(cast, risk), risk.current_class) == (3, "medium")


def test_irm_17_7_stack_of_which_one_leaves_raises_no_more(cast: Cast) -> None:
    risk = pending(cast)
    record = met(cast, risk)
    other = record.members.for_system(reason="stack").exclude(risk=risk)[0].risk
    put_in(
        record,
        other,
        actor=cast.safety_adviser.actor,
        at=cast.at,
        step="remove_risk",
        reason="Andere dag.",
    )
    assert min_level(cast, risk) == 3


def test_irm_17_7_named_combination_that_comes_after_signing_is_told_on_the_decision(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    risk = take(cast.commander.actor, pending(cast), "accept", cast.at + 2 * MINUTE, RECORD)
    decision = standing(risk)
    other = scored_risk(cast, "medium")
    slice_with(cast, risk, other, factors={0: ["noise"], 1: ["ototoxic_substance"]})
    risk.refresh_from_db()
    assert (min_level(cast, risk), risk.current_class) == (4, "medium")
    page = client_of("commander").get(f"/besluiten/{decision.ref}").content.decode()
    assert "the risks that people meet together" in page


def test_irm_17_7_stack_is_confirmed_as_seen_before_it_is_signed(cast: Cast) -> None:
    head = cast.add("head", ("commander", "ARMY", None)).actor
    risk = pending(cast)
    met(cast, risk)
    with pytest.raises(FieldsRefused) as refused:
        take(head, risk, "accept", cast.at + 2 * MINUTE, RECORD)
    assert list(refused.value.errors) == ["stack_seen"]
