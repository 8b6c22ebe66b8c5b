"""Undoing a merge works the list of harm out again at every holder: nothing that still counts is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core.trail.verify import breaks
from baken.rooms.reports.models import Damage, Injury, Occurrence
from baken.rooms.reports.tests.acts import fresh, step, steps_of
from baken.rooms.reports.tests.test_same_event import merge, same, standing, told, unmerge

KINDS = {"injuries": (Injury, "outcome"), "damages": (Damage, "what")}
pytestmark = [
    pytest.mark.usefixtures("_english"),
    pytest.mark.parametrize("kind", list(KINDS)),
]


@pytest.fixture
def _english() -> Any:
    with translation.override("en"):
        yield


def of_system(cast: Cast, kind: str, system: str | None, listed: str = "") -> Occurrence:
    """An occurrence that a system told of, with these injuries or this damage."""
    return told(cast, system, **fields_of(kind, listed))


def fields_of(kind: str, listed: str) -> dict[str, Any]:
    if kind == "injuries":
        return {"outcomes": listed}
    return {"damages": [{"what": what} for what in listed.split()]}


def revise(cast: Cast, kind: str, one: Occurrence, listed: str) -> None:
    name = KINDS[kind][1]
    rows = [{name: word} for word in listed.split()]
    step(cast.safety_adviser, fresh(one), "classify", at=cast.at, **{kind: rows})


def listed_in(kind: str, *all_: Occurrence) -> list[str]:
    """What stands with each of these occurrences, as words."""
    model, name = KINDS[kind]
    return [" ".join(sorted(model.objects.of(one).values_list(name, flat=True))) for one in all_]


LOST2, LOST3 = "lost_time lost_time", "lost_time lost_time lost_time"
OWN2 = "medical_treatment medical_treatment"
DEATH3 = "death death death"


@pytest.mark.parametrize("middle", ["", "first_aid"])
def test_chain_of_same_events_the_last_one_keeps_its_own(
    cast: Cast, kind: str, middle: str
) -> None:
    a = of_system(cast, kind, "SRS", LOST3)
    b, c = of_system(cast, kind, "PSMV", middle), of_system(cast, kind, None, OWN2)
    before = standing(a, b, c)
    same(cast, a, b)
    same(cast, b, c)
    assert listed_in(kind, c) == [LOST3]
    unmerge(cast, a)
    assert listed_in(kind, a, b, c) == [LOST3, middle, OWN2]
    unmerge(cast, b)
    assert standing(a, b, c) == before
    assert list(breaks()) == []


def test_chain_of_same_events_the_fuller_middle_stands(cast: Cast, kind: str) -> None:
    """Without the first, the middle one tells of more than the last: its list is the one there."""
    a = of_system(cast, kind, "SRS", LOST3)
    b, c = of_system(cast, kind, "PSMV", LOST2), of_system(cast, kind, None, "first_aid")
    before = standing(a, b, c)
    same(cast, a, b)
    same(cast, b, c)
    unmerge(cast, a)
    assert listed_in(kind, b, c) == [LOST2, LOST2]
    unmerge(cast, b)
    assert standing(a, b, c) == before
    assert list(breaks()) == []


def test_merge_and_then_same_event_the_last_one_keeps_its_own(cast: Cast, kind: str) -> None:
    a = of_system(cast, kind, "SRS", LOST2)
    b, c = of_system(cast, kind, "PSMV", "first_aid"), of_system(cast, kind, None, OWN2)
    before = standing(a, b, c)
    merge(cast, a, b)
    same(cast, b, c)
    assert listed_in(kind, c) == ["first_aid " + LOST2]
    unmerge(cast, a)
    assert listed_in(kind, a, b, c) == [LOST2, "first_aid", OWN2]
    unmerge(cast, b)
    assert standing(a, b, c) == before
    assert list(breaks()) == []


@pytest.mark.parametrize("fuller_last", [True, False])
def test_list_of_what_stays_merged_stands_when_the_fuller_goes(
    cast: Cast, kind: str, fuller_last: bool
) -> None:
    c = of_system(cast, kind, "KOS", "first_aid")
    y, x = of_system(cast, kind, "PSMV", DEATH3), of_system(cast, kind, "SRS", LOST2)
    before = standing(c, y, x)
    for one in (x, y) if fuller_last else (y, x):
        same(cast, one, c)
    unmerge(cast, y)
    assert listed_in(kind, c) == [LOST2]
    unmerge(cast, x)
    assert standing(c, y, x) == before
    assert list(breaks()) == []


def test_merged_again_after_its_list_was_worked_out_goes_back_to_what_was(
    cast: Cast, kind: str
) -> None:
    c = of_system(cast, kind, "KOS", "first_aid")
    y, x = of_system(cast, kind, "PSMV", DEATH3), of_system(cast, kind, "SRS", LOST2)
    before = standing(c, y, x)
    same(cast, y, c)
    same(cast, x, c)
    unmerge(cast, y)
    same(cast, y, c)
    assert listed_in(kind, c) == [DEATH3]
    unmerge(cast, x)
    assert listed_in(kind, c) == [DEATH3]
    unmerge(cast, y)
    assert standing(c, y, x) == before
    assert list(breaks()) == []


def test_what_came_by_an_ordinary_merge_is_added_to_what_stands(cast: Cast, kind: str) -> None:
    c = of_system(cast, kind, "KOS", "first_aid")
    y, x = of_system(cast, kind, "PSMV", DEATH3), of_system(cast, kind, "SRS", LOST2)
    plain = of_system(cast, kind, None, "permanent")
    same(cast, y, c)
    same(cast, x, c)
    merge(cast, plain, c)
    unmerge(cast, y)
    assert listed_in(kind, c) == [LOST2 + " permanent"]
    unmerge(cast, x)
    assert listed_in(kind, c) == ["first_aid permanent"]
    unmerge(cast, plain)
    assert listed_in(kind, c, y, x, plain) == ["first_aid", DEATH3, LOST2, "permanent"]
    assert list(breaks()) == []


def test_ordinary_merge_before_the_fuller_one_is_as_it_was(cast: Cast, kind: str) -> None:
    """It gave way together with the list that it was part of, and comes back with it."""
    c, plain = of_system(cast, kind, "KOS", "first_aid"), of_system(cast, kind, None, OWN2)
    x, y = of_system(cast, kind, "SRS", LOST3 + " lost_time"), of_system(cast, kind, "PSMV", DEATH3)
    merge(cast, plain, c)
    together = listed_in(kind, c)
    same(cast, x, c)
    with_x = listed_in(kind, c)
    same(cast, y, c)
    unmerge(cast, y)
    assert listed_in(kind, c) == with_x
    unmerge(cast, x)
    assert listed_in(kind, c) == together
    unmerge(cast, plain)
    assert listed_in(kind, c) == ["first_aid"]
    assert list(breaks()) == []


def test_list_that_was_told_by_hand_is_not_worked_out_again(cast: Cast, kind: str) -> None:
    c = of_system(cast, kind, "KOS", "first_aid")
    y, x = of_system(cast, kind, "PSMV", DEATH3), of_system(cast, kind, "SRS", LOST2)
    same(cast, y, c)
    same(cast, x, c)
    revise(cast, kind, c, OWN2.split()[0])
    unmerge(cast, y)
    unmerge(cast, x)
    assert listed_in(kind, c, y, x) == ["medical_treatment", DEATH3, LOST2]
    assert list(breaks()) == []


def test_list_that_was_told_by_hand_loses_only_what_came_along(cast: Cast, kind: str) -> None:
    """One person is added by hand to the three; and that none is left at all is told as well."""
    c, y = of_system(cast, kind, "KOS", "first_aid"), of_system(cast, kind, "PSMV", DEATH3)
    d, z = of_system(cast, kind, "KOS", "first_aid"), of_system(cast, kind, "PSMV", DEATH3)
    same(cast, y, c)
    same(cast, z, d)
    model, _name = KINDS[kind]
    rows = [_as_told(one) for one in model.objects.of(c)]
    more = [*rows, {KINDS[kind][1]: "medical_treatment"}]
    step(cast.safety_adviser, fresh(c), "classify", at=cast.at, **{kind: more})
    revise(cast, kind, d, "")
    for one in (y, z):
        unmerge(cast, one)
    assert listed_in(kind, c, d) == ["medical_treatment", ""]
    assert list(breaks()) == []


def test_hand_that_only_took_off_what_came_along_leaves_the_own_list(cast: Cast, kind: str) -> None:
    """Two of the three that came stood: nothing was said of the own one, which comes back."""
    c, y = of_system(cast, kind, "KOS", "first_aid"), of_system(cast, kind, "PSMV", DEATH3)
    same(cast, y, c)
    rows = [_as_told(one) for one in KINDS[kind][0].objects.of(c)][:2]
    step(cast.safety_adviser, fresh(c), "classify", at=cast.at, **{kind: rows})
    unmerge(cast, y)
    assert listed_in(kind, c) == ["first_aid"]


def test_list_told_by_hand_in_the_last_one_stays_when_the_first_goes(cast: Cast, kind: str) -> None:
    a = of_system(cast, kind, "SRS", LOST3)
    b, c = of_system(cast, kind, "PSMV", LOST2), of_system(cast, kind, None, OWN2)
    same(cast, a, b)
    same(cast, b, c)
    revise(cast, kind, c, "permanent")
    unmerge(cast, a)
    assert listed_in(kind, b, c) == [LOST2, "permanent"]
    unmerge(cast, b)
    assert listed_in(kind, b, c) == [LOST2, "permanent"]
    assert list(breaks()) == []


def test_what_is_merged_after_a_list_was_told_by_hand_still_weighs(cast: Cast, kind: str) -> None:
    c, y = of_system(cast, kind, "KOS", "first_aid"), of_system(cast, kind, "PSMV", DEATH3)
    x = of_system(cast, kind, "SRS", LOST2)
    same(cast, y, c)
    revise(cast, kind, c, "permanent")
    same(cast, x, c)
    assert listed_in(kind, c) == [LOST2]
    unmerge(cast, y)
    assert listed_in(kind, c) == [LOST2]
    unmerge(cast, x)
    assert listed_in(kind, c) == ["permanent"]


def test_undone_by_an_older_version_still_gives_back_what_gave_way(
    cast: Cast, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its step does not say what stood before it: the merges before it still say so."""
    from baken.rooms.reports.actions import take_back

    c, x = of_system(cast, kind, "KOS", "first_aid"), of_system(cast, kind, "SRS", LOST3)
    plain, early = (of_system(cast, kind, None, word) for word in ("permanent", "none"))
    merge(cast, early, c)
    same(cast, x, c)
    merge(cast, plain, c)
    real = take_back.lists_again
    with monkeypatch.context() as older:
        older.setattr(take_back, "lists_again", lambda one: (real(one), ({"brought": {}}, {}))[1])
        unmerge(cast, plain)
    assert listed_in(kind, c) == [LOST3]
    unmerge(cast, x)
    assert listed_in(kind, c) == ["first_aid none"]
    unmerge(cast, early)
    assert listed_in(kind, c, early) == ["first_aid", "none"]
    assert list(breaks()) == []


def test_program_reads_no_injuries_in_what_an_undone_merge_keeps(cast: Cast, kind: str) -> None:
    from baken.core.api.tests.calling import caller

    c = of_system(cast, kind, "KOS", "first_aid")
    y, x = of_system(cast, kind, "PSMV", DEATH3), of_system(cast, kind, "SRS", LOST2)
    same(cast, y, c)
    same(cast, x, c)
    unmerge(cast, y)
    assert steps_of(c)[-1].words["set_aside"][kind]
    rows = caller(cast, "safety_adviser").get(f"/occurrences/{c.ref}/steps").json()["items"]
    kept = {"set_aside", "brought", "brought_of", "base"}
    assert not [one for one in rows if kept & {*one["facts"], *one["texts"]}]


def _as_told(row: Any) -> dict[str, Any]:
    """A row as somebody sends it again, unchanged."""
    if isinstance(row, Damage):
        return {"what": row.what, "amount_eur": row.amount_eur}
    return {"outcome": row.outcome, "known_at": row.known_at.isoformat()}
