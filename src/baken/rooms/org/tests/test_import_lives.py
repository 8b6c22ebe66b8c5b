"""Units of an organisation file begin and end: announced, over already, refused, and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core import clock
from baken.core.access import AccessDenied, system_actor
from baken.core.accounts.models import Account
from baken.core.trail.verify import breaks
from baken.rooms.org.actions import ImportOutcome, end_units, import_organisation, take_unit_step
from baken.rooms.org.models import Appointment, CommandLine, Unit, UnitStep, UnitVersion
from baken.rooms.org.queries import actor_for, history_of, tree, tree_on
from baken.rooms.org.rules import (
    AppointmentRow,
    EarlierName,
    LineRow,
    OrganisationFile,
    PersonRow,
    UnitRow,
)
from baken.rooms.org.tests.factories import appoint, make_account, make_person
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import READ
from baken.rooms.reports.tests.factories import make_report

TODAY = date(2026, 3, 10)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
BEGIN, END = date(2026, 2, 1), date(2026, 6, 30)
TREE = [
    UnitRow("MINISTRY", "", 7, "Eenheid MINISTRY"),
    UnitRow("ARMY", "MINISTRY", 5, "Eenheid ARMY"),
    UnitRow("BATTALION", "ARMY", 3, "Eenheid BATTALION"),
    UnitRow("COMPANY", "BATTALION", 2, "Eenheid COMPANY"),
    UnitRow("NAVY", "MINISTRY", 5, "Eenheid NAVY"),
    UnitRow("SQUADRON", "NAVY", 3, "Eenheid SQUADRON"),
]
DET = UnitRow("DET", "BATTALION", 2, "Detachement", from_on=BEGIN, until=END)
LINE = LineRow("DET", "NAVY", "operational", BEGIN, END)
HEAD = PersonRow("P1", "Jansen", "COMPANY", account="jansen")
POST = AppointmentRow("P1", "commander", "DET", BEGIN, END, below=True)


@pytest.fixture(autouse=True)
def _there(cast: Cast) -> Iterator[None]:
    """The cast's units are there, texts are read in English, and the histories of units hold."""
    with translation.override("en"):
        yield
    units = set(Unit.objects.values_list("code", flat=True))
    assert [one for one in breaks() if one.where in units] == []


def bring(at: datetime, *units: UnitRow, **more: Any) -> ImportOutcome:
    """Import the cast's tree with some units added or put in the place of those of their code."""
    given = {row.code for row in units}
    rows = [*(row for row in TREE if row.code not in given), *units] if units else []
    return import_organisation(
        actor=system_actor("import"),
        at=at,
        content=OrganisationFile(rows, **more),
        account_of=make_account,
        roles=["commander", "employee", "safety_adviser"],
    )


def morning(day: date) -> datetime:
    return clock.start_of_day(day)


def end_all(day: date) -> list[str]:
    return [unit.code for unit in end_units(actor=system_actor("worker"), at=morning(day))]


def periods(code: str) -> list[tuple[date, date | None, str]]:
    rows = UnitVersion.objects.filter(unit__code=code).order_by("from_on")
    return list(rows.values_list("from_on", "until", "name_nl"))


def steps(code: str) -> list[str]:
    unit = Unit.objects.get(code=code)
    return list(UnitStep.objects.of(unit).order_by("serial").values_list("code", flat=True))


# ---- announced ----


def test_announced_end_leaves_the_unit_there_until_its_last_day(at: datetime) -> None:
    outcome = bring(at, DET, lines=[LINE], persons=[HEAD], appointments=[POST])
    assert outcome.problems == []
    assert "unit DET created" in outcome.changes
    unit = tree().by_code["DET"]
    assert (unit.state, unit.ends_on) == ("existing", END)
    assert periods("DET") == [(BEGIN, None, "Detachement")]
    assert "DET" not in tree_on(BEGIN - timedelta(days=1)).by_code
    assert end_all(END) == []
    assert end_all(END + timedelta(days=1)) == ["DET"]
    assert tree().by_code["DET"].is_dissolved
    assert periods("DET") == [(BEGIN, END, "Detachement")]
    told = ["org.unit.founded", "org.unit.lines_imported", "org.unit.dissolved"]
    assert steps("DET") == told
    assert END.isoformat() in history_of(tree().by_code["DET"])[0].text
    assert list(breaks()) == []


