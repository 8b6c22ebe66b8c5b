"""Lines, versions and places of units give rights: what came, changed or went in the database is found."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.trail.append import Entry, append
from baken.core.trail.tests.behind import drop_guards
from baken.core.trail.verify import breaks
from baken.rooms.org.actions import import_organisation
from baken.rooms.org.models import CommandLine, Unit, UnitStep
from baken.rooms.org.rules import LineRow, OrganisationFile, UnitRow
from baken.rooms.org.tests.factories import NOW, make_unit
from baken.rooms.org.tests.test_unit_steps import change, line

TODAY = date(2026, 3, 10)


def found() -> list[str]:
    return [one.what for one in breaks()]


def act(statement: str) -> None:
    """Do something directly in the database."""
    drop_guards()
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0, "nothing was changed, so nothing was proved"


@pytest.fixture
def changed(cast: Cast) -> Cast:
    """The company is renamed and leads the staff, which has answered to the squadron as well."""
    change(cast, cast.company, "rename", name_nl="Andere naam")
    line(cast, cast.company, "SQUADRON", "operational", from_on="2026-03-01")
    line(cast, cast.company, "SQUADRON", "training", from_on="2026-03-01", until="2026-04-01")
    ended = {"superior": "SQUADRON", "kind": "training", "until": "2026-03-10"}
    change(cast, cast.company, "end_line", **ended)
    assert found() == []
    return cast


CHANGES: dict[str, Any] = {
    "kind": "functional",
    "from_on": date(2020, 1, 1),
    "until": date(2026, 12, 31),
    "withdrawn_at": NOW,
    "order_ref": "O9",
    "caveats": "x",
}


@pytest.mark.parametrize("name", [*CHANGES, "superior"])
def test_line_changed_in_the_database_is_found(changed: Cast, name: str) -> None:
    pk = CommandLine.objects.get(kind="operational").pk
    other = {"superior": changed.ministry, **CHANGES}[name]
    CommandLine.objects.filter(pk=pk).update(**{name: other})
    [one] = breaks()
    assert (one.where, one.what) == ("COMPANY", f"line.{pk} is not what step 3 recorded")
    assert "org.unit.line_added" in one.advice


def test_line_that_runs_on_in_the_database_is_found(changed: Cast) -> None:
    CommandLine.objects.filter(kind="training").update(until=None)
    [one] = breaks()
    assert "org.unit.line_ended" in str(one)


def test_line_moved_to_another_unit_in_the_database_is_found_at_both(changed: Cast) -> None:
    pk = CommandLine.objects.get(kind="operational").pk
    CommandLine.objects.filter(pk=pk).update(unit=changed.battalion)
    assert sorted(found()) == [f"line.{pk} is gone", f"no step vouches for line.{pk}"]


def test_line_that_came_or_went_in_the_database_is_found(changed: Cast) -> None:
    CommandLine.objects.get(kind="operational").delete()
    made = CommandLine.objects.create(
        unit=changed.squadron, superior=changed.company, kind="host", from_on=TODAY
    )
    [gone, came] = sorted(breaks(), key=lambda one: one.where)
    assert (gone.where, came.where) == ("COMPANY", "SQUADRON")
    assert gone.what.endswith("is gone")
    assert came.what == f"no step vouches for line.{made.pk}"


def test_line_withdrawn_and_brought_back_in_the_database_is_found(changed: Cast) -> None:
    at_once = {"superior": "SQUADRON", "kind": "operational", "until": "2026-03-09"}
    change(changed, changed.company, "end_line", **at_once)
    assert found() == []
    act("UPDATE org_commandline SET withdrawn_at = NULL")
    assert len(found()) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE org_unitversion SET restricted = NOT restricted WHERE until IS NOT NULL",
        "UPDATE org_unitversion SET parent_id = NULL WHERE until IS NOT NULL",
        "UPDATE org_unitversion SET until = '2026-02-01' WHERE until IS NOT NULL",
        "DELETE FROM org_unitversion WHERE until IS NOT NULL",
    ],
)
def test_what_a_unit_was_changed_in_the_database_is_found(changed: Cast, statement: str) -> None:
    act(statement)
    [one] = found()
    assert one.startswith("version.1900-01-01 is")


def test_version_that_came_in_the_database_is_found(changed: Cast) -> None:
    act("UPDATE org_unitversion SET from_on = '2026-02-01' WHERE until IS NOT NULL")
    assert sorted(found()) == [
        "no step vouches for version.2026-02-01",
        "version.1900-01-01 is gone",
    ]


def test_unit_put_elsewhere_by_its_path_is_found(changed: Cast) -> None:
    path = f"{changed.squadron.path}0001"
    Unit.objects.filter(code="COMPANY").update(path=path)
    assert found() == ["place is not what step 1 recorded"]


def test_every_step_that_changes_versions_and_places_vouches_for_them(cast: Cast) -> None:
    battalion = make_unit("OLD", parent=cast.army)
    make_unit("CHILD", parent=battalion, level=2)
    change(cast, cast.company, "change", restricted=True)
    change(cast, cast.company, "change", restricted=False)
    change(cast, cast.company, "move", parent="SQUADRON")
    change(cast, battalion, "merge", into="BATTALION")
    change(cast, cast.company, "dissolve")
    assert found() == []


def test_units_and_lines_of_a_file_are_vouched_for(db: None) -> None:
    def brought_in(**more: object) -> int:
        outcome = import_organisation(
            actor=system_actor("import"),
            at=NOW,
            content=OrganisationFile(**more),  # type: ignore[arg-type]
            account_of=lambda name: None,
            roles=["commander"],
        )
        assert outcome.problems == []
        return outcome.created + outcome.changed

    units = [
        UnitRow("TOP", "", 7, "Top"),
        UnitRow("BAT", "TOP", 3, "B"),
        UnitRow("S", "TOP", 3, "S"),
    ]
    lines = [LineRow("BAT", "S", "operational", TODAY)]
    assert brought_in(units=units, lines=lines) == 4
    assert brought_in(units=units, lines=lines) == 0
    assert brought_in(units=[*units[:2], UnitRow("S", "TOP", 3, "Anders")]) == 1
    assert brought_in(lines=[LineRow("BAT", "S", "operational", TODAY, TODAY)]) == 1
    codes = UnitStep.objects.of(Unit.objects.get(code="BAT")).values_list("code", flat=True)
    assert list(codes) == ["org.unit.founded", *["org.unit.lines_imported"] * 2]
    assert found() == []


def test_upgrade_vouches_for_what_is_there(cast: Cast) -> None:
    """As an installation of before: units with a first step that vouches for fields alone."""
    drop_guards()
    for unit in Unit.objects.all():
        UnitStep.objects.of(unit).delete()
        told = Entry(code="org.unit.founded", to_state=unit.state)
        append(record=unit, actor=system_actor("factory"), at=NOW, entry=told)
    CommandLine.objects.create(
        unit=cast.company, superior=cast.squadron, kind="host", from_on=TODAY, withdrawn_at=NOW
    )
    assert len(found()) > 1

    before = MigrationExecutor(connection).loader.project_state(("org", "0008_units_end"))
    import_module("baken.rooms.org.migrations.0009_units_vouched").vouch(before.apps, None)

    assert found() == []
    steps = UnitStep.objects.of(cast.company).order_by("serial")
    assert [one.code for one in steps] == ["org.unit.founded", "org.unit.vouched"]
    change(cast, cast.company, "rename", name_nl="Andere naam")
    assert found() == []
    act("UPDATE org_commandline SET withdrawn_at = NULL")
    assert len(found()) == 1
