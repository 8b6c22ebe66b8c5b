"""Terms: what is proposed, what can still be agreed to, and when something is late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core import clock
from baken.core.questions import InboxAsk, InboxCard
from baken.rooms.consultation.answers import LATE_WEIGHT, WEIGHT, inbox_cards
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.queries.terms import proposed_days
from baken.rooms.consultation.tests.bodies import (
    REPLY,
    answered,
    asked,
    councillor,
    drafted,
    later,
    refusal_of,
    take,
)
from baken.rooms.consultation.tests.factories import make_council
from baken.rooms.consultation.tests.test_views import LIST, TYPED, text_of
from baken.rooms.register.tests.factories import make_risk_in

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]
# Half past midnight on 11 March where the battalion lives.
NIGHT = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)


def test_day_that_is_proposed_counts_from_the_day_where_the_unit_lives(
    cast: Cast, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    risk, client = make_risk_in(unit=cast.battalion, at=cast.at), client_of("commander")
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    assert 'value="2026-04-22"' in text_of(client, f"{LIST}/nieuw?kind=risk&ref={risk.ref}")


def test_days_that_are_proposed_follow_what_is_asked(cast: Cast) -> None:
    found = proposed_days({"advice": 42, "consent": 14}, cast.battalion.pk, NIGHT)
    assert found == {"advice": date(2026, 4, 22), "consent": date(2026, 3, 25)}


def test_draft_without_a_last_day_has_the_usual_term(cast: Cast, client_of: Clients) -> None:
    make_council(cast.battalion)
    sent = TYPED | {"subject": make_risk_in(unit=cast.battalion, at=cast.at).ref, "due_on": ""}
    assert client_of("commander").post(f"{LIST}/nieuw", sent).status_code == 302
    record = Consultation.objects.for_system(reason="trail").get()
    assert record.due_on == date(2026, 4, 21)


@pytest.mark.parametrize("wrong", [{"due_on": "soon"}, {"kind": ""}, {"unit": "NERGENS"}])
def test_draft_without_what_the_term_follows_from_is_refused(
    cast: Cast, client_of: Clients, wrong: dict[str, str]
) -> None:
    make_council(cast.battalion)
    sent = TYPED | {"subject": make_risk_in(unit=cast.battalion, at=cast.at).ref, "due_on": ""}
    assert client_of("commander").post(f"{LIST}/nieuw", sent | wrong).status_code == 400


def test_more_time_until_a_day_that_is_over_is_refused_and_not_agreed_to(cast: Cast) -> None:
    record, commander = asked(cast), cast.commander.actor
    wanted = {"until_on": "2026-05-30", "reason": "Druk"}
    record = take(record, "ask_more_time", councillor(cast), cast.at, **wanted)
    for days in (81, 90):
        over = later(cast, days)
        assert refusal_of(record, "agree_to_more_time", commander, over) == ["proposal_over"]
    record = take(record, "refuse_more_time", commander, later(cast, 90), reason="Te laat")
    assert record.proposed_on is None


def test_more_time_is_agreed_to_until_the_day_before(cast: Cast) -> None:
    wanted = {"until_on": "2026-05-30", "reason": "Druk"}
    record = take(asked(cast), "ask_more_time", councillor(cast), cast.at, **wanted)
    record = take(record, "agree_to_more_time", cast.commander.actor, later(cast, 80))
    assert record.due_on == date(2026, 5, 30)


def card(actor: Any, at: Any) -> InboxCard:
    """The one card of an inbox."""
    [found] = inbox_cards(InboxAsk(actor, at))
    return found


@pytest.mark.parametrize("make", [asked, answered])
def test_what_is_asked_or_answered_is_late_after_its_term(
    cast: Cast, make: Callable[[Cast], Consultation]
) -> None:
    record, late = make(cast), later(cast, 60)
    found = card(cast.commander.actor, late)
    assert (found.weight, found.due) == (LATE_WEIGHT, record.due_at)


def replied(cast: Cast) -> Consultation:
    """A consultation that was replied to."""
    return take(answered(cast), "reply", cast.commander.actor, cast.at, **REPLY)


@pytest.mark.parametrize("make", [drafted, replied])
def test_what_has_no_term_of_its_own_is_never_late(
    cast: Cast, make: Callable[[Cast], Consultation]
) -> None:
    make(cast)
    found = card(cast.commander.actor, later(cast, 60))
    assert (found.weight, found.due) == (WEIGHT, None)
