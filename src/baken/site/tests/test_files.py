"""A file is given to whoever may see its record, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.access import Confidentiality
from baken.core.files.content import CleanFile
from baken.core.files.models import StoredFile
from baken.core.files.store import forget_bytes, keep_file
from baken.rooms.reports.tests.acts import send
from baken.rooms.reports.tests.factories import FACTORY, PNG, make_occurrence, make_report

Clients = Callable[[str], Client]
PDF = CleanFile("verslag.pdf", "application/pdf", b"%PDF-1.7 inhoud")


def keep(record: Any, at: Any, file: CleanFile = PNG) -> StoredFile:
    return keep_file(record=record, file=file, actor=FACTORY, at=at)


@pytest.fixture
def photo(cast: Cast) -> StoredFile:
    """A photo with the soldier's report."""
    return keep(send(cast.soldier, at=cast.at).report, cast.at)


@pytest.mark.parametrize("who", ["soldier", "safety_adviser", "commander", "team_leader"])
def test_file_is_given_to_readers_of_the_report(
    client_of: Clients, photo: StoredFile, who: str
) -> None:
    answer = client_of(who).get(f"/bestanden/{photo.id}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert b"".join(answer.streaming_content) == PNG.data


@pytest.mark.parametrize(
    ("who", "status"), [("outsider", 404), ("functional_admin", 404), ("former_holder", 403)]
)
def test_file_is_kept_from_others(
    client_of: Clients, photo: StoredFile, who: str, status: int
) -> None:
    assert client_of(who).get(f"/bestanden/{photo.id}").status_code == status


def test_file_without_log_in_asks_to_log_in(client_of: Clients, photo: StoredFile) -> None:
    address = f"/bestanden/{photo.id}"
    answer = client_of("nobody").get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/inloggen?next={address}")


def test_file_of_a_closely_held_report_is_kept_from_its_unit(
    cast: Cast, client_of: Clients
) -> None:
    level = int(Confidentiality.RESTRICTED)
    held = keep(make_report(unit=cast.company, at=cast.at, confidentiality=level), cast.at)
    assert client_of("commander").get(f"/bestanden/{held.id}").status_code == 404


def test_file_of_an_occurrence_is_kept_from_summary_readers(cast: Cast, client_of: Clients) -> None:
    file = keep(make_occurrence(unit=cast.company, at=cast.at), cast.at)
    address = f"/bestanden/{file.id}"
    assert client_of("commander").get(address).status_code == 200
    assert client_of("soldier").get(address).status_code == 404


def test_file_that_is_no_picture_is_saved_and_not_shown(cast: Cast, client_of: Clients) -> None:
    file = keep(make_report(unit=cast.company, at=cast.at), cast.at, PDF)
    answer = client_of("commander").get(f"/bestanden/{file.id}")
    assert answer["Content-Disposition"] == 'attachment; filename="verslag.pdf"'


def test_file_runs_nothing(client_of: Clients, photo: StoredFile) -> None:
    answer = client_of("soldier").get(f"/bestanden/{photo.id}")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline")


def test_file_whose_bytes_are_gone_is_not_found(client_of: Clients, photo: StoredFile) -> None:
    forget_bytes([photo])
    assert client_of("soldier").get(f"/bestanden/{photo.id}").status_code == 404


@pytest.mark.parametrize(
    "name", ["6f1c2a34-5b6d-4e7f-8a9b-0c1d2e3f4a5b", "x", "../../etc/passwd", "%2e%2e%2fetc"]
)
def test_file_of_no_name_is_not_found(client_of: Clients, name: str) -> None:
    assert client_of("soldier").get(f"/bestanden/{name}").status_code == 404
