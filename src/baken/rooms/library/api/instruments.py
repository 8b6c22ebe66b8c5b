"""Instruments over HTTP: the list, one whole, bringing one in, and an outcome that keeps nothing."""

from __future__ import annotations

from bisect import bisect_right
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import BaseModel, Field, StringConstraints

from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem, problem
from baken.core.api.queries import ListQuery
from baken.core.api.schemas import Body
from baken.core.instruments.data_file import DataProblem
from baken.core.instruments.definitions import Definition, Source
from baken.core.instruments.definitions.vocabulary import KINDS, UNIT_LEVELS
from baken.core.instruments.documents import Refused
from baken.core.instruments.filling import work_out
from baken.core.instruments.survey_xml import Scorings
from baken.core.lists.cursors import read_place, write_place
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.actions import Imported, InstrumentTaken, import_instrument
from baken.rooms.library.permits import IMPORT_INSTRUMENT, READ_LIBRARY
from baken.rooms.library.queries import code_list
from baken.rooms.library.queries.instrument_file import MOST_BYTES, MOST_LIBRARIES
from baken.rooms.library.queries.instruments import (
    head_of_version,
    instrument,
    instruments,
    instruments_for,
    versions_of_instrument,
)
from baken.rooms.library.queries.survey_scorings import scorings_from
from baken.rooms.library.rules.trying_out import tried
from baken.rooms.library.schemas.instrument import (
    InstrumentDetail,
    InstrumentPage,
    instrument_detail,
    instrument_out,
)
from baken.rooms.library.schemas.instrument_outcome import OutcomeBody, OutcomeOut, outcome_fields
from baken.rooms.library.schemas.texts import Held
from baken.rooms.library.texts import said

router = Router()
LONGEST_NAME = 200
FileName = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
FileText = Annotated[str, StringConstraints(min_length=1, max_length=MOST_BYTES)]


class InstrumentQuery(ListQuery):
    """A page of instruments in their newest version; what is left out leaves nothing out."""

    kind: str = Field("", max_length=20, description=f"One of {', '.join(KINDS)}.")
    context: str = Field("", max_length=40, description="Code of a context of work.")
    unit_level: int | None = Field(None, ge=UNIT_LEVELS[0], le=UNIT_LEVELS[1])
    workplace_type: str = Field("", max_length=40, description="Code of a type of workplace.")


class FileBody(Body):
    """A file of text."""

    name: FileName = Field(
        description="Name of the file; how it ends says its form: `.yaml`. XML is known by its content."
    )
    text: FileText


class ImportBody(FileBody):
    """An instrument to bring in, with the section libraries that it includes and that are not there.

    `code` and `version` are for a form that does not say them itself, as a survey in XML; any other is held
    to them. Scoring models of a survey are named `code@version`; without them the usual ones are kept.
    """

    libraries: list[FileBody] = Field([], max_length=MOST_LIBRARIES)
    code: str = Field("", max_length=40)
    version: str = Field("", max_length=20)
    chosen: str = Field("", max_length=60, description="Scores a priority that people choose.")
    calculated: str = Field("", max_length=60, description="Scores a priority that is calculated.")
    dry_run: bool = Field(False, description="Only tell what is in it; nothing is kept.")


class SurveyCountsOut(Held):
    """How much of a survey became part of the instrument."""

    modules: int
    profile_questions: int
    risks: int
    solutions: int
    images: int
    legal_references: int


class ImportOut(BaseModel):
    """What became of a file."""

    code: str
    version: str
    sha256: str
    is_new: bool = Field(description="False when it was there as it is, or nothing was to be kept.")
    sections: int
    questions: int
    notes: list[str] = Field(description="What was left out or changed, with the lines.")
    counts: SurveyCountsOut | None = Field(description="Of a survey in XML.")


@router.get("/instruments", response=InstrumentPage, operation_id="instruments")
@endpoint(permit=READ_LIBRARY)
def listed(request: HttpRequest, asked: Query[InstrumentQuery]) -> InstrumentPage:
    """The instruments that fit, each in its newest version."""
    _check_filters(asked)
    found = instruments_for(
        level=asked.unit_level,
        context=asked.context,
        kind=asked.kind,
        workplace_types=[asked.workplace_type] if asked.workplace_type else None,
    )
    start = bisect_right([one.code for one in found], read_place(asked.cursor))
    shown = found[start : start + asked.limit]
    more = start + asked.limit < len(found)
    versions: dict[str, list[str]] = {}
    for one in instruments():
        versions.setdefault(one.code, []).append(str(one.version))
    items = [instrument_out(one, versions[one.code]) for one in shown]
    return InstrumentPage(items=items, next=write_place(shown[-1].code) if more else None)


