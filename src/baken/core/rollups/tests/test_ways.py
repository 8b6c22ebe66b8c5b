"""A root that is counted in more than one way: by what it is, and by how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Q

from baken.conftest import Cast
from baken.core.access import Confidentiality, Grant, Reach
from baken.core.access.reach import Hosted, below, only
from baken.core.rollups import recount
from baken.core.rollups.fold import fold_changes, follow_tree
from baken.core.rollups.keys import Key, keys_of
from baken.core.rollups.models import RolledTree, Rollup, RollupChange
from baken.core.rollups.recount import begin_counts
from baken.core.rollups.totals import Cell, kept_reach
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.permits import READ_SUMMARY
from baken.rooms.reports.tests import acts
from baken.rooms.reports.tests.factories import make_occurrence

pytestmark = pytest.mark.django_db
MARCH = 202603


@pytest.fixture
def counts(cast: Cast) -> Cast:
    """The counts begin, on today's tree."""
    here = tree()
    follow_tree(version=here.version, parents={one.id: one.parent_id for one in here.units})
    begin_counts()
    return cast


def going_on(cast: Cast) -> Mapping[Cell, int] | None:
    """How far the occurrences are of the battalion with all below it, as its commander sees them."""
    reach = kept_reach(cast.commander.actor, READ_SUMMARY, Occurrence)
    assert reach is not None
    units = tree().ids_in((tree().by_id[cast.battalion.pk].range,))
    return reach.below(
        root=Occurrence,
        tops=dict.fromkeys(units, cast.battalion.pk),
        months=(0, MARCH),
        version=tree().version,
        way=Occurrence.going_on,
    )


def test_an_occurrence_counts_by_what_it_is_and_while_it_goes_on_by_its_state(cast: Cast) -> None:
    unit = cast.company.pk
    made = {
        state: keys_of(make_occurrence(unit=cast.company, state=state))
        for state in ("handling", "closed", "merged")
    }
    counted = Key("V", unit, MARCH, 0, "0|")
    assert made == {
        "handling": {counted, Key("Vg", unit, MARCH, 0, "handling")},
        "closed": {counted},
        "merged": frozenset(),
    }


def test_a_step_counts_in_the_new_state_and_the_last_one_in_none(counts: Cast) -> None:
    occurrence = make_occurrence(unit=counts.company, state="triaged")
    told = [going_on(counts)]
    for name, fields in (
        ("start_handling", {}),
        ("make_ready", {"result": "Gedaan."}),
        ("close", {}),
    ):
        acts.step(counts.safety_adviser, occurrence, name, at=counts.at, **fields)
        told.append(going_on(counts))
    unit = counts.battalion.pk
    states = ("triaged", "handling", "ready_to_close")
    assert told == [*({Cell(unit, MARCH, state): 1} for state in states), {}]
    fold_changes()
    assert going_on(counts) == {}
    assert recount.compare_with_recount() == 0


def test_what_differs_in_one_way_is_mended_in_that_way(counts: Cast) -> None:
    make_occurrence(unit=counts.company, state="handling")
    fold_changes()
    Rollup.objects.filter(root="Vg").update(records=4)
    found: list[recount.Difference] = []

    recount.compare_with_recount(found.append)
    fold_changes()

    assert {one.key.root for one in found} == {"Vg"}
    assert going_on(counts) == {Cell(counts.battalion.pk, MARCH, "handling"): 1}


def test_an_upgrade_that_counts_in_another_way_is_not_read_before_it_has(counts: Cast) -> None:
    make_occurrence(unit=counts.company, state="handling")
    fold_changes()
    Rollup.objects.filter(root="Vg").delete()
    upgrade = import_module("baken.core.rollups.migrations.0005_more_ways")

    upgrade.begin_anew(apps, None)

    assert going_on(counts) is None
    assert RolledTree.objects.get().complete is False
    begin_counts()
    assert going_on(counts) == {Cell(counts.battalion.pk, MARCH, "handling"): 1}


def test_the_number_of_a_change_tells_nothing_of_its_place_among_others(counts: Cast) -> None:
    for _ in range(12):
        make_occurrence(unit=counts.company, state="closed")
    numbers = list(RollupChange.objects.order_by("number").values_list("number", flat=True))
    gaps = {after - before for before, after in pairwise(numbers)}
    assert len(numbers) == 12
    assert min(gaps) > 1
    assert len(gaps) == 11


def test_of_units_of_which_not_all_is_seen_the_unit_that_holds_it_opens_a_record(
    cast: Cast,
) -> None:
    def elsewhere(*grants: Grant) -> Q:
        actor = replace(cast.commander.actor, grants=grants)
        reach = kept_reach(actor, READ_SUMMARY, Occurrence)
        assert reach is not None
        return reach.elsewhere()

    def grant(unit: Any, held: int, **more: Any) -> Grant:
        reach = Reach(ranges=(only(unit.path),), unit_ids=frozenset({unit.pk}), **more)
        return Grant(READ_SUMMARY, Confidentiality(held), reach)

    here = grant(cast.company, 1)
    guests = Hosted((below(cast.army.path),), frozenset({cast.army.pk}), frozenset({1}))
    case = frozenset({("reports.occurrence", 7)})
    assert elsewhere(here) == Q(owner_unit__isnull=False)
    assert elsewhere(here, grant(cast.squadron, 0)) == Q()
    assert elsewhere(grant(cast.company, 1, cases=case)) == Q()
    assert elsewhere(grant(cast.company, 1, hosted=(guests,))) == Q()
