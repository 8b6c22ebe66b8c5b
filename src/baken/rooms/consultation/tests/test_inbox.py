"""The inbox shows what somebody has to do, however much of others is due before it."""

from __future__ import annotations

from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.questions import InboxAsk
from baken.rooms.consultation.answers import inbox_cards, waiting_cards
from baken.rooms.consultation.tests.bodies import REPLY, answered, asked, councillor, drafted, take
from baken.rooms.consultation.tests.factories import make_council, make_draft

pytestmark = pytest.mark.django_db
SOON, LATER = {"due_on": "2026-03-20"}, {"due_on": "2026-04-20"}


def first_card(actor: Any, at: Any) -> list[str]:
    """What an inbox with room for one thing of a kind shows."""
    return [one.ref for one in inbox_cards(InboxAsk(actor, at, limit=1))]


def test_draft_is_shown_behind_what_still_waits_for_its_answer(cast: Cast) -> None:
    waits, draft = asked(cast, **SOON), drafted(cast, **LATER)
    commander = cast.commander.actor
    assert first_card(commander, cast.at) == [draft.ref]
    waiting = waiting_cards(InboxAsk(commander, cast.at, limit=1))
    assert [one.ref for one in waiting] == [waits.ref]


def test_question_to_the_own_council_is_shown_behind_those_to_others(cast: Cast) -> None:
    above = cast.add("above", ("council_member", "ARMY", None)).actor
    make_council(cast.army)
    asked(cast, **SOON)
    mine = asked(cast, council="MC-ARMY", **LATER)
    assert first_card(above, cast.at) == [mine.ref]


def test_answer_to_handle_is_shown_behind_those_of_the_other_side(cast: Cast) -> None:
    """The commander of the army may ask for the squadron too, and not for who asked it."""
    make_council(cast.squadron)
    member = councillor(cast, "elsewhere", "SQUADRON")
    theirs = take(
        drafted(cast, council="MC-SQUADRON", **SOON), "ask", cast.commander.actor, cast.at
    )
    take(theirs, "answer", member, cast.at, outcome="negative", answer="Nee.")
    make_council(cast.battalion)
    mine = make_draft(
        actor=cast.outsider.actor,
        unit=cast.squadron,
        at=cast.at,
        council="MC-BATTALION",
        due_on="2026-06-20",
    )
    assert first_card(cast.outsider.actor, cast.at) == [mine.ref]


def test_head_of_the_body_is_shown_what_to_handle_behind_what_they_answered(cast: Cast) -> None:
    head = cast.add("head", ("commander", "ARMY", None)).actor
    record = asked(cast, council="", body_unit="ARMY", **SOON)
    take(record, "answer", head, cast.at, outcome="negative", answer="Nee.")
    other = answered(cast, **LATER)
    assert first_card(head, cast.at) == [other.ref]


def test_reply_with_conditions_leads_to_noting_them_until_all_are_noted(cast: Cast) -> None:
    record, commander = answered(cast, outcome="positive_with_conditions"), cast.commander.actor
    take(record, "reply", commander, cast.at, **REPLY)

    def step() -> str:
        [card] = inbox_cards(InboxAsk(commander, cast.at))
        return card.url.rpartition("/")[2]

    for nth in (1, 2):
        assert step() == "note_condition"
        said = {"condition": nth, "standing": "met", "how": "Zo."}
        take(record, "note_condition", commander, cast.at, **said)
    assert step() == "close"


def test_who_drafted_it_on_the_council_has_no_card_to_answer_it(cast: Cast) -> None:
    both = cast.add("both", ("commander", "BATTALION", None), ("council_member", "BATTALION", None))
    councillor(cast)
    make_council(cast.battalion)
    record = make_draft(actor=both.actor, unit=cast.battalion, at=cast.at)
    take(record, "ask", cast.commander.actor, cast.at)
    assert first_card(both.actor, cast.at) == []
    assert first_card(councillor(cast), cast.at) == [record.ref]
