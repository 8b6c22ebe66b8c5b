"""Pictures beside questions of imported instruments: drawn anew when they come in, and found again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from baken.core.files.content import CleanFile, FileRefused, clean_picture
from baken.core.instruments.checksums import checksum
from baken.core.instruments.data_file import DataProblem
from baken.core.instruments.definitions import Definition, Question
from baken.core.instruments.survey_xml import pictures_in
from baken.core.instruments.texts import Text
from baken.rooms.library.models import InstrumentPicture
from baken.rooms.library.queries.instrument_forms import SURVEY_XML, InstrumentFile

MOST_PICTURES = 500
NOT_SHOWN = Text(
    "het plaatje “{name}” kan niet worden getoond: beschadigd, of te groot",
    "the picture “{name}” cannot be shown: damaged, or too large",
)
TOO_MANY = Text(
    "er zijn meer dan {most} plaatjes; die erboven zijn niet overgenomen",
    "there are more than {most} pictures; those above that were not taken over",
)


@dataclass(frozen=True)
class PictureNote:
    """Something about a picture that people should know."""

    text: Text

    def said(self, language: str) -> str:
        """It as one sentence in a language."""
        return self.text.said(language)


@dataclass(frozen=True)
class Drawn:
    """The pictures of a file, drawn anew, and what is not among them."""

    kept: tuple[CleanFile, ...] = ()
    notes: tuple[PictureNote, ...] = ()


@dataclass(frozen=True)
class ShownPicture:
    """A picture of a question that can be shown: where it is, and what is said of it."""

    url: str
    text: Text | None


def drawn_pictures(form: str, given: InstrumentFile) -> Drawn:
    """The pictures that stand in a file itself, as only a survey in XML has; each is drawn anew.

    What is no picture after all, or too large, is left out and told.
    """
    if form != SURVEY_XML:
        return Drawn()
    kept, notes = [], []
    for nth, (name, _kind, data) in enumerate(pictures_in(given.source.text, given.source.file)):
        if nth >= MOST_PICTURES:
            notes.append(PictureNote(TOO_MANY.filled(most=MOST_PICTURES)))
            break
        try:
            kept.append(clean_picture(name=name, data=data))
        except FileRefused:
            notes.append(PictureNote(NOT_SHOWN.filled(name=name)))
    return Drawn(tuple(kept), tuple(notes))


def picture_bytes(code: str, version: str, name: str) -> CleanFile:
    """A picture of an imported version. Raises LookupError, and DataProblem for bytes that changed."""
    rows = InstrumentPicture.objects.filter(
        instrument__code=code, instrument__version=version, name=name
    )
    row = rows.first()
    if row is None:
        raise LookupError(f"there is no picture {name}")
    return _held(row)


def pictures_shown(
    definition: Definition, questions: Iterable[Question]
) -> Mapping[str, tuple[ShownPicture, ...]]:
    """The pictures of some questions by their keys; one query, none when they have no pictures."""
    asked = [one for one in questions if one.pictures]
    if not asked:
        return {}
    head = definition.head
    rows = InstrumentPicture.objects.filter(
        instrument__code=head.code, instrument__version=str(head.version)
    )
    kept = set(rows.values_list("name", flat=True))
    return {
        one.key: tuple(
            ShownPicture(_address(definition, picture.file), picture.text)
            for picture in one.pictures
            if picture.file in kept
        )
        for one in asked
    }


def check_pictures() -> Iterable[str]:
    """What is wrong with pictures of imported instruments, a sentence each."""
    for row in InstrumentPicture.objects.select_related("instrument").iterator(chunk_size=20):
        try:
            _held(row)
        except DataProblem as problem:
            yield str(problem)


def _held(row: InstrumentPicture) -> CleanFile:
    data = bytes(row.data)
    if checksum(data) != row.sha256:
        raise DataProblem(f"{row.name}: this picture is not what was imported")
    return CleanFile(name=row.name, content_type=row.content_type, data=data)


def _address(definition: Definition, name: str) -> str:
    head = definition.head
    return reverse("library:instrument-picture", args=[head.code, head.version, name])
