"""The picture of a unit for one reader: what counts, what is unknown, and from where it is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from baken.conftest import Cast
from baken.core.access import Confidentiality
from baken.core.rollups.models import Rollup
from baken.core.rollups.recount import Difference, compare_with_recount
from baken.rooms.insight.queries import LevelRow, Picture, picture_of
from baken.rooms.insight.rules import Concentration, Silent
from baken.rooms.insight.tests.scenes import begin_counting, overdue_measure, reader_of, risk_in
from baken.rooms.org.queries import tree
from baken.rooms.org.tests.factories import make_unit
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.cells import RiskCell, risk_cells
from baken.rooms.register.queries.of_units import lapses_on
from baken.rooms.register.rules.acceptance import start_of
from baken.rooms.register.tests.factories import give_score, make_risk
from baken.rooms.reports.tests.factories import make_occurrence, make_report

DAYS = timedelta(days=1)


def seen(cast: Cast, name: str, unit: Any) -> Picture:
    """The picture of a unit for a member of the cast."""
    return picture_of(cast.members[name].actor, tree().by_id[unit.pk], cast.at)


def row_of(found: Picture, unit: Any) -> LevelRow:
    """The row of a unit in the table of a picture."""
    assert found.risks is not None
    return next(row for row in found.risks.rows if row.unit.id == unit.pk)


@pytest.fixture(params=["live", "kept"])
def counts(request: pytest.FixtureRequest, cast: Cast) -> Callable[[], None]:
    """Lets what was made count: from the records themselves, or from the counts that are kept."""
    return begin_counting if request.param == "kept" else (lambda: None)


def test_what_needs_a_decision_is_counted_by_class_with_the_age_of_the_oldest(
    cast: Cast, counts: Callable[[], None]
) -> None:
    risk_in(cast.company, "decision_pending", "high", cast.at - 9 * DAYS)
    risk_in(cast.company, "escalated", "extreme", cast.at - 2 * DAYS)
    risk_in(cast.battalion, "decision_pending", "high", cast.at)
    risk_in(cast.company, "treating", "high", cast.at - 30 * DAYS)
    counts()

    found = seen(cast, "commander", cast.battalion).risks

    assert found is not None
    assert dict(found.to_decide) == {"high": 2, "extreme": 1}
    assert found.oldest_days == 9


def test_accepted_risks_are_counted_by_class_and_listed_by_the_day_they_lapse(
    cast: Cast, counts: Callable[[], None]
) -> None:
    day = cast.at.date()
    late, soon = (
        risk_in(
            cast.company,
            state,
            "medium",
            cast.at,
            review_on=day + days * DAYS,
            due_at=cast.at + days * DAYS,
        )
        for state, days in (("accepted", 40), ("monitored", 4))
    )
    risk_in(cast.company, "accepted", "low", cast.at, due_at=None)
    counts()

    found = seen(cast, "commander", cast.battalion).risks

    assert found is not None
    assert dict(found.held) == {"medium": 2, "low": 1}
    assert [(one.ref, lapses_on(one)) for one in found.lapsing] == [
        (soon.ref, day + 4 * DAYS),
        (late.ref, day + 40 * DAYS),
    ]


def test_acceptance_that_is_looked_at_again_sooner_still_lapses_on_its_own_day(cast: Cast) -> None:
    ends_at = start_of(cast.at.date() + 90 * DAYS, ZoneInfo("Europe/Amsterdam"))
    soon = (cast.at + 30 * DAYS).date()
    looked_at = risk_in(cast.company, "accepted", "medium", cast.at, review_on=soon, due_at=ends_at)
    first = risk_in(cast.company, "monitored", "low", cast.at, due_at=ends_at - 9 * DAYS)

    found = seen(cast, "commander", cast.battalion).risks

    assert found is not None
    assert [(one.ref, lapses_on(one)) for one in found.lapsing] == [
        (first.ref, cast.at.date() + 81 * DAYS),
        (looked_at.ref, cast.at.date() + 90 * DAYS),
    ]


def test_suspended_acceptance_lapses_on_no_day_that_is_told(cast: Cast) -> None:
    day = cast.at + 2 * DAYS
    risk_in(cast.company, "accepted", "low", cast.at, review_on=day, due_at=day, suspended=True)

    found = seen(cast, "commander", cast.battalion).risks

    assert found is not None
    assert (list(found.lapsing), [lapses_on(one) for one in found.worst]) == ([], [None])


def test_top_risks_are_of_the_worst_class_first_then_undecided_then_oldest(cast: Cast) -> None:
    made = [
        risk_in(cast.company, "treating", "extreme", cast.at - 9 * DAYS),
        risk_in(cast.company, "decision_pending", "extreme", cast.at - 1 * DAYS),
        risk_in(cast.battalion, "analysed", "extreme", cast.at - 3 * DAYS),
        risk_in(cast.company, "treating", "low", cast.at - 90 * DAYS),
        risk_in(cast.company, "escalated", "high", cast.at),
    ]
    risk_in(cast.company, "closed", "extreme", cast.at - 9 * DAYS)

    found = seen(cast, "commander", cast.battalion).risks

    assert found is not None
    assert [one.ref for one in found.worst] == [made[n].ref for n in (2, 1, 0, 4, 3)]


def test_table_has_the_unit_itself_and_each_unit_below_and_adds_no_classes_up(
    cast: Cast, counts: Callable[[], None]
) -> None:
    risk_in(cast.battalion, "accepted", "low", cast.at)
    risk_in(cast.company, "accepted", "low", cast.at)
    risk_in(cast.company, "decision_pending", "high", cast.at - 5 * DAYS)
    risk_in(cast.company, "analysed", "high", cast.at)
    risk_in(cast.company, "closed", "high", cast.at)
    counts()

    found = seen(cast, "commander", cast.battalion)

    itself, below = row_of(found, cast.battalion), row_of(found, cast.company)
    assert (itself.itself, dict(itself.classes), itself.oldest_days) == (True, {"low": 1}, None)
    assert (below.itself, dict(below.classes)) == (False, {"low": 1, "high": 1})
    assert (below.scored, below.outside, below.oldest_days) == (1, 0, 5)


def test_counts_that_are_kept_are_read_until_a_recount_mends_them(cast: Cast) -> None:
    risk_in(cast.company, "accepted", "low", cast.at)
    begin_counting()
    Rollup.objects.filter(root="R", unit=cast.company.pk).update(records=7)

    kept = row_of(seen(cast, "commander", cast.battalion), cast.company)
    differences: list[Difference] = []
    compare_with_recount(differences.append)
    mended = row_of(seen(cast, "commander", cast.battalion), cast.company)

    assert (dict(kept.classes), dict(mended.classes)) == ({"low": 7}, {"low": 1})
    assert (differences[0].kept, differences[0].recounted) == (7, 1)


def test_who_reads_nothing_there_knows_nothing(cast: Cast) -> None:
    risk_in(cast.company, "decision_pending", "extreme", cast.at)

    found = seen(cast, "outsider", cast.company)

    assert (found.risks, found.overdue, found.reports.by_unit) == (None, None, None)
    assert set(found.reports.phases.values()) == {None}
    assert (found.silent, found.whole) == ([], False)


def test_a_unit_out_of_reach_is_unknown_in_the_table_and_its_risks_count_for_nobody_else(
    cast: Cast,
) -> None:
    risk_in(cast.squadron, "decision_pending", "extreme", cast.at)

    found = seen(cast, "commander", cast.ministry)

    assert found.risks is not None
    assert (dict(found.risks.to_decide), found.risks.worst, found.whole) == ({}, [], False)
    seen_below = {row.unit.code: row.seen for row in found.risks.rows if not row.itself}
    assert seen_below == {"ARMY": True, "NAVY": False}


def test_own_risk_of_a_unit_out_of_reach_is_in_no_figure(
    cast: Cast, counts: Callable[[], None]
) -> None:
    own = cast.members["commander"].actor.own_key
    risk_in(cast.squadron, "decision_pending", "extreme", cast.at, stated_key=own)
    risk_in(cast.company, "decision_pending", "high", cast.at, stated_key=own)
    counts()

    found = seen(cast, "commander", cast.ministry).risks

    assert found is not None
    assert dict(found.to_decide) == {"high": 1}


@pytest.mark.parametrize(
    ("up_to", "whole"), [(Confidentiality.SENSITIVE, False), (Confidentiality.RESTRICTED, True)]
)
def test_picture_is_whole_for_who_reads_what_is_held_closest_too(
    cast: Cast, up_to: Confidentiality, whole: bool
) -> None:
    unit = tree().by_id[cast.battalion.pk]
    assert picture_of(reader_of("BATTALION", up_to), unit, cast.at).whole == whole


def test_what_somebody_has_still_to_score_is_in_no_class(cast: Cast) -> None:
    risk_in(cast.company, "analysed", "extreme", cast.at)

    row = row_of(seen(cast, "commander", cast.battalion), cast.company)

    assert (dict(row.classes), row.scored) == ({}, 1)


def test_overdue_measures_are_counted_by_class_with_the_oldest(cast: Cast) -> None:
    overdue_measure(cast, cast.at, days=3, risk_class="high")
    overdue_measure(cast, cast.at, days=11, risk_class="high")
    overdue_measure(cast, cast.at, days=1, risk_class="")
    overdue_measure(cast, cast.at, days=-1, risk_class="high")

    found = seen(cast, "commander", cast.battalion).overdue

    assert found is not None
    assert {(one.risk_class, one.measures, (cast.at - one.since).days) for one in found} == {
        ("high", 2, 11),
        ("", 1, 1),
    }


def test_reports_are_counted_by_phase_and_what_is_over_only_of_twelve_months(
    cast: Cast, counts: Callable[[], None]
) -> None:
    make_report(unit=cast.company)
    for state in ("triaged", "handling", "reopened", "ready_to_close", "closed"):
        make_occurrence(unit=cast.company, state=state, at=cast.at)
    long_ago = cast.at - 500 * DAYS
    make_occurrence(unit=cast.company, state="closed", at=long_ago)
    make_occurrence(unit=cast.company, state="triaged", at=long_ago)
    make_occurrence(unit=cast.company, state="merged", at=cast.at)
    counts()

    found = seen(cast, "commander", cast.battalion).reports

    assert dict(found.phases) == {"report": 1, "weigh": 2, "tackle": 2, "analyse": 2}


def test_same_hazard_in_three_units_below_is_a_concentration(cast: Cast) -> None:
    units = [cast.company, *(make_unit(f"C{n}", parent=cast.battalion, level=2) for n in (1, 2))]
    for unit in units:
        risk_in(unit, "closed", "low", cast.at)
    risk_in(cast.battalion, "closed", "low", cast.at)

    found = seen(cast, "commander", cast.battalion).risks

    assert found is not None
    assert list(found.concentrations) == [Concentration("mechanical.crushing", 3, 3)]


def test_a_hazard_met_longer_ago_is_no_concentration(cast: Cast) -> None:
    units = [cast.company, *(make_unit(f"C{n}", parent=cast.battalion, level=2) for n in (1, 2))]
    for unit in units[1:]:
        risk_in(unit, "treating", "low", cast.at)
    risk_in(cast.company, "treating", "low", cast.at - 400 * DAYS)

    found = seen(cast, "commander", cast.battalion).risks

    assert found is not None
    assert list(found.concentrations) == []


def test_units_below_of_which_nothing_was_heard_are_asked_about_by_name(
    cast: Cast, counts: Callable[[], None]
) -> None:
    quiet = [make_unit(code, parent=cast.battalion, level=2) for code in ("ZULU", "ALPHA")]
    with_risk = make_unit("RISKY", parent=cast.battalion, level=2)
    risk_in(with_risk, "identified", "", cast.at)
    make_occurrence(unit=cast.company, state="closed", at=cast.at)
    counts()

    found = seen(cast, "commander", cast.battalion).silent

    names = {tree().by_id[one.unit].name: one for one in found}
    assert sorted(names) == list(names)
    assert {one.unit for one in found} == {one.pk for one in quiet}
    assert all(isinstance(one, Silent) for one in found)


@pytest.mark.parametrize("case", ["waits for triage", "merged", "closely held", "withheld"])
def test_unit_that_told_something_is_not_silent_whatever_became_of_it(
    cast: Cast, counts: Callable[[], None], case: str
) -> None:
    quiet, told = (make_unit(code, parent=cast.battalion, level=2) for code in ("QUIET", "TOLD"))
    below = make_unit("BELOW", parent=told, level=3)
    if case == "waits for triage":
        make_report(unit=below, at=cast.at)
    elif case == "merged":
        make_occurrence(unit=below, state="merged", at=cast.at)
    elif case == "closely held":
        make_occurrence(unit=below, at=cast.at, confidentiality=2)
    else:
        make_occurrence(unit=below, at=cast.at, embargo_at=cast.at)
    make_report(unit=quiet, at=cast.at - 500 * DAYS)
    make_occurrence(unit=cast.company, at=cast.at)
    counts()

    found = seen(cast, "commander", cast.battalion).silent

    assert [one.unit for one in found] == [quiet.pk]


def test_a_step_on_a_risk_moves_its_count_at_once(cast: Cast) -> None:
    begin_counting()
    unit = tree().by_id[cast.company.pk]
    risk = make_risk(actor=cast.safety_adviser.actor, unit=cast.company, at=cast.at)
    stated = risk_cells(cast.commander.actor, unit)
    give_score(risk, cast.safety_adviser.actor, cast.at)
    scored = risk_cells(cast.commander.actor, unit)

    assert stated == {RiskCell(unit.id, "identified", ""): 1}
    assert +scored == {RiskCell(unit.id, "identified", "high"): 1}


def test_stated_risks_are_read_with_a_permit_and_not_past_it(cast: Cast) -> None:
    risk = risk_in(cast.company, "decision_pending", "extreme", cast.at, confidentiality=2)

    found = seen(cast, "soldier", cast.company).risks

    assert Risk.objects.for_system(reason="count").filter(pk=risk.pk).exists()
    assert found is not None
    assert dict(found.to_decide) == {}
