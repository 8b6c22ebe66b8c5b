"""Reorganisations: one step, today, and history still answers as of then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast
from baken.core import clock
from baken.core.access import AccessDenied
from baken.core.trail.verify import breaks
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.rooms.org.actions import take_unit_step
from baken.rooms.org.actions.versions import turn_page
from baken.rooms.org.models import CommandLine, Equipment, Unit, UnitStep, UnitVersion
from baken.rooms.org.queries import predecessors_of, tree, tree_on
from baken.rooms.org.tests.factories import make_equipment, make_unit
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import READ
from baken.rooms.reports.tests.factories import make_occurrence, make_report

YESTERDAY = date(2026, 3, 9)
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Refusals are read here in English."""
    with translation.override("en"):
        yield


def change(cast: Cast, unit: Unit, step: str, who: str = "functional_admin", **fields: Any) -> Unit:
    """A step of a unit, by default by the administrator, for a reason."""
    fields = {"reason": "Order 12", **fields}
    actor = cast.members[who].on_duty if who == "functional_admin" else cast.members[who].actor
    return take_unit_step(actor=actor, unit=unit, step=step, at=cast.at, fields=fields)


@pytest.fixture
def navy(cast: Cast) -> Unit:
    """The other branch, above the squadron."""
    return Unit.objects.get(code="NAVY")


def paths() -> dict[str, str]:
    return dict(Unit.objects.values_list("code", "path"))


# ---- moving ----


def test_move_takes_all_below_along_and_changes_who_sees_what_at_once(
    cast: Cast, navy: Unit
) -> None:
    report = make_report(unit=cast.company, at=cast.at)
    head = cast.add("head", ("commander", "SQUADRON", None))
    adviser = cast.safety_adviser

    change(cast, cast.company, "move", parent="SQUADRON")

    assert paths()["COMPANY"].startswith(paths()["SQUADRON"])
    seen = {
        member.name: Report.objects.visible_to(member.actor, READ).exists()
        for member in (head, adviser)
    }
    assert seen == {"head": True, adviser.name: False}
    assert Report.objects.for_system(reason="trail").get().unit_id == report.unit_id


