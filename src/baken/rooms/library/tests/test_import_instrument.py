"""Bringing in an instrument: once, unchanged when it comes again, and never in place of another."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from baken.conftest import Cast, Member
from baken.core.access import AccessDenied
from baken.core.instruments.checksums import checksum
from baken.core.instruments.definitions import Source
from baken.core.instruments.documents import Refused
from baken.core.instruments.tests.instruments import changed
from baken.rooms.library.actions import InstrumentTaken
from baken.rooms.library.models import ImportedInstrument
from baken.rooms.library.queries.instruments import instrument
from baken.rooms.library.tests.factories import (
    CODE,
    NEXT_TEXT,
    SECTION_LIBRARY,
    TEXT,
    VERSION,
    WITH_LIBRARY,
    imported,
)
from baken.rooms.org.models import PersonStep
from baken.rooms.org.tests.factories import NOW

pytestmark = pytest.mark.django_db
GENERAL = Source("library.yaml", SECTION_LIBRARY)
SHIPPED = TEXT.replace(f"code: {CODE}", "code: lmra_core")


def told_of(member: Member) -> list[Any]:
    """The history of somebody, the oldest step first."""
    return list(PersonStep.objects.of(member.person).order_by("serial"))


def test_import_keeps_the_file_as_it_is() -> None:
    made = imported()
    row = ImportedInstrument.objects.get()
    assert made.is_new
    assert (row.code, row.version, row.form, row.file) == (CODE, VERSION, "yaml", "workshop.yaml")
    assert (row.text, row.sha256, row.libraries) == (TEXT, checksum(TEXT.encode()), {})
    assert (row.kind, row.title_nl, row.title_en) == ("rie", "Werkplaats", "Workshop")
    assert (row.context, row.unit_levels, row.workplace_types) == (
        ["non_operational"],
        [2, 3],
        ["workshop"],
    )
    assert (row.imported_at, row.post) == (NOW, "Baken")
    assert str(row) == "small_workshop 2.1.0"


def test_import_of_the_same_again_changes_nothing() -> None:
    imported()
    again = imported()
    assert not again.is_new
    assert again.definition.head.code == CODE
    assert ImportedInstrument.objects.count() == 1


def test_import_of_a_next_version_stands_beside_the_first() -> None:
    imported()
    assert imported(NEXT_TEXT).is_new
    assert str(instrument(CODE, VERSION).head.version) == VERSION
    assert ImportedInstrument.objects.count() == 2


def test_import_of_the_same_version_with_another_text_is_refused() -> None:
    imported()
    with translation.override("en"), pytest.raises(InstrumentTaken, match="may not change"):
        imported(TEXT.replace("Geluid?", "Hoeveel geluid?"))
    assert ImportedInstrument.objects.get().text == TEXT


def test_import_under_a_code_that_comes_along_is_refused() -> None:
    with translation.override("en"), pytest.raises(InstrumentTaken, match="comes with the product"):
        imported(SHIPPED)
    assert not ImportedInstrument.objects.exists()


def test_import_with_mistakes_tells_all_of_them_and_keeps_nothing() -> None:
    wrong = changed("hazard: mechanical.rotating_parts", "hazard: dragons", TEXT)
    wrong = changed("when: m1 != 'na'", "when: m1 != 'nee'", wrong)
    with pytest.raises(Refused) as refused:
        imported(wrong)
    told = [(one.file, one.line, one.field) for one in refused.value.problems]
    assert told == [
        ("workshop.yaml", 36, "instrument.sections.machines.questions.m1.risk.hazard"),
        ("workshop.yaml", 45, "instrument.sections.machines.questions.m2.when"),
    ]
    assert not ImportedInstrument.objects.exists()


def test_import_of_another_kind_of_file_is_refused() -> None:
    with pytest.raises(Refused, match=r"photo\.png, line 1: Baken does not read this kind of file"):
        imported(file="photo.png")


def test_import_that_its_place_contradicts_is_refused() -> None:
    with pytest.raises(Refused, match=r"by its folder this is 3\.0\.0"):
        imported(version="3.0.0")


def test_import_keeps_the_section_libraries_it_includes() -> None:
    other = Source("other.yaml", SECTION_LIBRARY.replace("core_general", "core_other"))
    imported(WITH_LIBRARY, libraries=[other, GENERAL])
    assert ImportedInstrument.objects.get().libraries == {"library.yaml": SECTION_LIBRARY}
    assert instrument(CODE, VERSION).included[0][0] == "core_general"


def test_import_of_the_same_with_another_library_is_refused() -> None:
    imported(WITH_LIBRARY, libraries=[GENERAL])
    assert not imported(WITH_LIBRARY, libraries=[GENERAL]).is_new
    changed_library = Source("library.yaml", SECTION_LIBRARY.replace("Is er beleid?", "Beleid?"))
    with pytest.raises(InstrumentTaken):
        imported(WITH_LIBRARY, libraries=[changed_library])


@pytest.mark.parametrize("name", ["soldier", "commander", "outsider"])
def test_import_by_who_does_not_manage_the_library_is_refused(cast: Cast, name: str) -> None:
    with pytest.raises(AccessDenied):
        imported(actor=cast.members[name].actor)
    assert not ImportedInstrument.objects.exists()


def test_import_stands_in_the_history_of_who_did_it(cast: Cast) -> None:
    member = cast.add("bureau", ("vms_office", "MINISTRY", None))
    imported(actor=member.actor)
    last = told_of(member)[-1]
    assert (last.code, last.facts) == (
        "org.person.instrument_imported",
        {"instrument": CODE, "version": VERSION, "sha256": checksum(TEXT.encode())},
    )
    assert ImportedInstrument.objects.get().post == "Centraal VMS-bureau MINISTRY"
    before = len(told_of(member))
    imported(actor=member.actor)
    assert len(told_of(member)) == before


def test_import_in_an_administration_session_is_refused(cast: Cast) -> None:
    """What is asked is content; an administrator has none of it."""
    with pytest.raises(AccessDenied):
        imported(actor=cast.functional_admin.on_duty)
    assert not ImportedInstrument.objects.exists()
