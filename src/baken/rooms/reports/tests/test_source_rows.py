"""What another system said stays to be read beside what the mapping took of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from baken.conftest import Cast
from baken.core.access import system_actor
from baken.core.api.tests.calling import caller
from baken.core.trail.tests.behind import drop_guards
from baken.core.trail.verify import breaks
from baken.rooms.reports.actions.import_reports import import_reports
from baken.rooms.reports.actions.legacy_rows import LegacyReport, LegacySource
from baken.rooms.reports.models import Report
from baken.rooms.reports.tests.factories import make_report

pytestmark = pytest.mark.django_db

SOURCE = LegacySource(
    "oud systeem",
    licence="CC0",
    attribution="Oud Systeem BV",
    not_mapped=("nr_lijn", "oorzaak", "leeg"),
)
ROW = LegacyReport(
    line=2,
    key="17",
    raw={"verhaal": "Het hek klemt.", "nr_lijn": "L12", "oorzaak": "Slijtage", "leeg": " "},
    story="Het hek klemt.",
    unit="COMPANY",
    kind="incident",
)


@pytest.fixture
def imported(cast: Cast) -> Report:
    """A report that was imported, and once more when its row had changed at the source."""
    later = replace(ROW, story="Het hek klemt weer.", raw={**ROW.raw, "oorzaak": "Roest"})
    for row in (ROW, later):
        importer = system_actor("import")
        import_reports(actor=importer, at=cast.at, source=SOURCE, rows=[row])
    found: Report = Report.objects.for_system(reason="import").get(source_ref="17")
    return found


def test_page_shows_columns_without_a_place_of_their_own(
    imported: Report, client_of: Callable[[str], Client]
) -> None:
    page = client_of("safety_adviser").get(f"/meldingen/{imported.ref}").content.decode()
    for shown in ("nr_lijn", "L12", "Slijtage", "Roest", "Het hek klemt weer.", "Version 2"):
        assert shown in page
    assert "leeg" not in page


def test_api_tells_every_version_to_who_reads_the_report(cast: Cast, imported: Report) -> None:
    address = f"/reports/{imported.ref}/source-rows"
    found = caller(cast, "safety_adviser").get(address).json()["items"]
    assert [(one["revision"], one["not_mapped"], one["story"]) for one in found] == [
        (2, {"nr_lijn": "L12", "oorzaak": "Roest"}, "Het hek klemt weer."),
        (1, {"nr_lijn": "L12", "oorzaak": "Slijtage"}, ""),
    ]
    assert (found[0]["licence"], found[0]["attribution"]) == ("CC0", "Oud Systeem BV")
    assert caller(cast, "outsider").get(address).status_code == 404


def test_report_that_was_made_here_has_none(cast: Cast) -> None:
    report = make_report(unit=cast.company)
    assert caller(cast, "safety_adviser").get(f"/reports/{report.ref}/source-rows").json() == {
        "items": [],
        "next": None,
    }


@pytest.mark.parametrize("raw", ["{}", "[]", '{"row": {"oorzaak": "Niets"}}'])
def test_row_changed_behind_its_back_is_found_whatever_it_became(
    imported: Report, raw: Any
) -> None:
    drop_guards()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reports_legacyrow SET raw = %s WHERE revision = 1", [raw])
    [found] = breaks()
    assert (found.where, found.what) == (imported.ref, "legacy.1 is not what step 1 recorded")


def test_reporter_of_an_imported_report_is_not_known_here(
    imported: Report, client_of: Callable[[str], Client]
) -> None:
    page = client_of("safety_adviser").get(f"/meldingen/{imported.ref}").content.decode()
    assert "not known here" in page
    assert "Who reported this?" not in page