def test_move_of_a_battalion_rewrites_the_paths_of_its_family_and_no_record(
    cast: Cast, navy: Unit, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        make_report(unit=cast.company, at=cast.at)
        make_unit(f"PLATOON{number}", parent=cast.company, level=2)
    touched = Report.objects.for_system(reason="trail").values_list("number", "touched_at")
    before = sorted(touched)

    with django_assert_max_num_queries(44):
        change(cast, cast.battalion, "move", parent="NAVY")

    assert sorted(touched) == before
    top = paths()["BATTALION"]
    family = {code for code, path in paths().items() if path.startswith(top)}
    assert family == {"BATTALION", "COMPANY", *(f"PLATOON{n}" for n in range(5))}
    assert top.startswith(paths()["NAVY"])


def test_move_keeps_the_tree_of_before(cast: Cast, navy: Unit) -> None:
    change(cast, cast.battalion, "move", parent="NAVY")

    past, now = tree_on(YESTERDAY), tree()
    line = [one.code for one in past.line_up(past.by_code["COMPANY"])]
    assert line == ["COMPANY", "BATTALION", "ARMY", "MINISTRY"]
    assert [one.code for one in now.line_up(now.by_code["COMPANY"])][2] == "NAVY"
    assert past.by_code["COMPANY"].id == now.by_code["COMPANY"].id


def test_move_versions_follow_each_other_without_a_gap(cast: Cast, navy: Unit) -> None:
    change(cast, cast.battalion, "move", parent="NAVY")
    change(cast, cast.battalion, "rename", name_nl="45 Bataljon")

    first, second = UnitVersion.objects.filter(unit=cast.battalion).order_by("from_on")
    assert (first.until, second.from_on, second.until) == (YESTERDAY, TODAY, None)
    assert (first.parent_id, second.parent_id) == (cast.army.pk, navy.pk)
    assert (first.name_nl, second.name_nl) == ("Eenheid BATTALION", "45 Bataljon")


@pytest.mark.parametrize(
    ("unit", "parent", "text"),
    [
        ("battalion", "COMPANY", "A unit cannot stand below itself."),
        ("battalion", "BATTALION", "A unit cannot stand below itself."),
        ("battalion", "ARMY", "It stands there already."),
        ("army", "SQUADRON", "Its level is higher than that of the unit above it."),
        ("battalion", "ATLANTIS", "There is no unit with this code."),
    ],
)
def test_move_to_an_impossible_place_says_why_and_changes_nothing(
    cast: Cast, navy: Unit, unit: str, parent: str, text: str
) -> None:
    before = paths()
    with pytest.raises(FieldsRefused) as refused:
        change(cast, getattr(cast, unit), "move", parent=parent)
    assert (refused.value.errors, paths()) == ({"parent": text}, before)


def test_move_below_a_dissolved_unit_is_refused(cast: Cast, navy: Unit) -> None:
    make_unit("GONE", parent=navy, level=4, state="dissolved")
    with pytest.raises(FieldsRefused, match="dissolved"):
        change(cast, cast.battalion, "move", parent="GONE")


def test_move_deeper_than_a_path_can_tell_is_refused(cast: Cast) -> None:
    deepest = cast.company
    for number in range(11):
        deepest = make_unit(f"D{number}", parent=deepest, level=1)
    with pytest.raises(FieldsRefused, match="too deep"):
        change(cast, make_unit("NEW", parent=cast.army, level=1), "move", parent=deepest.code)


def test_move_of_the_top_is_refused(cast: Cast) -> None:
    with pytest.raises(StepRefused):
        change(cast, cast.ministry, "move", parent="ARMY")


@pytest.mark.parametrize("who", ["commander", "safety_adviser", "soldier", "outsider"])
def test_move_by_who_manages_no_units_is_refused(cast: Cast, navy: Unit, who: str) -> None:
    with pytest.raises(AccessDenied):
        change(cast, cast.company, "move", who, parent="NAVY")


# ---- renaming and changing ----


def test_rename_keeps_the_old_name_of_before(cast: Cast) -> None:
    change(cast, cast.army, "rename", name_nl="Landmacht", name_en="Army")
    now, past = tree().by_code["ARMY"], tree_on(YESTERDAY).by_code["ARMY"]
    assert (now.name_nl, now.name_en) == ("Landmacht", "Army")
    assert past.name_nl == "Eenheid ARMY"


def test_rename_leaves_a_row_in_the_units_history(cast: Cast) -> None:
    change(cast, cast.army, "rename", name_nl="Landmacht")
    step = UnitStep.objects.of(cast.army).order_by("-serial").first()
    assert step is not None
    assert (step.code, step.words["reason"]) == ("org.unit.renamed", "Order 12")
    assert step.facts["after"]["name_nl"] == "Landmacht"
    assert list(breaks()) == []


def test_change_closes_a_unit_to_readers_from_above_at_once(cast: Cast) -> None:
    make_report(unit=cast.company, at=cast.at)
    change(cast, cast.company, "change", restricted=True, strength=120)
    assert not Report.objects.visible_to(cast.safety_adviser.actor, READ).exists()
    assert tree().by_code["COMPANY"].strength == 120
    assert not tree_on(YESTERDAY).by_code["COMPANY"].restricted


@pytest.mark.parametrize(
    ("step", "fields", "wrong"),
    [
        ("rename", {"name_nl": "x" * 121}, {"name_nl": "Shorten this."}),
        ("change", {"site": "x" * 81}, {"site": "Shorten this."}),
        ("change", {"strength": -1}, {"strength": "Give a whole number."}),
        ("rename", {"name_nl": "Goed", "reason": ""}, {"reason": "This is needed."}),
    ],
)
def test_change_that_cannot_be_says_which_field(
    cast: Cast, step: str, fields: dict[str, Any], wrong: dict[str, str]
) -> None:
    with pytest.raises(FieldsRefused) as refused:
        change(cast, cast.army, step, **fields)
    assert refused.value.errors == wrong


# ---- ending ----


def test_organisation_12_5_unit_that_owns_open_items_cannot_be_closed(cast: Cast) -> None:
    report = make_report(unit=cast.squadron, owner_unit=cast.company, at=cast.at)
    occurrence = make_occurrence(unit=cast.company, at=cast.at)

    with pytest.raises(StepRefused) as refused:
        change(cast, cast.company, "dissolve")

    assert [one.code for one in refused.value.refusals] == ["open_items"]
    for record in (report, occurrence):
        type(record).objects.for_system(reason="trail").filter(pk=record.pk).update(
            owner_unit=cast.battalion
        )
    assert change(cast, cast.company, "dissolve").state == "dissolved"


def test_unit_with_equipment_in_use_cannot_be_closed(cast: Cast) -> None:
    ladder = make_equipment(unit=cast.company)

    with pytest.raises(StepRefused) as refused:
        change(cast, cast.company, "dissolve")

    assert [one.code for one in refused.value.refusals] == ["open_items"]
    rows = Equipment.objects.for_system(reason="trail").filter(pk=ladder.pk)
    rows.update(state="out_of_use")
    assert change(cast, cast.company, "dissolve").state == "dissolved"


def test_dissolve_lets_the_last_version_end_and_keeps_what_happened_there(cast: Cast) -> None:
    report = make_report(unit=cast.company, state="closed", at=cast.at)

    change(cast, cast.company, "dissolve")

    assert tree().by_code["COMPANY"].is_dissolved
    assert UnitVersion.objects.get(unit=cast.company).until == TODAY
    seen = Report.objects.visible_to(cast.safety_adviser.actor, READ)
    assert [one.ref for one in seen] == [report.ref]
    with pytest.raises(StepRefused):
        change(cast, cast.company, "rename", name_nl="Terug")


def test_dissolve_with_units_below_is_refused(cast: Cast) -> None:
    with pytest.raises(StepRefused) as refused:
        change(cast, cast.battalion, "dissolve")
    assert [one.code for one in refused.value.refusals] == ["units_below"]


def test_tree_after_the_last_day_of_a_unit_is_without_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(cast, cast.company, "dissolve")
    later = cast.at + timedelta(days=9)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "COMPANY" in tree_on(TODAY).by_code
    assert "COMPANY" not in tree_on(TODAY + timedelta(days=3)).by_code


def test_merge_moves_what_lies_below_and_remembers_the_predecessor(cast: Cast) -> None:
    other = make_unit("OTHER", parent=cast.army, level=3)

    change(cast, cast.battalion, "merge", into="OTHER")

    here = tree()
    assert here.by_code["COMPANY"].parent_id == other.pk
    assert [one.code for one in here.line_up(here.by_code["COMPANY"])][1] == "OTHER"
    assert [one.code for one in predecessors_of(here.by_code["OTHER"])] == ["BATTALION"]
    assert here.by_code["BATTALION"].is_dissolved


@pytest.mark.parametrize("into", ["COMPANY", "BATTALION"])
def test_merge_into_itself_or_below_itself_is_refused(cast: Cast, into: str) -> None:
    with pytest.raises(FieldsRefused):
        change(cast, cast.battalion, "merge", into=into)
    assert tree().by_code["COMPANY"].parent_id == cast.battalion.pk


# ---- lines of command ----


def line(cast: Cast, unit: Unit, superior: str, kind: str, **fields: Any) -> None:
    """A unit comes to answer to another one; a line that began before today was added then."""
    given = {"superior": superior, "kind": kind, "from_on": "2026-03-01", "reason": "Order 12"}
    given |= fields
    at = min(cast.at, clock.start_of_day(date.fromisoformat(given["from_on"])))
    actor = cast.functional_admin.on_duty
    take_unit_step(actor=actor, unit=unit, step="add_line", at=at, fields=given)


def reads_and_handles(cast: Cast, at: datetime | None = None) -> tuple[bool, bool]:
    """Whether the outsider, adviser of the squadron, reads and triages reports of the company."""
    from baken.rooms.org.queries import actor_for

    actor = actor_for(cast.outsider.account, at or cast.at)
    read = Report.objects.visible_to(actor, READ).exists()
    return read, Report.objects.visible_to(actor, "reports.report.triage").exists()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("operational", (True, True)),
        ("training", (True, False)),
        ("functional", (True, False)),
        ("host", (False, False)),
        ("administrative", (False, False)),
    ],
)
def test_line_of_each_kind_carries_what_the_reference_says(
    cast: Cast, kind: str, expected: tuple[bool, bool]
) -> None:
    make_report(unit=cast.company, at=cast.at)
    line(cast, cast.battalion, "SQUADRON", kind)
    assert reads_and_handles(cast) == expected


