"""Hazards and standard measures over HTTP."""

from __future__ import annotations

from bisect import bisect_right

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem
from baken.core.api.queries import ListQuery
from baken.core.lists.cursors import read_place, write_place
from baken.rooms.library.permits import READ_LIBRARY
from baken.rooms.library.queries import code_list
from baken.rooms.library.queries.finding import find_hazards, find_measures
from baken.rooms.library.rules.standard_measures import StandardMeasure
from baken.rooms.library.schemas.texts import TextOut

router = Router()


class HazardQuery(ListQuery):
    """A page of hazards."""

    q: str = Field("", max_length=100, description="Words in code or name, all of them.")
    group: str = Field("", max_length=40, description="Code of a group.")


class StandardMeasureQuery(ListQuery):
    """A page of standard measures."""

    q: str = Field("", max_length=100, description="Words in code, name, text or hazard.")
    level: str = Field("", max_length=40, description="Level of control, such as `source`.")
    hazard: str = Field("", max_length=80, description="Code of a hazard.")


class HazardOut(BaseModel):
    """Something that can do harm."""

    code: str
    group: str
    text: TextOut
    group_text: TextOut
    standard_measures: list[str] = Field(description="Codes of what is proposed against it.")


class StandardMeasureOut(BaseModel):
    """A measure that is proposed against some hazards."""

    code: str
    text: TextOut
    description: TextOut
    control_level: str
    hazards: list[str]
    effect_on: dict[str, int] = Field(
        description="By how many steps it usually lowers what; never worked out into a score."
    )
    cost_band: str
    evidence_level: str


class HazardPage(BaseModel):
    """Hazards in order of their code."""

    items: list[HazardOut]
    next: str | None


class StandardMeasurePage(BaseModel):
    """Standard measures in order of their code."""

    items: list[StandardMeasureOut]
    next: str | None


@router.get("/hazards", response=HazardPage, operation_id="hazards")
@endpoint(permit=READ_LIBRARY)
def hazards(request: HttpRequest, asked: Query[HazardQuery]) -> HazardPage:
    """The hazards that fit."""
    _check("group", "hazard_groups", asked.group)
    found = {
        one.code: (group, one)
        for group, held in find_hazards(text=asked.q, group=asked.group).items()
        for one in held
    }
    codes, more = _page(sorted(found), asked)
    items = [
        HazardOut(
            code=code,
            group=found[code][0].code,
            text=TextOut.model_validate(found[code][1]),
            group_text=TextOut.model_validate(found[code][0]),
            standard_measures=[one.code for one in find_measures(hazard=code)],
        )
        for code in codes
    ]
    return HazardPage(items=items, next=more)


@router.get("/standard-measures", response=StandardMeasurePage, operation_id="standard_measures")
@endpoint(permit=READ_LIBRARY)
def measures(request: HttpRequest, asked: Query[StandardMeasureQuery]) -> StandardMeasurePage:
    """The standard measures that fit."""
    _check("level", "control_levels", asked.level)
    _check("hazard", "hazards", asked.hazard)
    matching = find_measures(text=asked.q, level=asked.level, hazard=asked.hazard)
    found = {one.code: one for one in matching}
    codes, more = _page(sorted(found), asked)
    return StandardMeasurePage(items=[_measure(found[code]) for code in codes], next=more)


def _measure(one: StandardMeasure) -> StandardMeasureOut:
    plain = ("code", "control_level", "hazards", "cost_band", "evidence_level")
    return StandardMeasureOut(
        text=TextOut.model_validate(one.text),
        description=TextOut.model_validate(one.description),
        effect_on=dict(one.effect_on),
        **{name: getattr(one, name) for name in plain},
    )


def _check(name: str, listed: str, code: str) -> None:
    """Refuse a code that is in no list: a filter that is misspelt must not give nothing quietly."""
    if code and code not in code_list(listed):
        text = _("There is no such code.")
        raise ApiProblem(400, text, {name: text})


def _page(codes: list[str], asked: ListQuery) -> tuple[list[str], str | None]:
    """The codes of a page, and where the next one starts."""
    start = bisect_right(codes, read_place(asked.cursor))
    shown = codes[start : start + asked.limit]
    more = start + asked.limit < len(codes)
    return shown, write_place(shown[-1]) if more else None
