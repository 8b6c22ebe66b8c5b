"""What two older systems told of is one merge like any other: it is undone without loss, in any chain."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core.api.tests.calling import caller
from baken.core.trail.append import Entry, append
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import StepRefused
from baken.rooms.reports.models import Damage, Injury, Occurrence, OccurrenceCode, Report
from baken.rooms.reports.queries.merges import merged_in, way_of
from baken.rooms.reports.queries.parents import merged_into
from baken.rooms.reports.tests.acts import fresh, step, steps_of, triage
from baken.rooms.reports.tests.factories import make_occurrence, make_report

WHY = "Het waren twee stellingen."
CLASSES = ("category", "actual_severity", "potential_severity", "investigation_level")
pytestmark = pytest.mark.usefixtures("_english")


@pytest.fixture
def _english() -> Any:
    with translation.override("en"):
        yield


def told(cast: Cast, system: str | None, outcomes: str = "", **fields: Any) -> Occurrence:
    """An occurrence that a system told of, with a report, injuries and a subject of its own."""
    report = make_report(unit=cast.company, at=cast.at, source=system or "", channel="import")
    hurt = [{"outcome": outcome} for outcome in outcomes.split()]
    given = {"injuries": hurt, "subjects": [fields.pop("subject", "work_equipment")], **fields}
    one = triage(cast, report, **given).occurrence
    Occurrence.objects.for_system(reason="advance").filter(pk=one.pk).update(systems=system)
    return fresh(one)


def same(cast: Cast, one: Occurrence, other: Occurrence) -> Occurrence:
    return step(cast.safety_adviser, fresh(one), "same_event", at=cast.at, occurrence=other.ref)


def merge(cast: Cast, one: Occurrence, other: Occurrence) -> Occurrence:
    return step(cast.safety_adviser, fresh(one), "merge", at=cast.at, occurrence=other.ref)


def unmerge(cast: Cast, one: Occurrence) -> Occurrence:
    return step(cast.safety_adviser, fresh(one), "unmerge", at=cast.at, reason=WHY)


def standing(*all_: Occurrence) -> list[dict[str, Any]]:
    """All that occurrences are and hold, by value."""
    found = []
    for row in map(fresh, all_):
        plain = ("state", "due_at", "closed_at", "merged_into_id", "systems", *CLASSES)
        reports = Report.objects.for_system(reason="advance").filter(occurrence=row)
        found.append(
            {
                **{name: getattr(row, name) for name in plain},
                "reports": sorted(reports.values_list("ref", flat=True)),
                "injuries": sorted(one.outcome for one in Injury.objects.of(row)),
                "damages": sorted(one.what for one in Damage.objects.of(row)),
                "codes": sorted(OccurrenceCode.objects.of(row).values_list("scheme", "code")),
            }
        )
    return found


def hurt_in(one: Occurrence) -> list[str]:
    return sorted(Injury.objects.of(one).values_list("outcome", flat=True))


@pytest.mark.parametrize("few_first", [True, False])
def test_same_event_is_undone_exactly_whichever_list_was_fuller(
    cast: Cast, few_first: bool
) -> None:
    lists = ("first_aid", "lost_time death") if few_first else ("lost_time death", "first_aid")
    damages = [{"what": "stelling", "amount_eur": 90}]
    target = told(cast, "PSMV", lists[0])
    source = told(cast, "SRS", lists[1], damages=damages, subject="noise", category="3")
    before = standing(source, target)

    same(cast, source, target)
    [together] = standing(target)
    unmerge(cast, source)

    assert (together["injuries"], together["systems"]) == (["death", "lost_time"], "PSMV + SRS")
    assert (together["category"], together["damages"]) == (3, ["stelling"])
    assert standing(source, target) == before
    assert list(breaks()) == []


@pytest.mark.parametrize("state", ["closed", "under_investigation", "ready_to_close"])
def test_same_event_comes_back_in_the_state_it_stood_in(cast: Cast, state: str) -> None:
    target = told(cast, "PSMV")
    source = make_occurrence(unit=cast.company, at=cast.at, state=state, systems="SRS")
    before = standing(source, target)
    same(cast, source, target)
    unmerge(cast, source)
    assert standing(source, target) == before


def test_same_event_stands_in_the_pages_of_both(cast: Cast) -> None:
    target, source = told(cast, "PSMV"), told(cast, "SRS", "death")
    same(cast, source, target)
    shown = merged_in(cast.safety_adviser.actor, merged_into(target.pk))
    assert [one.record for one in shown] == [source]
    assert way_of(fresh(source)) == [target]


def test_chain_of_merge_and_same_event_taking_the_first_out(cast: Cast) -> None:
    a = told(cast, "SRS", "lost_time lost_time", subject="noise", category="2")
    b, c = told(cast, "PSMV", "first_aid"), told(cast, None, "medical_treatment")
    before = standing(a, b, c)
    same(cast, a, b)
    merge(cast, b, c)
    assert hurt_in(c) == ["lost_time", "lost_time", "medical_treatment"]
    unmerge(cast, a)
    assert standing(a) == before[:1]
    assert (hurt_in(b), hurt_in(c)) == (["first_aid"], ["first_aid", "medical_treatment"])
    assert fresh(b).systems == "PSMV"
    unmerge(cast, b)
    assert standing(a, b, c) == before
    assert list(breaks()) == []


def test_chain_of_merge_and_same_event_taking_the_middle_out(cast: Cast) -> None:
    a = told(cast, "SRS", "lost_time lost_time", subject="noise", category="2")
    b, c = told(cast, "PSMV", "first_aid"), told(cast, "KOS", "medical_treatment")
    before = standing(a, b, c)
    merge(cast, a, b)
    same(cast, b, c)
    assert fresh(a).merged_into_id == c.pk
    unmerge(cast, b)
    assert (fresh(a).merged_into_id, hurt_in(c)) == (b.pk, ["medical_treatment"])
    assert standing(c) == before[2:]
    unmerge(cast, a)
    assert standing(a, b, c) == before
    assert list(breaks()) == []


@pytest.mark.parametrize("first", [0, 1])
def test_two_that_gave_way_one_after_the_other_come_back_in_any_order(
    cast: Cast, first: int
) -> None:
    target = told(cast, "PSMV", "first_aid")
    others = [told(cast, "SRS", "first_aid " * 2), told(cast, "KOS", "death " * 3, category="3")]
    before = standing(target, *others)
    for one in others:
        same(cast, one, target)
    assert hurt_in(target) == ["death"] * 3
    unmerge(cast, others[first])
    assert hurt_in(target) == (["death"] * 3, ["first_aid"] * 2)[first]
    assert fresh(target).systems == ("KOS + PSMV", "PSMV + SRS")[first]
    unmerge(cast, others[1 - first])
    assert standing(target, *others) == before
    assert list(breaks()) == []


def test_list_that_somebody_told_since_stays_theirs(cast: Cast) -> None:
    target, source = told(cast, "PSMV", "first_aid"), told(cast, "SRS", "death death")
    same(cast, source, target)
    hurt = [{"outcome": "lost_time"}]
    step(cast.safety_adviser, fresh(target), "classify", at=cast.at, injuries=hurt)
    unmerge(cast, source)
    assert hurt_in(target) == ["lost_time"]
    assert steps_of(target)[-1].facts["weigh_again"] is True


def test_what_gave_way_in_a_merge_that_is_undone_meanwhile_does_not_come_back(cast: Cast) -> None:
    target, plain = told(cast, "PSMV", "first_aid"), told(cast, None, "medical_treatment")
    source = told(cast, "SRS", "death death death")
    merge(cast, plain, target)
    same(cast, source, target)
    unmerge(cast, plain)
    assert hurt_in(target) == ["death"] * 3
    unmerge(cast, source)
    assert (hurt_in(target), hurt_in(plain)) == (["first_aid"], ["medical_treatment"])


def test_merged_by_an_older_version_on_the_way_loses_no_report(cast: Cast) -> None:
    """B went into C by a step that kept nothing: A still comes back with its report."""
    a, b, c = told(cast, "SRS"), told(cast, "PSMV"), told(cast, "KOS")
    merge(cast, a, b)
    rows = Report.objects.for_system(reason="advance").filter(occurrence=b)
    rows.update(occurrence=c)
    for one, values in ((a, {}), (b, {"state": "merged"})):
        found = Occurrence.objects.for_system(reason="advance").filter(pk=one.pk)
        found.update(merged_into=c, **values)
    old = Entry(
        code="reports.occurrence.same_event",
        from_state="triaged",
        to_state="merged",
        facts={"into": c.ref},
    )
    append(record=fresh(b), actor=cast.safety_adviser.actor, at=cast.at, entry=old)
    unmerge(cast, a)
    assert len(standing(a)[0]["reports"]) == 1
    with pytest.raises(StepRefused) as refused:
        unmerge(cast, b)
    assert [one.code for one in refused.value.refusals] == ["merge_unknown"]


def test_program_reads_no_injuries_in_what_is_kept_for_undoing(cast: Cast) -> None:
    target, source = told(cast, "PSMV", "first_aid"), told(cast, "SRS", "death death")
    same(cast, source, target)
    rows = caller(cast, "safety_adviser").get(f"/occurrences/{target.ref}/steps").json()["items"]
    kept = {"set_aside", "harm_lists", "brought", "reports", "earlier", "row_told"}
    assert not [one for one in rows if kept & {*one["facts"], *one["texts"]}]