def test_line_holds_from_its_first_to_its_last_day(cast: Cast) -> None:
    make_report(unit=cast.company, at=cast.at)
    line(cast, cast.battalion, "SQUADRON", "operational", until="2026-03-12")
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 12), date(2026, 3, 13)]
    found = [reads_and_handles(cast, clock.start_of_day(day))[0] for day in days]
    assert found == [False, True, True, False]


def test_line_follows_on_a_line(cast: Cast) -> None:
    """The squadron leads a task group, and the task group leads the company."""
    make_report(unit=cast.company, at=cast.at)
    group = make_unit("GROUP", parent=cast.ministry, level=3)
    line(cast, cast.company, "GROUP", "operational")
    assert reads_and_handles(cast) == (False, False)
    line(cast, group, "SQUADRON", "operational")
    assert reads_and_handles(cast) == (True, True)


def test_lines_in_a_circle_end(cast: Cast) -> None:
    """No step makes one any more; a database of before may hold one."""
    make_report(unit=cast.company, at=cast.at)
    line(cast, cast.company, "SQUADRON", "operational")
    since = {"kind": "operational", "from_on": YESTERDAY}
    CommandLine.objects.create(unit=cast.squadron, superior=cast.company, **since)
    turn_page()
    assert reads_and_handles(cast) == (True, True)


