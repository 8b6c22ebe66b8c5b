"""Triage: one screen makes an occurrence or joins one; every version of it is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core import clock
from baken.core.access import Confidentiality
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.reports.models import Damage, Injury, Occurrence, OccurrenceCode, Report
from baken.rooms.reports.queries.classified import present_classification
from baken.rooms.reports.tests.acts import fresh, occurrence_of, send, step, steps_of, triage
from baken.rooms.reports.tests.factories import CLASSIFICATION, make_occurrence, make_report


@pytest.fixture
def report(cast: Cast) -> Report:
    """A report that the soldier just sent, about the company."""
    return send(cast.soldier, at=cast.at).report


def refused_fields(cast: Cast, report: Report, **fields: Any) -> dict[str, str]:
    with pytest.raises(FieldsRefused) as refused:
        triage(cast, report, **fields)
    assert fresh(report).state == "received"
    assert Occurrence.objects.for_system(reason="advance").count() == 0
    return refused.value.errors


# ---- a new occurrence ----


def test_triage_makes_an_occurrence_of_the_report(cast: Cast, report: Report) -> None:
    done = triage(cast, report)

    occurrence = occurrence_of(done)
    assert occurrence.ref.startswith("V-2026-")
    assert (occurrence.title, occurrence.summary) == (
        CLASSIFICATION["title"],
        CLASSIFICATION["summary"],
    )
    assert (occurrence.kind, occurrence.category) == ("unsafe_situation", 0)
    assert (occurrence.actual_severity, occurrence.potential_severity) == (0, 3)
    assert (occurrence.state, occurrence.unit_id) == ("triaged", cast.company.id)
    assert (occurrence.context, occurrence.triaged_at) == ("non_operational", cast.at)


def test_triage_sets_the_report_on_its_way(cast: Cast, report: Report) -> None:
    done = triage(cast, report)
    assert (done.state, done.acknowledged_at) == ("in_handling", cast.at)
    assert done.due_at == cast.at + timedelta(days=14)
    assert steps_of(report)[-1].facts == {"occurrence": occurrence_of(done).ref}


def test_triage_keeps_an_earlier_receipt(cast: Cast, report: Report) -> None:
    step(cast.safety_adviser, report, "acknowledge", at=cast.at)
    later = cast.at + timedelta(hours=3)
    done = step(cast.safety_adviser, report, "triage", at=later, **CLASSIFICATION)
    assert done.acknowledged_at == cast.at


def test_triage_takes_over_what_the_report_said(cast: Cast) -> None:
    happened = cast.at - timedelta(days=2)
    told = send(cast.soldier, at=cast.at, happened_at=happened).report
    assert occurrence_of(triage(cast, told)).happened_at == happened


def test_triage_keeps_a_closely_held_report_closely_held(cast: Cast) -> None:
    held = make_report(
        unit=cast.company, at=cast.at, confidentiality=int(Confidentiality.SENSITIVE)
    )
    assert occurrence_of(triage(cast, held)).confidentiality == Confidentiality.SENSITIVE


@pytest.mark.parametrize(
    "missing",
    ["title", "summary", "kind", "category", "actual_severity", "potential_severity"],
)
def test_triage_without_what_is_needed_is_refused(cast: Cast, report: Report, missing: str) -> None:
    assert list(refused_fields(cast, report, **{missing: ""})) == [missing]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "miracle"),
        ("category", "5"),
        ("potential_severity", "6"),
        ("actual_severity", -1),
        ("subjects", ["dragons"]),
        ("domains", ["moon"]),
        ("context", "party"),
        ("investigation_level", "9"),
        ("title", "t" * 201),
        ("due_on", "morgen"),
    ],
)
def test_triage_with_an_unknown_value_is_refused(
    cast: Cast, report: Report, field: str, value: Any
) -> None:
    assert list(refused_fields(cast, report, **{field: value})) == [field]


# ---- level and term ----


@pytest.mark.parametrize(
    ("potential", "level", "term"),
    [("0", 0, 7), ("1", 0, 7), ("2", 1, 14), ("3", 2, 30), ("4", 3, 90), ("5", 4, 90)],
)
def test_triage_level_and_term_follow_the_potential(
    cast: Cast, report: Report, potential: str, level: int, term: int
) -> None:
    occurrence = occurrence_of(triage(cast, report, potential_severity=potential))
    assert occurrence.investigation_level == level
    assert occurrence.due_at == cast.at + timedelta(days=term)


def test_triage_level_chosen_by_hand_wins(cast: Cast, report: Report) -> None:
    occurrence = occurrence_of(triage(cast, report, investigation_level="4"))
    assert occurrence.investigation_level == 4


@pytest.mark.parametrize(("alike", "level"), [(2, 1), (3, 3)])
def test_triage_third_alike_raises_the_level(
    cast: Cast, report: Report, alike: int, level: int
) -> None:
    for _ in range(alike):
        make_occurrence(unit=cast.company, at=cast.at)
    occurrence = occurrence_of(triage(cast, report, potential_severity="2"))
    assert occurrence.investigation_level == level


def test_triage_alike_elsewhere_or_long_ago_does_not_count(cast: Cast, report: Report) -> None:
    for _ in range(3):
        make_occurrence(unit=cast.squadron, at=cast.at)
        make_occurrence(unit=cast.company, at=cast.at - timedelta(days=731))
    assert occurrence_of(triage(cast, report, potential_severity="2")).investigation_level == 1


def test_triage_due_day_chosen_by_hand_ends_at_its_end(cast: Cast, report: Report) -> None:
    occurrence = occurrence_of(triage(cast, report, due_on="2026-03-20"))
    due = occurrence.due_at.astimezone(clock.local_zone())
    assert due == datetime(2026, 3, 20, 23, 59, tzinfo=clock.local_zone())


def test_triage_with_a_lead_assigns_it(cast: Cast, report: Report) -> None:
    lead = str(cast.team_leader.person.id)
    assert occurrence_of(triage(cast, report, lead=lead)).lead == cast.team_leader.person.id


# ---- subjects, harm ----


def codes_of(occurrence: Occurrence) -> list[tuple[str, str]]:
    rows = OccurrenceCode.objects.of(occurrence).order_by("id")
    return list(rows.values_list("scheme", "code"))


def test_triage_keeps_each_subject_and_domain_once(cast: Cast, report: Report) -> None:
    done = triage(cast, report, subjects=["vehicle", "vehicle", "ppe"], domains=["work"])
    assert codes_of(occurrence_of(done)) == [
        ("subject", "vehicle"),
        ("subject", "ppe"),
        ("domain", "work"),
    ]


def test_triage_keeps_injuries_and_damages(cast: Cast, report: Report) -> None:
    done = triage(
        cast,
        report,
        injuries=[
            {"outcome": "lost_time", "absence_days": 4, "hospital_admission": True},
            {"outcome": "death", "person_kind": "contractor", "known_at": "2026-03-01T08:00"},
        ],
        damages=[{"what": "Koplamp", "amount_eur": 1800}, {"what": "Lak"}],
    )

    occurrence = occurrence_of(done)
    injuries = {one.outcome: one for one in Injury.objects.of(occurrence)}
    assert injuries["lost_time"].person_kind == "employee"
    assert (injuries["lost_time"].absence_days, injuries["lost_time"].known_at) == (4, cast.at)
    assert injuries["lost_time"].hospital_admission
    known = injuries["death"].known_at.astimezone(clock.local_zone())
    assert known == datetime(2026, 3, 1, 8, 0, tzinfo=clock.local_zone())
    damages = Damage.objects.of(occurrence).values_list("what", "amount_eur")
    assert set(damages) == {("Koplamp", 1800), ("Lak", None)}


@pytest.mark.parametrize(
    ("field", "row"),
    [
        ("injuries", {"outcome": "bruised ego"}),
        ("injuries", {}),
        ("injuries", {"outcome": "death", "name": "Jan"}),
        ("injuries", {"outcome": "death", "person_kind": "martian"}),
        ("injuries", {"outcome": "lost_time", "absence_days": -1}),
        ("injuries", {"outcome": "lost_time", "absence_days": 30_001}),
        ("injuries", {"outcome": "lost_time", "absence_days": True}),
        ("injuries", {"outcome": "lost_time", "absence_days": "3"}),
        ("injuries", {"outcome": "death", "known_at": "gisteren"}),
        ("injuries", {"outcome": "death", "known_at": "2026-02-31T08:00"}),
        ("damages", {"what": " "}),
        ("damages", {"amount_eur": 10}),
        ("damages", {"what": "Lak", "colour": "red"}),
        ("damages", {"what": "x" * 201}),
        ("damages", {"what": "\x00"}),
        ("damages", {"what": "Lak", "amount_eur": -1}),
        ("damages", {"what": "Lak", "amount_eur": 2.5}),
        ("damages", {"what": "Lak", "amount_eur": 2_000_000_001}),
    ],
)
def test_triage_with_wrong_harm_is_refused(
    cast: Cast, report: Report, field: str, row: dict[str, Any]
) -> None:
    errors = refused_fields(cast, report, **{field: [row]})
    assert list(errors) == [field]
    assert "1" in errors[field]


def test_triage_harm_moment_with_a_zone_is_kept(cast: Cast, report: Report) -> None:
    injury = {"outcome": "first_aid", "known_at": "2026-03-01T08:00:00Z"}
    done = triage(cast, report, injuries=[injury])
    (kept,) = Injury.objects.of(occurrence_of(done))
    assert kept.known_at.isoformat() == "2026-03-01T08:00:00+00:00"


# ---- joining ----


def test_triage_into_an_existing_occurrence_asks_nothing_else(cast: Cast, report: Report) -> None:
    existing = make_occurrence(unit=cast.company, at=cast.at)

    done = step(cast.safety_adviser, report, "triage", at=cast.at, occurrence=existing.ref.lower())

    assert (done.state, done.occurrence_id) == ("in_handling", existing.pk)
    assert Occurrence.objects.for_system(reason="advance").count() == 1
    assert len(steps_of(existing)) == 1


def test_triage_two_reports_share_one_occurrence(cast: Cast, report: Report) -> None:
    second = send(cast.team_leader, at=cast.at).report
    first = occurrence_of(triage(cast, report))
    done = step(cast.safety_adviser, second, "triage", at=cast.at, occurrence=str(first.id))
    assert done.occurrence_id == first.pk


@pytest.mark.parametrize("where", ["merged", "elsewhere", "nowhere"])
def test_triage_into_an_occurrence_one_cannot_use_is_refused(
    cast: Cast, report: Report, where: str
) -> None:
    unit = cast.squadron if where == "elsewhere" else cast.company
    state = "merged" if where == "merged" else "triaged"
    ref = make_occurrence(unit=unit, state=state, at=cast.at).ref
    named = "V-2026-999999" if where == "nowhere" else ref
    with pytest.raises(FieldsRefused) as refused:
        step(cast.safety_adviser, report, "triage", at=cast.at, occurrence=named)
    assert list(refused.value.errors) == ["occurrence"]
    assert fresh(report).state == "received"


# ---- own report, two people ----


def test_triage_of_ones_own_report_is_refused(cast: Cast) -> None:
    own = cast.add("both", ("employee", "COMPANY", None), ("safety_adviser", "BATTALION", None))
    report = send(own, at=cast.at).report
    with pytest.raises(StepRefused) as refused:
        step(own, report, "triage", at=cast.at, **CLASSIFICATION)
    assert [one.code for one in refused.value.refusals] == ["own_report"]
    assert triage(cast, report).state == "in_handling"


def test_triage_second_time_is_refused_and_the_first_stands(cast: Cast, report: Report) -> None:
    triage(cast, report, title="De eerste")
    with pytest.raises(StepRefused):
        triage(cast, report, title="De tweede")
    assert occurrence_of(report).title == "De eerste"
    assert Occurrence.objects.for_system(reason="advance").count() == 1


# ---- revising ----


def revise(cast: Cast, occurrence: Occurrence, **fields: Any) -> Occurrence:
    given = {**CLASSIFICATION, **fields}
    return step(cast.safety_adviser, occurrence, "classify", at=cast.at, **given)


def test_revise_replaces_what_stands(cast: Cast, report: Report) -> None:
    done = triage(cast, report, injuries=[{"outcome": "first_aid"}], damages=[{"what": "Lak"}])
    occurrence = revise(
        cast, occurrence_of(done), title="Anders", kind="accident", subjects=["ppe"]
    )

    assert (occurrence.title, occurrence.kind, occurrence.state) == (
        "Anders",
        "accident",
        "triaged",
    )
    assert codes_of(occurrence) == [("subject", "ppe")]
    assert (Injury.objects.of(occurrence).count(), Damage.objects.of(occurrence).count()) == (1, 1)


def test_revise_keeps_every_version_in_the_trail(cast: Cast, report: Report) -> None:
    occurrence = occurrence_of(triage(cast, report, injuries=[{"outcome": "first_aid"}]))
    revise(cast, occurrence, title="Tweede lezing", potential_severity="5")

    first, second = steps_of(occurrence)
    assert (first.words["title"], second.words["title"]) == (
        CLASSIFICATION["title"],
        "Tweede lezing",
    )
    assert (first.facts["potential_severity"], second.facts["potential_severity"]) == (3, 5)
    assert (first.facts["injured"], second.facts["injured"]) == (1, 1)
    assert second.facts["investigation_level"] == 4
    assert {"record.title", "record.summary"} <= set(second.commitments)


def test_revise_without_a_lead_keeps_the_lead(cast: Cast, report: Report) -> None:
    done = triage(cast, report, lead="Speler commander")
    assert revise(cast, occurrence_of(done)).lead == cast.commander.person.id


def test_revise_empties_nothing_that_is_needed(cast: Cast, report: Report) -> None:
    occurrence = occurrence_of(triage(cast, report))
    with pytest.raises(FieldsRefused) as refused:
        revise(cast, occurrence, summary="")
    assert list(refused.value.errors) == ["summary"]


def test_revise_a_closed_occurrence_is_refused(cast: Cast) -> None:
    closed = make_occurrence(unit=cast.company, state="closed", at=cast.at)
    with pytest.raises(StepRefused):
        revise(cast, closed)


def test_present_classification_gives_the_screen_what_stands(cast: Cast, report: Report) -> None:
    done = triage(
        cast,
        report,
        domains=["work"],
        lead="Speler commander",
        due_on="2026-04-01",
        injuries=[{"outcome": "first_aid", "absence_days": 2}],
        damages=[{"what": "Lak", "amount_eur": 90}],
    )
    shown = present_classification(occurrence_of(done))
    assert shown["title"] == CLASSIFICATION["title"]
    assert (shown["subjects"], shown["domains"]) == (["work_equipment"], ["work"])
    assert (shown["lead"], str(shown["due_on"])) == (str(cast.commander.person.id), "2026-04-01")
    (injury,) = shown["injuries"]
    assert (injury["outcome"], injury["absence_days"]) == ("first_aid", 2)
    assert shown["damages"] == [{"what": "Lak", "amount_eur": 90}]


def test_present_classification_of_an_unclassified_one_is_empty(cast: Cast) -> None:
    bare = make_occurrence(unit=cast.company, at=cast.at, potential_severity=None, due_at=None)
    shown = present_classification(bare)
    assert (shown["potential_severity"], shown["due_on"], shown["lead"]) == (None, None, "")
    assert (shown["injuries"], shown["damages"]) == ([], [])
