"""A file lies beside the database, tells no more than the day, and is seen with its record."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from baken.core.access import NOBODY
from baken.core.files.content import CleanFile
from baken.core.files.models import StoredFile
from baken.core.files.store import (
    files_by_record,
    files_of,
    forget_bytes,
    keep_file,
    path_of,
    visible_file,
)
from baken.rooms.reports.models import Report
from baken.rooms.reports.tests.factories import make_occurrence, make_report

pytestmark = pytest.mark.django_db

PHOTO = CleanFile("photo.png", "image/png", b"the bytes")
PAPER = CleanFile("paper.pdf", "application/pdf", b"other bytes")


@pytest.fixture
def report(cast: Any) -> Report:
    """A report of the company."""
    return make_report(unit=cast.company)


def _keep(cast: Any, record: Any, file: CleanFile = PHOTO, **more: Any) -> StoredFile:
    given = {"actor": cast.commander.actor, "at": cast.at} | more
    return keep_file(record=record, file=file, **given)


def test_file_kept_stands_on_disk_under_its_identifier_alone(cast: Any, report: Report) -> None:
    stored = _keep(cast, report)
    path = path_of(stored.id)
    assert (path.read_bytes(), path.name, path.parent.name) == (
        b"the bytes",
        stored.id.hex,
        stored.id.hex[:2],
    )


def test_file_kept_is_described_with_who_and_on_which_day(cast: Any, report: Report) -> None:
    stored = _keep(cast, report)
    assert (stored.size, stored.on, stored.added_by, str(stored)) == (
        9,
        date(2026, 3, 10),
        cast.commander.actor.person,
        "photo.png",
    )


def test_file_kept_by_nobody_names_nobody(cast: Any, report: Report) -> None:
    assert _keep(cast, report, actor=NOBODY).added_by is None


@pytest.mark.parametrize("hour", [0, 9, 22])
def test_file_on_disk_tells_the_day_and_no_moment(cast: Any, report: Report, hour: int) -> None:
    stored = _keep(cast, report, at=datetime(2026, 3, 10, hour, 17, 3, tzinfo=UTC))
    status = path_of(stored.id).stat()
    midnight = datetime(2026, 3, 9, 23, 0, tzinfo=UTC).timestamp()
    assert (status.st_mtime, status.st_atime) == (midnight, midnight)


def test_same_bytes_twice_on_one_record_are_one_file(cast: Any, report: Report) -> None:
    first = _keep(cast, report)
    again = _keep(cast, report, CleanFile("copy.png", "image/png", b"the bytes"))
    assert (again, StoredFile.objects.count()) == (first, 1)


def test_same_bytes_on_two_records_are_two_files(cast: Any, report: Report) -> None:
    first, second = _keep(cast, report), _keep(cast, make_report(unit=cast.company))
    assert (first.pk != second.pk, first.digest == second.digest) == (True, True)


def test_files_of_a_record_are_its_own_in_order_of_day_and_name(cast: Any, report: Report) -> None:
    later = cast.at.replace(day=12)
    newest = _keep(cast, report, CleanFile("a.png", "image/png", b"3"), at=later)
    second, first = _keep(cast, report, PHOTO), _keep(cast, report, PAPER)
    _keep(cast, make_occurrence(unit=cast.company))
    assert list(files_of(report)) == [first, second, newest]


@pytest.mark.parametrize(("file", "is_image"), [(PHOTO, True), (PAPER, False)])
def test_file_knows_whether_it_is_a_picture(
    cast: Any, report: Report, file: CleanFile, is_image: bool
) -> None:
    assert _keep(cast, report, file).is_image == is_image


@pytest.mark.parametrize(
    ("name", "seen"),
    [("commander", True), ("outsider", False), ("soldier", False), ("functional_admin", False)],
)
def test_visible_file_is_seen_with_its_record(
    cast: Any, report: Report, name: str, seen: bool
) -> None:
    stored = _keep(cast, report)
    found = visible_file(stored.id, cast.members[name].actor)
    assert found == (stored if seen else None)


def test_visible_file_of_a_closely_held_record_is_not_seen(cast: Any) -> None:
    stored = _keep(cast, make_report(unit=cast.company, confidentiality=2))
    assert visible_file(stored.id, cast.commander.actor) is None


def test_visible_file_that_is_not_there_is_not_seen(cast: Any) -> None:
    assert visible_file(uuid.uuid4(), cast.commander.actor) is None


@pytest.mark.parametrize(
    ("name", "status"), [("commander", 200), ("outsider", 404), ("soldier", 404)]
)
def test_address_of_a_file_out_of_reach_is_not_found(
    cast: Any, report: Report, client_of: Callable[[str], Client], name: str, status: int
) -> None:
    stored = _keep(cast, report)
    assert client_of(name).get(f"/bestanden/{stored.id}").status_code == status


def test_forgotten_bytes_are_gone_and_forgetting_again_is_harmless(
    cast: Any, report: Report
) -> None:
    stored = _keep(cast, report)
    forget_bytes([stored])
    forget_bytes([stored])
    assert not path_of(stored.id).exists()


def test_files_of_many_records_are_each_with_their_own(cast: Any, report: Report) -> None:
    other, without = make_report(unit=cast.company), make_report(unit=cast.company)
    kept = {_keep(cast, report).id, _keep(cast, report, PAPER).id}
    third = _keep(cast, other)
    found = files_by_record(Report, [report.pk, other.pk, without.pk])
    assert {number: {one.id for one in files} for number, files in found.items()} == {
        report.pk: kept,
        other.pk: {third.id},
    }