def test_import_again_before_and_after_the_end_changes_nothing(at: datetime) -> None:
    more = {"lines": [LINE], "persons": [replace(HEAD, account="")], "appointments": [POST]}
    bring(at, DET, **more)
    again = bring(at, DET, **more)
    assert (again.problems, again.changes) == ([], [])
    end_all(END + timedelta(days=1))
    later = morning(END + timedelta(days=40))
    after = bring(later, DET, **more)
    assert (after.problems, after.changes) == ([], [])
    assert periods("DET") == [(BEGIN, END, "Detachement")]


def test_import_after_the_last_day_ends_the_unit_itself(at: datetime) -> None:
    bring(at, DET)
    outcome = bring(morning(END + timedelta(days=1)), DET)
    assert (outcome.problems, outcome.changes) == ([], ["unit DET ended on 2026-06-30"])


def test_last_day_changes_and_is_taken_back_and_the_import_says_so(at: datetime) -> None:
    bring(at, DET)
    longer = date(2026, 7, 31)
    assert bring(at, replace(DET, until=longer)).changes == ["unit DET changed"]
    assert tree().by_code["DET"].ends_on == longer
    assert bring(at, replace(DET, until=None)).changes == ["unit DET changed"]
    assert tree().by_code["DET"].ends_on is None
    assert periods("DET") == [(BEGIN, None, "Detachement")]
    assert steps("DET") == ["org.unit.founded", "org.unit.changed", "org.unit.changed"]
    assert list(breaks()) == []


def test_posts_and_lines_that_were_put_on_it_by_hand_end_with_it(cast: Cast, at: datetime) -> None:
    bring(at, DET, lines=[LINE])
    unit = Unit.objects.get(code="DET")
    person = make_person(unit=cast.company)
    appoint(person, "safety_adviser", unit)
    appoint(person, "employee", unit)
    end_all(END + timedelta(days=1))
    held = dict(Appointment.objects.of(person).values_list("role", "withdrawn_at"))
    assert held == {"safety_adviser": morning(END + timedelta(days=1)), "employee": None}
    assert list(CommandLine.objects.values_list("until", flat=True)) == [END]
    assert list(breaks()) == []


def test_unit_with_open_items_waits_and_ends_once_they_are_gone(at: datetime) -> None:
    bring(at, DET)
    unit = Unit.objects.get(code="DET")
    report = make_report(unit=unit, at=at)
    bring(at, UnitRow("PLATOON", "DET", 1, "Peloton", until=END), DET)
    assert end_all(END + timedelta(days=1)) == ["PLATOON"]
    outcome = bring(morning(END + timedelta(days=2)), DET)
    assert (outcome.problems, outcome.changes) == ([], [])
    assert not tree().by_code["DET"].is_dissolved
    Report.objects.for_system(reason="advance").filter(pk=report.pk).update(state="closed")
    assert end_all(END + timedelta(days=3)) == ["DET"]
    assert tree().by_code["DET"].ends_on == END


def test_what_changed_on_the_day_on_which_a_unit_ended_is_no_version(
    cast: Cast, at: datetime
) -> None:
    bring(at, DET)
    fields = {"name_nl": "Anders", "reason": "Order 12"}
    take_unit_step(
        actor=cast.functional_admin.on_duty,
        unit=Unit.objects.get(code="DET"),
        step="rename",
        at=morning(END + timedelta(days=1)),
        fields=fields,
    )
    end_all(END + timedelta(days=1))
    assert periods("DET") == [(BEGIN, END, "Detachement")]


def test_ending_units_is_for_the_system(cast: Cast) -> None:
    with pytest.raises(AccessDenied):
        end_units(actor=cast.functional_admin.on_duty, at=cast.at)


