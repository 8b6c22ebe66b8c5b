"""An instrument as the API gives it out: everything a device needs to ask it without network."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from baken.core.instruments.definitions import (
    ActionRule,
    Column,
    Definition,
    Form,
    Question,
    RiskTrigger,
    Section,
)
from baken.core.instruments.expressions import Expression
from baken.core.instruments.texts import Text
from baken.rooms.library.rules.instrument_heads import InstrumentHead
from baken.rooms.library.schemas.texts import Held, TextOut


class InstrumentOut(BaseModel):
    """An instrument in its newest version."""

    code: str
    version: str
    versions: list[str] = Field(description="The newest first.")
    kind: str
    title: TextOut
    context: list[str]
    unit_levels: list[int] = Field(description="Empty: for all levels.")
    workplace_types: list[str] = Field(description="Empty: for all workplaces.")
    is_imported: bool = Field(description="False for those that come with Baken.")
    sha256: str = Field(description="Checksum of the file, with lines that end in a line feed.")


class InstrumentPage(BaseModel):
    """Instruments in order of their code."""

    items: list[InstrumentOut]
    next: str | None


class RolesOut(Held):
    """Roles that fill in, advise and review; `decide` is a role, `by_mandate` or `team_leader`."""

    fill: list[str]
    advise: list[str]
    review: list[str]
    decide: str


class InstrumentValidityOut(Held):
    """How long a sheet holds, and what ends it before."""

    max_months: int | None
    max_hours: int | None
    review_months: int | None
    triggers: list[str]


class InstrumentOptionOut(Held):
    """Something that can be chosen."""

    code: str
    text: TextOut


class FormOut(BaseModel):
    """How something is answered; numbers are in `unit`, and count in `si_unit` in conditions."""

    type: str
    unit: str | None
    si_unit: str | None
    si_factor: float | None
    si_offset: float | None
    least: float | None
    most: float | None
    earliest: str | None
    latest: str | None
    options: list[InstrumentOptionOut]
    low: TextOut | None
    high: TextOut | None
    columns: list[ColumnOut]


class ColumnOut(FormOut):
    """A column of a table."""

    id: str
    text: TextOut
    required: bool


class ModelRef(BaseModel):
    """A scoring model in a version."""

    code: str
    version: int


class InstrumentRiskOut(BaseModel):
    """A risk that an answer brings when the condition holds."""

    when: str
    hazard: str
    title: TextOut
    scenario: TextOut | None
    scoring: ModelRef | None
    default_scores: dict[str, str]
    measures: list[str]


class TriggerOut(BaseModel):
    """Another instrument that an answer asks for; `is_announced` while it is not there."""

    when: str
    instrument: str
    is_announced: bool


class InstrumentRuleOut(BaseModel):
    """What is done when a condition holds."""

    when: str
    do: list[str]
    text: TextOut | None


class PictureOut(Held):
    """A picture beside a question, by the name of its file."""

    file: str
    text: TextOut | None


class InstrumentQuestionOut(FormOut):
    """A question. `key` is the name under which answers are kept."""

    id: str
    key: str
    text: TextOut
    help: TextOut | None
    legal: TextOut | None
    pictures: list[PictureOut]
    required: bool
    evidence: str
    na_reason: str
    when: str | None
    expr: str | None
    risk: InstrumentRiskOut | None
    triggers: list[TriggerOut]
    actions: list[InstrumentRuleOut]


class RepeatOut(Held):
    """For what a section is filled in, and how often."""

    over: str
    least: int
    most: int | None


class SectionOut(BaseModel):
    """Questions under a title."""

    id: str
    title: TextOut
    help: TextOut | None
    when: str | None
    repeat: RepeatOut | None
    within: str
    questions: list[InstrumentQuestionOut]


class CalculationOut(BaseModel):
    """A formula over the answers, by its name."""

    id: str
    expr: str
    text: TextOut | None
    unit: str | None


class LibraryOut(BaseModel):
    """A section library that it includes."""

    code: str
    version: str


class OwnMeasureOut(Held):
    """A measure that the instrument brings along."""

    id: str
    title: TextOut
    text: TextOut | None
    level: str


class InstrumentDetail(InstrumentOut):
    """A version of an instrument, whole. Conditions and formulas are in the language of expressions."""

    languages: list[str]
    legal_basis: list[str]
    roles: RolesOut
    workflow: str
    validity: InstrumentValidityOut
    scoring: ModelRef | None
    offline: bool
    outputs: list[str]
    included: list[LibraryOut]
    profile: list[InstrumentQuestionOut]
    sections: list[SectionOut]
    calculations: list[CalculationOut]
    rules: list[InstrumentRuleOut]
    measures: list[OwnMeasureOut]


def instrument_out(one: InstrumentHead, versions: list[str]) -> InstrumentOut:
    """An instrument as lists give it."""
    return InstrumentOut(**_head(one), versions=versions)


def instrument_detail(
    definition: Definition, head: InstrumentHead, versions: list[str]
) -> InstrumentDetail:
    """A version as the API gives it."""
    told = definition.head
    return InstrumentDetail(
        **_head(head),
        versions=versions,
        **{name: getattr(told, name) for name in _PLAIN},
        roles=RolesOut.model_validate(told.roles),
        validity=InstrumentValidityOut.model_validate(told.validity),
        scoring=_model(definition.scoring),
        included=[LibraryOut(code=c, version=str(v)) for c, v in definition.included],
        profile=[_question(one) for one in definition.profile],
        sections=[_section(one) for one in definition.sections],
        calculations=[
            CalculationOut(
                id=one.id,
                expr=str(one.expr),
                text=_text(one.text),
                unit=one.unit.name if one.unit else None,
            )
            for one in definition.calculations
        ],
        rules=[_rule(one) for one in definition.rules],
        measures=[OwnMeasureOut.model_validate(one) for one in definition.measures],
    )


_PLAIN = ("languages", "legal_basis", "workflow", "offline", "outputs")


def _head(one: InstrumentHead) -> dict[str, Any]:
    plain = ("code", "kind", "context", "unit_levels", "workplace_types", "is_imported", "sha256")
    return {
        **{name: getattr(one, name) for name in plain},
        "version": str(one.version),
        "title": _text(one.title),
    }


def _text(text: Text | None) -> TextOut | None:
    return None if text is None else TextOut.model_validate(text)


def _written(expression: Expression | None) -> str | None:
    return None if expression is None else str(expression)


def _model(model: Any) -> ModelRef | None:
    return None if model is None else ModelRef(code=model.code, version=model.version)


def _section(one: Section) -> SectionOut:
    return SectionOut(
        id=one.id,
        title=TextOut.model_validate(one.title),
        help=_text(one.help),
        when=_written(one.when),
        repeat=RepeatOut.model_validate(one.repeat) if one.repeat else None,
        within=one.within,
        questions=[_question(inner) for inner in one.questions],
    )


def _form(form: Form) -> dict[str, Any]:
    unit = form.unit
    return {
        "type": form.type,
        "unit": unit and unit.name,
        "si_unit": unit and unit.si,
        "si_factor": unit and unit.factor,
        "si_offset": unit and unit.offset,
        "least": form.least,
        "most": form.most,
        "earliest": form.earliest and form.earliest.isoformat(),
        "latest": form.latest and form.latest.isoformat(),
        "options": [InstrumentOptionOut.model_validate(one) for one in form.options],
        "low": _text(form.low),
        "high": _text(form.high),
        "columns": [_column(one) for one in form.columns],
    }


def _column(one: Column) -> ColumnOut:
    text = TextOut.model_validate(one.text)
    return ColumnOut(**_form(one.form), id=one.id, text=text, required=one.required)


def _question(one: Question) -> InstrumentQuestionOut:
    return InstrumentQuestionOut(
        **_form(one.form),
        **{name: getattr(one, name) for name in ("id", "key", "required", "evidence", "na_reason")},
        text=TextOut.model_validate(one.text),
        help=_text(one.help),
        legal=_text(one.legal),
        pictures=[PictureOut.model_validate(inner) for inner in one.pictures],
        when=_written(one.when),
        expr=_written(one.expr),
        risk=_risk(one.risk) if one.risk else None,
        triggers=[
            TriggerOut(
                when=str(inner.when), instrument=inner.instrument, is_announced=inner.is_announced
            )
            for inner in one.triggers
        ],
        actions=[_rule(inner) for inner in one.actions],
    )


def _risk(one: RiskTrigger) -> InstrumentRiskOut:
    return InstrumentRiskOut(
        when=str(one.when),
        hazard=one.hazard,
        title=TextOut.model_validate(one.title),
        scenario=_text(one.scenario),
        scoring=_model(one.scoring),
        default_scores=dict(one.default_scores),
        measures=list(one.measures),
    )


def _rule(one: ActionRule) -> InstrumentRuleOut:
    return InstrumentRuleOut(when=str(one.when), do=list(one.does), text=_text(one.text))
