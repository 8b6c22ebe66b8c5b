"""Counts of a root that is not counted by month: how its records stand now, whenever they came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from baken.conftest import Cast
from baken.core.access import Actor
from baken.core.records.rolled import UNDATED
from baken.core.rollups import recount
from baken.core.rollups.fold import fold_changes, follow_tree
from baken.core.rollups.keys import Key, key_of
from baken.core.rollups.models import RolledTree, Rollup, RollupChange
from baken.core.rollups.recount import Difference, begin_counts
from baken.core.rollups.totals import Cell, kept_reach
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import READ
from baken.rooms.register.tests.factories import FACTORY, give_score, make_risk, make_risk_in
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import READ_SUMMARY
from baken.rooms.reports.tests.factories import make_occurrence

STATED = "identified|"


@pytest.fixture
def counts(cast: Cast) -> Cast:
    """The counts begin, on today's tree."""
    here = tree()
    follow_tree(version=here.version, parents={one.id: one.parent_id for one in here.units})
    begin_counts()
    return cast


def stated(cast: Cast, unit: Any, days: int = 0) -> Risk:
    """A risk that was stated some days ago."""
    at = cast.at - timedelta(days=days)
    return make_risk(actor=FACTORY, unit=unit, at=at)


def below(cast: Cast, actor: Actor, **asked: Any) -> Mapping[Cell, int] | None:
    """What an actor sees of the risks of the battalion itself and of its company."""
    reach = kept_reach(actor, READ, Risk, own_apart=True)
    assert reach is not None
    return reach.below(
        root=Risk,
        tops={one.pk: one.pk for one in (cast.company, cast.battalion)},
        months=(UNDATED, UNDATED),
        version=tree().version,
        itself=frozenset({cast.battalion.pk}),
        **asked,
    )


def compare_with_recount() -> list[Difference]:
    found: list[Difference] = []
    recount.compare_with_recount(found.append)
    return found


def test_a_risk_counts_by_state_and_class_and_no_month(cast: Cast) -> None:
    risk = stated(cast, cast.company, days=90)
    closed = make_risk_in(unit=cast.company, state="closed", at=cast.at)

    assert key_of(risk, Risk.rolled) == Key("R", cast.company.pk, UNDATED, 0, STATED)
    assert key_of(closed, Risk.rolled) is None


@pytest.mark.parametrize("folded", [False, True])
def test_a_unit_itself_and_those_below_are_told_in_one(counts: Cast, folded: bool) -> None:
    stated(counts, counts.company, days=90)
    stated(counts, counts.company)
    stated(counts, counts.battalion)
    stated(counts, counts.squadron)
    if folded:
        fold_changes()

    assert below(counts, counts.commander.actor) == {
        Cell(counts.company.pk, UNDATED, STATED): 2,
        Cell(counts.battalion.pk, UNDATED, STATED): 1,
    }


def test_of_a_unit_itself_that_is_not_seen_nothing_is_told(counts: Cast) -> None:
    stated(counts, counts.company)
    stated(counts, counts.battalion)
    fold_changes()

    assert below(counts, counts.soldier.actor) == {Cell(counts.company.pk, UNDATED, STATED): 1}


def test_a_new_class_moves_the_count(counts: Cast) -> None:
    risk = stated(counts, counts.company)
    give_score(risk, counts.safety_adviser.actor, counts.at)
    fold_changes()

    assert below(counts, counts.commander.actor) == {
        Cell(counts.company.pk, UNDATED, "identified|high"): 1
    }
    assert compare_with_recount() == []


def test_records_of_all_months_are_recounted_at_once(counts: Cast) -> None:
    stated(counts, counts.company, days=200)
    stated(counts, counts.company)
    fold_changes()
    Rollup.objects.filter(own=True).update(records=7)

    found = compare_with_recount()

    company = [(one.kept, one.recounted) for one in found if one.key.unit == counts.company.pk]
    assert company[0] == (7, 2)
    fold_changes()
    assert compare_with_recount() == []


def test_own_records_count_where_others_would_when_they_are_set_apart(counts: Cast) -> None:
    actor = counts.soldier.actor

    apart = kept_reach(actor, READ, Risk, own_apart=True)

    assert kept_reach(actor, READ, Risk) is None
    assert apart is not None
    assert apart.units == actor.units_of(READ)


def test_a_risk_that_somebody_is_too_close_to_is_taken_off(counts: Cast) -> None:
    near = stated(counts, counts.battalion)
    stated(counts, counts.battalion)
    fold_changes()
    ties = frozenset({("register.risk", near.pk)})

    found = below(counts, replace(counts.commander.actor, conflicts=ties))

    assert found == {Cell(counts.battalion.pk, UNDATED, STATED): 1}


def test_months_of_a_unit_itself_come_along_as_well(counts: Cast) -> None:
    make_occurrence(unit=counts.battalion)
    reach = kept_reach(counts.commander.actor, READ_SUMMARY, Occurrence)
    assert reach is not None

    found = reach.below(
        root=Occurrence,
        tops={counts.battalion.pk: counts.battalion.pk},
        months=(202603, 202603),
        version=tree().version,
        itself=frozenset({counts.battalion.pk}),
    )

    assert found == {Cell(counts.battalion.pk, 202603, "0|"): 1}


def test_an_upgrade_that_counts_risks_begins_anew(counts: Cast) -> None:
    stated(counts, counts.company)
    upgrade = import_module("baken.core.rollups.migrations.0004_risks")

    upgrade.begin_anew(apps, None)

    assert (Rollup.objects.count(), RollupChange.objects.count()) == (0, 0)
    assert below(counts, counts.commander.actor) is None
    assert RolledTree.objects.get().complete is False