def test_dissolving_by_hand_tells_the_last_day(cast: Cast, at: datetime) -> None:
    bring(at, DET)
    actor, unit = cast.functional_admin.on_duty, Unit.objects.get(code="DET")
    fields = {"reason": "Order 12"}
    take_unit_step(actor=actor, unit=unit, step="dissolve", at=at, fields=fields)
    assert tree().by_code["DET"].ends_on == TODAY
    assert bring(at, DET).problems == ["unit DET: This unit has been dissolved."]
    assert bring(at, replace(DET, until=None)).problems == []
    assert bring(at, replace(DET, until=TODAY)).problems == []


# ---- over already ----

PAST = replace(DET, from_on=date(2025, 3, 1), until=date(2025, 8, 31))


def test_unit_that_is_over_comes_in_with_its_period(at: datetime) -> None:
    line = replace(LINE, from_on=date(2025, 3, 1), until=date(2025, 8, 31))
    post = replace(POST, from_on=date(2025, 3, 1), until=date(2025, 8, 31))
    more = {"lines": [line], "persons": [replace(HEAD, account="")], "appointments": [post]}
    outcome = bring(at, PAST, **more)
    assert outcome.problems == []
    assert outcome.changes[-1] == "unit DET ended on 2025-08-31"
    unit = tree().by_code["DET"]
    assert (unit.is_dissolved, unit.ends_on) == (True, date(2025, 8, 31))
    assert periods("DET") == [(date(2025, 3, 1), date(2025, 8, 31), "Detachement")]
    assert "DET" in tree_on(date(2025, 8, 31)).by_code
    assert "DET" not in tree_on(date(2025, 9, 1)).by_code
    again = bring(at, PAST, **more)
    assert (again.problems, again.changes, again.created) == ([], [], 0)
    assert list(breaks()) == []


def test_family_that_is_over_comes_in_whole(at: datetime) -> None:
    child = UnitRow("PLATOON", "DET", 1, "Peloton", until=date(2025, 7, 31))
    outcome = bring(at, PAST, child)
    assert outcome.problems == []
    assert periods("PLATOON") == [(date(2025, 3, 1), date(2025, 7, 31), "Peloton")]


def test_unit_that_is_there_can_be_said_to_be_over(cast: Cast, at: datetime) -> None:
    person = make_person(unit=cast.company)
    post = appoint(person, "commander", cast.company)
    gone = replace(TREE[3], until=date(2026, 2, 28), name_nl="Compagnie")
    outcome = bring(at, gone)
    assert outcome.problems == []
    assert outcome.changes == ["unit COMPANY changed", "unit COMPANY ended on 2026-02-28"]
    assert tree().by_code["COMPANY"].ends_on == date(2026, 2, 28)
    assert [until for _, until, _ in periods("COMPANY")][-1] == YESTERDAY
    post.refresh_from_db()
    assert (post.until, post.withdrawn_at) == (None, at)
    assert bring(at, gone).changes == []
    assert list(breaks()) == []


def test_ending_a_unit_for_which_records_wait_is_refused_with_what_waits(
    cast: Cast, at: datetime
) -> None:
    make_report(unit=cast.company, at=at)
    gone = replace(TREE[3], until=date(2026, 2, 28))
    outcome = bring(at, gone)
    assert outcome.problems == [
        "unit COMPANY, field to: it cannot end on 2026-02-28 while records wait for it"
        " (Open reports: 1); hand them over first"
    ]
    assert not tree().by_code["COMPANY"].is_dissolved


def test_person_is_not_brought_to_a_unit_that_the_file_ends(at: datetime) -> None:
    outcome = bring(at, PAST, persons=[replace(HEAD, unit="DET")])
    assert outcome.problems == ["person P1, field unit: DET: it ends on 2025-08-31"]
    assert not Unit.objects.filter(code="DET").exists()


# ---- refused ----

