"""Scoring models over HTTP: the list, one in a version, and a try that keeps nothing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem
from baken.core.api.queries import NamedQuery
from baken.core.api.schemas import Body
from baken.core.instruments.scoring import (
    Bands,
    ChoiceRefused,
    Direct,
    Matrix,
    NativeClass,
    ScoringModel,
    outcome_of,
    score,
)
from baken.rooms.library.permits import READ_LIBRARY
from baken.rooms.library.queries.files import publication
from baken.rooms.library.queries.scoring import FOLDER, scoring_model, scoring_models, versions_of
from baken.rooms.library.schemas.texts import Held, TextOut, VersionOut, version_out
from baken.rooms.library.texts import choice_problem_text
from baken.rooms.library.texts.scoring import explained

router = Router()


class VersionQuery(NamedQuery):
    """Which version is asked for."""

    version: int | None = Field(None, ge=1, le=100_000, description="Empty is the newest.")


class ValueOut(Held):
    """A value of an axis."""

    code: str
    text: TextOut
    help: TextOut
    number: float | None = Field(description="What is multiplied; null in a model with a table.")


class AxisOut(Held):
    """One side from which a scenario is judged."""

    code: str
    text: TextOut
    values: list[ValueOut]


class TermOut(Held):
    """Within how many days or months something must be done; 0 days is at once."""

    unit: str
    count: int


class ClassOut(BaseModel):
    """A class in the words of the model, and the common class it maps to."""

    code: str
    text: TextOut
    action: TextOut
    term: TermOut | None
    common: str | None = Field(description="`low`, `medium`, `high`, `extreme`; null: hazard gone.")
    urgent: bool


class BandOut(BaseModel):
    """Outcomes up to and including `most` have this class; null has no end."""

    native: str
    most: float | None


class CellOut(BaseModel):
    """A cell of the table of a model."""

    row: str
    column: str | None = Field(description="Null where the class is chosen on the one axis itself.")
    native: str


class ExampleOut(BaseModel):
    """A worked example: what must come of it, and what the model comes to now."""

    choice: dict[str, Any] | None
    number: float | None
    native: str
    comes_to: str
    right: bool


class ModelOut(BaseModel):
    """A scoring model in its newest version."""

    code: str
    version: int
    versions: list[int] = Field(description="The newest first.")
    text: TextOut
    help: TextOut
    published: VersionOut


class ModelDetail(ModelOut):
    """A scoring model in one version. Its scores are never converted into those of another."""

    axes: list[AxisOut]
    classes: list[ClassOut] = Field(description="From the least bad to the worst.")
    formula: str | None
    bands: list[BandOut]
    rows: str | None = Field(description="Axis of the rows of the table.")
    columns: str | None
    cells: list[CellOut]
    examples: list[ExampleOut]


class ModelList(BaseModel):
    """Every scoring model."""

    items: list[ModelOut]
    next: None = None


class WorkOutScoreBody(Body):
    """A value for every axis of the model: its code, or the number it says."""

    values: dict[str, str | float] = Field(
        description="Axis to value, as `probability`: `10`.", max_length=20
    )
    version: int | None = Field(None, ge=1, le=100_000, description="Empty is the newest.")


class WorkedOutScoreOut(BaseModel):
    """What comes of a choice, and why. Nothing of it is kept."""

    model: str
    version: int
    native: ClassOut
    common: str | None
    urgent: bool
    number: float | None
    written: str | None
    explanation: list[str] = Field(description="Sentences in the language of the caller.")


@router.get("/scoring-models", response=ModelList, operation_id="scoring_models")
@endpoint(permit=READ_LIBRARY)
def models(request: HttpRequest) -> ModelList:
    """Every scoring model in its newest version."""
    return ModelList(items=[ModelOut(**_plain(one)) for one in scoring_models().values()])


@router.get("/scoring-models/{model}", response=ModelDetail, operation_id="scoring_model")
@endpoint(permit=READ_LIBRARY)
def model(request: HttpRequest, model: str, asked: Query[VersionQuery]) -> ModelDetail:
    """A scoring model whole, in the version asked for or the newest."""
    found = _found(model, asked.version)
    rule = found.rule
    return ModelDetail(
        **_plain(found),
        axes=[AxisOut.model_validate(axis) for axis in found.axes],
        classes=[_class(one) for one in found.classes],
        examples=[_example(found, one) for one in found.examples],
        **(_bands(rule) if isinstance(rule, Bands) else _cells(rule)),
    )


@router.post(
    "/scoring-models/{model}/score", response=WorkedOutScoreOut, operation_id="try_scoring_model"
)
@endpoint(permit=READ_LIBRARY)
def try_model(request: HttpRequest, model: str, payload: WorkOutScoreBody) -> WorkedOutScoreOut:
    """The class of a choice, and why; nothing is kept."""
    found = _found(model, payload.version)
    try:
        scored = score(found, payload.values)
    except ChoiceRefused as refused:
        told = {f"values.{one.axis}": choice_problem_text(found, one) for one in refused.problems}
        raise ApiProblem(400, _("This choice has no class."), told) from None
    return WorkedOutScoreOut(
        model=scored.model,
        version=scored.version,
        native=_class(scored.native),
        common=scored.common.value if scored.common else None,
        urgent=scored.urgent,
        number=scored.number,
        written=scored.written,
        explanation=explained(found, scored),
    )


def _found(code: str, version: int | None) -> ScoringModel:
    try:
        return scoring_model(code, version)
    except LookupError:
        raise Http404 from None


def _plain(found: ScoringModel) -> dict[str, Any]:
    return {
        "code": found.code,
        "version": found.version,
        "versions": versions_of(found.code),
        "text": TextOut.model_validate(found.text),
        "help": TextOut.model_validate(found.help),
        "published": version_out(publication(f"{FOLDER}{found.code}", found.version)),
    }


def _class(one: NativeClass) -> ClassOut:
    return ClassOut(
        code=one.code,
        text=TextOut.model_validate(one.text),
        action=TextOut.model_validate(one.action),
        term=TermOut.model_validate(one.term) if one.term else None,
        common=one.common.value if one.common else None,
        urgent=one.urgent,
    )


def _example(found: ScoringModel, one: Any) -> ExampleOut:
    comes = outcome_of(found, one)
    return ExampleOut(
        choice=one.choice,
        number=one.number,
        native=one.native,
        comes_to=comes.native,
        right=comes == one,
    )


def _cells(rule: Matrix | Direct) -> dict[str, Any]:
    if isinstance(rule, Direct):
        cells = [CellOut(row=row, column=None, native=one) for row, one in rule.cells.items()]
        named = {"rows": rule.axis, "columns": None, "cells": cells}
    else:
        cells = [CellOut(row=row, column=col, native=one) for (row, col), one in rule.cells.items()]
        named = {"rows": rule.rows, "columns": rule.columns, "cells": cells}
    return {**named, "formula": None, "bands": []}


def _bands(rule: Bands) -> dict[str, Any]:
    bands = [BandOut(native=one.native, most=one.most) for one in rule.bands]
    named = {"formula": rule.formula, "bands": bands}
    return {**named, "rows": None, "columns": None, "cells": []}
