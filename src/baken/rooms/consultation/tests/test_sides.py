"""Nobody stands on both sides of a consultation, whatever posts they hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from baken.conftest import Cast
from baken.core.access.roles import load_roles
from baken.core.questions import InboxAsk
from baken.rooms.consultation.actions.add_file import add_consultation_file
from baken.rooms.consultation.answers import inbox_cards
from baken.rooms.consultation.models import Consultation
from baken.rooms.consultation.permits import ANSWER
from baken.rooms.consultation.queries.files import adding_permit
from baken.rooms.consultation.queries.thread import newest_steps
from baken.rooms.consultation.rules import SPEAKERS
from baken.rooms.consultation.tests.bodies import REPLY, asked, drafted, refusal_of, take
from baken.rooms.org.tests.factories import PNG

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


@pytest.mark.parametrize("body", [{}, {"council": "", "body_unit": "ARMY"}])
def test_who_speaks_for_the_body_signs_as_that(cast: Cast, body: dict[str, str]) -> None:
    """Whatever other posts they hold by which they may answer, the one they usually sign with too."""
    posts = ("commander", "ARMY", None), ("council_member", "BATTALION", None)
    both, unit = cast.add("both", *posts).actor, "ARMY" if body else "BATTALION"
    role = load_roles(settings.ROLES_FILE)[SPEAKERS["unit" if body else "council"]]
    record = asked(cast, **body)
    wanted = {"until_on": "2026-05-30", "reason": "Druk"}
    record = take(record, "ask_more_time", both, cast.at, **wanted)
    add_consultation_file(actor=both, record=record, file=PNG, at=cast.at)
    record = take(record, "answer", both, cast.at, **YES)
    signed = [one.words["post"] for one in newest_steps(record)[:3]]
    assert signed == [f"{role.nl} {unit}"] * 3


def test_button_that_is_greyed_names_who_speaks_for_the_body(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    cast.add("prevention", ("prevention_officer", "BATTALION", None))
    record = asked(cast)
    shown = client_of("prevention").get(f"/raadplegingen/{record.ref}").content.decode()
    role = load_roles(settings.ROLES_FILE)[SPEAKERS["council"]]
    assert f"Who can: {role.en} BATTALION." in shown
