"""Cases give rights and conflicts take them: one that came, changed or went in the database is found."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.trail.append import Entry, append
from baken.core.trail.tests.behind import drop_guards
from baken.core.trail.verify import CAME, CHANGED, WENT, breaks
from baken.rooms.org.actions import end_case, give_case, keep_away, lift_conflict
from baken.rooms.org.models import Involvement, Person
from baken.rooms.reports.models import Occurrence, OccurrenceStep, Report
from baken.rooms.reports.queries.parts import code_part
from baken.rooms.reports.tests.factories import make_occurrence, make_report

TODAY = date(2026, 3, 10)


@pytest.fixture
def occurrence(cast: Cast) -> Occurrence:
    """An occurrence that somebody investigates, somebody did, and two are or were kept away from."""
    record = make_occurrence(unit=cast.company, at=cast.at)
    commander, adviser = cast.commander.actor, cast.safety_adviser.actor
    about: dict[str, Any] = {"record": record, "at": cast.at, "ground": "Onderzoek"}
    for name in ("looker", "earlier"):
        member = cast.add(name, ("investigator", "SQUADRON", None))
        given = {"person": member.person, "role": "investigator", **about}
        give_case(actor=commander, until=TODAY + timedelta(days=9), **given)
        give_case(actor=commander, until=TODAY + timedelta(days=8), **given)
    end_case(actor=commander, last_day=None, **given)
    for one in (cast.soldier, cast.team_leader):
        keep_away(actor=commander, person=one.person, **about)
    lift_conflict(actor=adviser, person=cast.soldier.person, **about)
    assert found() == []
    return record


def found() -> list[tuple[str, str]]:
    return [(one.where, one.what) for one in breaks()]


def ties(**narrow: Any) -> Any:
    return Involvement.objects.for_system(reason="trail").filter(**narrow)


def mine(record: Any) -> Any:
    """The conflict of the team leader, which still holds."""
    return ties(kind="conflict", ended_at=None).get()


@pytest.mark.parametrize(
    "change",
    [
        {"record_id": "other"},
        {"kind": "case", "role": "investigator"},
        {"from_on": date(2020, 1, 1)},
        {"until": date(2026, 3, 11)},
        {"until": TODAY, "ended_at": "now"},
        {"given_by": None},
    ],
)
def test_tie_changed_in_the_database_is_found(
    cast: Cast, occurrence: Occurrence, change: dict[str, Any]
) -> None:
    real = {"other": cast.outsider.person.pk, "now": cast.at}
    tie = mine(occurrence)
    ties(pk=tie.pk).update(**{n: real.get(v, v) for n, v in change.items()})
    [one] = breaks()
    assert one.where == occurrence.ref
    assert one.what.startswith(f"involvement.{tie.pk} is not what step")
    assert one.advice == CHANGED.format(code="org.conflict.declared")
    assert one.advice in str(one)


def test_case_that_ended_and_runs_again_in_the_database_is_found(
    cast: Cast, occurrence: Occurrence
) -> None:
    ended = ties(kind="case", ended_at__isnull=False).get()
    ties(pk=ended.pk).update(ended_at=None, until=None)
    [one] = breaks()
    assert "org.case.ended" in one.advice


def test_tie_taken_out_of_the_database_is_found(cast: Cast, occurrence: Occurrence) -> None:
    tie = mine(occurrence)
    ties(pk=tie.pk).delete()
    [one] = breaks()
    assert (one.where, one.what) == (occurrence.ref, f"involvement.{tie.pk} is gone")
    assert one.advice == WENT.format(code="org.conflict.declared")


def put_in(person: Person, table: str, number: int) -> Involvement:
    """A case that nobody gave."""
    return Involvement.objects.create(
        record=person,
        kind="case",
        role="investigator",
        table=table,
        number=number,
        from_on=TODAY,
        ground="-",
    )


@pytest.mark.parametrize("root", [Report, Occurrence, Person])
def test_tie_put_into_the_database_is_found_at_the_record(
    cast: Cast, occurrence: Occurrence, root: type[Any]
) -> None:
    make_report(unit=cast.company, at=cast.at)
    record = root.objects.for_system(reason="trail").first()
    made = put_in(cast.outsider.person, root._meta.label_lower, record.pk)
    [one] = breaks()
    assert (one.where, one.what) == (record.ref, f"no step vouches for involvement.{made.pk}")
    assert one.advice == CAME


def test_tie_moved_to_another_record_is_found_at_both(cast: Cast, occurrence: Occurrence) -> None:
    other = make_occurrence(unit=cast.company, at=cast.at)
    tie = mine(occurrence)
    ties(pk=tie.pk).update(number=other.pk)
    assert sorted(found()) == [
        (occurrence.ref, f"involvement.{tie.pk} is gone"),
        (other.ref, f"no step vouches for involvement.{tie.pk}"),
    ]


@pytest.mark.parametrize("table", ["reports.report", "reports.nothing"])
def test_tie_to_no_record_at_all_is_found(cast: Cast, occurrence: Occurrence, table: str) -> None:
    made = put_in(cast.outsider.person, table, 5)
    assert found() == [(f"involvement.{made.pk}", "it names a record that is not there")]


def test_upgrade_vouches_for_ties_that_are_there(cast: Cast, occurrence: Occurrence) -> None:
    """As an installation of before: the steps tell of the ties and vouch for none."""
    drop_guards()
    OccurrenceStep.objects.of(occurrence).delete()
    told = Entry(
        "reports.occurrence.triaged",
        to_state=occurrence.state,
        sealed=("title", "summary"),
        parts=code_part([("subject", "work_equipment")]),
    )
    append(record=occurrence, actor=cast.commander.actor, at=cast.at, entry=told)
    report = make_report(unit=cast.company, at=cast.at)
    lone = put_in(cast.outsider.person, "reports.report", report.pk)
    assert len(found()) == 5

    nodes = [("reports", "0005_owned"), ("org", "0006_ties_that_end")]
    before = MigrationExecutor(connection).loader.project_state(nodes)
    import_module("baken.rooms.reports.migrations.0006_ties_vouched").vouch(before.apps, None)

    assert found() == []
    steps = OccurrenceStep.objects.of(occurrence).order_by("serial")
    assert [one.code for one in steps] == ["reports.occurrence.triaged", "org.ties.vouched"]
    ties(pk=lone.pk).update(until=TODAY)
    assert [where for where, _ in found()] == [report.ref]


def test_checking_many_ties_asks_no_more_than_checking_few(
    cast: Cast, occurrence: Occurrence
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert found() == []
        return len(queries)

    few = asked()
    for _ in range(9):
        record = make_occurrence(unit=cast.company, at=cast.at)
        keep_away(
            actor=cast.commander.actor,
            person=cast.soldier.person,
            record=record,
            ground="Familie",
            at=cast.at,
        )
    assert asked() == few
