"""The plan of action: every measure about a finding once, those about the worst findings first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from baken.core.export.columns import Column
from baken.core.page.levels import level_of
from baken.core.papers.blocks import Block, Paragraph, Table, clean
from baken.rooms.assessments.exports.findings import owner_of, title_of, worst_first
from baken.rooms.assessments.exports.words import day, day_at, joined, mark, money
from baken.rooms.assessments.models import AssessmentFinding
from baken.rooms.assessments.queries.papers import Told
from baken.rooms.assessments.rules import rank
from baken.rooms.library.queries import label_of
from baken.rooms.measures.texts import SOURCES
from baken.rooms.measures.workflow import MEASURE

FAR = "9999"


@dataclass(frozen=True)
class Planned:
    """A measure, the findings it is about, and the class of the worst of these."""

    measure: Any
    findings: tuple[AssessmentFinding, ...]
    told: Told

    @property
    def common(self) -> str:
        """The class of the worst finding it is about."""
        return min((one.common for one in self.findings), key=rank)

    @property
    def about(self) -> str:
        """The findings it is about, by their references."""
        return "\n".join(f"{one.risk_ref} {title_of(self.told, one)}" for one in self.findings)

    @property
    def owner(self) -> str:
        """Who carries it out."""
        return self.told.name(self.measure.owner)

    @property
    def check(self) -> str:
        """How is verified whether it works, by whom, and when that was done."""
        one = self.measure
        return joined(
            [
                one.success_criterion,
                one.verification_method,
                self.told.name(one.verifier),
                _("verified on %(day)s") % {"day": day_at(one.verified_at)}
                if one.verified_at
                else "",
            ],
            "\n",
        )


def planned(told: Told) -> list[Planned]:
    """The measures that were not given up, by class of the finding and then by day."""
    about: dict[int, list[AssessmentFinding]] = {}
    measures: dict[int, Any] = {}
    for one in worst_first(told):
        for m in told.measures_of(one):
            measures[id(m)] = m
            about.setdefault(id(m), []).append(one)
    found = [Planned(measures[key], tuple(ones), told) for key, ones in about.items()]
    found.sort(key=lambda one: (rank(one.common), str(one.measure.due_on or FAR), one.measure.ref))
    return found


def plan(told: Told) -> Iterator[Block]:
    """The plan as a table on pages on their side, and the findings of which it says nothing."""
    found = planned(told)
    if found:
        columns = (
            *(_("Measure"), _("About which finding"), _("Class"), _("Level of control")),
            *(_("Owner"), _("By when, money"), _("State"), _("How its effect is checked")),
        )
        widths = (3, 2, 1, 1, 1, 1, 1, 2)
        yield Table(
            _("Plan of action on %(day)s") % {"day": day(told.day)},
            columns,
            tuple(_row(one) for one in found),
            widths,
            wide=True,
        )
    else:
        yield Paragraph(_("There is no measure yet that you read."), "muted")
    bare = [one for one in worst_first(told) if not told.measures_of(one)]
    if bare:
        rows = tuple((f"{one.risk_ref} {title_of(told, one)}", mark(one.common)) for one in bare)
        yield Table(_("Findings without a measure"), (_("Finding"), _("Class")), rows, (9, 3))


def _row(one: Planned) -> tuple[Any, ...]:
    m = one.measure
    what = joined([joined([m.ref, m.title], " "), m.description, _interim(m)], "\n")
    return (
        *(what, one.about, mark(one.common), label_of("control_levels", m.control_level)),
        owner_of(one.told, m),
        joined([day(m.due_on), money(m)], "\n"),
        *(str(MEASURE.states[m.state]), one.check),
    )


def _interim(m: Any) -> str:
    return _("Until then: %(interim)s") % {"interim": m.interim} if m.interim else ""


def plan_columns() -> list[Column]:
    """The plan as a spreadsheet, a measure on a row."""

    def text(name: str, label: str, value: Any, privacy: str = "public") -> Column:
        return Column(name, label, lambda one: clean(str(value(one) or "")), privacy)

    def plain(name: str, label: str) -> Column:
        return text(name, label, lambda one: getattr(one.measure, name))

    def on(name: str, label: str) -> Column:
        return Column(name, label, lambda one: getattr(one.measure, name), kind="day")

    return [
        plain("ref", _("Reference")),
        plain("title", _("Measure")),
        plain("description", _("How")),
        text("findings", _("About which finding"), lambda one: one.about),
        text("class", _("Class"), lambda one: level_of(one.common, "class").word),
        text(
            "control_level",
            _("Level of control"),
            lambda one: label_of("control_levels", one.measure.control_level),
        ),
        text("owner", _("Owner"), lambda one: one.owner, "personal"),
        on("start_on", _("To be started on")),
        on("due_on", _("To be done by")),
        Column("budget", _("Money, in euros"), _euros, kind="number"),
        text("budget_source", _("From which money"), _source),
        plain("interim", _("Interim measure")),
        text("state", _("State"), lambda one: MEASURE.states[one.measure.state]),
        text("check", _("How its effect is checked"), lambda one: one.check, "personal"),
    ]


def _source(one: Planned) -> str:
    return str(SOURCES.get(one.measure.budget_source, ""))


def _euros(one: Planned) -> float | None:
    cents = one.measure.budget_cents
    return None if cents is None else float(Decimal(cents) / 100)