LATE, EARLY = END + timedelta(days=1), BEGIN - timedelta(days=1)
CHILD = UnitRow("PLATOON", "DET", 1, "Peloton", until=END)
BAD: list[tuple[dict[str, Any], str]] = [
    (
        {"units": [replace(DET, until=EARLY)]},
        "unit DET, field to: it ends on 2026-01-31, before it begins on 2026-02-01",
    ),
    (
        {"units": [replace(TREE[0], until=END)]},
        "unit MINISTRY, field to: the top of the organisation cannot end",
    ),
    (
        {"units": [replace(DET, from_on=date(206, 3, 1))]},
        "unit DET, field from: 0206-03-01 lies before the year 1900",
    ),
    (
        {"units": [DET, replace(CHILD, until=LATE)]},
        "unit PLATOON, field to: it lasts until 2026-07-01, and DET above it ends on 2026-06-30",
    ),
    (
        {"units": [DET, replace(CHILD, until=None)]},
        "unit PLATOON, field to: it has no last day, and DET above it ends on 2026-06-30",
    ),
    (
        {"units": [DET, replace(CHILD, from_on=EARLY)]},
        "unit PLATOON, field from: it begins on 2026-01-31, and DET above it on 2026-02-01",
    ),
    (
        {"units": [DET], "lines": [replace(LINE, until=None)]},
        "line of DET to NAVY, field to: DET ends on 2026-06-30",
    ),
    (
        {"units": [DET], "lines": [replace(LINE, from_on=EARLY)]},
        "line of DET to NAVY, field from: DET exists from 2026-02-01 on",
    ),
    (
        {"units": [DET], "persons": [HEAD], "appointments": [replace(POST, until=LATE)]},
        "appointment commander of P1 on DET, field to: DET ends on 2026-06-30",
    ),
    (
        {"units": [DET], "persons": [HEAD], "appointments": [replace(POST, from_on=EARLY)]},
        "appointment commander of P1 on DET, field from: DET exists from 2026-02-01 on",
    ),
]


@pytest.mark.parametrize(("content", "words"), BAD, ids=[words for _, words in BAD])
def test_file_against_the_life_of_a_unit_changes_nothing(
    at: datetime, content: dict[str, Any], words: str
) -> None:
    more = {name: rows for name, rows in content.items() if name != "units"}
    outcome = bring(at, *content["units"], **more)
    assert outcome.problems == [words]
    assert not Unit.objects.filter(code="DET").exists()


def test_unit_below_that_the_file_does_not_name_must_end_first(at: datetime) -> None:
    rows = [row for row in TREE if row.code != "COMPANY"]
    rows[2] = replace(rows[2], until=END)
    outcome = import_organisation(
        actor=system_actor("import"),
        at=at,
        content=OrganisationFile(rows),
        account_of=make_account,
        roles=[],
    )
    assert outcome.problems == [
        "unit BATTALION, field to: it ends on 2026-06-30, and COMPANY below it has no last day"
    ]


def test_employee_of_a_unit_stays_one_after_it(at: datetime) -> None:
    staying = replace(POST, role="employee", until=None)
    assert bring(at, DET, persons=[HEAD], appointments=[staying]).problems == []


def test_first_day_can_be_told_later_but_not_against_what_is_known(at: datetime) -> None:
    assert bring(at, replace(TREE[3], from_on=date(2020, 1, 1))).changes == ["unit COMPANY changed"]
    assert periods("COMPANY")[0][0] == date(2020, 1, 1)
    bring(at, replace(TREE[3], name_nl="Anders"))
    changed = replace(TREE[3], name_nl="Anders", from_on=TODAY)
    assert bring(at, changed).problems == [
        "unit COMPANY, field from: it was there before: it changed on 2026-03-10"
    ]
    over = replace(TREE[3], name_nl="Anders", until=date(2026, 2, 28))
    assert bring(at, over).problems == [
        "unit COMPANY, field to: it was still there: it changed on 2026-03-10"
    ]


# ---- what it was called before ----

