"""The whole thread over the rooms: a report, what it became, the risk of it, and who sees what."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.access import Actor, Confidentiality
from baken.core.links.registry import tie
from baken.core.threads import WholeThread, whole_thread
from baken.rooms.org.actions import keep_away
from baken.rooms.org.queries import own_key_of
from baken.rooms.org.tests.factories import make_equipment, make_unit
from baken.rooms.register.models import Risk
from baken.rooms.register.tests.factories import make_risk
from baken.rooms.reports.actions import submit_report, take_step
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.rules import Intake
from baken.rooms.reports.tests.duties import make_notification
from baken.rooms.reports.tests.factories import (
    CLASSIFICATION,
    make_accident_record,
    make_occurrence,
    make_report,
)
from baken.site.threads import column_of

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]


@dataclass
class Chain:
    """A report of the soldier, the occurrence it became, and the risk that arose from that."""

    report: Report
    occurrence: Occurrence
    risk: Risk

    @property
    def all(self) -> set[str]:
        return {self.report.ref, self.occurrence.ref, self.risk.ref}


@pytest.fixture
def chain(cast: Cast) -> Chain:
    return chained(cast)


def chained(cast: Cast, *, unit: Any = None, risk_unit: Any = None, **occurrence: Any) -> Chain:
    unit = unit or cast.company
    made = make_occurrence(
        unit=unit,
        at=cast.at,
        title="Kabel los bij Jansen",
        summary="Een kabel hing los.",
        **occurrence,
    )
    report = make_report(
        unit=unit,
        at=cast.at,
        state="in_handling",
        occurrence=made,
        story="Jansen liet een kabel hangen.",
        reporter_key=own_key_of(cast.soldier.person.id),
    )
    posts = [(role, "BATTALION", None) for role in ("employee", "safety_adviser")]
    stater = cast.members.get("stater") or cast.add("stater", *posts)
    risk = make_risk(actor=stater.actor, unit=risk_unit or unit, at=cast.at, origin=made)
    return Chain(report, made, risk)


def seen(actor: Actor, record: Any) -> dict[str, str]:
    """What somebody sees from a record: per reference (or kind) in which way."""
    points = whole_thread(actor, record).points
    return {point.ref or point.kind: point.view for point in points}


def links(whole: WholeThread) -> set[tuple[str, str, str]]:
    named = {point.key: point.kind for point in whole.points}
    return {(named[one.source], one.relation, named[one.target]) for one in whole.ties}


@pytest.mark.parametrize("start", ["report", "occurrence", "risk"])
def test_thread_from_any_end_leads_to_the_first_report_and_to_the_risk(
    cast: Cast, chain: Chain, start: str
) -> None:
    whole = whole_thread(cast.safety_adviser.actor, getattr(chain, start))
    assert {point.ref for point in whole.points} == chain.all
    assert whole.points[0].ref == getattr(chain, start).ref
    assert links(whole) == {
        ("report", "became", "occurrence"),
        ("occurrence", "originates", "risk"),
    }
    assert not whole.more


def test_thread_of_own_report_shows_the_soldier_what_it_became_without_persons(
    cast: Cast, client_of: Clients, chain: Chain
) -> None:
    assert seen(cast.soldier.actor, chain.report) == {
        chain.report.ref: "full",
        chain.occurrence.ref: "summary",
        chain.risk.ref: "full",
    }
    page = client_of("soldier").get(f"/draad/{chain.report.ref}").content.decode()
    assert "Een kabel hing los." in page
    assert "Kabel los bij Jansen" not in page
    assert chain.risk.ref in page
    assert "March 2026" in page


def test_thread_of_own_report_tells_of_a_risk_one_may_not_open(cast: Cast) -> None:
    chain = chained(cast, risk_unit=cast.battalion)
    whole = whole_thread(cast.soldier.actor, chain.report)
    [told] = [point for point in whole.points if point.view == "told"]
    assert (told.kind, told.ref, told.url, told.line.title, told.line.unit, told.line.on) == (
        "risk",
        "",
        "",
        "",
        "",
        None,
    )
    assert told.line.state
    assert told.marks == ()
    assert ("occurrence", "originates", "risk") in links(whole)


def test_thread_from_a_record_of_somebody_else_tells_of_nothing_one_may_not_open(
    cast: Cast,
) -> None:
    chain = chained(cast, risk_unit=cast.battalion)
    other = cast.add("other", ("employee", "COMPANY", None)).actor
    assert seen(other, chain.occurrence) == {chain.occurrence.ref: "summary"}


@pytest.mark.parametrize("held", [Confidentiality.SENSITIVE, Confidentiality.RESTRICTED])
def test_thread_tells_no_reporter_of_what_is_closely_held(cast: Cast, held: int) -> None:
    chain = chained(cast, confidentiality=held)
    assert seen(cast.soldier.actor, chain.report) == {chain.report.ref: "full"}


def test_thread_of_a_stranger_is_not_there(client_of: Clients, chain: Chain) -> None:
    for ref in chain.all:
        assert client_of("outsider").get(f"/draad/{ref}").status_code == 404


@pytest.mark.parametrize("ref", ["M-2026-999999", "X-2026-000001", "LADR-1", "zomaar"])
def test_thread_of_nothing_is_not_there(client_of: Clients, ref: str) -> None:
    assert client_of("safety_adviser").get(f"/draad/{ref}").status_code == 404


def test_thread_of_nobody_leads_to_the_log_in(client: Client, chain: Chain) -> None:
    answer = client.get(f"/draad/{chain.report.ref}")
    assert answer.headers["Location"].startswith("/inloggen")


def test_thread_for_an_auditor_holds_no_person_no_day_and_no_report(
    cast: Cast, client_of: Clients, chain: Chain
) -> None:
    cast.add("auditor", ("auditor", "ARMY", None))
    client = client_of("auditor")
    page = client.get(f"/draad/{chain.occurrence.ref}").content.decode()
    assert "Een kabel hing los." in page
    assert "Jansen" not in page
    assert chain.report.ref not in page
    assert client.get(f"/draad/{chain.report.ref}").status_code == 404
    assert seen(cast.members["auditor"].actor, chain.risk) == {
        chain.risk.ref: "full",
        chain.occurrence.ref: "summary",
    }


def test_thread_api_gives_a_reader_of_summaries_the_same_and_no_steps(
    cast: Cast, client_of: Clients, chain: Chain
) -> None:
    cast.add("auditor", ("auditor", "ARMY", None))
    answer = client_of("auditor").get(f"/api/v1/occurrences/{chain.occurrence.ref}/thread").json()
    assert answer["items"] == []
    views = {node["ref"]: (node["view"], node["when"]) for node in answer["nodes"]}
    assert views == {
        chain.occurrence.ref: ("summary", "2026-03"),
        chain.risk.ref: ("full", "2026-03-10"),
    }
    assert answer["links"] == [{"source": 0, "relation": "originates", "target": 1}]
    assert answer["more"] is False


def test_thread_api_of_an_adviser_keeps_its_items_and_adds_nodes_and_links(
    client_of: Clients, chain: Chain
) -> None:
    address = f"/api/v1/reports/{chain.report.ref}/thread"
    answer = client_of("safety_adviser").get(address).json()
    assert answer["items"][0]["ref"] == chain.occurrence.ref
    assert [node["kind"] for node in answer["nodes"]] == ["report", "occurrence", "risk"]
    assert [node["is_start"] for node in answer["nodes"]] == [True, False, False]
    assert [(one["source"], one["target"]) for one in answer["links"]] == [(0, 1), (1, 2)]


def test_thread_under_an_embargo_ends_before_it_and_says_nothing_of_it(
    cast: Cast, client_of: Clients
) -> None:
    chain = chained(cast)
    second = make_risk(
        actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at, origin=chain.occurrence
    )
    for root in (Occurrence, Report):
        root.objects.for_system(reason="trail").update(embargo_at=cast.at)  # type: ignore[attr-defined]
    cast.add("auditor", ("auditor", "ARMY", None))
    whole = whole_thread(cast.members["auditor"].actor, chain.risk)
    assert ([point.ref for point in whole.points], whole.ties) == ([chain.risk.ref], ())
    assert client_of("auditor").get(f"/draad/{chain.occurrence.ref}").status_code in (403, 404)
    soldier = seen(cast.soldier.actor, chain.report)
    assert soldier == {chain.report.ref: "full"}
    assert chain.all | {second.ref} == set(seen(cast.safety_adviser.actor, chain.risk))


def test_thread_past_an_occurrence_one_may_not_see_joins_without_telling_what(
    cast: Cast, client_of: Clients
) -> None:
    chain = chained(cast, unit=cast.battalion, risk_unit=cast.company)
    second = make_risk(
        actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at, origin=chain.occurrence
    )
    leader = cast.add("leader", ("supervisor", "COMPANY", None)).actor
    whole = whole_thread(leader, chain.risk)
    assert {point.ref for point in whole.points} == {chain.risk.ref, second.ref}
    assert links(whole) == {("risk", "unseen", "risk")}
    page = client_of("leader").get(f"/draad/{chain.risk.ref}").content.decode()
    assert not {chain.occurrence.ref, chain.report.ref} & set(re.findall(r"[MV]-\d{4}-\d{6}", page))


def test_thread_past_a_restricted_unit_is_cut(cast: Cast) -> None:
    closed = make_unit("CLOSED", parent=cast.battalion, level=2, restricted=True)
    chain = chained(cast)
    Occurrence.objects.for_system(reason="trail").update(unit=closed)
    second = make_risk(
        actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at, origin=chain.occurrence
    )
    leader = cast.add("leader", ("supervisor", "COMPANY", None)).actor
    assert seen(leader, chain.risk) == {chain.risk.ref: "full"}
    assert second.ref not in seen(leader, chain.risk)


def test_thread_past_what_one_is_kept_away_from_is_cut(cast: Cast) -> None:
    chain = chained(cast)
    second = make_risk(
        actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at, origin=chain.occurrence
    )
    leader = cast.add("leader", ("supervisor", "COMPANY", None))
    assert second.ref in seen(leader.actor, chain.risk)
    keep_away(
        actor=cast.commander.actor,
        person=leader.person,
        record=chain.occurrence,
        ground="Betrokken",
        at=cast.at,
    )
    assert seen(leader.actor, chain.risk) == {chain.risk.ref: "full"}


def test_thread_of_merged_occurrences_goes_along_the_merge(cast: Cast) -> None:
    chain = chained(cast)
    target = make_occurrence(unit=cast.company, at=cast.at)
    Occurrence.objects.for_system(reason="trail").filter(pk=chain.occurrence.pk).update(
        merged_into=target
    )
    tie(source=chain.occurrence, relation="merged_into", target=target, at=cast.at)
    whole = whole_thread(cast.safety_adviser.actor, target)
    assert {point.ref for point in whole.points} == chain.all | {target.ref}
    assert [one.relation for one in whole.ties].count("merged_into") == 1


def test_thread_shows_steps_that_matter_in_full_and_none_without_persons(
    cast: Cast, client_of: Clients, deliver: Callable[[], int]
) -> None:
    intake = Intake(story="Er hing een kabel los.", place="Garage 3")
    report = submit_report(actor=cast.soldier.actor, intake=intake, at=cast.at, key="a").report
    adviser = cast.safety_adviser.actor
    fields = CLASSIFICATION
    report = take_step(actor=adviser, record=report, step="triage", at=cast.at, fields=fields)
    points = {one.kind: one for one in whole_thread(adviser, report).points}
    assert [mark.code for mark in points["report"].marks] == ["reports.report.triaged"]
    assert [mark.code for mark in points["occurrence"].marks] == ["reports.occurrence.triaged"]
    without = {one.kind: one for one in whole_thread(cast.soldier.actor, report).points}
    assert without["occurrence"].marks == ()
    page = client_of("safety_adviser").get(f"/draad/{report.ref}").content.decode()
    assert "<svg" in page
    assert 'aria-hidden="true"' in page


@pytest.mark.parametrize("form", ["/draad/{ref}", "/api/v1/occurrences/{ref}/thread"])
def test_thread_of_many_records_takes_no_more_queries_and_keeps_the_risk(
    client_of: Clients, chain: Chain, form: str
) -> None:
    client, place = client_of("safety_adviser"), form.format(ref=chain.occurrence.ref)
    client.get(place)
    with CaptureQueriesContext(connection) as few:
        client.get(place)
    Report.objects.bulk_create([_copied(chain.report, nth) for nth in range(1000)])
    with CaptureQueriesContext(connection) as many:
        answer = client.get(place).content.decode()
    # Of a crowd the numbers are read first, and then the records that are shown.
    assert len(many) <= len(few) + 1 + (form != "/draad/{ref}")
    assert chain.risk.ref in answer
    assert len(set(re.findall(r"M-\d{4}-\d{6}", answer))) <= 200


def test_thread_of_a_crowd_is_bounded_and_says_that_there_are_more(
    cast: Cast, chain: Chain
) -> None:
    Report.objects.bulk_create([_copied(chain.report, nth) for nth in range(300)])
    whole = whole_thread(cast.safety_adviser.actor, chain.risk)
    assert (len(whole.points), whole.more) == (200, True)
    assert not whole_thread(cast.members["soldier"].actor, chain.risk).more


def _copied(report: Report, nth: int) -> Report:
    fields = {f.attname: getattr(report, f.attname) for f in Report._meta.concrete_fields}
    for name in ("id", "reporter_key"):
        fields.pop(name)
    return Report(**{**fields, "number": report.number + 1 + nth, "ref": f"M-2025-{nth:06}"})


def test_thread_holds_what_was_recorded_and_notified_as_far_as_one_reads_it(
    cast: Cast, client_of: Clients, chain: Chain
) -> None:
    duty = make_notification(unit=cast.company, at=cast.at, occurrence=chain.occurrence)
    record = make_accident_record(unit=cast.company, at=cast.at, occurrence=chain.occurrence)
    commander = cast.commander.actor
    for start in (chain.report, duty, record):
        assert set(seen(commander, start)) == chain.all | {duty.ref, record.ref}
    whole = whole_thread(cast.safety_adviser.actor, chain.report)
    assert {point.ref for point in whole.points} == chain.all | {duty.ref}
    assert ("occurrence", "notified_by", "notification") in links(whole)
    reader = cast.add("reader", ("prevention_officer", "BATTALION", None)).actor
    assert seen(reader, duty)[duty.ref] == "summary"
    assert client_of("reader").get(f"/draad/{duty.ref}").status_code == 200
    api = client_of("reader").get(f"/api/v1/notifications/{duty.ref}/thread").json()
    assert {node["ref"] for node in api["nodes"]} == {
        duty.ref,
        chain.occurrence.ref,
        chain.risk.ref,
    }


def test_thread_holds_kinds_whose_room_says_nothing_on_the_floor_of_their_room(
    cast: Cast, client_of: Clients, chain: Chain
) -> None:
    ladder = make_equipment(unit=cast.company, ref="LADR-1")
    tie(source=ladder, relation="concerns", target=chain.risk, at=cast.at)
    whole = whole_thread(cast.safety_adviser.actor, chain.risk)
    [point] = [point for point in whole.points if point.ref == "LADR-1"]
    assert (point.kind, point.line.title, point.line.on) == ("equipment", "LADR-1", None)
    assert column_of(point) == "report"
    page = client_of("safety_adviser").get(f"/draad/{chain.risk.ref}").content.decode()
    assert "hangs together with <a" in page
    api = client_of("safety_adviser").get(f"/api/v1/equipment/{ladder.ref}/thread").json()
    assert {node["ref"] for node in api["nodes"]} == chain.all | {"LADR-1"}
    assert {node["when"] for node in api["nodes"] if node["kind"] == "equipment"} == {""}


def test_thread_of_a_crowd_names_the_first_ties_of_a_record_and_counts_the_others(
    client_of: Clients, chain: Chain
) -> None:
    Report.objects.bulk_create([_copied(chain.report, nth) for nth in range(20)])
    page = client_of("safety_adviser").get(f"/draad/{chain.occurrence.ref}").content.decode()
    assert "and 12 others" in page
    assert "The picture shows the first of each column" in page


def test_thread_of_a_record_alone_says_so(cast: Cast, client_of: Clients) -> None:
    alone = make_report(unit=cast.company, at=cast.at)
    page = client_of("safety_adviser").get(f"/draad/{alone.ref}").content.decode()
    assert "Nothing that you may see hangs together with this record yet." in page
    assert "baken-whole__drawing" not in page


def test_pages_of_records_lead_to_their_thread(client_of: Clients, chain: Chain) -> None:
    for who, place in (
        ("soldier", f"/meldingen/{chain.report.ref}"),
        ("safety_adviser", f"/meldingen/{chain.report.ref}"),
        ("safety_adviser", f"/voorvallen/{chain.occurrence.ref}"),
    ):
        ref = place.rpartition("/")[2]
        assert f'href="/draad/{ref}"' in client_of(who).get(place).content.decode()
