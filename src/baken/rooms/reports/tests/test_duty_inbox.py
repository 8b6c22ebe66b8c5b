"""Whose inbox a duty stands in: the nearest owner, one level up when overdue, a second reader."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast, Member
from baken.core.questions import InboxAsk, InboxCard
from baken.rooms.notices.models import Notice
from baken.rooms.reports.answers import duty_cards, duty_waiting_cards
from baken.rooms.reports.queries.notification_inbox import owners_of
from baken.rooms.reports.tests.acts import occurrence_of, send, step, triage
from baken.rooms.reports.tests.duties import make_notification

ADMITTED = {"outcome": "lost_time", "hospital_admission": True}
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def cards(who: Member, cast: Cast) -> list[InboxCard]:
    return list(duty_cards(InboxAsk(who.actor, cast.at)))


def names(cast: Cast, *members: str) -> set[str]:
    """Who of these has a card."""
    return {name for name in members if cards(cast.members[name], cast)}


@pytest.fixture
def advisers(cast: Cast) -> Cast:
    cast.add("compagnie", ("safety_adviser", "COMPANY", None))
    cast.add("boven", ("safety_adviser", "ARMY", None))
    cast.add("vroeger", ("safety_adviser", "COMPANY", date(2026, 3, 9)))
    return cast


def make(cast: Cast, late: timedelta = -HOUR, **fields: Any) -> Any:
    """A duty of the safety adviser that is ``late`` by so much."""
    given = {"owner": "safety_adviser", "duty": "asbestos", "due_at": cast.at - late, **fields}
    return make_notification(unit=cast.company, **given)


def test_duty_stands_with_the_nearest_holder_of_its_role(advisers: Cast) -> None:
    one = make(advisers)
    assert names(advisers, "compagnie", "safety_adviser", "boven", "vroeger", "commander") == {
        "compagnie"
    }
    [card] = cards(advisers.compagnie, advisers)
    assert (card.ref, card.due, card.action) == (one.ref, one.due_at, "Notify")
    assert card.title == f"Report released asbestos ({one.occurrence.ref})"


def test_overdue_duty_stands_one_level_up_too_and_weighs_most(advisers: Cast) -> None:
    make(advisers, late=HOUR)
    assert names(advisers, "compagnie", "safety_adviser", "boven", "commander") == {
        "compagnie",
        "safety_adviser",
    }
    [own], [above] = cards(advisers.compagnie, advisers), cards(advisers.safety_adviser, advisers)
    assert own.weight == above.weight > 60
    assert above.reason == "This should have been done by: Safety adviser."


def test_overdue_duty_of_a_role_with_nobody_above_goes_to_the_commander(cast: Cast) -> None:
    cast.add("ovd", ("duty_officer", "ARMY", None))
    cast.add("clas", ("commander", "ARMY", None))
    make(cast, late=HOUR, owner="duty_officer")
    assert names(cast, "ovd", "clas", "commander", "safety_adviser") == {"ovd", "clas"}


def test_overdue_duty_whose_role_nobody_holds_goes_to_the_nearest_commander(cast: Cast) -> None:
    make(cast, late=HOUR, owner="duty_officer")
    assert names(cast, "commander", "safety_adviser", "outsider") == {"commander"}


def test_privacy_officer_has_the_card_of_a_breach(cast: Cast) -> None:
    cast.add("fg", ("privacy_officer", "MINISTRY", None))
    make(cast, owner="privacy_officer", duty="avg_breach")
    make(cast, owner="duty_officer")
    assert [card.title[:11] for card in cards(cast.fg, cast)] == ["Report a da"]


def test_proposal_waits_for_a_second_reader_and_not_for_who_proposed(advisers: Cast) -> None:
    given = {"state": "not_required_proposed", "late": HOUR}
    one = make(advisers, proposed_by=advisers.compagnie.person.id, **given)
    assert names(advisers, "compagnie", "safety_adviser", "boven") == {"safety_adviser", "boven"}
    [card] = cards(advisers.boven, advisers)
    assert (card.action, card.ref) == ("Decide", one.ref)
    [waiting] = duty_waiting_cards(InboxAsk(advisers.compagnie.actor, advisers.at))
    assert (waiting.ref, waiting.waiting_for) == (one.ref, "a second safety adviser")
    assert list(duty_waiting_cards(InboxAsk(advisers.boven.actor, advisers.at))) == []


def test_what_is_overdue_elsewhere_pushes_out_nothing_of_ones_own(advisers: Cast) -> None:
    """However few are asked for: so many of each kind."""
    for days in range(1, 7):
        make(advisers, late=timedelta(days=days), owner="duty_officer")
    own = make(advisers)
    asked = InboxAsk(advisers.compagnie.actor, advisers.at, 1)
    assert own.ref in [card.ref for card in duty_cards(asked)]


def test_settled_duty_stands_in_no_inbox(advisers: Cast) -> None:
    make_notification(unit=advisers.company, state="confirmed", owner="safety_adviser")
    assert names(advisers, "compagnie", "safety_adviser", "boven") == set()


def test_owners_are_told_when_a_duty_opens_and_opens_again(
    cast: Cast, deliver: Callable[[], int]
) -> None:
    cast.add("ovd", ("duty_officer", "ARMY", None))
    report = send(cast.soldier, at=cast.at).report
    occurrence = occurrence_of(triage(cast, report, domains=["work"], injuries=[ADMITTED]))
    deliver()
    told = Notice.objects.filter(to_key=cast.ovd.actor.own_key)
    assert list(told.values_list("code", flat=True)) == [
        "reports.duty_owner.reports.notification.opened"
    ]
    one = occurrence.notifications.model.objects.for_system(reason="deliver").get()
    assert [holder.role for holder in owners_of(one, cast.at)] == ["duty_officer"]


def test_readers_are_told_what_is_proposed_and_decided(
    advisers: Cast, deliver: Callable[[], int]
) -> None:
    one = make(advisers, state="due")
    step(advisers.compagnie, one, "propose_not_required", at=advisers.at, reason="Geen asbest.")
    deliver()

    def told(name: str) -> list[str]:
        key = advisers.members[name].actor.own_key
        codes = Notice.objects.filter(to_key=key).order_by("number").values_list("code", flat=True)
        return [code.removeprefix("reports.duty_") for code in codes]

    assert [told(name) for name in ("compagnie", "safety_adviser", "boven")] == [
        [],
        ["second_reader"],
        ["second_reader"],
    ]
    step(advisers.boven, one, "agree_not_required", at=advisers.at)
    deliver()
    assert told("compagnie") == ["agreed"]