OLD, OLDER = EarlierName(date(2025, 6, 30), "Oud", "Old"), EarlierName(date(2023, 12, 31), "Ouder")


def named(*earlier: EarlierName, **fields: Any) -> UnitRow:
    return replace(TREE[5], earlier=earlier, **fields)


def test_earlier_names_hold_on_their_days_and_the_unit_stays_the_same(at: datetime) -> None:
    before = tree().by_code["SQUADRON"]
    assert bring(at, named(OLDER, OLD)).changes == ["unit SQUADRON changed"]
    names = [
        (tree_on(day).by_id[before.id].name_nl, tree_on(day).by_id[before.id].name_en)
        for day in (date(2023, 12, 31), date(2024, 1, 1), date(2025, 6, 30))
    ]
    assert names == [("Ouder", ""), ("Oud", "Old"), ("Oud", "Old")]
    assert tree_on(date(2025, 7, 1)).by_id[before.id].name_nl == "Eenheid SQUADRON"
    assert tree().by_code["SQUADRON"].name_nl == "Eenheid SQUADRON"
    assert bring(at, named(OLDER, OLD)).changes == []
    assert "Ouder" in history_of(tree().by_code["SQUADRON"])[0].text
    assert list(breaks()) == []


def test_new_unit_comes_with_its_earlier_names(at: datetime) -> None:
    row = replace(DET, from_on=date(2024, 1, 1), earlier=(OLD,))
    assert bring(at, row).problems == []
    assert periods("DET") == [
        (date(2024, 1, 1), date(2025, 6, 30), "Oud"),
        (date(2025, 7, 1), None, "Detachement"),
    ]
    assert bring(at, row).changes == []


def test_earlier_name_is_corrected_in_place(at: datetime) -> None:
    bring(at, named(OLD))
    assert bring(at, named(replace(OLD, name_nl="Zo"))).changes == ["unit SQUADRON changed"]
    assert [name for _, _, name in periods("SQUADRON")] == ["Zo", "Eenheid SQUADRON"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (named(OLD, OLDER), "earlier 2, field until: give the oldest name first"),
        (named(replace(OLD, until=date(1850, 1, 1))), "earlier 1, field until: 1850-01-01 lies"),
        (named(replace(OLD, until=TODAY)), "earlier 1, field until: 2026-03-10 is not over yet"),
        (named(OLD, from_on=date(2025, 7, 1)), "on 2025-06-30 the unit was not there"),
        (named(OLD, until=date(2025, 6, 30)), "no day is left for its present name"),
        (named(replace(OLD, name_nl="x" * 121)), "earlier 1, field nl: at most 120 characters"),
        (named(replace(OLD, name_en="x" * 121)), "earlier 1, field en: at most 120 characters"),
    ],
)
def test_impossible_earlier_name_is_refused_with_its_place(
    at: datetime, row: UnitRow, words: str
) -> None:
    outcome = bring(at, row)
    assert [words in problem for problem in outcome.problems] == [True]
    assert len(periods("SQUADRON")) == 1


# ---- who sees what ----


def seen(account: Any, day: date) -> bool:
    return bool(Report.objects.visible_to(actor_for(account, morning(day)), READ).exists())


def test_operational_line_reads_during_the_mission_and_the_organic_line_after_it(
    cast: Cast, at: datetime
) -> None:
    mission = cast.add("mission", ("commander", "SQUADRON", None))
    organic = cast.add("organic", ("commander", "BATTALION", None))
    line = replace(LINE, superior="SQUADRON")
    bring(at, DET, lines=[line], persons=[HEAD], appointments=[POST])
    make_report(unit=Unit.objects.get(code="DET"), at=at, state="closed")
    own = Account.objects.get(username="jansen")
    during, after = TODAY, END + timedelta(days=1)
    assert [seen(one, during) for one in (mission.account, organic.account, own)] == [True] * 3
    end_all(after)
    assert [seen(one, after) for one in (mission.account, organic.account, own)] == [
        False,
        True,
        False,
    ]
