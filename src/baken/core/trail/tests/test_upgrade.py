"""A migration lets histories vouch for rows that were there before, and changes nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from baken.core.trail import upgrade
from baken.core.trail.chain import commitment
from baken.core.trail.registry import chain_for
from baken.core.trail.tests.behind import steps_of
from baken.core.trail.upgrade import plain, vouch_since
from baken.core.trail.verify import breaks
from baken.rooms.org.models import Unit, UnitStep
from baken.rooms.reports.models import ReportStep
from baken.rooms.reports.tests.factories import make_report

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
CODE = "org.unit.vouched"


class Plainly:
    """A step table as a migration knows it: without its guard, and with the same rows."""

    def __init__(self, steps: Any) -> None:
        self.steps = steps
        self.objects = steps.objects.for_system(reason="trail")

    def __call__(self, **values: Any) -> Any:
        return self.steps(**values)


def test_values_are_told_as_they_read_back() -> None:
    told = plain({"on": date(2026, 3, 1), "at": AT, "none": None, "text": "x"})
    assert told == {
        "on": "2026-03-01",
        "at": "2026-03-11T09:00:00+00:00",
        "none": None,
        "text": "x",
    }


def test_step_follows_the_newest_and_vouches_for_the_parts(cast: Any) -> None:
    report = make_report(unit=cast.company, at=cast.at)
    parts = {report.pk: {"thing.1": {"until": None}}}
    assert vouch_since(Plainly(ReportStep), parts, code=CODE, at=AT) == 1

    first, step = steps_of(report)
    assert (step.serial, step.previous, step.code) == (2, first.hash, CODE)
    assert (step.from_state, step.to_state) == (report.state, report.state)
    assert (step.at, step.words, step.facts) == (AT, {"name": "migration"}, {})
    salt = step.salts["part.thing.1"]
    assert step.commitments["part.thing.1"] == commitment({"until": None}, salt)
    assert [one.what for one in breaks()] == ["thing.1 is gone"]


def test_step_vouches_for_what_the_record_itself_holds(cast: Any) -> None:
    unit = Unit.objects.get(code="COMPANY")
    names = chain_for(Unit).facts[2]
    told = plain({name: getattr(unit, name) for name in names})
    assert (
        vouch_since(Plainly(UnitStep), {unit.pk: {"record.facts.2": told}}, code=CODE, at=AT) == 1
    )
    assert list(breaks()) == []
    Unit.objects.filter(pk=unit.pk).update(ends_on=date(2026, 1, 1))
    assert [one.where for one in breaks()] == ["COMPANY"]


def test_many_records_get_a_step_each_and_none_without_a_history_does(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrade, "CHUNK", 2)
    units = list(Unit.objects.order_by("pk"))
    parts: dict[int, dict[str, Any]] = {unit.pk: {} for unit in units}
    parts[units[-1].pk + 1_000] = {}
    assert vouch_since(Plainly(UnitStep), parts, code=CODE, at=AT) == len(units) > 4
    made = UnitStep.objects.for_system(reason="trail").filter(code=CODE)
    assert [step.record_id for step in made.order_by("record_id")] == [one.pk for one in units]
    assert len({step.number for step in made}) == len(units)
    assert list(breaks()) == []


def test_no_parts_are_no_steps(cast: Any) -> None:
    assert vouch_since(Plainly(UnitStep), {}, code=CODE, at=AT + timedelta(days=1)) == 0
