"""What measures answer to inbox, search, thread, unit picture and a unit that ends; and who is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.events.outbox import deliver_pending
from baken.core.questions import InboxAsk
from baken.rooms.measures import answers
from baken.rooms.measures.actions import act_on_measures
from baken.rooms.measures.models import Measure
from baken.rooms.measures.tests.factories import (
    act,
    decided,
    implemented,
    make_measure_in,
    propose,
    risk_of,
)
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of, tree

pytestmark = pytest.mark.django_db


def cards(cast: Cast, who: str, at: Any = None) -> list[tuple[str, str]]:
    """Which measures wait for somebody, and what they are to do."""
    ask = InboxAsk(actor=cast.members[who].actor, at=at or cast.at)
    return [(one.ref, one.action) for one in answers.inbox_cards(ask)]


def test_proposed_measure_waits_for_the_commander_alone(cast: Cast) -> None:
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    [(ref, _action)] = cards(cast, "commander")
    assert ref == record.ref
    assert cards(cast, "safety_adviser") == cards(cast, "outsider") == []


def test_measure_waits_for_its_owner_until_it_is_done(cast: Cast) -> None:
    record = decided(cast, cast.at)
    [(ref, _action)] = cards(cast, "team_leader")
    assert ref == record.ref
    late = cast.at + timedelta(days=60)
    [card] = answers.inbox_cards(InboxAsk(actor=cast.team_leader.actor, at=late))
    [early] = answers.inbox_cards(InboxAsk(actor=cast.team_leader.actor, at=cast.at))
    assert card.weight > early.weight
    assert card.reason != early.reason


def test_done_measure_waits_for_who_verifies_and_not_for_who_did_it(cast: Cast) -> None:
    record = implemented(cast, cast.at)
    assert [ref for ref, _action in cards(cast, "safety_adviser")] == [record.ref]
    assert cards(cast, "team_leader") == []


def failed(cast: Cast) -> Measure:
    """A measure of which somebody verified that it does not work."""
    told = {"finding": "Het slot gaat open."}
    return act(
        implemented(cast, cast.at), cast.safety_adviser.actor, cast.at, "verify_ineffective", **told
    )


def test_measure_that_does_not_work_waits_for_who_manages_it_and_is_overdue_in_time(
    cast: Cast,
) -> None:
    record = failed(cast)
    for who in ("safety_adviser", "team_leader", "commander"):
        assert [ref for ref, _action in cards(cast, who)] == [record.ref], who
    unit, late = tree().by_code["COMPANY"], cast.at + timedelta(days=60)
    found = list(answers.unit_figures(cast.commander.actor, unit, late))
    assert [one.value for one in found] == [1, 1, 0]


@pytest.mark.parametrize("works", [None, False])
def test_measure_that_nobody_verifies_or_plans_anew_is_shown_a_level_up(
    cast: Cast, works: bool | None
) -> None:
    above = cast.add("army_commander", ("commander", "ARMY", None))
    record = implemented(cast, cast.at) if works is None else failed(cast)
    for days in (200, 300):
        act_on_measures(actor=system_actor("clock"), at=cast.at + timedelta(days=days))
    record.refresh_from_db()
    assert (record.rises, record.raised_to_id) == (2, cast.army.pk)
    assert [ref for ref, _action in cards(cast, above.name)] == [record.ref]


def test_overdue_measure_waits_for_the_post_above(cast: Cast) -> None:
    record = decided(cast, cast.at)
    at = cast.at + timedelta(days=70)
    assert cards(cast, "commander", at) == []
    act_on_measures(actor=system_actor("clock"), at=at)
    assert [ref for ref, _action in cards(cast, "commander", at)] == [record.ref]


def test_question_waits_for_the_unit_that_was_asked(cast: Cast) -> None:
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    told = {"unit": "SQUADRON", "question": "Kan dit?"}
    act(record, cast.safety_adviser.actor, cast.at, "ask_unit", **told)
    assert [ref for ref, _action in cards(cast, "outsider")] == [record.ref]
    assert cards(cast, "commander") == []


def test_inbox_is_one_query_however_much_waits(cast: Cast) -> None:
    decided(cast, cast.at)
    actor = cast.commander.actor
    ask = InboxAsk(actor=actor, at=cast.at)
    with CaptureQueriesContext(
        connection,
    ) as one:
        list(answers.inbox_cards(ask))
    for _nth in range(3):
        propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    with CaptureQueriesContext(connection) as more:
        assert len(list(answers.inbox_cards(ask))) == 3
    assert len(more) == len(one) == 1


def test_search_finds_by_word_and_by_reference(cast: Cast) -> None:
    record, actor = decided(cast, cast.at), cast.safety_adviser.actor
    for text in ("vergrendeling", record.ref.lower()):
        assert [hit.ref for hit in answers.search_hits(actor, text, 5)] == [record.ref]
    assert list(answers.search_hits(cast.outsider.actor, "vergrendeling", 5)) == []
    assert list(answers.search_hits(cast.functional_admin.actor, "vergrendeling", 5)) == []


def test_thread_of_a_risk_names_its_measures_once(cast: Cast) -> None:
    from baken.core.questions import thread_nodes

    risk = risk_of(cast.company)
    record = propose(cast.safety_adviser.actor, risk, cast.at)
    actor = cast.safety_adviser.actor
    refs = [node.ref for node in thread_nodes.ask(actor, risk)]
    assert refs.count(record.ref) == 1
    mine = [node.ref for node in thread_nodes.ask(actor, record)]
    assert mine.count(risk.ref) == 1
    assert mine[0] == risk.ref


def test_picture_of_a_unit_counts_open_overdue_and_to_be_verified(cast: Cast) -> None:
    implemented(cast, cast.at)
    decided(cast, cast.at)
    unit = tree().by_code["COMPANY"]
    at = cast.at + timedelta(days=60)
    found = list(answers.unit_figures(cast.commander.actor, unit, at))
    assert [one.value for one in found] == [2, 1, 1]
    unseen = list(answers.unit_figures(cast.outsider.actor, unit, at))
    assert {one.value for one in unseen} == {None}
    assert list(answers.unit_figures(cast.functional_admin.actor, unit, at)) == []


def test_unit_with_open_measures_does_not_end(cast: Cast) -> None:
    make_measure_in(unit=cast.company)
    make_measure_in(unit=cast.company, state="cancelled")
    [items] = answers.open_items(cast.company.pk)
    assert items.count == 1


def told(cast: Cast, code: str) -> set[str]:
    """Who of the cast was told something."""
    deliver_pending(at=cast.at)
    keys = set(Notice.objects.filter(code=code).values_list("to_key", flat=True))
    return {name for name, one in cast.members.items() if own_key_of(one.person.id) in keys}


def test_who_it_concerns_is_told_at_each_step(cast: Cast) -> None:
    record = implemented(cast, cast.at)
    assert told(cast, "measures.deciders.proposed") == {"commander"}
    assert told(cast, "measures.owner.named") == {"team_leader"}
    assert told(cast, "measures.verifiers.done") == {"safety_adviser"}
    act(record, cast.safety_adviser.actor, cast.at, "verify_effective", finding="Ja.")
    assert told(cast, "measures.owner.verified") == {"team_leader"}


def test_who_is_asked_and_who_asked_are_told(cast: Cast) -> None:
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    fields = {"unit": "SQUADRON", "question": "Kan dit?"}
    record = act(record, cast.safety_adviser.actor, cast.at, "ask_unit", **fields)
    assert told(cast, "measures.asked.asked") == {"outsider"}
    act(record, cast.outsider.actor, cast.at, "accept", answer="Ja.")
    assert told(cast, "measures.asker.answered") == {"safety_adviser"}


def test_put_off_given_up_and_overdue_are_told(cast: Cast) -> None:
    record = decided(cast, cast.at)
    act_on_measures(actor=system_actor("clock"), at=cast.at + timedelta(days=70))
    assert told(cast, "measures.level.overdue") == {"commander"}
    fields = {"due_on": "2026-12-01", "reason": "Laat."}
    act(record, cast.safety_adviser.actor, cast.at, "postpone", **fields)
    assert told(cast, "measures.deciders.put_off") == {"commander"}
    act(record, cast.commander.actor, cast.at, "cancel", reason="Niet meer nodig.")
    assert told(cast, "measures.owner.cancelled") == {"team_leader"}


def test_news_of_what_is_gone_tells_nobody(cast: Cast) -> None:
    from types import SimpleNamespace

    from baken.rooms.measures.handlers import tell_about_measure

    event: Any = SimpleNamespace(record=1, payload={}, at=cast.at)
    tell_about_measure(event, cast.at)
    assert not Notice.objects.filter(code__startswith="measures.").exists()
    assert not Measure.objects.for_system(reason="controls").exists()
