"""Imports and merges meet: a group over several batches, and rows that come after people merged."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core.trail.verify import breaks
from baken.rooms.reports.jobs.import_reports import Tally
from baken.rooms.reports.models import Damage, Injury, Occurrence, OccurrenceCode, Report
from baken.rooms.reports.tests.acts import fresh, step
from baken.rooms.reports.tests.test_two_systems import BASE, PSMV, SRS, THIRD, import_rows, row

GROUPED = {**SRS, "group_by": ["zaak"], "group_adds": ["injuries", "actual_severity"]}
Bring = Callable[..., Tally]
pytestmark = pytest.mark.usefixtures("_english")


@pytest.fixture
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def bring(cast: Cast, tmp_path: Path) -> Bring:
    return lambda mapping, *rows: import_rows(tmp_path, mapping, rows)


def occurrences() -> list[Occurrence]:
    return list(Occurrence.objects.for_system(reason="import").order_by("systems"))


def hurt_in(one: Occurrence) -> list[str]:
    return sorted(Injury.objects.of(one).values_list("outcome", flat=True))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_group_over_two_batches_and_another_system_count_nobody_twice(
    bring: Bring, order: tuple[int, ...]
) -> None:
    """Three injured in the one system; four in the other, over two batches: there were four."""
    batches = (
        (PSMV, row("p1", licht="3")),
        (GROUPED, row("s1", zaak="z1", ander="p1", licht="2")),
        (GROUPED, row("s2", zaak="z1", ander="p1", licht="2")),
    )
    for place in order:
        bring(batches[place][0], batches[place][1])
    [one] = occurrences()
    assert (hurt_in(one), one.systems) == (["first_aid"] * 4, "PSMV + SRS")
    assert list(breaks()) == []


def test_group_over_two_batches_with_fewer_injured_adds_nobody(bring: Bring) -> None:
    bring(PSMV, row("p1", licht="3"))
    for nr in ("s1", "s2"):
        bring(GROUPED, row(nr, zaak="z1", ander="p1", licht="1"))
    [one] = occurrences()
    assert hurt_in(one) == ["first_aid"] * 3


def test_group_over_two_batches_of_one_system_counts_everybody(bring: Bring) -> None:
    for nr in ("s1", "s2"):
        bring(GROUPED, row(nr, zaak="z1", licht="1", dood="1"))
    [one] = occurrences()
    assert (hurt_in(one), one.actual_severity) == (["death"] * 2 + ["first_aid"] * 2, 5)


def test_group_over_two_batches_that_is_joined_later_counts_nobody_twice(bring: Bring) -> None:
    """Each system stood by itself; the third one's row ties them, and then the group goes on."""
    bring(PSMV, row("p1", licht="3"))
    bring(THIRD, row("k1", centraal="c9", licht="2"))
    bring(GROUPED, row("s1", zaak="z1", ander="p1", centraal="c9", licht="2"))
    bring(GROUPED, row("s2", zaak="z1", licht="2"))
    [one] = [one for one in occurrences() if one.state != "merged"]
    assert (hurt_in(one), one.systems) == (["first_aid"] * 4, "KOS + PSMV + SRS")
    assert list(breaks()) == []


def test_what_a_row_joined_is_taken_apart_by_a_person_and_stays_apart(
    bring: Bring, cast: Cast
) -> None:
    handling = {"state": "handling"}
    bring({**PSMV, **handling}, row("p1", licht="3", klasse="2"))
    bring({**THIRD, **handling}, row("k1", centraal="c9", licht="4", soort="brand"))
    before = {one.pk: (hurt_in(one), one.category, one.systems) for one in occurrences()}
    bring({**SRS, **handling}, row("s1", ander="p1", centraal="c9"))
    [gone] = [one for one in occurrences() if one.state == "merged"]

    step(cast.safety_adviser, gone, "unmerge", at=cast.at, reason="Toch twee.")

    [kept] = [one for one in occurrences() if one.pk != gone.pk]
    back = fresh(gone)
    assert (hurt_in(back), back.category, back.systems) == before[gone.pk]
    hurt, category, system = before[kept.pk]
    assert (hurt_in(kept), kept.category) == (hurt, category)
    assert kept.systems == f"{system} + SRS"
    bring({**SRS, **handling}, row("s2", ander="p1", centraal="c9"))
    assert [one.state for one in occurrences()] == ["handling", "handling"]
    assert list(breaks()) == []


