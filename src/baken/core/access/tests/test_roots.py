"""What every root can do: be found by reference or UUID, say which permits show it, act."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from baken.core.access.roots import ordered_uuid, root_classes, root_of_ref
from baken.rooms.org.models import Person
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.tests.factories import make_report


def test_ordered_uuids_are_version_seven_and_rise() -> None:
    drawn = [ordered_uuid() for _ in range(50)]
    assert ({one.version for one in drawn}, sorted(drawn)) == ({7}, drawn)


@pytest.mark.parametrize(
    ("ref", "root"),
    [
        ("M-2026-000001", Report),
        (" v-2026-000001 ", Occurrence),
        ("V", Occurrence),
        ("", None),
        ("Q-2026-000001", None),
        ("2026-000001", None),
        ("\x00", None),
    ],
)
def test_root_of_a_reference_is_told_by_its_prefix(ref: str, root: type[Any] | None) -> None:
    assert root_of_ref(ref) is root


def test_root_classes_are_those_with_a_prefix() -> None:
    roots = root_classes()
    assert (roots["M"], roots["V"], Person in roots.values()) == (Report, Occurrence, False)


@pytest.mark.parametrize(
    ("root", "permits"),
    [
        (Report, ("reports.report.read",)),
        (Occurrence, ("reports.occurrence.read", "reports.occurrence.read_summary")),
    ],
)
def test_visible_with_names_the_widest_view_first(
    root: type[Any], permits: tuple[str, ...]
) -> None:
    assert root.visible_with() == permits


@pytest.mark.django_db
def test_record_is_found_by_reference_or_identifier_and_shown_by_reference(cast: Any) -> None:
    report = make_report(unit=cast.company)
    rows = Report.objects.for_system(reason="trail")
    given = [report.ref, f" {report.ref.lower()} ", str(report.id), report.id.hex.upper()]
    assert [rows.get(Report.ref_condition(ref)) for ref in given] == [report] * 4
    assert str(report) == report.ref


@pytest.mark.django_db
@pytest.mark.parametrize(
    "ref",
    [
        "",
        "M-2026-999999",
        "x" * 400,
        "\x00",
        "M-2026-000001\x00",
        "%",
        "'; --",
        str(uuid.UUID(int=0)),
    ],
)
def test_record_by_a_nonsense_reference_is_not_found(cast: Any, ref: str) -> None:
    make_report(unit=cast.company)
    rows = Report.objects.for_system(reason="trail")
    assert rows.filter(Report.ref_condition(ref)).first() is None


@pytest.mark.django_db
@pytest.mark.parametrize(("owned", "acting"), [(True, "BATTALION"), (False, "COMPANY")])
def test_acting_unit_is_the_owner_unit_when_there_is_one(
    cast: Any, owned: bool, acting: str
) -> None:
    report = make_report(unit=cast.company, owner_unit=cast.battalion if owned else None)
    assert report.acting_unit == cast.unit(acting)
