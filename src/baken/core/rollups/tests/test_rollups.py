"""Counts per unit and ancestor: right at once, after a step, after a move, and beside a recount."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from baken.conftest import Cast
from baken.core.access import NOBODY, Actor, Confidentiality, Grant, Reach
from baken.core.access.reach import only, union
from baken.core.rollups import fold, recount
from baken.core.rollups.changes import note
from baken.core.rollups.daily import recount_daily
from baken.core.rollups.fold import fold_changes, follow_tree
from baken.core.rollups.keys import Key, key_of, keys_of
from baken.core.rollups.models import RolledTree, RolledUnit, Rollup, RollupChange
from baken.core.rollups.recount import Difference, begin_counts
from baken.core.rollups.totals import WHOLE_PERIOD, Cell, kept_reach, own_counts, totals_below
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import READ, READ_OCCURRENCE, READ_SUMMARY
from baken.rooms.reports.tests import acts
from baken.rooms.reports.tests.factories import make_occurrence, make_report

MARCH = 202603
ALL = int(Confidentiality.RESTRICTED)


def follow(**moved: int) -> int:
    """Let the counts follow today's tree, or one in which some units lie elsewhere."""
    here = tree()
    parents = {one.id: moved.get(one.code, one.parent_id) for one in here.units}
    return follow_tree(version=here.version + len(moved), parents=parents)


def compare_with_recount() -> list[Difference]:
    """What differed."""
    found: list[Difference] = []
    assert recount.compare_with_recount(found.append) == len(found)
    return found


def counted(*units: Any, up_to: int = ALL, months: tuple[int, int] = (MARCH, MARCH)) -> int | None:
    """How many occurrences of some units themselves."""
    ids = frozenset(unit.pk for unit in units)
    cells = own_counts(root=Occurrence, units=ids, months=months, up_to=up_to)
    return None if cells is None else sum(cells.values())


def below(unit: Any, *, version: int | None = None, up_to: int = ALL) -> Mapping[Cell, int] | None:
    """The occurrences of a unit with all below it."""
    here = tree()
    tops = dict.fromkeys(here.ids_in((here.by_id[unit.pk].range,)), unit.pk)
    asked = here.version if version is None else version
    return totals_below(
        root=Occurrence, tops=tops, months=(MARCH, MARCH), up_to=up_to, version=asked
    )


@pytest.fixture
def counts(cast: Cast) -> Cast:
    """The counts begin, on today's tree."""
    follow()
    begin_counts()
    return cast


def test_a_record_is_counted_in_the_month_of_the_organisation(cast: Cast) -> None:
    last_minute_of_march = datetime(2026, 3, 31, 21, 59, tzinfo=UTC)
    april_at_home = last_minute_of_march + timedelta(minutes=1)

    months = [
        key_of(make_occurrence(unit=cast.company, at=at), Occurrence.rolled)
        for at in (last_minute_of_march, april_at_home)
    ]

    unit = cast.company.pk
    assert months == [Key("V", unit, 202603, 0, "0|"), Key("V", unit, 202604, 0, "0|")]


def test_what_is_merged_or_of_no_counted_root_does_not_count(cast: Cast) -> None:
    merged = make_occurrence(unit=cast.company, state="merged")

    assert key_of(merged, Occurrence.rolled) is None
    assert keys_of(make_report(unit=cast.company)) == frozenset()


@pytest.mark.parametrize(
    ("category", "systems", "code"),
    [(None, None, "|"), (0, None, "0|"), (None, "PSMV", "|PSMV"), (3, "A|B + C|", "3|A|B + C|")],
)
def test_a_record_is_counted_under_its_category_and_systems(
    cast: Cast, category: int | None, systems: str | None, code: str
) -> None:
    key = key_of(
        make_occurrence(unit=cast.company, category=category, systems=systems), Occurrence.rolled
    )

    assert key is not None
    assert key.code == code
    told = ["" if category is None else str(category), systems or ""]
    assert Occurrence.rolled.values_in(code) == told


def test_before_everything_was_counted_no_count_is_told(cast: Cast) -> None:
    make_occurrence(unit=cast.company)
    follow()
    fold_changes()

    assert counted(cast.company) is None
    assert below(cast.battalion) is None


def test_counts_begin_with_what_was_there(cast: Cast) -> None:
    make_occurrence(unit=cast.company, state="closed")
    RollupChange.objects.all().delete()  # as on an installation from before there were counts
    follow()

    made = begin_counts()

    assert (made, counted(cast.company), begin_counts()) == (1, 1, 0)


