"""Bringing in a branch RI&E: by its content, with its pictures and its scoring models, the same tomorrow."""

from __future__ import annotations

import io
from dataclasses import asdict
from typing import Any

import pytest
from django.utils import translation
from PIL import Image

from baken.core.instruments.definitions import Source
from baken.core.instruments.documents import Refused
from baken.core.instruments.survey_xml import Scorings
from baken.core.instruments.tests.surveys import WHOLE, in_base64
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.actions import Imported, InstrumentTaken
from baken.rooms.library.models import ImportedInstrument, InstrumentPicture
from baken.rooms.library.queries import instruments as queries
from baken.rooms.library.queries.instrument_pictures import check_pictures, pictures_shown
from baken.rooms.library.queries.instruments import instrument
from baken.rooms.library.queries.survey_offered import survey_offered
from baken.rooms.library.queries.survey_scorings import (
    CALCULATED,
    CHOSEN,
    models_for,
    named,
    scorings_from,
    usual_scorings,
)
from baken.rooms.library.tests.factories import TEXT as YAML_TEXT
from baken.rooms.library.tests.factories import imported
from baken.rooms.library.tests.surveys import CODE, FILE, SHOWN_PNG, TEXT, VERSION, drawn

pytestmark = pytest.mark.django_db


def taken(text: str = TEXT, **more: Any) -> Imported:
    """Have the library know the survey."""
    return imported(text, **{"file": FILE, "code": CODE, "version": VERSION, **more})


def test_survey_is_known_by_its_content_whatever_it_is_called() -> None:
    made = taken(file="export.yaml")
    row = ImportedInstrument.objects.get()
    assert (row.form, row.code, row.version, row.kind) == ("survey_xml", CODE, VERSION, "rie")
    assert made.counts is not None
    assert asdict(made.counts) == {
        "modules": 5,
        "profile_questions": 2,
        "risks": 5,
        "solutions": 2,
        "images": 2,
        "legal_references": 1,
    }


def test_yaml_that_calls_itself_xml_is_read_as_a_survey_and_refused() -> None:
    with pytest.raises(Refused, match="this is not XML"):
        imported(YAML_TEXT, file="workshop.xml")


def test_survey_without_a_code_is_called_by_its_own_words() -> None:
    made = imported(TEXT, file=FILE)
    assert (made.definition.head.code, str(made.definition.head.version)) == (
        "rie_5240a_fietsenmaker", "1.0.0",
    )  # fmt: skip


def test_survey_is_read_tomorrow_by_the_models_that_were_kept_with_it() -> None:
    taken()
    kept = ImportedInstrument.objects.get().scorings
    usual = usual_scorings()
    assert kept == {"chosen": list(usual.chosen), "calculated": list(usual.calculated)}
    queries._imported.cache_clear()
    read = instrument(CODE, VERSION)
    models = {
        (one.risk.scoring.code, one.risk.scoring.version)
        for one in read.questions.values()
        if one.risk and one.risk.scoring
    }
    assert models == {usual.chosen, usual.calculated}


def test_survey_under_a_version_with_other_models_is_another_content() -> None:
    taken()
    assert not taken().is_new
    row = ImportedInstrument.objects.get()
    row.scorings = {"chosen": ["other", 1], "calculated": ["other", 1]}
    row.save()
    with pytest.raises(InstrumentTaken):
        taken()


def test_next_version_of_a_survey_stands_beside_it() -> None:
    taken()
    changed = TEXT.replace("Er is een plan.", "Er is een plan van aanpak.")
    with translation.override("en"), pytest.raises(InstrumentTaken, match="may not change"):
        taken(changed)
    assert survey_offered(Source(FILE, changed), code=CODE).version == "1.1.0"
    assert taken(changed, version="1.1.0").is_new
    assert survey_offered(Source(FILE, TEXT), code=CODE).version == VERSION


def test_models_that_can_score_a_survey_are_found_by_their_axes() -> None:
    assert [len(models_for(part)) for part in (CHOSEN, CALCULATED)] == [1, 1]
    chosen, calculated = (models_for(part)[0] for part in (CHOSEN, CALCULATED))
    given = {"chosen": named(chosen), "calculated": ""}
    assert scorings_from(given) == Scorings(
        (chosen.code, chosen.version), (calculated.code, calculated.version)
    )
    with translation.override("en"), pytest.raises(FieldsRefused) as told:
        scorings_from({"chosen": named(calculated), "calculated": "dice@1"})
    assert list(told.value.errors) == ["chosen", "calculated"]


def test_pictures_are_drawn_anew_and_kept_under_their_checksum() -> None:
    taken()
    rows = list(InstrumentPicture.objects.order_by("id"))
    assert [(one.name, one.content_type) for one in rows] == [
        ("toon_bank.gif", "image/png"),
        ("a.png", "image/png"),
    ]
    for row in rows:
        with Image.open(io.BytesIO(bytes(row.data))) as found:
            assert (found.format, found.size) == ("PNG", (3, 2))
        assert (row.size, str(row)) == (len(row.data), row.name)
    assert list(check_pictures()) == []
    InstrumentPicture.objects.filter(pk=rows[0].pk).update(data=b"other")
    assert list(check_pictures()) == ["toon_bank.gif: this picture is not what was imported"]


def test_picture_that_cannot_be_drawn_is_left_out_and_told() -> None:
    made = taken(WHOLE)
    told = [one.said("en") for one in made.notes]
    assert "the picture “a.png” cannot be shown: damaged, or too large" in told
    assert not InstrumentPicture.objects.exists()
    read = made.definition
    assert all(not found for found in pictures_shown(read, read.questions.values()).values())


def test_pictures_above_the_most_are_left_out_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baken.rooms.library.queries.instrument_pictures.MOST_PICTURES", 1)
    told = [one.said("en") for one in taken().notes]
    assert "there are more than 1 pictures; those above that were not taken over" in told
    assert InstrumentPicture.objects.count() == 1


def test_look_at_a_survey_keeps_nothing() -> None:
    found = survey_offered(Source(FILE, TEXT))
    assert (found.code, found.version, found.is_known) == ("rie_5240a_fietsenmaker", "1.0.0", False)
    assert (found.counts.risks, found.pictures, found.proposed) == (5, 2, 4)
    assert not taken(keeps=False).is_new
    assert not ImportedInstrument.objects.exists()


LOL = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
HEAD = "<?xml version='1.0' encoding='utf-8'?>"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TEXT.replace(HEAD, HEAD + LOL), "a document type"),
        (TEXT.replace(HEAD, HEAD + '<!DOCTYPE x SYSTEM "file:///etc/passwd">'), "a document type"),
        ("<a>" * 100 + "</a>" * 100, "goes too deep"),
        (TEXT.replace("Lees dit eerst.", "x" * 6_000_000), "too long|at most"),
        ("<sector/>", "this is no survey"),
    ],
    ids=["entities", "outside", "deep", "huge", "other"],
)
def test_attack_in_xml_is_refused_and_keeps_nothing(text: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        taken(text)
    assert not ImportedInstrument.objects.exists()


def test_picture_with_too_many_pixels_is_not_drawn() -> None:
    bomb = in_base64(drawn("PNG", (5_000, 4_000)))
    made = taken(TEXT.replace(in_base64(SHOWN_PNG), bomb))
    told = [one.said("nl") for one in made.notes]
    assert "het plaatje “a.png” kan niet worden getoond: beschadigd, of te groot" in told
