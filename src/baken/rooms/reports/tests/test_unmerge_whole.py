"""What undoing a merge gives back besides rows: level, terms and classes; and who may do it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core.workflow.available import available_steps
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.reports.actions.lock_order import _touched
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.tests.acts import fresh, step, steps_of
from baken.rooms.reports.tests.factories import make_occurrence, make_report
from baken.rooms.reports.tests.test_unmerge import chain, hurt, merge, standing, unmerge, weighed

pytestmark = pytest.mark.usefixtures("_english")


@pytest.fixture
def _english() -> Any:
    with translation.override("en"):
        yield


def level_of(one: Occurrence) -> tuple[Any, ...]:
    row = fresh(one)
    return row.raised_to_id, row.raised_at, row.asks_since


def test_level_comes_back_with_what_was_raised(cast: Cast) -> None:
    cast.add("above", ("safety_adviser", "ARMY", None))
    source, target = hurt(cast), weighed(cast)
    step(cast.safety_adviser, source, "raise", at=cast.at, reason="Te groot voor ons.")
    before = level_of(source)
    merge(cast, source, target)
    assert level_of(source) == (None, None, None)
    unmerge(cast, source)
    assert (before[0] is not None, level_of(source)) == (True, before)


@pytest.mark.parametrize("state", ["triaged", "handling"])
def test_clock_goes_on_after_a_merge_is_undone(cast: Cast, state: str) -> None:
    source, target = hurt(cast), weighed(cast)
    if state == "handling":
        step(cast.commander, source, "start_handling", at=cast.at)
    before = fresh(source).stalls_at
    merge(cast, source, target)
    assert fresh(source).stalls_at is None
    unmerge(cast, source)
    assert (before is not None, fresh(source).stalls_at) == (True, before)


@pytest.mark.parametrize("how", ["lower", "category"])
def test_what_a_second_reader_decided_since_stays(cast: Cast, how: str) -> None:
    second = cast.add("second", ("safety_adviser", "ARMY", None))
    source, target = hurt(cast), weighed(cast)
    merge(cast, source, target)
    if how == "lower":
        asked = {"potential_severity": "1", "reason": "Bekend."}
        step(cast.safety_adviser, fresh(target), "propose_lower", at=cast.at, **asked)
        step(second, fresh(target), "agree_lower", at=cast.at)
    else:
        told = {"category": "1", "reason": "Bekend."}
        step(cast.commander, fresh(target), "dispute_category", at=cast.at, **told)
        step(second, fresh(target), "decide_category", at=cast.at, **told)
    unmerge(cast, source)
    found = standing(target)
    assert (found["potential_severity"], found["category"]) == ((1, 2), (4, 1))[how == "category"]
    assert steps_of(target)[-1].facts["weigh_again"] is True
    assert ("subject", "noise") not in found["codes"]


def test_one_weighed_with_the_whole_does_not_count_again(cast: Cast) -> None:
    """First came in, the whole was weighed lower, then second came and went: it stays as weighed."""
    first, second, target = hurt(cast), hurt(cast, category="3"), weighed(cast)
    merge(cast, first, target)
    step(cast.safety_adviser, fresh(target), "classify", at=cast.at, category="1")
    merge(cast, second, target)
    unmerge(cast, second)
    assert standing(target)["category"] == 1
    assert steps_of(target)[-1].facts["weigh_again"] is False


def test_merged_at_import_goes_back_with_what_it_was_in(cast: Cast) -> None:
    source, target = hurt(cast), weighed(cast)
    old = make_occurrence(unit=cast.company, state="merged", at=cast.at, merged_into=source)
    merge(cast, source, target)
    assert fresh(old).merged_into_id == target.pk
    unmerge(cast, source)
    assert fresh(old).merged_into_id == source.pk


def test_who_reported_it_does_not_undo_the_merge(cast: Cast) -> None:
    own = make_report(
        unit=cast.company,
        at=cast.at,
        reporter_key=cast.safety_adviser.actor.own_key,
        identity="named",
    )
    other = cast.add("other", ("safety_adviser", "BATTALION", None))
    fields = {"title": "Kabel", "summary": "Kabel los.", "kind": "unsafe_situation"}
    classes = {"category": "0", "actual_severity": "0", "potential_severity": "3"}
    report = step(other, own, "triage", at=cast.at, **fields, **classes)
    source, target = report.occurrence, weighed(cast)
    step(other, fresh(source), "merge", at=cast.at, occurrence=target.ref)
    now = available_steps(record=fresh(source), actor=cast.safety_adviser.actor, at=cast.at)
    assert [(one.name, one.allowed) for one in now] == [("unmerge", False)]
    with pytest.raises(StepRefused) as refused:
        unmerge(cast, source)
    assert [one.code for one in refused.value.refusals] == ["own_report"]
    step(other, fresh(source), "unmerge", at=cast.at, reason="Toch twee.")
    assert fresh(source).state == "triaged"


def test_unmerge_long_after_gives_a_term_that_runs(cast: Cast) -> None:
    source, target = hurt(cast), weighed(cast)
    step(cast.commander, source, "start_handling", at=cast.at)
    merge(cast, source, target)
    later = cast.at + timedelta(days=400)
    step(cast.safety_adviser, fresh(source), "unmerge", at=later, reason="Toch twee.")
    assert fresh(source).stalls_at > later


# ---- which occurrences a step locks ----


@pytest.mark.parametrize("name", ["merge", "same_event", "keep_apart"])
def test_step_that_names_another_locks_both(cast: Cast, name: str) -> None:
    one, other = weighed(cast), weighed(cast)
    assert {one.pk, other.pk} <= set(_touched(one, name, {"occurrence": other.ref}))


def test_merge_locks_what_follows_and_unmerge_the_whole_way(cast: Cast) -> None:
    a, b, c = chain(cast)
    d = weighed(cast)
    assert set(_touched(c, "merge", {"occurrence": d.ref})) == {one.pk for one in (a, b, c, d)}
    assert set(_touched(b, "unmerge", {})) == {one.pk for one in (a, b, c)}


def test_lock_looks_again_at_what_it_waited_for(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a merge waits, its target is merged on: it locks the rest too, and then refuses."""
    from baken.rooms.reports.actions import lock_order

    one, other, third = weighed(cast), weighed(cast), weighed(cast)
    locks: list[set[int]] = []
    real = lock_order.lock_occurrences

    def meanwhile(numbers: Any) -> Any:
        locks.append(set(numbers))
        if len(locks) == 1:
            rows = Occurrence.objects.for_system(reason="advance").filter(pk=third.pk)
            rows.update(state="merged", merged_into=other)
        return real(numbers)

    monkeypatch.setattr(lock_order, "lock_occurrences", meanwhile)
    lock_order.lock_along(one, "merge", {"occurrence": other.ref})
    assert locks == [{one.pk, other.pk}, {one.pk, other.pk, third.pk}]


def test_merge_into_one_that_is_merged_meanwhile_is_refused(cast: Cast) -> None:
    one, other, third = weighed(cast), weighed(cast), weighed(cast)
    merge(cast, other, third)
    with pytest.raises(FieldsRefused):
        step(cast.safety_adviser, one, "merge", at=cast.at, occurrence=other.ref)
