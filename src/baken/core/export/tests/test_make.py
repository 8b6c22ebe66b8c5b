"""An export is made within reach, with a purpose where one is needed, and told before it leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.utils.translation import override

from baken.conftest import Cast, Member
from baken.core.access import NOBODY, AccessDenied, Actor
from baken.core.export.kinds import Ask, ExportKind, Source, declare_kinds, export_kinds
from baken.core.export.make import Made, make_export
from baken.core.export.models import ExportRun
from baken.core.export.tests.making import column, csv_rows
from baken.core.trail.registry import chain_of
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.models import Person

HELD = [{"ref": "A", "level": 0}, {"ref": "B", "level": 1}, {"ref": "C", "level": 2}]
Making = Callable[..., Made]


def _records(_ask: Ask, level: int) -> Iterator[dict[str, Any]]:
    return (record for record in HELD if record["level"] <= level)


def _source_of(actor: Actor) -> Source | None:
    columns = [column("ref", privacy="personal")]
    source = Source(columns=columns, records=_records, level_of=lambda _ask: 2)
    return None if actor.is_nobody else source


THINGS = ExportKind("things", "Things", ("reports.report.read",), _source_of)


@pytest.fixture(autouse=True)
def _english() -> Any:
    with override("en"):
        yield


@pytest.fixture
def member(cast: Cast) -> Member:
    return cast.commander


@pytest.fixture
def making(member: Member) -> Iterator[Making]:
    """Makes an export of made-up things; the files are closed afterwards."""
    files = []

    def make(**values: Any) -> Made:
        plain: dict[str, Any] = {
            "actor": member.actor,
            "holder": member.person,
            "kind": THINGS,
            "form": "csv",
            "at": member.at,
            "purpose": "onderzoek",
        }
        made = make_export(**(plain | values))
        files.append(made.file)
        return made

    yield make
    for file in files:
        file.close()


def refs(made: Made) -> list[str]:
    rows = [row[0] for row in csv_rows(made.file.read()) if not row[0].startswith("#")]
    return rows[1:]


def test_export_with_a_purpose_holds_everything_and_its_marking(making: Making) -> None:
    made = making()
    assert refs(made) == ["A", "B", "C"]
    assert (made.rows, made.marking.level, made.marking.personal) == (3, 2, True)
    assert made.name.startswith("things_2026-03-10_")
    assert made.media_type.startswith("text/csv")


def test_export_is_logged_with_who_what_and_why(making: Making, member: Member) -> None:
    making(ask=Ask(filters=(("Unit", "A"),)))
    run = ExportRun.objects.get()
    assert (run.person, run.at, run.kind, run.format) == (
        member.person.id,
        member.at,
        "things",
        "csv",
    )
    assert (run.rows, run.level, run.personal, run.purpose) == (3, 2, True, "onderzoek")
    assert run.filters == [["Unit", "A"]]
    assert str(run).startswith("things csv 2026")


def test_export_stands_in_the_history_of_who_made_it(making: Making, member: Member) -> None:
    making()
    step = chain_of(Person).objects.of(member.person).order_by("-serial")[0]
    assert (step.code, step.actor) == ("org.person.exported", member.person.id)
    assert step.facts == {"kind": "things", "format": "csv", "rows": 3, "level": 2}
    assert step.words["purpose"] == "onderzoek"


def test_export_without_a_purpose_is_refused_and_not_logged(making: Making) -> None:
    with pytest.raises(FieldsRefused) as refused:
        making(purpose="  ")
    assert list(refused.value.errors) == ["purpose"]
    assert not ExportRun.objects.exists()


def test_export_that_may_leave_out_holds_what_needs_no_purpose(making: Making) -> None:
    made = making(purpose="", leave_out=True)
    assert refs(made) == ["A"]
    assert (made.marking.level, made.marking.left_out) == (0, True)


def test_export_that_may_leave_out_holds_everything_with_a_purpose(making: Making) -> None:
    made = making(leave_out=True)
    assert refs(made) == ["A", "B", "C"]
    assert made.marking.left_out is False


@pytest.mark.parametrize("purpose", ["x" * 301, "a\x00b"])
def test_export_with_an_impossible_purpose_is_refused(making: Making, purpose: str) -> None:
    with pytest.raises(FieldsRefused):
        making(purpose=purpose)


@pytest.mark.parametrize("values", [{"actor": NOBODY}, {"holder": None}])
def test_export_without_the_right_or_an_entry_is_denied(
    making: Making, values: dict[str, Any]
) -> None:
    with pytest.raises(AccessDenied):
        making(**values)


def test_export_of_too_many_rows_is_refused_and_not_logged(making: Making) -> None:
    with pytest.raises(FieldsRefused) as refused:
        making(most=2)
    assert "more than 2 rows" in refused.value.errors["format"]
    assert not ExportRun.objects.exists()


def test_export_of_as_many_rows_as_may_be_is_made(making: Making) -> None:
    assert making(most=3).rows == 3


def test_export_holds_no_transaction_while_it_reads(making: Making) -> None:
    """The test itself runs in one; what counts is that none was opened within it."""
    inside: list[int] = []

    def records(_ask: Ask, _level: int) -> Iterator[dict[str, Any]]:
        inside.append(len(connection.savepoint_ids))
        yield HELD[0]

    def source_of(_actor: Actor) -> Source:
        return Source(columns=[column("ref")], records=records)

    before = len(connection.savepoint_ids)
    making(kind=ExportKind("things", "Things", (), source_of))
    assert inside == [before]


def test_kinds_are_found_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    before = export_kinds()
    monkeypatch.setattr("baken.core.export.kinds._kinds", dict(before))
    declare_kinds([THINGS])
    assert export_kinds() == before | {"things": THINGS}


def test_source_without_levels_is_normal() -> None:
    source = Source(columns=[], records=_records)
    assert source.level_of(Ask()) == 0
