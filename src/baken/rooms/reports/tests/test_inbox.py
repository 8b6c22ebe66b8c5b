"""What waits for whom: triage and answers for the adviser, leads their own, reporters an answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import NOBODY
from baken.core.questions import InboxAsk, InboxCard
from baken.rooms.org.queries import tree
from baken.rooms.reports.actions.say import send_message
from baken.rooms.reports.answers import inbox_cards, unit_figures, waiting_cards
from baken.rooms.reports.models import Report
from baken.rooms.reports.queries.inbox import (
    occurrences_led_by,
    reports_to_handle,
    reports_with_new_answer,
    reports_with_new_question,
)
from baken.rooms.reports.tests.acts import answered, send, step
from baken.rooms.reports.tests.factories import make_occurrence, make_report


def cards(cast: Cast, who: str, limit: int = 50) -> list[InboxCard]:
    with translation.override("en"):
        return list(inbox_cards(InboxAsk(cast.members[who].actor, cast.at, limit)))


def test_inbox_adviser_triages_what_came_in(cast: Cast) -> None:
    report = make_report(unit=cast.company, at=cast.at)
    (card,) = cards(cast, "safety_adviser")
    assert (card.ref, card.action, card.due) == (report.ref, "Triage", cast.at)
    assert card.url == f"/meldingen/{report.ref}"


@pytest.mark.parametrize("state", ["received", "acknowledged"])
def test_inbox_triage_waits_in_these_states(cast: Cast, state: str) -> None:
    report = make_report(unit=cast.company, state=state, at=cast.at)
    assert reports_to_handle(cast.safety_adviser.actor, 9) == [report]


@pytest.mark.parametrize("state", ["answered", "closed", "out_of_scope", "redirected_integrity"])
def test_inbox_what_is_over_waits_for_no_adviser(cast: Cast, state: str) -> None:
    make_report(unit=cast.company, state=state, at=cast.at)
    assert cards(cast, "safety_adviser") == []


def test_inbox_answer_waits_in_handling(cast: Cast) -> None:
    report = make_report(unit=cast.company, state="in_handling", at=cast.at)
    assert reports_to_handle(cast.safety_adviser.actor, 9) == [report]
    assert [card.action for card in cards(cast, "safety_adviser")] == ["Answer it"]


def test_inbox_most_pressing_comes_first(cast: Cast) -> None:
    for days in (3, 1, 2):
        at = cast.at - timedelta(hours=days)
        make_report(unit=cast.company, at=at, due_at=cast.at + timedelta(days=days))
    found = reports_to_handle(cast.safety_adviser.actor, 2)
    assert [one.due_at - cast.at for one in found] == [timedelta(days=1), timedelta(days=2)]


def test_inbox_unit_and_owner_unit_are_one_list(cast: Cast) -> None:
    mine = make_report(unit=cast.company, at=cast.at)
    given = make_report(unit=cast.squadron, owner_unit=cast.company, at=cast.at)
    both = make_report(unit=cast.company, owner_unit=cast.battalion, at=cast.at)
    found = reports_to_handle(cast.safety_adviser.actor, 9)
    assert sorted(one.ref for one in found) == sorted([mine.ref, given.ref, both.ref])


def test_inbox_danger_is_an_alarm_after_triage_too(cast: Cast) -> None:
    occurrence = make_occurrence(unit=cast.company, at=cast.at)
    make_report(unit=cast.company, at=cast.at, still_dangerous=True)
    make_report(
        unit=cast.company,
        state="in_handling",
        at=cast.at,
        still_dangerous=True,
        occurrence=occurrence,
    )
    found = {(card.action, card.alarm) for card in cards(cast, "safety_adviser")}
    assert found == {("Triage", True), ("Look now", True), ("Answer it", True)}


def test_inbox_lead_sees_the_occurrence_they_lead(cast: Cast) -> None:
    lead = cast.commander.person.id
    mine = make_occurrence(unit=cast.company, at=cast.at, lead=lead, potential_severity=5)
    make_occurrence(unit=cast.company, at=cast.at, lead=cast.team_leader.person.id)
    make_occurrence(unit=cast.company, state="closed", at=cast.at, lead=lead)
    (card,) = cards(cast, "commander")
    assert (card.ref, card.weight, card.title) == (mine.ref, 60, mine.title)


def test_inbox_lead_out_of_reach_sees_nothing(cast: Cast) -> None:
    make_occurrence(unit=cast.company, at=cast.at, lead=cast.outsider.person.id)
    assert occurrences_led_by(cast.outsider.actor, 9) == []


def test_inbox_reporter_sees_the_answer(cast: Cast) -> None:
    report = send(cast.soldier, at=cast.at).report
    assert cards(cast, "soldier") == []
    answered(cast, report)
    (card,) = cards(cast, "soldier")
    assert (card.ref, card.action) == (report.ref, "Read")
    step(cast.soldier, report, "confirm_solved", at=cast.at)
    assert cards(cast, "soldier") == []


@pytest.mark.parametrize("who", ["team_leader", "outsider", "former_holder", "functional_admin"])
def test_inbox_of_others_stays_empty(cast: Cast, who: str) -> None:
    make_report(unit=cast.company, at=cast.at)
    make_report(unit=cast.company, state="answered", at=cast.at)
    assert cards(cast, who) == []


def test_inbox_of_nobody_is_empty(cast: Cast) -> None:
    make_report(unit=cast.company, state="answered", at=cast.at)
    assert reports_with_new_answer(NOBODY, 9) == []
    assert occurrences_led_by(NOBODY, 9) == []


# ---- a question to the reporter ----


def test_inbox_reporter_sees_a_question_until_they_answer(cast: Cast) -> None:
    report = send(cast.soldier, at=cast.at).report
    assert cards(cast, "soldier") == []
    ask(cast, report)
    (card,) = cards(cast, "soldier")
    assert (card.ref, card.reason, card.alarm) == (
        report.ref,
        "You were asked something about your report.",
        False,
    )
    send_message(
        actor=cast.soldier.actor, report=report, text="Links.", at=cast.at + timedelta(hours=1)
    )
    assert cards(cast, "soldier") == []


@pytest.mark.parametrize(("days", "seen"), [(29, 1), (31, 0)])
def test_inbox_question_stays_thirty_days(cast: Cast, days: int, seen: int) -> None:
    report = send(cast.soldier, at=cast.at - timedelta(days=40)).report
    ask(cast, report, at=cast.at - timedelta(days=days))
    assert len(reports_with_new_question(cast.soldier.actor, cast.at, 9)) == seen


def test_inbox_question_of_another_or_in_a_closed_report_is_none(cast: Cast) -> None:
    key = cast.soldier.actor.own_key
    over = make_report(unit=cast.company, state="closed", at=cast.at, reporter_key=key)
    ask(cast, over)
    ask(cast, send(cast.team_leader, at=cast.at).report)
    assert reports_with_new_question(cast.soldier.actor, cast.at, 9) == []
    assert reports_with_new_question(NOBODY, cast.at, 9) == []


def ask(cast: Cast, report: Report, at: datetime | None = None) -> None:
    adviser = cast.safety_adviser.actor
    send_message(actor=adviser, report=report, text="Waar precies?", at=at or cast.at)


# ---- what waits for others ----


def waiting(cast: Cast, who: str, limit: int = 50) -> list[tuple[str, str]]:
    """Reference and whom it waits for, of every card on the other tab."""
    with translation.override("en"):
        found = waiting_cards(InboxAsk(cast.members[who].actor, cast.at, limit))
        return [(card.ref, card.waiting_for) for card in found]


def test_waiting_reporter_sees_who_has_the_report(cast: Cast) -> None:
    report = send(cast.soldier, at=cast.at).report
    adviser = (report.ref, f"the safety adviser of {cast.company.name_nl}")
    assert waiting(cast, "soldier") == [adviser]
    answered(cast, report)
    assert waiting(cast, "soldier") == []


def test_waiting_adviser_sees_answers_without_a_reaction(cast: Cast) -> None:
    report = answered(cast, send(cast.soldier, at=cast.at).report)
    assert waiting(cast, "safety_adviser") == [(report.ref, "the reporter")]
    step(cast.soldier, report, "confirm_solved", at=cast.at)
    assert waiting(cast, "safety_adviser") == []


def test_waiting_adviser_sees_what_others_lead_and_not_what_they_lead_themselves(
    cast: Cast,
) -> None:
    led = make_occurrence(unit=cast.company, at=cast.at, lead=cast.team_leader.person.id)
    make_occurrence(unit=cast.company, at=cast.at, lead=cast.safety_adviser.person.id)
    make_occurrence(unit=cast.company, at=cast.at)
    make_occurrence(unit=cast.squadron, at=cast.at, lead=cast.team_leader.person.id)
    assert waiting(cast, "safety_adviser", limit=1) == [(led.ref, "Speler team_leader")]


def test_waiting_queries_do_not_grow_with_rows(cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            waiting(cast, "safety_adviser")
        return len(seen)

    lead = cast.team_leader.person.id
    make_occurrence(unit=cast.company, at=cast.at, lead=lead)
    make_report(unit=cast.company, state="answered", at=cast.at)
    asked()  # reads the tree
    few = asked()
    for _ in range(4):
        make_occurrence(unit=cast.company, at=cast.at, lead=lead)
        make_report(unit=cast.company, state="answered", at=cast.at)
    assert asked() == few


@pytest.mark.parametrize("who", ["outsider", "former_holder", "functional_admin"])
def test_waiting_of_others_stays_empty(cast: Cast, who: str) -> None:
    answered(cast, send(cast.soldier, at=cast.at).report)
    make_occurrence(unit=cast.company, at=cast.at, lead=cast.team_leader.person.id)
    assert waiting(cast, who) == []
    assert list(waiting_cards(InboxAsk(NOBODY, cast.at))) == []


def test_inbox_limit_is_kept(cast: Cast) -> None:
    for _ in range(4):
        make_report(unit=cast.company, at=cast.at)
    assert len(cards(cast, "safety_adviser", limit=3)) == 3


def test_inbox_queries_do_not_grow_with_rows(cast: Cast) -> None:
    def asked() -> int:
        actor = cast.safety_adviser.actor
        with CaptureQueriesContext(
            connection,
        ) as seen:
            list(inbox_cards(InboxAsk(actor, cast.at)))
        return len(seen)

    for state in ("received", "in_handling"):
        make_report(unit=cast.company, state=state, at=cast.at)
    few = asked()
    for state in ("received", "in_handling") * 5:
        make_report(unit=cast.company, state=state, at=cast.at)
    assert asked() == few


# ---- figures of a unit ----


def figures(cast: Cast, who: str, code: str = "BATTALION") -> dict[str, int | None]:
    unit = tree().by_code[code]
    with translation.override("en"):
        found = unit_figures(cast.members[who].actor, unit, cast.at)
        return {one.label: one.value for one in found}


def test_figures_count_what_is_open_here_and_below(cast: Cast) -> None:
    make_report(unit=cast.company, at=cast.at)
    make_report(unit=cast.battalion, state="closed", at=cast.at)
    make_report(unit=cast.battalion, state="closed", at=cast.at - timedelta(days=100))
    make_occurrence(unit=cast.company, at=cast.at)
    make_occurrence(unit=cast.squadron, at=cast.at)
    assert figures(cast, "commander") == {
        "Open reports": 1,
        "Reports this year": 2,
        "Open occurrences": 1,
    }


def test_figures_of_a_unit_out_of_reach_count_nothing(cast: Cast) -> None:
    make_report(unit=cast.company, at=cast.at)
    found = figures(cast, "outsider")
    assert set(found.values()) == {None}


def test_figures_of_a_soldier_count_the_units_occurrences_and_not_their_own_reports(
    cast: Cast,
) -> None:
    send(cast.soldier, at=cast.at)
    make_occurrence(unit=cast.company, at=cast.at)
    assert figures(cast, "soldier", "COMPANY") == {"Occurrences this year": 1}


def test_figures_of_a_unit_seen_in_part_say_so(cast: Cast) -> None:
    make_occurrence(unit=cast.company, at=cast.at)
    unit = tree().by_code["BATTALION"]
    with translation.override("en"):
        (figure,) = unit_figures(cast.soldier.actor, unit, cast.at)
    assert (figure.value, figure.note) == (1, "as far as you may see")


def test_figure_leads_to_a_list_of_what_it_counted(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    make_report(unit=cast.company, at=cast.at)
    make_report(unit=cast.battalion, state="closed", at=cast.at)
    make_report(unit=cast.battalion, state="closed", at=cast.at - timedelta(days=100))
    make_occurrence(unit=cast.company, at=cast.at)
    make_occurrence(unit=cast.company, at=cast.at, state="closed", due_at=None)
    client, unit = client_of("commander"), tree().by_code["BATTALION"]
    found = list(unit_figures(cast.commander.actor, unit, cast.at))
    shown = [len(client.get(one.url).context["rows"]) for one in found]
    assert shown == [one.value for one in found] == [1, 2, 1]


def test_figures_without_the_permit_are_not_there(cast: Cast) -> None:
    make_report(unit=cast.company, at=cast.at)
    assert figures(cast, "functional_admin") == {}