def test_a_step_counts_at_once_and_once_when_folded(counts: Cast) -> None:
    report = acts.triage(counts, acts.send(counts.soldier, at=counts.at).report)
    waiting = (counted(counts.company), below(counts.army))

    folded = fold_changes()

    unit = report.unit_id
    assert waiting == (1, {Cell(counts.army.pk, MARCH, "0|"): 1})
    assert folded == 2
    assert (counted(counts.company), below(counts.army)) == waiting
    assert set(Rollup.objects.filter(own=True).values_list("root", "unit")) == {
        ("V", unit),
        ("Vg", unit),
    }


def test_another_class_is_counted_elsewhere_and_a_step_that_changes_none_leaves_nothing(
    counts: Cast,
) -> None:
    report = acts.triage(counts, acts.send(counts.soldier, at=counts.at).report)
    occurrence = acts.occurrence_of(report)
    fold_changes()

    acts.step(counts.commander, occurrence, "start_handling", at=counts.at)
    unchanged = RollupChange.objects.filter(root="V").count()
    fields = {"title": "Val", "summary": "Iemand viel.", "kind": "accident", "category": "2"}
    severities = {"actual_severity": "3", "potential_severity": "4"}
    acts.step(counts.safety_adviser, occurrence, "classify", at=counts.at, **fields, **severities)

    assert unchanged == 0
    assert below(counts.battalion) == {
        Cell(counts.battalion.pk, MARCH, "0|"): 0,
        Cell(counts.battalion.pk, MARCH, "2|"): 1,
    }


def test_folding_reaches_every_unit_above_and_no_other(counts: Cast) -> None:
    make_occurrence(unit=counts.company, state="closed")
    make_occurrence(unit=counts.squadron, state="closed", category=3)

    assert fold_changes() == 2

    rolled = {(row.unit, row.code, row.records) for row in Rollup.objects.filter(own=False)}
    line = (counts.company, counts.battalion, counts.army)
    assert rolled == {
        *((unit.pk, "0|", 1) for unit in line),
        (counts.squadron.pk, "3|", 1),
        (tree().by_code["NAVY"].id, "3|", 1),
        (counts.ministry.pk, "0|", 1),
        (counts.ministry.pk, "3|", 1),
    }


def test_nothing_that_waits_is_nothing_to_fold(counts: Cast) -> None:
    assert fold_changes() == 0


def test_a_change_of_a_unit_that_is_not_in_the_tree_yet_waits(cast: Cast) -> None:
    make_occurrence(unit=cast.company, state="closed")

    before = fold_changes()
    follow()

    assert (before, fold_changes()) == (0, 1)


def test_only_so_many_changes_are_folded_at_once(counts: Cast) -> None:
    for _ in range(3):
        make_occurrence(unit=counts.company, state="closed")

    assert [fold_changes(limit=2), fold_changes(limit=2)] == [2, 1]


