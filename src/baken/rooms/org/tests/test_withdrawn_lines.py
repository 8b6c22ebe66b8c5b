"""A line of command that is ended at once or withdrawn gives nothing more, and its days stay true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.api.tests.calling import caller
from baken.core.trail.verify import breaks
from baken.core.workflow.available import available_steps
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.actions import import_organisation, keep_away, take_unit_step
from baken.rooms.org.models import CommandLine, UnitStep
from baken.rooms.org.queries import who_could
from baken.rooms.org.queries.past import tree_on, tree_through
from baken.rooms.org.queries.tree import tree
from baken.rooms.org.rules import LineRow, OrganisationFile
from baken.rooms.org.tests.factories import make_unit
from baken.rooms.org.tests.test_unit_steps import change, line, reads_and_handles
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import READ
from baken.rooms.reports.tests.factories import make_report

Clients = Callable[[str], Client]
TODAY = date(2026, 3, 10)
YESTERDAY = TODAY - timedelta(days=1)
LAST_WEEK = TODAY - timedelta(days=7)
NEXT_MONTH = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def report(cast: Cast) -> Report:
    """A report of the company, which a head of the squadron sees along a line only."""
    cast.add("head", ("commander", "SQUADRON", None))
    return make_report(unit=cast.company, at=cast.at)


def made(cast: Cast, first: date) -> None:
    """The company answers to the squadron from a day on."""
    line(cast, cast.company, "SQUADRON", "operational", from_on=first.isoformat(), order_ref="O7")


def withdrawn(cast: Cast, until: date = YESTERDAY, *, at: datetime | None = None) -> None:
    """That line is ended, by default at once."""
    fields = {"superior": "SQUADRON", "kind": "operational", "until": until, "reason": "Order 12"}
    actor = cast.functional_admin.on_duty
    take_unit_step(actor=actor, unit=cast.company, step="end_line", at=at or cast.at, fields=fields)


def could(cast: Cast, report: Report) -> list[int]:
    """On which of ten days about today the head of the squadron could see the report."""
    head = str(cast.members["head"].person)
    return [
        days
        for days in range(-8, 2)
        if head
        in {
            one.name
            for one in who_could(record=report, permits=[READ], day=TODAY + timedelta(days=days))
        }
    ]


def last_step(cast: Cast) -> Any:
    return UnitStep.objects.of(cast.company).order_by("-serial").first()


@pytest.mark.parametrize(
    ("first", "days"), [(LAST_WEEK, list(range(-7, 1))), (TODAY, [0]), (NEXT_MONTH, [])]
)
def test_line_ended_at_once_opens_nothing_more_and_its_days_stay_true(
    cast: Cast, report: Report, first: date, days: list[int]
) -> None:
    made(cast, first)
    assert reads_and_handles(cast) == ((first <= TODAY), (first <= TODAY))

    withdrawn(cast)

    assert reads_and_handles(cast) == (False, False)
    kept = CommandLine.objects.get()
    assert (kept.from_on, kept.until, kept.withdrawn_at) == (first, None, cast.at)
    assert could(cast, report) == days
    assert last_step(cast).facts == {
        "superior": "SQUADRON",
        "kind": "operational",
        "from": first.isoformat(),
        "until": None,
        "order": "O7",
        "withdrawn": True,
    }
    assert list(breaks()) == []


def test_tree_of_today_leaves_it_out_and_the_tree_of_what_could_be_seen_today_does_not(
    cast: Cast,
) -> None:
    made(cast, LAST_WEEK)
    assert tree_through(TODAY) is tree()
    withdrawn(cast)
    assert tree_on(TODAY).lines_that_carry("read", TODAY) == ()
    assert len(tree_through(TODAY).lines_that_carry("read", TODAY)) == 1
    assert len(tree_on(YESTERDAY).lines_that_carry("read", YESTERDAY)) == 1
    assert tree_through(TODAY) is tree_through(TODAY)


def test_line_that_is_only_announced_is_withdrawn_by_a_day_before_its_first(cast: Cast) -> None:
    made(cast, NEXT_MONTH)
    withdrawn(cast, NEXT_MONTH - timedelta(days=1))
    assert CommandLine.objects.get().withdrawn_at == cast.at


def test_line_that_was_withdrawn_is_made_again_and_withdrawn_again(
    cast: Cast, report: Report
) -> None:
    for _ in range(2):
        made(cast, TODAY)
        assert reads_and_handles(cast) == (True, True)
        withdrawn(cast)
        assert reads_and_handles(cast) == (False, False)
    assert CommandLine.objects.count() == 2
    made(cast, TODAY)
    with pytest.raises(FieldsRefused, match="there already"):
        made(cast, TODAY)
    assert list(breaks()) == []


def test_withdrawn_line_is_not_ended_again_and_is_no_line_to_end(cast: Cast) -> None:
    made(cast, TODAY)
    line(cast, cast.company, "SQUADRON", "training", from_on="2026-03-01")
    withdrawn(cast)
    with pytest.raises(FieldsRefused, match="no such line"):
        withdrawn(cast)
    fields = {"superior": "SQUADRON", "kind": "training", "until": "2026-03-09"}
    change(cast, cast.company, "end_line", **fields)
    actor = cast.functional_admin.on_duty
    steps = available_steps(record=cast.company, actor=actor, at=cast.at)
    refusals = next(one.refusals for one in steps if one.name == "end_line")
    assert [one.code for one in refusals] == ["no_lines"]


def test_withdrawn_line_stands_in_the_way_of_none_the_other_way_round(cast: Cast) -> None:
    made(cast, TODAY)
    withdrawn(cast)
    fields = {"superior": "COMPANY", "kind": "operational", "from_on": "2026-03-10"}
    cast.company.level = 3
    cast.company.save(update_fields=["level"])
    change(cast, cast.squadron, "add_line", **fields)
    assert CommandLine.objects.filter(withdrawn_at=None).get().unit_id == cast.squadron.pk


def test_who_could_act_along_a_line_of_this_morning_stands_in_for_nobody(
    cast: Cast, report: Report
) -> None:
    """Only whom somebody else can stand in for, now, is kept away."""
    cast.add("second", ("safety_adviser", "SQUADRON", None))
    made(cast, LAST_WEEK)
    given = {"actor": cast.commander.actor, "ground": "Familie", "at": cast.at}
    withdrawn(cast)
    assert could(cast, report)[-1] == 0
    with pytest.raises(FieldsRefused, match="nobody else is left"):
        keep_away(person=cast.safety_adviser.person, record=report, **given)
    made(cast, TODAY)
    assert keep_away(person=cast.safety_adviser.person, record=report, **given).pk


# ---- shown ----


def test_page_of_the_unit_shows_it_among_the_earlier_lines(cast: Cast, client_of: Clients) -> None:
    made(cast, TODAY)
    line(cast, cast.company, "ARMY", "functional", from_on="2026-02-01", until="2026-03-01")
    line(cast, cast.company, "ARMY", "training", from_on="2026-02-01")
    withdrawn(cast)
    page = client_of("commander").get("/eenheden/COMPANY").content.decode()
    beside, earlier = page.split("Earlier lines of command", 1)
    assert "training" in beside.split("Lines of command beside the tree")[1]
    shown = earlier.split("</details>")[0]
    assert shown.count("<li>") == 2
    assert shown.index("withdrawn") < shown.index("functional")
    assert "withdrawn" not in beside


def test_api_tells_which_lines_held_on_a_day_and_which_are_over(cast: Cast) -> None:
    made(cast, LAST_WEEK)
    withdrawn(cast)
    ask = caller(cast, "commander")
    now = ask.get("/units/COMPANY").json()
    then = ask.get("/units/COMPANY", on=YESTERDAY).json()
    assert (now["lines"], then["earlier_lines"]) == ([], [])
    for [shown] in (now["earlier_lines"], then["lines"]):
        assert (shown["superior"], shown["until"]) == ("SQUADRON", None)
        assert datetime.fromisoformat(shown["withdrawn_at"]) == cast.at


# ---- an organisation file ----

ROW = LineRow("COMPANY", "SQUADRON", "operational", LAST_WEEK, order_ref="O7")


def brought_in(*rows: LineRow) -> Any:
    return import_organisation(
        actor=system_actor("import"),
        at=datetime(2026, 3, 10, 9, 0, tzinfo=UTC),
        content=OrganisationFile(lines=list(rows)),
        account_of=lambda name: None,
        roles=["commander"],
    )


def test_file_that_still_names_a_withdrawn_line_does_not_bring_it_back(cast: Cast) -> None:
    assert brought_in(ROW).created == 1
    withdrawn(cast)
    again = brought_in(ROW)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 1)
    assert reads_and_handles(cast) == (False, False)
    assert list(breaks()) == []


def test_file_names_the_line_that_was_made_again(cast: Cast) -> None:
    made(cast, LAST_WEEK)
    withdrawn(cast)
    made(cast, LAST_WEEK)
    until = LineRow("COMPANY", "SQUADRON", "operational", LAST_WEEK, NEXT_MONTH, "O7")
    assert brought_in(until).changes == ["line of COMPANY to SQUADRON changed"]
    assert CommandLine.objects.get(withdrawn_at=None).until == NEXT_MONTH
    assert last_step(cast).code == "org.unit.lines_imported"
    assert list(breaks()) == []


def test_withdrawn_line_in_a_file_is_held_against_nothing(cast: Cast) -> None:
    """The company answered to the battalion beside it; now it is the other way round."""
    make_unit("PEER", parent=cast.army, level=2)
    here = LineRow("COMPANY", "PEER", "operational", LAST_WEEK)
    assert brought_in(here).problems == []
    fields = {"superior": "PEER", "kind": "operational", "until": "2026-03-09"}
    change(cast, cast.company, "end_line", **fields)
    back = LineRow("PEER", "COMPANY", "operational", LAST_WEEK)
    assert brought_in(here, back).problems == []
    assert CommandLine.objects.filter(withdrawn_at=None).get().superior_id == cast.company.pk