def test_line_to_a_closed_unit_opens_nothing(cast: Cast) -> None:
    make_report(unit=cast.company, at=cast.at)
    change(cast, cast.company, "change", restricted=True)
    line(cast, cast.company, "SQUADRON", "operational")
    assert reads_and_handles(cast) == (False, False)


def test_end_line_sets_its_last_day(cast: Cast) -> None:
    make_report(unit=cast.company, at=cast.at)
    line(cast, cast.battalion, "SQUADRON", "operational")
    fields = {"superior": "SQUADRON", "kind": "operational", "until": "2026-03-10"}
    change(cast, cast.battalion, "end_line", **fields)
    assert reads_and_handles(cast) == (True, True)
    assert CommandLine.objects.get().until == TODAY


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"superior": "COMPANY"}, "superior"),
        ({"superior": "ATLANTIS"}, "superior"),
        ({"kind": "friendly"}, "kind"),
        ({"until": "2026-02-01"}, "until"),
        ({"from_on": "morgen"}, "from_on"),
        ({"from_on": "2026-03-09"}, "from_on"),
    ],
)
def test_line_that_cannot_be_says_which_field(
    cast: Cast, fields: dict[str, str], field: str
) -> None:
    given = {"superior": "SQUADRON", "kind": "operational", "from_on": "2026-03-10", **fields}
    with pytest.raises(FieldsRefused) as refused:
        change(cast, cast.company, "add_line", **given)
    assert list(refused.value.errors) == [field]


def test_line_that_is_there_already_is_refused(cast: Cast) -> None:
    line(cast, cast.company, "SQUADRON", "operational")
    with pytest.raises(FieldsRefused, match="there already"):
        line(cast, cast.company, "SQUADRON", "operational")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"superior": "ARMY", "until": "2026-03-20"}, "superior"),
        ({"superior": "SQUADRON", "until": "2026-02-20"}, "until"),
        ({"superior": "SQUADRON", "until": "2026-03-08"}, "until"),
        ({"superior": "SQUADRON", "until": "2026-03-31"}, "until"),
    ],
)
def test_end_line_that_cannot_be_says_which_field(
    cast: Cast, fields: dict[str, str], field: str
) -> None:
    line(cast, cast.company, "SQUADRON", "operational", until="2026-03-30")
    with pytest.raises(FieldsRefused) as refused:
        change(cast, cast.company, "end_line", kind="operational", **fields)
    assert list(refused.value.errors) == [field]
