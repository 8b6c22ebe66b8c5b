"""An occurrence is part of a larger one: both ways, without circles, within everybody's reach."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core.api.tests.calling import caller
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.reports.models import Occurrence
from baken.rooms.reports.queries import parents
from baken.rooms.reports.queries.parents import Kin, Parts, above, family_of, merged_into
from baken.rooms.reports.tests.acts import fresh, step, steps_of
from baken.rooms.reports.tests.factories import make_occurrence


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def make(cast: Cast) -> Any:
    return lambda unit=None: make_occurrence(unit=unit or cast.company, at=cast.at)


def part(cast: Cast, one: Occurrence, whole: Occurrence) -> Occurrence:
    return step(cast.safety_adviser, fresh(one), "set_parent", at=cast.at, occurrence=whole.ref)


def merge(cast: Cast, one: Occurrence, into: Occurrence) -> Occurrence:
    return step(cast.safety_adviser, fresh(one), "merge", at=cast.at, occurrence=into.ref)


def parent_of(actor: Any, one: Occurrence) -> Kin | None:
    return family_of(actor, one, merged_into(one.pk))[0]


def parts_of(actor: Any, one: Occurrence) -> Parts:
    return family_of(actor, one, merged_into(one.pk))[1]


def parts_read(cast: Cast, one: Occurrence) -> list[str]:
    """The references of its parts, to somebody who reads them all."""
    return [kin.ref for kin in parts_of(cast.commander.actor, one).shown]


def refused(cast: Cast, one: Occurrence, ref: str) -> str:
    with pytest.raises(FieldsRefused) as caught:
        step(cast.safety_adviser, fresh(one), "set_parent", at=cast.at, occurrence=ref)
    return str(caught.value.errors["occurrence"])


def test_part_is_seen_from_both_ends(cast: Cast, make: Any) -> None:
    one, whole = make(), make()
    part(cast, one, whole)
    actor = cast.safety_adviser.actor
    seen = parent_of(actor, one)
    assert seen is not None
    assert (seen.ref, seen.text) == (whole.ref, whole.title)
    assert [kin.ref for kin in parts_of(actor, whole).shown] == [one.ref]
    assert steps_of(one)[-1].facts == {"parent": whole.ref, "before": None}


def test_part_moves_to_another_whole_and_out_of_it(cast: Cast, make: Any) -> None:
    one, first, second = make(), make(), make()
    part(cast, one, first)
    part(cast, one, second)
    assert steps_of(one)[-1].facts == {"parent": second.ref, "before": first.ref}
    assert (parts_read(cast, first), parts_read(cast, second)) == ([], [one.ref])
    step(cast.commander, fresh(one), "clear_parent", at=cast.at, reason="Staat los.")
    assert above(one) == []
    assert steps_of(one)[-1].words["reason"] == "Staat los."


def test_part_of_nothing_cannot_be_taken_out(cast: Cast, make: Any) -> None:
    with pytest.raises(StepRefused) as caught:
        step(cast.commander, make(), "clear_parent", at=cast.at, reason="Staat los.")
    assert [one.code for one in caught.value.refusals] == ["no_parent"]


def test_part_in_a_circle_is_refused(cast: Cast, make: Any) -> None:
    low, middle, top = make(), make(), make()
    part(cast, low, middle)
    part(cast, middle, top)
    assert refused(cast, top, low.ref) == f"{low.ref} is itself part of this one."
    assert refused(cast, middle, low.ref) == f"{low.ref} is itself part of this one."
    assert refused(cast, low, low.ref) == "An occurrence cannot be part of itself."
    assert above(low) == [middle.pk, top.pk]


def test_part_of_what_cannot_be_seen_is_refused_like_what_is_not_there(
    cast: Cast, make: Any
) -> None:
    one, hidden = make(), make(cast.squadron)
    assert refused(cast, one, hidden.ref) == refused(cast, one, "V-2026-999999")


def test_part_of_a_merged_one_names_where_it_went(cast: Cast, make: Any) -> None:
    one, gone, target = make(), make(), make()
    merge(cast, gone, target)
    assert target.ref in refused(cast, one, gone.ref)


def test_part_too_deep_is_refused(cast: Cast, make: Any, monkeypatch: Any) -> None:
    low, middle, top = make(), make(), make()
    part(cast, middle, top)
    monkeypatch.setattr(parents, "MOST_ABOVE", 1)
    monkeypatch.setattr("baken.rooms.reports.actions.parents.MOST_ABOVE", 1)
    assert refused(cast, low, middle.ref) == "That one lies below too many others already."


def test_merging_takes_the_tie_along_and_undoing_it_back(cast: Cast, make: Any) -> None:
    one, target, whole = make(), make(), make()
    part(cast, one, whole)
    merge(cast, one, target)
    assert (above(target), parts_read(cast, whole)) == ([whole.pk], [target.ref])
    step(cast.safety_adviser, fresh(one), "unmerge", at=cast.at, reason="Toch twee.")
    assert (above(target), parts_read(cast, whole)) == ([], [one.ref])


def test_merging_the_whole_keeps_its_parts(cast: Cast, make: Any) -> None:
    one, whole, target = make(), make(), make()
    part(cast, one, whole)
    merge(cast, whole, target)
    assert (above(one), parts_read(cast, target)) == ([target.pk], [one.ref])


def test_merging_a_part_into_its_whole_leaves_no_circle(cast: Cast, make: Any) -> None:
    one, whole = make(), make()
    part(cast, one, whole)
    merge(cast, one, whole)
    assert (above(whole), parts_read(cast, whole)) == ([], [])


def test_parts_out_of_reach_are_not_shown_and_counted_only_where_one_may(
    cast: Cast, make: Any
) -> None:
    whole = make(cast.squadron)
    here = make(cast.squadron)
    for one in (here, *(make() for _ in range(5))):
        from baken.core.links.registry import tie

        tie(source=one, relation="part_of", target=whole, at=cast.at)
    seen = parts_of(cast.outsider.actor, whole)
    assert ([kin.ref for kin in seen.shown], seen.hidden, seen.few, seen.many) == (
        [here.ref],
        None,
        False,
        0,
    )
    counting = cast.add("lid", ("committee_member", "MINISTRY", None)).actor
    told = parts_of(counting, whole)
    assert (told.shown, told.hidden, told.few, told.many) == ((), 6, False, 6)


def test_parts_few_out_of_reach_are_told_as_few(cast: Cast, make: Any) -> None:
    one, whole = make(), make()
    part(cast, one, whole)
    counting = cast.add("lid", ("committee_member", "MINISTRY", None)).actor
    told = parts_of(counting, whole)
    assert (told.hidden, told.few, told.many) == (1, True, 0)
    assert parts_of(cast.safety_adviser.actor, one).hidden == 0


def test_part_on_the_pages_and_in_the_api(cast: Cast, make: Any, client_of: Any) -> None:
    one, whole = make(), make()
    adviser = caller(cast, "safety_adviser")
    body = {"step": "set_parent", "fields": {"occurrence": whole.ref}}
    assert adviser.post(f"/occurrences/{one.ref}/steps", body).json()["parent"] == whole.ref
    assert adviser.get(f"/occurrences/{whole.ref}").json()["parts"] == [one.ref]
    client = client_of("safety_adviser")
    assert "Its parts:" in client.get(f"/voorvallen/{whole.ref}").content.decode()
    page = client.get(f"/voorvallen/{one.ref}").content.decode()
    assert "Part of" in page
    assert f'href="/voorvallen/{whole.ref}"' in page
    assert "part of" in str(adviser.get(f"/occurrences/{one.ref}/thread").json())