@pytest.mark.parametrize("at_once", [1, 20_000])
def test_after_a_move_a_unit_counts_where_it_lies_now(
    counts: Cast, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(fold, "AT_ONCE", at_once)
    make_occurrence(unit=counts.company)
    make_occurrence(unit=counts.battalion)
    fold_changes()
    navy = tree().by_code["NAVY"].id

    moved = follow(BATTALION=navy)

    assert moved == 2  # the battalion and its company
    kept = Rollup.objects.filter(own=False, code="0|").values_list("unit", "records")
    assert dict(kept) == {
        counts.company.pk: 1,
        counts.battalion.pk: 2,
        counts.army.pk: 0,
        navy: 2,
        counts.ministry.pk: 2,
    }
    assert compare_with_recount() == []


def test_counts_keyed_to_another_tree_are_not_told_and_those_of_units_themselves_are(
    counts: Cast,
) -> None:
    make_occurrence(unit=counts.company)

    assert below(counts.battalion, version=tree().version + 1) is None
    assert counted(counts.company) == 1


def test_the_same_tree_again_moves_nothing(counts: Cast) -> None:
    assert follow() == 0


def test_closely_held_records_are_told_to_whom_they_are_for(counts: Cast) -> None:
    make_occurrence(unit=counts.company)
    make_occurrence(unit=counts.company, confidentiality=Confidentiality.SENSITIVE)
    fold_changes()

    assert [counted(counts.company, up_to=level) for level in (0, 1)] == [1, 2]


def test_only_the_months_asked_for_are_told(counts: Cast) -> None:
    for months in (0, 30, 60):
        make_occurrence(unit=counts.company, at=counts.at - timedelta(days=months))

    assert counted(counts.company, months=(202601, 202602)) == 2


def test_a_count_that_differs_from_the_records_is_found_and_mended(counts: Cast) -> None:
    make_occurrence(unit=counts.company)
    fold_changes()
    Rollup.objects.filter(own=True).update(records=7)

    found = compare_with_recount()

    company = [(one.kept, one.recounted) for one in found if one.key.unit == counts.company.pk]
    assert company[0] == (7, 1)
    assert counted(counts.company) == 1
    fold_changes()
    assert compare_with_recount() == []


def test_a_count_of_a_month_without_records_is_mended_too(counts: Cast) -> None:
    stray = Key("V", counts.company.pk, 199901, 0, "1")
    Rollup.objects.create(**stray._asdict(), own=True, records=2)

    found = compare_with_recount()

    assert (found[0].key, found[0].kept, found[0].recounted) == (stray, 2, 0)


def test_a_count_of_an_ancestor_that_differs_is_mended(counts: Cast) -> None:
    make_occurrence(unit=counts.company, state="closed")
    fold_changes()
    Rollup.objects.filter(own=False, unit=counts.army.pk).update(records=5)

    found = compare_with_recount()

    assert [(one.key.unit, one.kept, one.recounted) for one in found] == [(counts.army.pk, 5, 1)]
    assert below(counts.army) == {Cell(counts.army.pk, MARCH, "0|"): 1}


def test_a_recount_writes_no_more_than_a_month_at_a_time(
    counts: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in (0, 40, 80):
        at = counts.at - timedelta(days=days)
        make_occurrence(unit=counts.company, at=at, state="closed")
    fold_changes()
    Rollup.objects.filter(own=False).update(records=9)
    added: list[set[int]] = []
    real = recount.add

    def heard(changes: Any) -> None:
        added.append({key.month for _own, key in changes})
        real(changes)

    monkeypatch.setattr(recount, "add", heard)
    recount.compare_with_recount()

    assert [months for months in added if months] == [{202512}, {202601}, {202603}]
    assert compare_with_recount() == []


def test_kept_reach_is_of_the_units_of_which_every_record_is_seen(counts: Cast) -> None:
    adviser = counts.safety_adviser.actor

    found = kept_reach(adviser, READ_OCCURRENCE, Occurrence)

    assert found is not None
    assert found.up_to == Confidentiality.SENSITIVE
    assert found.units == adviser.units_of(READ_OCCURRENCE)
    assert {counts.battalion.pk, counts.company.pk} <= found.units
    assert counts.squadron.pk not in found.units
    assert kept_reach(NOBODY, READ_OCCURRENCE, Occurrence) is None


def test_kept_reach_is_of_the_units_of_the_highest_level_alone(counts: Cast) -> None:
    low = Grant(READ_SUMMARY, Confidentiality.NORMAL, only_units(counts.company, counts.squadron))
    high = Grant(READ_SUMMARY, Confidentiality.SENSITIVE, only_units(counts.company))

    found = kept_reach(Actor(kind="person", grants=(low, high)), READ_SUMMARY, Occurrence)

    assert found is not None
    assert (found.units, found.up_to) == ({counts.company.pk}, Confidentiality.SENSITIVE)


def test_kept_reach_is_none_when_own_records_come_along(counts: Cast) -> None:
    reach = replace(only_units(counts.company), own=True)
    grant = Grant(READ, Confidentiality.NORMAL, reach)
    actor = Actor(kind="person", own_key="mine", grants=(grant,))

    assert kept_reach(actor, READ, Report) is None
    assert kept_reach(replace(actor, own_key=""), READ, Report) is not None


@pytest.mark.parametrize(("up_to", "is_kept"), [(0, True), (1, True), (2, False)])
def test_kept_reach_is_none_when_closer_held_single_records_come_along(
    counts: Cast, up_to: int, is_kept: bool
) -> None:
    one = make_occurrence(unit=counts.squadron)
    units = Grant(READ_SUMMARY, Confidentiality.SENSITIVE, only_units(counts.company))
    case = Reach(cases=frozenset({("reports.occurrence", one.pk)}))
    given = Grant(READ_SUMMARY, Confidentiality(up_to), case)

    found = kept_reach(Actor(kind="person", grants=(units, given)), READ_SUMMARY, Occurrence)

    assert (found is not None) == is_kept


def only_units(*units: Any) -> Reach:
    """Some units by themselves."""
    ranges = union(only(unit.path) for unit in units)
    return Reach(ranges=ranges, unit_ids=frozenset(unit.pk for unit in units))


def test_records_that_somebody_is_too_close_to_are_taken_off(counts: Cast) -> None:
    near, other = (make_occurrence(unit=counts.company) for _ in range(2))
    elsewhere = make_occurrence(unit=counts.squadron)
    long_ago = make_occurrence(unit=counts.company, at=counts.at - timedelta(days=90))
    merged = make_occurrence(unit=counts.company, state="merged")
    close = (near, elsewhere, long_ago, merged)
    ties = frozenset(("reports.occurrence", one.pk) for one in close)
    actor = replace(counts.safety_adviser.actor, conflicts=ties)
    units, months = frozenset({counts.company.pk}), (MARCH, MARCH)
    reach = kept_reach(actor, READ_SUMMARY, Occurrence)
    cells = own_counts(root=Occurrence, units=units, months=months, up_to=ALL)
    assert reach is not None
    assert cells is not None

    left = reach.own(root=Occurrence, units=units, months=months)
    together = reach.own_sums(root=Occurrence, units=units, months=(202512, MARCH))

    assert sum(cells.values()) == 2
    assert left is not None
    kept = key_of(other, Occurrence.rolled)
    assert kept is not None
    assert left == {Cell(counts.company.pk, kept.month, "0|"): 1}
    assert together == {Cell(counts.company.pk, WHOLE_PERIOD, "0|"): 1}


def test_an_upgrade_that_counts_by_more_begins_anew(counts: Cast) -> None:
    make_occurrence(unit=counts.company)
    fold_changes()
    make_occurrence(unit=counts.company)
    RolledTree.objects.update(recounted_on=counts.at.date(), recounting_at=counts.at)
    upgrade = import_module("baken.core.rollups.migrations.0003_more_in_a_code")

    upgrade.begin_anew(apps, None)

    assert counted(counts.company) is None
    recount_daily(at=counts.at, tell=lambda difference: None)
    fold_changes()
    assert counted(counts.company) == 2
    assert compare_with_recount() == []


def test_counts_that_a_process_of_before_an_upgrade_wrote_are_not_told(counts: Cast) -> None:
    make_occurrence(unit=counts.company)
    key = Key("V", counts.company.pk, 202603, 0, "0")
    note(Counter({key: 1}))

    assert counted(counts.company) is None
    fold_changes()
    assert counted(counts.company) is None

    assert [one.key for one in compare_with_recount()] == [key]
    assert counted(counts.company) == 1
    fold_changes()
    assert counted(counts.company) == 1


def test_every_row_says_what_it_is(cast: Cast) -> None:
    key = Key("V", 7, MARCH, 0, "2|")._asdict()
    rows = [
        Rollup(**key, own=True, records=3),
        RollupChange(**key, records=-1),
        RolledTree(version=4),
        RolledUnit(unit=7, parent=2),
    ]

    assert [str(row) for row in rows] == ["V 7 202603: 3", "V 7 202603: -1", "4", "7 below 2"]


def test_what_is_withheld_does_not_count_until_it_is_open_again(counts: Cast) -> None:
    officer = counts.add("officer", ("duty_officer", "ARMY", None))
    occurrence = make_occurrence(unit=counts.company)
    assert counted(counts.company) == 1

    acts.step(officer, occurrence, "set_embargo", at=counts.at, reason="Familie.")
    assert (key_of(acts.fresh(occurrence), Occurrence.rolled), counted(counts.company)) == (None, 0)
    assert compare_with_recount() == []

    acts.step(officer, occurrence, "withdraw_embargo", at=counts.at, reason="Niemand gewond.")
    assert counted(counts.company) == 1
    assert compare_with_recount() == []


def test_rows_that_count_of_a_root_that_withholds_nothing_are_all_but_the_merged() -> None:
    rolled = replace(Occurrence.rolled, withheld="")
    rows = Occurrence.objects.for_system(reason="count")
    sql = str(rolled.counted(rows).query)
    assert ("merged" in sql, "embargo_at IS NOT NULL" in sql) == (True, False)
