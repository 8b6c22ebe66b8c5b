"""Counts of past years by the organisation of then or of today, for readers as they are today."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import combinations, product
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from baken.conftest import Cast, Member
from baken.core.export.figures import SMALL, Branch, Figure
from baken.core.export.small_numbers import figures_of
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.actions import take_unit_step
from baken.rooms.org.models import Unit, UnitVersion
from baken.rooms.org.queries import Tree, UnitView
from baken.rooms.org.rules import child_path
from baken.rooms.org.tests.factories import make_unit
from baken.rooms.reports.queries import count_trees
from baken.rooms.reports.queries.count_trees import Counted, Grown, Sight, Told
from baken.rooms.reports.queries.counts import CountTable, table_asked
from baken.rooms.reports.tests.acts import keep_counts
from baken.rooms.reports.tests.factories import make_occurrence

Clients = Callable[[str], Client]
LAST_YEAR = datetime(2025, 5, 6, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def brigade(cast: Cast) -> Unit:
    return make_unit("BRIGADE", parent=cast.army, level=4)


@pytest.fixture
def auditor(cast: Cast, brigade: Unit) -> Member:
    return cast.add("auditor", ("auditor", "ARMY", None))


def fill(unit: Unit, count: int, at: datetime = LAST_YEAR) -> None:
    for _ in range(count):
        make_occurrence(unit=unit, at=at)


def move(cast: Cast, unit: Unit, parent: str) -> None:
    fields = {"reason": "Order 12", "parent": parent}
    actor = cast.functional_admin.on_duty
    take_unit_step(actor=actor, unit=unit, step="move", at=cast.at, fields=fields)


def asked(member: Member, code: str, *, by_today: bool = False, year: int = 2025) -> CountTable:
    table = table_asked(actor=member.actor, code=code, year=year, by_today=by_today)
    assert table is not None
    return table


def totals(table: CountTable) -> dict[str, str]:
    rows = {
        (row.unit.code if row.part == "below" else row.part): str(row.figures[-1])
        for row in table.rows
    }
    return rows | {"total": str(table.total[-1])}


def test_counts_of_a_past_year_stand_in_the_tree_of_its_last_day(
    cast: Cast, brigade: Unit, auditor: Member
) -> None:
    fill(cast.company, 7)
    fill(cast.battalion, 9)
    move(cast, cast.company, "BRIGADE")

    then, now = asked(auditor, "ARMY"), asked(auditor, "ARMY", by_today=True)

    assert totals(then) == {"itself": "0", "BATTALION": "16", "BRIGADE": "0", "total": "16"}
    assert totals(now) == {"itself": "0", "BATTALION": "9", "BRIGADE": "7", "total": "16"}
    assert (then.day, now.day) == (date(2025, 12, 31), None)
    assert totals(asked(auditor, "BATTALION")) == {"itself": "9", "COMPANY": "7", "total": "16"}


def test_counts_of_a_past_year_bear_the_names_of_then(cast: Cast, auditor: Member) -> None:
    fields = {"reason": "Order 12", "name_nl": "Nieuwe naam"}
    actor = cast.functional_admin.on_duty
    take_unit_step(actor=actor, unit=cast.battalion, step="rename", at=cast.at, fields=fields)
    assert asked(auditor, "battalion").unit.name == "Eenheid BATTALION"
    assert asked(auditor, "battalion", by_today=True).unit.name == "Nieuwe naam"


def test_counts_of_units_that_did_not_stand_on_the_day_are_told_apart(
    cast: Cast, auditor: Member
) -> None:
    """Of one that ended during the year, and of one that was founded after it."""
    ended = make_unit("ENDED", parent=cast.army, state="dissolved")
    UnitVersion.objects.filter(unit=ended).update(until=date(2025, 6, 30))
    fresh = make_unit("FRESH", parent=cast.army, from_on=date(2026, 2, 1))
    fill(ended, 6)
    fill(fresh, 5)

    table = asked(auditor, "ARMY")

    rows = {"itself": "0", "BATTALION": "0", "BRIGADE": "0", "others": "11", "total": "11"}
    assert totals(table) == rows
    assert totals(asked(auditor, "ARMY", by_today=True))["FRESH"] == "5"
    with pytest.raises(FieldsRefused, match="did not stand on the last day of 2025"):
        asked(auditor, "FRESH")


def test_counts_by_the_tree_of_then_open_what_one_may_look_into_today(
    cast: Cast, auditor: Member
) -> None:
    """A unit that went to another branch counts along, as a closed one does."""
    fill(cast.company, 6)
    move(cast, cast.battalion, "NAVY")

    table = asked(auditor, "ARMY")

    assert totals(table)["BATTALION"] == "6"
    assert [row.opens for row in table.rows if row.unit.code == "BATTALION"] == [False]
    with pytest.raises(FieldsRefused, match="within your reach"):
        asked(auditor, "BATTALION")


def test_counts_by_both_trees_do_not_tell_of_a_closed_unit_that_moved(
    cast: Cast, brigade: Unit, auditor: Member
) -> None:
    """What the two had together is told of the army in both trees, what either had in none."""
    closed = make_unit("CLOSED", parent=cast.battalion, restricted=True)
    sealed = make_unit("SEALED", parent=cast.battalion, restricted=True)
    fill(closed, 2)
    fill(sealed, 3)
    fill(cast.company, 20)
    move(cast, closed, "BRIGADE")

    then, now = asked(auditor, "ARMY"), asked(auditor, "ARMY", by_today=True)

    assert (totals(then)["BATTALION"], totals(then)["total"]) == ("25", "25")
    assert (totals(now)["BATTALION"], totals(now)["total"]) == ("≥20", "25")


def test_counts_of_records_one_reads_in_a_closed_unit_tell_nothing_of_the_rest(
    cast: Cast, auditor: Member
) -> None:
    """Its own unit acts on one of the five that were there: that the rest is four is not told."""
    closed = make_unit("CLOSED", parent=cast.army, restricted=True)
    fill(closed, 4)
    make_occurrence(unit=closed, owner_unit=cast.battalion, at=LAST_YEAR)
    assert totals(asked(auditor, "ARMY"))["CLOSED"] == "≥5"


def test_counts_ask_as_much_for_many_units_as_for_few(cast: Cast, auditor: Member) -> None:
    def questions() -> int:
        asked(auditor, "ARMY")
        with CaptureQueriesContext(connection) as found:
            asked(auditor, "ARMY")
        return len(found)

    fill(cast.company, 3)
    fill(make_unit("CLOSED", parent=cast.army, restricted=True), 2)
    before = questions()
    for number in range(8):
        fill(make_unit(f"U{number}", parent=cast.army, restricted=number % 2 == 0), 2)
    assert questions() == before <= 8
    keep_counts()
    assert questions() <= 7


# ---- the page ----


def test_counts_page_says_which_organisation_and_offers_the_other(
    cast: Cast, client_of: Clients
) -> None:
    fill(cast.company, 6)
    client = client_of("commander")
    then = client.get("/voorvallen/tellingen?year=2025")
    assert "By the organisation as it was on 31 December 2025." in then.content.decode()
    assert then.context["switch_url"] == "/voorvallen/tellingen?unit=BATTALION&year=2025&tree=now"
    now = client.get(then.context["switch_url"])
    assert "By the organisation as it is today." in now.content.decode()
    assert now.context["switch_url"] == "/voorvallen/tellingen?unit=BATTALION&year=2025&tree=then"
    assert now.context["rows"][1]["url"].endswith("unit=COMPANY&year=2025&tree=now")


def test_counts_page_of_this_year_has_one_organisation(cast: Cast, client_of: Clients) -> None:
    answer = client_of("commander").get("/voorvallen/tellingen?year=2026")
    assert "By the organisation" not in answer.content.decode()


@pytest.mark.parametrize("query", ["tree=gone", "unit=FRESH&year=2025"])
def test_counts_page_that_cannot_be_given_says_why(
    cast: Cast, client_of: Clients, query: str
) -> None:
    make_unit("FRESH", parent=cast.battalion, from_on=date(2026, 2, 1))
    answer = client_of("commander").get(f"/voorvallen/tellingen?{query}")
    assert answer.status_code == 200
    assert answer.context["asked"].errors
    assert answer.context["table"] is None


# ---- two trees side by side, judged by trying every other table ----

NAMES = ("A", "B", "C", "D")


def planted(parents: dict[str, str]) -> Tree:
    """A top with two groups, and four units each below one of the groups."""
    groups = {"TOP": "", "LEFT": "TOP", "RIGHT": "TOP"} | parents
    paths: dict[str, str] = {}
    for code, parent in groups.items():
        place = sum(1 for one in groups if groups[one] == parent and one in paths) + 1
        paths[code] = child_path(paths.get(parent, ""), place)
    numbers = {code: place for place, code in enumerate(("TOP", "LEFT", "RIGHT", *NAMES))}
    units = [
        UnitView(
            id=numbers[code],
            code=code,
            name_nl=code,
            name_en="",
            kind="unit",
            level=3,
            parent_id=numbers.get(groups[code]),
            path=paths[code],
            site="",
            strength=None,
            restricted=False,
            independent=False,
            state="existing",
        )
        for code in sorted(paths, key=lambda code: paths[code])
    ]
    return Tree(1, units)


def sums_of(branch: Branch, closed: dict[str, frozenset[int]], counts: dict[int, int]) -> Any:
    """Every figure's count as it would be with other counts of the closed units."""
    yield branch.key, sum(counts[one] for one in closed[branch.key])
    for part in branch.parts:
        yield from sums_of(part, closed, counts)


