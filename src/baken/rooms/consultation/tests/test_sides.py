"""Nobody stands on both sides of a consultation, whatever posts they hold."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.questions import InboxAsk
from baken.rooms.consultation.answers import inbox_cards
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.permits import ANSWER
from baken.rooms.consultation.queries.files import adding_permit
from baken.rooms.consultation.tests.bodies import REPLY, asked, drafted, refusal_of, take

pytestmark = pytest.mark.django_db
YES = {"outcome": "positive", "answer": "Prima."}


def head_of_army(cast: Cast) -> Any:
    """The commander above who asks: may ask for the battalion too."""
    return cast.add("head", ("commander", "ARMY", None)).actor


def asked_above(cast: Cast) -> Consultation:
    """Asked by the commander of the battalion of the head of the army."""
    return asked(cast, council="", body_unit="ARMY")


def test_head_that_answers_takes_no_step_of_the_side_that_asks(cast: Cast) -> None:
    head = head_of_army(cast)
    record = asked_above(cast)
    said = {"reason": "Niet meer nodig"}
    assert refusal_of(record, "withdraw", head, cast.at, **said) == ["speaks_for_body"]
    record = take(record, "answer", head, cast.at, **YES)
    assert refusal_of(record, "reply", head, cast.at, **REPLY) == ["speaks_for_body"]
    assert refusal_of(record, "close", head, cast.at) == ["speaks_for_body"]
    assert take(record, "close", cast.commander.actor, cast.at).state == "closed"


def test_head_that_answers_adds_documents_for_the_body_and_from_then_on(cast: Cast) -> None:
    head = head_of_army(cast)
    record = drafted(cast, council="", body_unit="ARMY")
    assert adding_permit(head, record, cast.at) == ""
    record = take(record, "ask", cast.commander.actor, cast.at)
    assert adding_permit(head, record, cast.at) == ANSWER


def test_head_that_answers_has_nothing_to_handle(cast: Cast) -> None:
    head = head_of_army(cast)
    record = asked_above(cast)
    [card] = inbox_cards(InboxAsk(head, cast.at))
    assert card.url.endswith(f"/{record.ref}/stap/answer")
    take(record, "answer", head, cast.at, **YES)
    assert list(inbox_cards(InboxAsk(head, cast.at))) == []