def test_what_a_row_told_since_the_merge_stays_when_it_is_undone(bring: Bring, cast: Cast) -> None:
    """Both brought the same subject and class: undone, the target keeps what the row told."""
    here = {**BASE, "state": "handling"}
    bring({"source": "PSMV", **here}, row("p1", klasse="1"))
    bring({"source": "KOS", **here}, row("k1", klasse="3", soort="brand"))
    other, one = occurrences()
    step(cast.safety_adviser, other, "same_event", at=cast.at, occurrence=one.ref)
    bring({**SRS, "state": "handling"}, row("s1", ander="p1", klasse="2", soort="brand,val"))
    assert fresh(one).category == 3
    step(cast.safety_adviser, fresh(other), "unmerge", at=cast.at, reason="Toch twee.")
    codes = sorted(OccurrenceCode.objects.of(one).values_list("code", flat=True))
    assert (fresh(one).category, codes) == (2, ["fire", "slip_trip"])
    assert (fresh(one).systems, fresh(other).systems) == ("PSMV + SRS", "KOS")
    assert Report.objects.for_system(reason="import").get(source="SRS").occurrence_id == one.pk
    assert not Damage.objects.of(one).exists()
    assert list(breaks()) == []


@pytest.mark.parametrize(("licht", "stands"), [("3", 3), ("6", 6), ("1", 2)])
def test_list_that_a_row_told_since_the_merge_counts_when_it_is_undone(
    bring: Bring, cast: Cast, licht: str, stands: int
) -> None:
    """Four stood; without them it is the fuller of what the two others told, whoever came when."""
    bring({"source": "PSMV", **BASE, "state": "handling"}, row("p1", licht="2"))
    bring({"source": "KOS", **BASE, "state": "handling"}, row("k1", licht="4"))
    other, one = occurrences()
    step(cast.safety_adviser, other, "same_event", at=cast.at, occurrence=one.ref)
    bring({**SRS, "state": "handling"}, row("s1", ander="p1", licht=licht))
    assert len(hurt_in(one)) == max(4, int(licht))
    step(cast.safety_adviser, fresh(other), "unmerge", at=cast.at, reason="Toch twee.")
    assert [len(hurt_in(each)) for each in (one, other)] == [stands, 4]
    assert list(breaks()) == []


def test_list_that_somebody_told_stays_theirs_when_a_row_only_adds_its_report(
    bring: Bring, cast: Cast
) -> None:
    bring({"source": "PSMV", **BASE, "state": "handling"}, row("p1", licht="2"))
    bring({"source": "KOS", **BASE, "state": "handling"}, row("k1", licht="4"))
    other, one = occurrences()
    step(cast.safety_adviser, other, "same_event", at=cast.at, occurrence=one.ref)
    told: dict[str, Any] = {"summary": "Kabel.", "potential_severity": "3"}
    told["injuries"] = [{"outcome": "lost_time"}]
    step(cast.safety_adviser, fresh(one), "classify", at=cast.at, **told)
    bring({**SRS, "state": "handling"}, row("s1", ander="p1", licht="3"))
    step(cast.safety_adviser, fresh(other), "unmerge", at=cast.at, reason="Toch twee.")
    assert (hurt_in(one), len(hurt_in(other))) == (["lost_time"], 4)
    assert list(breaks()) == []


def test_row_whose_home_is_merged_while_it_waits_goes_where_that_went(
    bring: Bring, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from baken.rooms.reports.actions import legacy_write

    bring({**PSMV, "state": "handling"}, row("p1"))
    bring({"source": "KOS", **BASE, "state": "handling"}, row("k1"))
    other, one = occurrences()
    real, asked = legacy_write.lock_occurrences, []

    def meanwhile(numbers: Any) -> Any:
        if not asked:
            step(cast.safety_adviser, one, "same_event", at=cast.at, occurrence=other.ref)
        asked.append(set(numbers))
        return real(numbers)

    monkeypatch.setattr(legacy_write, "lock_occurrences", meanwhile)
    bring({**SRS, "state": "handling"}, row("s1", ander="p1"))
    assert asked == [{one.pk}, {other.pk}]
    assert Report.objects.for_system(reason="import").get(source="SRS").occurrence_id == other.pk
