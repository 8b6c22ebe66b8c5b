"""What small purchases answer to inbox, search, thread, unit picture and a unit that ends; who is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.events.outbox import deliver_pending
from baken.core.questions import InboxAsk, thread_nodes
from baken.core.threads import whole_thread
from baken.rooms.measures import answers
from baken.rooms.measures.handlers.purchases import tell_about_purchase
from baken.rooms.measures.tests.factories import propose, risk_of
from baken.rooms.measures.tests.purchases import (
    ABOVE,
    CONTROLLER,
    LATER,
    VERIFIER,
    approved,
    ask,
    checked,
    in_use,
    make_purchase_in,
    quoted,
    step,
)
from baken.rooms.notices.models import Notice
from baken.rooms.org.queries import own_key_of, tree

pytestmark = pytest.mark.django_db
DECEMBER = datetime(2026, 12, 10, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))


def cards(cast: Cast, who: str, at: Any = None) -> list[str]:
    """Which purchases wait for somebody."""
    asked = InboxAsk(actor=cast.members[who].actor, at=at or cast.at)
    return [one.ref for one in answers.purchase_cards(asked)]


def test_checked_purchase_waits_for_the_controller_and_then_for_the_commander(cast: Cast) -> None:
    controller = cast.add("controller", CONTROLLER).actor
    record = checked(cast, cast.at, amount="6.000", total="7.260")
    assert (cards(cast, "controller"), cards(cast, "commander")) == ([record.ref], [])
    step(record, controller, cast.at, "check_finance", finding="Ja.")
    assert (cards(cast, "controller"), cards(cast, "commander")) == ([], [record.ref])
    assert cards(cast, "safety_adviser") == []


def test_highest_step_waits_for_a_level_up_and_not_for_the_commander(cast: Cast) -> None:
    controller = cast.add("controller", CONTROLLER).actor
    cast.add("above", ("commander", "ARMY", None))
    record = checked(cast, cast.at, amount="12.000", total="14.520")
    step(record, controller, cast.at, "check_finance", finding="Ja.")
    assert (cards(cast, "above"), cards(cast, "commander")) == ([record.ref], [])


def test_approved_purchase_waits_for_who_asked_and_effect_for_who_had_no_part(
    cast: Cast,
) -> None:
    record = approved(cast, cast.at)
    assert cards(cast, "safety_adviser") == [record.ref]
    boss = cast.commander.actor
    for name in ("order", "receive", "put_in_use"):
        record = step(record, boss, cast.at, name)
    cast.add("verifier", VERIFIER)
    assert cards(cast, "verifier") == []
    assert cards(cast, "verifier", cast.at + LATER) == [record.ref]
    assert cards(cast, "safety_adviser", cast.at + LATER) == []
    for days, weight in ((61, 18), (90, 18 + 15)):
        asked = InboxAsk(actor=cast.verifier.actor, at=cast.at + timedelta(days=days))
        [card] = answers.purchase_cards(asked)
        assert card.weight == weight


def test_inbox_of_purchases_is_one_query_however_much_waits(cast: Cast) -> None:
    asked = InboxAsk(actor=cast.commander.actor, at=cast.at)
    for _nth in range(3):
        checked(cast, cast.at, amount="100", total="121")
    with CaptureQueriesContext(connection) as found:
        assert len(list(answers.purchase_cards(asked))) == 3
    assert len(found) == 1


def test_search_finds_a_purchase_by_word_and_by_reference(cast: Cast) -> None:
    record, actor = ask(cast.safety_adviser.actor, cast.at), cast.safety_adviser.actor
    for text in ("afzuigarm", record.ref.lower()):
        assert [hit.ref for hit in answers.purchase_hits(actor, text, 5)] == [record.ref]
    assert list(answers.purchase_hits(cast.outsider.actor, "afzuigarm", 5)) == []
    assert list(answers.purchase_hits(cast.soldier.actor, "afzuigarm", 5)) == []


def test_thread_goes_from_the_risk_by_the_measure_to_the_purchase(cast: Cast) -> None:
    actor, risk = cast.safety_adviser.actor, risk_of(cast.company)
    measure = propose(actor, risk, cast.at)
    record = ask(actor, cast.at, measure)
    assert record.ref in [node.ref for node in thread_nodes.ask(actor, measure)]
    mine = [node.ref for node in thread_nodes.ask(actor, record)]
    assert (mine[0], mine.count(measure.ref)) == (measure.ref, 1)
    direct = ask(actor, cast.at, risk)
    told = [node.ref for node in thread_nodes.ask(actor, risk)]
    assert (told.count(direct.ref), told.count(measure.ref)) == (1, 1)
    assert [node.ref for node in thread_nodes.ask(actor, direct)].count(risk.ref) == 1
    points = [point.ref for point in whole_thread(actor, risk).points]
    assert {risk.ref, measure.ref, record.ref} <= set(points)


def test_picture_of_a_unit_counts_open_purchases_and_those_about_no_risk(cast: Cast) -> None:
    ask(cast.safety_adviser.actor, cast.at)
    ask(cast.safety_adviser.actor, cast.at, risk_of(cast.company))
    unit = tree().by_code["BATTALION"]
    found = list(answers.purchase_figures(cast.commander.actor, unit, cast.at))
    assert [one.value for one in found] == [2, 1]
    unseen = list(answers.purchase_figures(cast.outsider.actor, unit, DECEMBER))
    assert {one.value for one in unseen} == {None}
    assert list(answers.purchase_figures(cast.functional_admin.actor, unit, cast.at)) == []


def test_picture_of_a_unit_says_what_is_left_towards_the_end_of_the_year(cast: Cast) -> None:
    unit, actor = tree().by_code["BATTALION"], cast.commander.actor
    figures = list(answers.purchase_figures(actor, unit, DECEMBER))
    assert (figures[-1].value, figures[-1].note) == (25_000, "")
    step(approved(cast, DECEMBER), actor, DECEMBER, "order")
    rush = list(answers.purchase_figures(actor, unit, DECEMBER))[-1]
    assert rush.value == 22_822
    assert rush.note != ""
    company = list(answers.purchase_figures(actor, tree().by_code["COMPANY"], DECEMBER))
    assert len(company) == 2


def test_vms_15_4_share_without_a_risk_follows_on_the_picture_of_the_unit(cast: Cast) -> None:
    unit, actor = tree().by_code["BATTALION"], cast.commander.actor
    ask(cast.safety_adviser.actor, cast.at, risk_of(cast.company))
    before = list(answers.purchase_figures(actor, unit, cast.at))[1]
    ask(cast.safety_adviser.actor, cast.at)
    after = list(answers.purchase_figures(actor, unit, cast.at))[1]
    assert (before.value, before.note) == (0, "")
    assert (after.value, after.note[:4]) == (1, "50 %")


def test_unit_with_open_purchases_does_not_end(cast: Cast) -> None:
    make_purchase_in(unit=cast.company)
    make_purchase_in(unit=cast.company, state="closed")
    [items] = answers.open_purchases(cast.company.pk)
    assert items.count == 1


def told(cast: Cast, code: str) -> set[str]:
    """Who of the cast was told something."""
    deliver_pending(at=cast.at)
    keys = set(Notice.objects.filter(code=code).values_list("to_key", flat=True))
    return {name for name, one in cast.members.items() if own_key_of(one.person.id) in keys}


def test_who_it_concerns_is_told_of_a_purchase(cast: Cast) -> None:
    controller = cast.add("controller", CONTROLLER).actor
    record = checked(cast, cast.at, amount="6.000", total="7.260")
    assert told(cast, "measures.controllers.purchase") == {"controller"}
    record = step(record, controller, cast.at, "check_finance", finding="Ja.")
    assert told(cast, "measures.deciders.purchase") == {"commander"}
    step(record, cast.commander.actor, cast.at, "approve")
    assert told(cast, "measures.asker.purchase") == {"safety_adviser"}


def test_purchase_of_the_commander_is_told_to_the_first_above(cast: Cast) -> None:
    cast.add("above", ABOVE)
    made = quoted(ask(cast.commander.actor, cast.at), cast.commander.actor, cast.at)
    step(made, cast.commander.actor, cast.at, "check")
    assert told(cast, "measures.deciders.purchase") == {"above"}


def test_highest_step_is_told_a_level_up_until_that_was_signed(cast: Cast) -> None:
    controller, above = cast.add("controller", CONTROLLER).actor, cast.add("above", ABOVE).actor
    record = checked(cast, cast.at, amount="12.000", total="14.520")
    record = step(record, controller, cast.at, "check_finance", finding="Ja.")
    assert told(cast, "measures.deciders.purchase") == {"above"}
    step(record, above, cast.at, "cosign", reason="Nodig.")
    assert told(cast, "measures.deciders.purchase") == {"above", "commander"}


def test_share_is_left_out_where_not_all_were_counted(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = import_module("baken.rooms.measures.answers.purchase_figures")
    monkeypatch.setattr(figures, "MOST_COUNTED", 2)
    for _nth in range(3):
        ask(cast.safety_adviser.actor, cast.at)
    unit = tree().by_code["BATTALION"]
    found = list(answers.purchase_figures(cast.commander.actor, unit, cast.at))[1]
    assert "%" not in found.note


def test_news_of_a_purchase_that_is_gone_tells_nobody(cast: Cast) -> None:
    event: Any = SimpleNamespace(record=1, payload={}, at=cast.at)
    tell_about_purchase(event, cast.at)
    assert not Notice.objects.filter(code__startswith="measures.").exists()


def test_effect_of_a_purchase_is_not_asked_before_its_time(cast: Cast) -> None:
    in_use(cast, cast.at)
    cast.add("verifier", VERIFIER)
    assert cards(cast, "verifier", cast.at + timedelta(days=59)) == []
