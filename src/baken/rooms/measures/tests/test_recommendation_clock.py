"""What the clock does with recommendations, who is told, and what waits for whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.events.outbox import deliver_pending
from baken.core.questions import InboxAsk, thread_nodes
from baken.core.questions.threads import thread_kinds
from baken.rooms.measures import answers
from baken.rooms.measures.actions import act_on_recommendations
from baken.rooms.measures.handlers.recommendations import tell_about_recommendation
from baken.rooms.measures.models import Recommendation
from baken.rooms.measures.queries.parts import use_by_part
from baken.rooms.measures.tests.factories import propose
from baken.rooms.measures.tests.recommending import (
    HALF_A_YEAR,
    JUDGED,
    accepted,
    act,
    closed,
    make_recommendation_in,
    planned,
    receive,
    reported,
    with_inspector,
)
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of, tree

pytestmark = pytest.mark.django_db
CLOCK = system_actor("clock")
WEEK = timedelta(weeks=1)


@pytest.fixture
def stage(cast: Cast) -> Cast:
    return with_inspector(cast)


def told(cast: Cast, code: str) -> set[str]:
    """Who of the cast was told something."""
    deliver_pending(at=cast.at)
    keys = set(Notice.objects.filter(code=code).values_list("to_key", flat=True))
    return {name for name, one in cast.members.items() if own_key_of(one.person.id) in keys}


def cards(cast: Cast, who: str, at: Any = None) -> list[tuple[str, str]]:
    """Which recommendations wait for somebody, and by which step."""
    ask = InboxAsk(actor=cast.members[who].actor, at=at or cast.at)
    return [(one.ref, one.url.rpartition("/")[2]) for one in answers.recommendation_cards(ask)]


def test_desk_is_warned_after_four_and_after_five_weeks(stage: Cast) -> None:
    record = receive(stage.inspector.actor, stage.at)
    offered = stage.at - timedelta(days=9)
    assert act_on_recommendations(actor=CLOCK, at=offered + 4 * WEEK - timedelta(days=1)) == 0
    assert act_on_recommendations(actor=CLOCK, at=offered + 4 * WEEK) == 1
    assert act_on_recommendations(actor=CLOCK, at=offered + 4 * WEEK) == 0
    assert act_on_recommendations(actor=CLOCK, at=offered + 5 * WEEK) == 1
    record.refresh_from_db()
    assert (record.warned, record.warns_at) == (2, None)
    assert told(stage, "measures.desk.parliament") == {"desk", "office"}


def test_desk_is_warned_at_once_of_what_was_entered_late(stage: Cast) -> None:
    at = stage.at + 4 * WEEK + timedelta(days=1)
    record = receive(stage.inspector.actor, at)
    assert record.warns_at == at
    assert receive(stage.inspector.actor, at + 2 * WEEK).warns_at is None


def test_desk_is_not_warned_after_the_reaction(stage: Cast) -> None:
    record = receive(stage.inspector.actor, stage.at)
    act(record, stage.desk.actor, stage.at, "react", reaction_on="2026-03-09")
    assert act_on_recommendations(actor=CLOCK, at=stage.at + 4 * WEEK) == 0


def test_term_that_is_over_is_told_once(stage: Cast) -> None:
    accepted(stage, stage.at)
    at = stage.at + 9 * WEEK
    act_on_recommendations(actor=CLOCK, at=at)
    assert act_on_recommendations(actor=CLOCK, at=at) == 0
    assert told(stage, "measures.addressee.overdue") == {"commander"}


def test_recommendation_on_which_the_clock_fails_keeps_no_other_waiting(stage: Cast) -> None:
    first, second = accepted(stage, stage.at), accepted(stage, stage.at)
    rows: Any = Recommendation.objects.for_system(reason="terms").filter(pk=first.pk)
    rows.update(state="closed", closed_at=stage.at, verdict="met", warns_at=None)
    at = stage.at + 9 * WEEK
    act_on_recommendations(actor=CLOCK, at=at)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.retry_at is not None
    assert second.reminds_at is None


def test_who_it_concerns_is_told_at_each_step(stage: Cast) -> None:
    record = reported(stage, stage.at)
    assert told(stage, "measures.addressee.recommended") == {"commander"}
    assert told(stage, "measures.owner.recommendation") == {"commander"}
    assert told(stage, "measures.source.answered") == {"inspector"}
    assert told(stage, "measures.source.done") == {"inspector"}
    act(record, stage.inspector.actor, stage.at, "assess", **JUDGED)
    assert told(stage, "measures.addressee.judged") == {"commander"}


def test_auditor_of_the_addressee_is_told_of_an_audit(stage: Cast) -> None:
    stage.add("auditor", ("auditor", "ARMY", None))
    stage.add("other", ("auditor", "MINISTRY", None))
    record = receive(stage.auditor.actor, stage.at, source="audit")
    told_to = {"appreciation": "accepted", "owner": str(stage.commander.person.id)}
    act(record, stage.commander.actor, stage.at, "appreciate", **told_to)
    assert told(stage, "measures.source.answered") == {"auditor"}


def test_news_of_what_is_gone_tells_nobody(stage: Cast) -> None:
    from types import SimpleNamespace

    event: Any = SimpleNamespace(record=1, payload={}, at=stage.at)
    tell_about_recommendation(event, stage.at)
    assert not Notice.objects.filter(code__startswith="measures.").exists()


def test_recommendation_waits_for_the_next_who_acts(stage: Cast) -> None:
    record = receive(stage.inspector.actor, stage.at)
    assert cards(stage, "commander") == [(record.ref, "appreciate")]
    assert cards(stage, "inspector") == cards(stage, "outsider") == []
    owner = {"appreciation": "accepted", "owner": str(stage.commander.person.id)}
    record = act(record, stage.commander.actor, stage.at, "appreciate", **owner)
    assert cards(stage, "safety_adviser") == [(record.ref, "plan")]


def test_planned_one_waits_for_its_owner_and_done_for_its_source(stage: Cast) -> None:
    record = planned(stage, stage.at)
    assert cards(stage, "commander") == [(record.ref, record.ref)]
    record = act(record, stage.commander.actor, stage.at, "start")
    told_done = {"proof": "Verslag.", "none_needed": "Kon zo."}
    act(record, stage.commander.actor, stage.at, "report_done", **told_done)
    assert cards(stage, "inspector") == [(record.ref, "assess")]
    assert cards(stage, "office") == cards(stage, "commander") == []
    assert cards(stage, "commander", stage.at + HALF_A_YEAR) == [(record.ref, "note_effect")]


def test_parliament_waits_for_the_desk(stage: Cast) -> None:
    record = receive(stage.inspector.actor, stage.at)
    assert cards(stage, "desk") == []
    assert cards(stage, "desk", stage.at + 4 * WEEK) == [(record.ref, record.ref)]


def test_inbox_of_recommendations_is_one_query(stage: Cast) -> None:
    ask = InboxAsk(actor=stage.commander.actor, at=stage.at)
    receive(stage.inspector.actor, stage.at)
    tree()
    list(answers.recommendation_cards(ask))
    with CaptureQueriesContext(connection) as one:
        list(answers.recommendation_cards(ask))
    for _nth in range(3):
        receive(stage.inspector.actor, stage.at)
    with CaptureQueriesContext(connection) as more:
        assert len(list(answers.recommendation_cards(ask))) == 4
    assert len(more) == len(one) == 1


def test_search_finds_by_word_and_by_reference(stage: Cast) -> None:
    record, actor = receive(stage.inspector.actor, stage.at), stage.safety_adviser.actor
    for text in ("koepel", record.ref.lower()):
        assert [hit.ref for hit in answers.recommendation_hits(actor, text, 5)] == [record.ref]
    for who in ("outsider", "functional_admin"):
        assert list(answers.recommendation_hits(stage.members[who].actor, "koepel", 5)) == []


def test_thread_shows_recommendation_and_measures_on_each_others_page(stage: Cast) -> None:
    record = accepted(stage, stage.at)
    measure = propose(stage.safety_adviser.actor, record, stage.at)
    actor = stage.safety_adviser.actor
    assert [node.ref for node in thread_nodes.ask(actor, record)].count(measure.ref) == 1
    assert [node.ref for node in thread_nodes.ask(actor, measure)].count(record.ref) == 1
    [kind] = [one for one in thread_kinds.ask() if one.root is Recommendation]
    assert kind.line(record, True).title == record.title


def test_picture_of_a_unit_counts_open_and_unanswered(stage: Cast) -> None:
    receive(stage.inspector.actor, stage.at)
    accepted(stage, stage.at, cause="design")
    unit, at = tree().by_code["BATTALION"], stage.at + 7 * WEEK
    found = list(answers.recommendation_figures(stage.commander.actor, unit, at))
    assert [one.value for one in found] == [2, 1]
    unseen = list(answers.recommendation_figures(stage.outsider.actor, unit, at))
    assert {one.value for one in unseen} == {None}
    assert list(answers.recommendation_figures(stage.functional_admin.actor, unit, at)) == []


def test_unit_with_open_recommendations_does_not_end(stage: Cast) -> None:
    make_recommendation_in(unit=stage.battalion)
    make_recommendation_in(unit=stage.battalion, state="closed")
    [items] = answers.open_recommendations(stage.battalion.pk)
    assert items.count == 1


def test_use_by_part_counts_in_the_order_of_the_tree(stage: Cast) -> None:
    closed(stage, stage.at)
    receive(stage.inspector.actor, stage.at, cause="design")
    receive(stage.inspector.actor, stage.at, addressee="SQUADRON")
    at = stage.at + 7 * WEEK
    found = use_by_part(stage.inspector.actor, at)
    shown = [(one.part.code, one.all, one.in_term, one.late, one.closed) for one in found]
    assert shown == [("ARMY", 2, 1, 1, 1), ("NAVY", 1, 0, 1, 0)]
    assert [one.part.code for one in use_by_part(stage.commander.actor, at)] == ["ARMY"]
