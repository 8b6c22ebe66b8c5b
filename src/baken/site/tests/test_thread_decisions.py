"""Decisions, slices and bow-ties on the whole thread, and what a later report is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from baken.conftest import Cast
from baken.core.links.registry import tie
from baken.core.threads import ThreadPoint, whole_thread
from baken.rooms.org.queries import own_key_of
from baken.rooms.org.tests.factories import make_equipment
from baken.rooms.register.actions.attach import attach
from baken.rooms.register.tests.bow_ties import act, make_whole
from baken.rooms.register.tests.deciding import accepted
from baken.rooms.register.tests.factories import make_risk
from baken.rooms.register.tests.planted_decisions import decision_in
from baken.rooms.register.tests.slices import put_in, scored_risk, slice_with
from baken.rooms.reports.tests.factories import make_occurrence, make_report
from baken.site.threads import column_of, columns_of

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]
COMPANY = "Eenheid COMPANY"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Words are compared in the language of the code."""
    with override("en"):
        yield


def the(points: tuple[ThreadPoint, ...], kind: str) -> ThreadPoint:
    """The one point of a kind."""
    [found] = [point for point in points if point.kind == kind]
    return found


def told(point: ThreadPoint) -> tuple[str, str, str, str, str]:
    """How a point looks: column, title, state, unit and day."""
    return column_of(point), *_line(point)


def _line(point: ThreadPoint) -> tuple[str, str, str, str]:
    line = point.line
    return line.title, line.state, line.unit, line.on.isoformat() if line.on else ""


def ties_of(page: str, title: str) -> str:
    """The part of the page with the row that has this title."""
    return page.partition(title)[2].partition("</li></ul>")[0]


def test_thread_of_a_risk_shows_its_decision_in_the_column_of_decisions(
    cast: Cast, client_of: Clients
) -> None:
    risk, decision = accepted(cast)
    whole = whole_thread(cast.commander.actor, risk)
    point = the(whole.points, "decision")
    assert told(point) == ("decision", "Accepted", "in force", COMPANY, "2026-03-10")
    assert (point.name, point.ref) == ("Decision", decision.ref)
    assert [column.head for column in columns_of(whole)] == ["Risks", "Decisions"]
    page = client_of("commander").get(f"/draad/{risk.ref}").content.decode()
    assert "was decided on in" in page
    assert "is the decision on" in page
    assert "hangs together with" not in page


def test_thread_of_a_decision_leads_back_to_the_risk(cast: Cast, client_of: Clients) -> None:
    risk, decision = accepted(cast)
    assert client_of("commander").get(f"/draad/{decision.ref}").status_code == 200
    points = whole_thread(cast.commander.actor, decision).points
    assert {point.ref for point in points} == {risk.ref, decision.ref}


def test_thread_of_a_risk_shows_the_slice_it_is_in_and_not_what_else_is_met_there(
    cast: Cast, client_of: Clients
) -> None:
    risk, other = scored_risk(cast, "medium"), scored_risk(cast, "low")
    record = slice_with(cast, risk, other)
    whole = whole_thread(cast.safety_adviser.actor, risk)
    assert {point.ref for point in whole.points} == {risk.ref, record.ref}
    point = the(whole.points, "slice")
    assert told(point) == ("risk", "Bootploeg 2", "open", COMPANY, "2026-03-11")
    assert point.name == "Slice of exposure"
    page = client_of("safety_adviser").get(f"/draad/{risk.ref}").content.decode()
    assert "is met, with other risks, in" in page
    assert "brings together" in page
    assert "hangs together with" not in page


def test_thread_from_a_slice_shows_every_risk_in_it_that_one_reads(cast: Cast) -> None:
    risk, other = scored_risk(cast, "medium"), scored_risk(cast, "low")
    record = slice_with(cast, risk, other)
    points = whole_thread(cast.safety_adviser.actor, record).points
    assert {point.ref for point in points} == {record.ref, risk.ref, other.ref}


def test_thread_shows_the_bow_tie_that_a_risk_leans_on(cast: Cast, client_of: Clients) -> None:
    adviser, at = cast.safety_adviser.actor, cast.at
    risk = make_risk(actor=adviser, unit=cast.company, at=at)
    record = make_whole(actor=adviser, unit=cast.company, at=at)
    record = act(record, adviser, at, "tie_risk", risk=risk.ref)
    point = the(whole_thread(adviser, risk).points, "bow_tie")
    title = "Schieten op de schietbaan"
    assert told(point) == ("risk", title, "in use", COMPANY, "2026-03-10")
    assert point.name == "Bow-tie"
    page = client_of("safety_adviser").get(f"/draad/{record.ref}").content.decode()
    assert "leans on" in page
    assert "holds back" in page
    assert "hangs together with" not in page


def test_reporter_of_a_later_report_is_told_of_the_risk_and_the_decision_on_it(cast: Cast) -> None:
    later = make_occurrence(unit=cast.company, at=cast.at, title="Weer", summary="Weer bekneld.")
    report = make_report(
        unit=cast.company,
        at=cast.at,
        state="in_handling",
        occurrence=later,
        reporter_key=own_key_of(cast.soldier.person.id),
    )
    decision = decision_in(unit=cast.battalion)
    tie(source=decision.risk, relation="decided_by", target=decision, at=cast.at)
    higher = cast.add("higher", ("safety_adviser", "BATTALION", None)).actor
    attach(actor=higher, risk=decision.risk, record=later, severity=2, at=cast.at)
    points = whole_thread(cast.soldier.actor, report).points
    assert {point.kind: point.view for point in points} == {
        "report": "full",
        "occurrence": "summary",
        "risk": "told",
        "decision": "told",
    }
    for kind in ("risk", "decision"):
        point = the(points, kind)
        assert (point.ref, point.url, point.line.title, point.line.unit) == ("", "", "", "")
        assert point.line.state


def test_kind_whose_room_says_nothing_is_called_by_a_word_for_a_thing(
    cast: Cast, client_of: Clients
) -> None:
    ladder = make_equipment(unit=cast.company, ref="LADR-1")
    with override("nl"):
        [point] = whole_thread(cast.safety_adviser.actor, ladder).points
    assert point.name != "Vastleggen"


def test_thread_of_more_decisions_and_slices_takes_no_more_queries(
    cast: Cast, client_of: Clients
) -> None:
    risk, _decision = accepted(cast)
    slice_with(cast, risk)
    client, place = client_of("safety_adviser"), f"/draad/{risk.ref}"
    client.get(place)
    with CaptureQueriesContext(connection) as few:
        client.get(place)
    for _nth in range(2):
        slice_with(cast, risk)
    with CaptureQueriesContext(connection) as many:
        client.get(place)
    assert len(many) <= len(few)


def test_thread_of_a_slice_hides_risks_one_may_not_read(cast: Cast) -> None:
    adviser = cast.safety_adviser.actor
    risk = scored_risk(cast, "medium")
    record = slice_with(cast, risk)
    higher = cast.add("higher", ("safety_adviser", "ARMY", None)).actor
    hidden = make_risk(actor=higher, unit=cast.army, at=cast.at)
    put_in(record, hidden, actor=higher, at=cast.at)
    assert hidden.ref not in {one.ref for one in whole_thread(adviser, record).points}
    assert hidden.ref in {one.ref for one in whole_thread(higher, record).points}
