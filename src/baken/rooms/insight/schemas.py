"""What the API says of the picture of a unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from baken.core.access import Confidentiality
from baken.core.export.figures import counted_alone
from baken.core.questions import UnitFigure
from baken.rooms.insight.queries import LevelRow, RiskPicture
from baken.rooms.insight.queries import Picture as Found
from baken.rooms.library.queries import code_list
from baken.rooms.org.api.units import UnitOut
from baken.rooms.org.queries import tree
from baken.rooms.register.queries.of_units import lapses_on

ByClass = dict[str, int]


class FigureOut(BaseModel):
    """A figure; null is unknown, never zero."""

    label: str
    value: int | str | None = Field(description="Of what was reported, one to four is `<5`.")
    note: str
    url: str


class PictureRiskOut(BaseModel):
    """A risk as the picture shows it."""

    ref: str
    title: str
    unit: str
    risk_class: str
    state: str
    confidentiality: str
    lapses_on: date | None = Field(
        description="The first day on which what was accepted holds no more."
    )


class LevelOut(BaseModel):
    """The open risks of the unit itself or of a unit directly below; figures are never added up.

    Null where you may read nothing there: that is unknown, never zero.
    """

    unit: str
    itself: bool = Field(description="Without the units below it.")
    by_class: ByClass | None = Field(description="How many are no longer scored, by class.")
    being_scored: int | None = Field(description="How many people still score.")
    outside_appetite: int | None
    oldest_to_decide_days: int | None


class ConcentrationOut(BaseModel):
    """A hazard met in twelve months in three or more units directly below, or in five at any depth."""

    hazard: str
    units: int = Field(description="Units at any depth below.")
    directly_below: int = Field(description="Units directly below, each with all beneath it.")


class RisksOut(BaseModel):
    """The risks of the unit and all below it, as counts by class and the ones to look at first."""

    to_decide: ByClass
    oldest_to_decide_days: int | None = Field(description="Days since it was stated.")
    accepted: ByClass
    lapsing: list[PictureRiskOut]
    worst: list[PictureRiskOut]
    levels: list[LevelOut]
    concentrations: list[ConcentrationOut]


class OverdueOut(BaseModel):
    """Overdue measures of one class of risk; the class is empty where they serve none."""

    risk_class: str
    measures: int
    oldest_days: int


class SilentOut(BaseModel):
    """A unit directly below of which nothing was heard in twelve months: a question, no verdict."""

    unit: str
    strength: int | None
    expected_reports: int | None = Field(
        description="By its strength, as the units beside it tell."
    )


class Picture(BaseModel):
    """What is going on in a unit and below, as far as the caller may see."""

    unit: UnitOut
    figures: list[FigureOut]
    whole: bool = Field(
        description="Whether you see the risks, measures and occurrences of all of it."
    )
    risks: RisksOut | None
    overdue_measures: list[OverdueOut] | None
    phases: dict[str, str | int | None] = Field(
        description="`report` counts reports that wait for triage, the others occurrences, of which "
        "`analyse` those of twelve months. Under five is `<5`."
    )
    silent: list[SilentOut]


def figure_out(found: UnitFigure) -> FigureOut:
    """A figure as it may stand beside figures that hide what is small: else it would tell these."""
    value = _told(found.value) if found.hides_small else found.value
    return FigureOut(label=found.label, value=value, note=found.note, url=found.url)


def picture_out(found: Found, unit: UnitOut, figures: list[FigureOut]) -> Picture:
    """A picture as the API says it."""
    overdue = found.overdue
    return Picture(
        unit=unit,
        figures=figures,
        whole=found.whole,
        risks=_risks(found.risks) if found.risks else None,
        overdue_measures=None
        if overdue is None
        else [
            OverdueOut(
                risk_class=one.risk_class,
                measures=one.measures,
                oldest_days=max(0, (found.at - one.since).days),
            )
            for one in overdue
        ],
        phases={code: _told(count) for code, count in found.reports.phases.items()},
        silent=[
            SilentOut(
                unit=tree().by_id[one.unit].code,
                strength=one.strength,
                expected_reports=one.expected,
            )
            for one in found.silent
        ],
    )


def _risks(found: RiskPicture) -> RisksOut:
    return RisksOut(
        to_decide=dict(found.to_decide),
        oldest_to_decide_days=found.oldest_days,
        accepted=dict(found.held),
        lapsing=_listed(found.lapsing),
        worst=_listed(found.worst),
        levels=[_level(row) for row in found.rows],
        concentrations=[
            ConcentrationOut(hazard=one.hazard, units=one.units, directly_below=one.parts)
            for one in found.concentrations
        ],
    )


def _listed(risks: Sequence[Any]) -> list[PictureRiskOut]:
    units = tree().by_id
    return [
        PictureRiskOut(
            ref=one.ref,
            title=one.title,
            unit=units[one.unit_id].code,
            risk_class=one.current_class,
            state=one.state,
            confidentiality=Confidentiality(one.confidentiality).name.lower(),
            lapses_on=lapses_on(one),
        )
        for one in risks
    ]


def _level(row: LevelRow) -> LevelOut:
    return LevelOut(
        unit=row.unit.code,
        itself=row.itself,
        by_class={code: row.classes.get(code, 0) for code in code_list("risk_classes")}
        if row.seen
        else None,
        being_scored=row.scored if row.seen else None,
        outside_appetite=row.outside if row.seen else None,
        oldest_to_decide_days=row.oldest_days,
    )


def _told(count: int | None) -> int | str | None:
    return None if count is None else counted_alone(count).value
