"""Occurrences over HTTP: in full, and for readers without the full permit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from baken.core.api.tests.calling import Caller, caller, refs
from baken.rooms.reports.models import Damage, Injury, OccurrenceCode
from baken.rooms.reports.tests.factories import CLASSIFICATION, make_occurrence, make_report

SUMMARY_ONLY = {
    "ref",
    "kind",
    "category",
    "actual_severity",
    "potential_severity",
    "month",
    "unit",
    "summary",
    "state",
}


@pytest.fixture
def adviser(cast: Any) -> Caller:
    """A program of the safety adviser."""
    return caller(cast, "safety_adviser")


def _injure(occurrence: Any) -> None:
    Injury.objects.create(record=occurrence, person_kind="employee", outcome="first_aid")


def test_lists_can_be_asked_for_what_is_still_open(cast: Any, adviser: Caller) -> None:
    reports = [make_report(unit=cast.company, state=one) for one in ("received", "in_handling")]
    occurrences = [make_occurrence(unit=cast.company, state=one) for one in ("triaged", "handling")]
    make_report(unit=cast.company, state="closed")
    for state in ("closed", "merged"):
        make_occurrence(unit=cast.company, state=state)

    assert refs(adviser.get("/reports?state=open")) == [one.ref for one in reports[::-1]]
    assert refs(adviser.get("/occurrences?state=open")) == [one.ref for one in occurrences[::-1]]


@pytest.mark.parametrize("path", ["/reports", "/occurrences"])
def test_list_of_a_state_that_is_none_names_those_there_are(adviser: Caller, path: str) -> None:
    refused = adviser.get(f"{path}?state=opened")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["message"].startswith("open, ")


def test_occurrence_in_full_shows_codes_damages_and_injuries(cast: Any, adviser: Caller) -> None:
    occurrence = make_occurrence(unit=cast.company)
    OccurrenceCode.objects.create(record=occurrence, scheme="domain", code="vehicle")
    Damage.objects.create(record=occurrence, what="spiegel", amount_eur=90)
    _injure(occurrence)

    shown = adviser.get(f"/occurrences/{occurrence.ref}").json()

    assert (shown["subjects"], shown["domains"]) == (["work_equipment"], ["vehicle"])
    assert shown["damages"] == [{"what": "spiegel", "amount_eur": 90}]
    assert [one["outcome"] for one in shown["injuries"]] == ["first_aid"]
    assert (shown["title"], shown["phase"]) == (occurrence.title, "weigh")


def test_occurrence_without_the_injury_permit_hides_injuries_and_their_number(
    cast: Any, adviser: Caller
) -> None:
    report = make_report(unit=cast.company)
    hurt = [{"outcome": "first_aid"}]
    step = {"step": "triage", "fields": {**CLASSIFICATION, "injuries": hurt}}
    ref = adviser.post(f"/reports/{report.ref}/steps", step).json()["occurrence"]
    leader = caller(cast, "team_leader")

    shown = [who.get(f"/occurrences/{ref}").json()["injuries"] for who in (adviser, leader)]
    facts = [
        who.get(f"/occurrences/{ref}/steps").json()["items"][0]["facts"].get("injured")
        for who in (adviser, leader)
    ]

    assert [len(shown[0]), shown[1]] == [1, None]
    assert facts == [1, None]


def test_occurrence_for_a_summary_reader_holds_the_summary_and_nothing_else(cast: Any) -> None:
    happened = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    occurrence = make_occurrence(unit=cast.company, happened_at=happened)
    soldier = caller(cast, "soldier")

    one = soldier.get(f"/occurrences/{occurrence.ref}").json()
    listed = soldier.get("/occurrences").json()["items"]

    assert listed == [one]
    assert set(one) == SUMMARY_ONLY
    assert (one["month"], one["summary"]) == ("2026-02", occurrence.summary)


def test_occurrence_without_summary_says_so(cast: Any) -> None:
    occurrence = make_occurrence(unit=cast.company, summary="")

    shown = caller(cast, "soldier").get(f"/occurrences/{occurrence.ref}").json()

    assert shown["summary"] == "not yet summarised"


@pytest.mark.parametrize("place", ["steps", "available-steps", "messages", "files"])
def test_summary_reader_gets_403_for_the_rest(cast: Any, adviser: Caller, place: str) -> None:
    occurrence = make_occurrence(unit=cast.company)
    path = f"/occurrences/{occurrence.ref}/{place}"

    answers = [who.get(path).status_code for who in (adviser, caller(cast, "soldier"))]

    assert answers == [200, 403]


def test_summary_reader_cannot_find_words_of_a_title(cast: Any, adviser: Caller) -> None:
    occurrence = make_occurrence(unit=cast.company, title="Draaibank", summary="Hand geschaafd.")
    soldier = caller(cast, "soldier")

    by_title = [refs(who.get("/occurrences", q="draaibank")) for who in (adviser, soldier)]
    by_summary = refs(soldier.get("/occurrences", q="Geschaafd"))
    hits = refs(soldier.get("/search", q="draaibank"))

    assert by_title == [[occurrence.ref], []]
    assert (by_summary, hits) == ([occurrence.ref], [])


def test_summary_reader_cannot_filter_by_subject(cast: Any, adviser: Caller) -> None:
    occurrence = make_occurrence(unit=cast.company)
    soldier = caller(cast, "soldier")

    found = refs(adviser.get("/occurrences", subject="work_equipment"))
    refused = soldier.get("/occurrences", subject="work_equipment")

    assert (found, refused.status_code) == ([occurrence.ref], 403)


@pytest.mark.parametrize(
    ("period", "by_day", "by_month"),
    [
        ({"from": "2026-03-11", "to": "2026-03-12"}, 0, 1),
        ({"from": "2026-04-01"}, 0, 0),
        ({"to": "2026-02-28"}, 0, 0),
        ({"from": "2026-03-10", "to": "2026-03-10"}, 1, 1),
    ],
)
def test_summary_reader_asks_for_whole_months(
    cast: Any, adviser: Caller, period: dict[str, str], by_day: int, by_month: int
) -> None:
    make_occurrence(unit=cast.company, at=cast.at)

    found = [len(refs(w.get("/occurrences", **period))) for w in (adviser, caller(cast, "soldier"))]

    assert found == [by_day, by_month]


def test_occurrence_outside_the_scope_answers_404(cast: Any) -> None:
    occurrence = make_occurrence(unit=cast.company)
    outsider = caller(cast, "outsider")

    assert outsider.get(f"/occurrences/{occurrence.ref}").status_code == 404
    assert outsider.get(f"/occurrences/{occurrence.ref}/steps").status_code == 404
    assert refs(outsider.get("/occurrences")) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"unit": "COMPANY"}, {"new"}),
        ({"state": "closed"}, {"old"}),
        ({"kind": "accident"}, {"old"}),
        ({"category": "3"}, {"old"}),
        ({"potential_severity": "5"}, {"old"}),
        ({"subject": "work_equipment"}, {"new", "old"}),
        ({"subject": "asbestos"}, {"old"}),
        ({"q": "aanrijding"}, {"old"}),
        ({"to": "2026-03-09"}, {"old"}),
    ],
)
def test_occurrences_filters_narrow_the_list(
    cast: Any, adviser: Caller, query: dict[str, str], found: set[str]
) -> None:
    new = make_occurrence(unit=cast.company)
    old = make_occurrence(
        unit=cast.battalion,
        state="closed",
        at=cast.at - timedelta(days=1),
        kind="accident",
        category=3,
        potential_severity=5,
        title="Aanrijding",
    )
    OccurrenceCode.objects.create(record=old, scheme="subject", code="asbestos")
    names = {new.ref: "new", old.ref: "old"}

    assert {names[ref] for ref in refs(adviser.get("/occurrences", **query))} == found


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "nonsense"},
        {"category": "7"},
        {"potential_severity": "9" * 3_900},
        {"subject": "x"},
        {"still_dangerous": "true"},
    ],
)
def test_occurrences_with_a_wrong_filter_answers_400(
    adviser: Caller, query: dict[str, str]
) -> None:
    assert adviser.get("/occurrences", **query).status_code == 400


def test_merged_occurrence_follows_its_target(cast: Any, adviser: Caller) -> None:
    target = make_occurrence(unit=cast.company, state="handling")
    merged = make_occurrence(unit=cast.company)
    body = {"step": "merge", "fields": {"occurrence": target.ref}}

    shown = adviser.post(f"/occurrences/{merged.ref}/steps", body).json()

    assert (shown["state"], shown["merged_into"]) == ("merged", target.ref)
    assert shown["phase"] == "tackle"


def test_merged_occurrence_follows_the_target_of_its_target(cast: Any, adviser: Caller) -> None:
    last = make_occurrence(unit=cast.company, state="measures_running")
    middle = make_occurrence(unit=cast.company)
    first = make_occurrence(unit=cast.company)
    for merged, target in ((first, middle), (middle, last)):
        body = {"step": "merge", "fields": {"occurrence": target.ref}}
        assert adviser.post(f"/occurrences/{merged.ref}/steps", body).status_code == 200

    shown = adviser.get(f"/occurrences/{first.ref}").json()

    assert (shown["merged_into"], shown["phase"]) == (last.ref, "tackle")


def test_step_with_what_was_seen_before_somebody_else_answers_409(
    cast: Any, adviser: Caller
) -> None:
    occurrence = make_occurrence(unit=cast.company)
    path = f"/occurrences/{occurrence.ref}/steps"
    body = {"step": "hand_over", "fields": {"owner_unit": "BATTALION"}, "seen": 1}

    answers = [adviser.post(path, body).status_code for _ in range(2)]

    assert answers == [200, 409]
    assert adviser.post(path, {**body, "seen": 2}).status_code == 200


def test_message_to_an_occurrence_goes_to_every_reporter(cast: Any, adviser: Caller) -> None:
    occurrence = make_occurrence(unit=cast.company)
    reports = [make_report(unit=cast.company, occurrence=occurrence) for _ in range(2)]
    path = f"/occurrences/{occurrence.ref}/messages"

    told = adviser.post(path, {"text": "De monteur komt morgen."})

    assert told.status_code == 201
    told_refs = {one["report"] for one in told.json()["items"]}
    assert told_refs == {report.ref for report in reports}
    for report in reports:
        said = adviser.get(f"/reports/{report.ref}/messages").json()["items"]
        assert [one["text"] for one in said] == ["De monteur komt morgen."]
    assert len(adviser.get(path).json()["items"]) == 2


def test_message_to_an_occurrence_without_reports_answers_403(cast: Any, adviser: Caller) -> None:
    occurrence = make_occurrence(unit=cast.company)

    answer = adviser.post(f"/occurrences/{occurrence.ref}/messages", {"text": "Hallo?"})

    assert answer.status_code == 403


def test_file_of_an_occurrence_needs_the_right_to_handle_it(cast: Any, adviser: Caller) -> None:
    occurrence = make_occurrence(unit=cast.company)
    path, data = f"/occurrences/{occurrence.ref}/files", b"%PDF-1.4\n%%EOF\n"

    added = adviser.upload(path, "verslag.pdf", data)
    again = adviser.upload(path, "nogmaals.pdf", data)
    refused = caller(cast, "team_leader").upload(path, "verslag.pdf", data)

    assert (added.status_code, refused.status_code) == (201, 403)
    history = adviser.get(f"/occurrences/{occurrence.ref}/steps").json()["items"]
    assert [one["code"] for one in history[1:]] == ["reports.occurrence.file_added"]
    assert again.json()["id"] == added.json()["id"]


def test_every_grant_to_read_occurrences_also_gives_the_summary() -> None:
    """Lists and 403s lean on it: who reads in full also sees with the summary permit."""
    from django.conf import settings

    from baken.core.access.roles import load_roles

    lines = [line for role in load_roles(settings.ROLES_FILE).values() for line in role.grants]
    full = [line for line in lines if "reports.occurrence.read" in line.permits]

    assert len(full) > 3
    assert [line for line in full if "reports.occurrence.read_summary" not in line.permits] == []


def test_occurrences_page_of_fifty_needs_at_most_six_queries(
    cast: Any, adviser: Caller, django_assert_max_num_queries: Any
) -> None:
    target = make_occurrence(unit=cast.company)
    for _ in range(55):
        make_occurrence(unit=cast.company, owner_unit=cast.battalion, merged_into=target)

    adviser.get("/occurrences")  # reads the tree
    with django_assert_max_num_queries(6):
        answer = adviser.get("/occurrences", unit="BATTALION", subject="work_equipment")

    assert len(answer.json()["items"]) == 50