@router.post(
    "/instruments", response={200: ImportOut, 201: ImportOut}, operation_id="import_instrument"
)
@endpoint(permit=IMPORT_INSTRUMENT)
def bring_in(request: HttpRequest, payload: ImportBody, response: HttpResponse) -> Any:
    """Bring in a version of an instrument; the same again changes nothing."""
    try:
        made = import_instrument(
            actor=request.actor,  # type: ignore[attr-defined]
            file=payload.name,
            text=payload.text,
            libraries=[Source(one.name, one.text) for one in payload.libraries],
            code=payload.code,
            version=payload.version,
            scorings=scorings_of(payload),
            keeps=not payload.dry_run,
            at=request.at,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        return _mistakes(refused, status=400)
    except FieldsRefused as refused:
        raise ApiProblem(400, _("What was sent is not valid."), dict(refused.errors)) from None
    except InstrumentTaken as taken:
        raise ApiProblem(409, str(taken)) from None
    if payload.dry_run:
        return Status(200, _imported(made))
    head = made.definition.head
    response["Location"] = f"/api/v1/instruments/{head.code}/{head.version}"
    return Status(201 if made.is_new else 200, _imported(made))


@router.get("/instruments/{instrument}", response=InstrumentDetail, operation_id="instrument")
@endpoint(permit=READ_LIBRARY)
def newest(request: HttpRequest, instrument: str) -> Any:
    """An instrument whole, in its newest version."""
    versions = versions_of_instrument(instrument)
    if not versions:
        raise Http404
    return _detail(instrument, str(versions[0]))


@router.get(
    "/instruments/{instrument}/{instrument_version}",
    response=InstrumentDetail,
    operation_id="instrument_version",
)
@endpoint(permit=READ_LIBRARY)
def one(request: HttpRequest, instrument: str, instrument_version: str) -> Any:
    """An instrument whole, in the version that a sheet names."""
    return _detail(instrument, instrument_version)


@router.post(
    "/instruments/{instrument}/{instrument_version}/outcome",
    response=OutcomeOut,
    operation_id="instrument_outcome",
)
@endpoint(permit=READ_LIBRARY)
def outcome(
    request: HttpRequest, instrument: str, instrument_version: str, payload: OutcomeBody
) -> Any:
    """Everything that follows from answers: what is asked, missing, worked out and raised.

    Nothing is kept.
    """
    definition = _found(instrument, instrument_version)
    if isinstance(definition, HttpResponse):
        return definition
    found = tried(
        definition,
        {sent.place: sent.sent for sent in payload.answers},
        repetitions=payload.repetitions,
        scores={sent.place: sent.scored for sent in payload.scores},
    )
    if found.problems:
        told = {where: said(text) for where, text in found.problems.items()}
        raise ApiProblem(400, _("What was sent is not valid."), told)
    return OutcomeOut(
        instrument=instrument,
        version=instrument_version,
        sha256=definition.sha256,
        **outcome_fields(work_out(definition, found.filled)),
    )


def scorings_of(payload: ImportBody) -> Scorings | None:
    """The scoring models that were named; None without any. Raises FieldsRefused."""
    given = {"chosen": payload.chosen, "calculated": payload.calculated}
    return scorings_from(given) if any(given.values()) else None


def _imported(made: Imported) -> ImportOut:
    head = made.definition.head
    return ImportOut(
        code=head.code,
        version=str(head.version),
        sha256=made.definition.sha256,
        is_new=made.is_new,
        sections=len(made.definition.sections),
        questions=len(made.definition.questions),
        notes=[one.said(get_language() or "nl") for one in made.notes],
        counts=SurveyCountsOut.model_validate(made.counts) if made.counts else None,
    )


def _detail(code: str, version: str) -> Any:
    definition = _found(code, version)
    if isinstance(definition, HttpResponse):
        return definition
    versions = [str(other) for other in versions_of_instrument(code)]
    return instrument_detail(definition, head_of_version(definition), versions)


def _found(code: str, version: str) -> Definition | HttpResponse:
    """A version, or why it cannot be read any more; 404 when there is none."""
    try:
        return instrument(code, version)
    except LookupError:
        raise Http404 from None
    except Refused as refused:
        return _mistakes(refused, status=409)
    except DataProblem as changed:
        raise ApiProblem(409, str(changed)) from None


def _mistakes(refused: Refused, *, status: int) -> HttpResponse:
    """Every mistake in a file, with its line, in the language of the caller."""
    language = get_language() or "nl"
    errors = [
        {
            "field": one.field or "text",
            "message": one.text.said(language),
            "file": one.file,
            "line": one.line,
        }
        for one in refused.problems
    ]
    return problem(status, _("The file has mistakes."), code="invalid", errors=errors)


def _check_filters(asked: InstrumentQuery) -> None:
    """Refuse a code that is in no list: a filter that is misspelt must not give nothing quietly."""
    known = {
        "kind": KINDS,
        "context": code_list("contexts"),
        "workplace_type": code_list("workplace_types"),
    }
    text = _("There is no such code.")
    wrong = {
        name: text
        for name, codes in known.items()
        if (given := getattr(asked, name)) and given not in codes
    }
    if wrong:
        raise ApiProblem(400, text, wrong)