def fits(figure: Figure, count: int) -> bool:
    if figure.exact is not None:
        return count == figure.exact
    return count < SMALL if figure.is_small else count >= figure.at_least


def known_in(branch: Branch, closed: dict[str, frozenset[int]], counts: dict[int, int]) -> Any:
    """What open units add to every figure."""
    if not branch.parts:
        own = 0 if closed[branch.key] else branch.counts[0]
        yield branch.key, own
        return
    below = [dict(known_in(part, closed, counts)) for part in branch.parts]
    merged = {key: value for one in below for key, value in one.items()}
    yield from merged.items()
    yield branch.key, sum(merged[part.key] for part in branch.parts)


PARENTS = st.fixed_dictionaries({name: st.sampled_from(["LEFT", "RIGHT"]) for name in NAMES})
COUNTS = st.fixed_dictionaries(
    {n: st.one_of(st.integers(0, 6), st.just(20)) for n in range(3 + len(NAMES))}
)


@settings(max_examples=120, deadline=None)
@given(PARENTS, PARENTS, COUNTS, st.frozensets(st.integers(3, 6), min_size=1))
def test_figures_of_two_trees_tell_no_small_sum_together(
    then: dict[str, str], now: dict[str, str], counts: dict[int, int], shut: frozenset[int]
) -> None:
    everything = frozenset(counts)
    sight = Sight(everything - shut, frozenset(), frozenset())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(count_trees, "CATEGORIES", (0,))
        patch.setattr(count_trees, "PLACES", range(2))
        seen = {(one, 0): counts[one] for one in everything - shut}
        counted = Counted(sight, seen, {(one, 0): counts[one] for one in shut})
        today = Grown(planted(now), counted)
        top = today.branch(today.here.by_code["TOP"])
        past = Grown(planted(then), counted, {}, Told([top], today.closed))
        old = past.branch(past.here.by_code["TOP"])
    both = [(top, today.closed), (old, past.closed)]

    assert small_sums_told(both, counts, shut) == set()


def small_sums_told(both: Any, counts: dict[int, int], shut: frozenset[int]) -> set[frozenset[int]]:
    shown = [figures_of(branch) for branch, _closed in both]
    known = [dict(known_in(branch, closed, counts)) for branch, closed in both]

    def alike(other: dict[int, int]) -> bool:
        return all(
            fits(figures[key][0], count + added[key])
            for (branch, closed), figures, added in zip(both, shown, known, strict=True)
            for key, count in sums_of(branch, closed, other)
            if closed[key]
        )

    choices = [
        [n for n in (counts[one] - 1, counts[one], counts[one] + 1) if n >= 0] for one in shut
    ]
    tables = [dict(zip(shut, row, strict=True)) for row in product(*choices)]
    fitting = [table for table in tables if alike(table)]
    assert {one: counts[one] for one in shut} in fitting
    return {
        frozenset(some)
        for size in range(1, len(shut) + 1)
        for some in combinations(shut, size)
        if sum(counts[one] for one in some) < SMALL
        and len({sum(table[one] for one in some) for table in fitting}) < 2
    }
