"""Reports in the shape of the system they came from, and the list of what it has no way to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baken.core.access import Actor
from baken.core.export.columns import Column
from baken.core.export.kinds import Ask, ExportKind, Source
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.models import LegacySystem, Report
from baken.rooms.reports.permits import EXPORT, READ
from baken.rooms.reports.queries.exports import Takable
from baken.rooms.reports.queries.legacy_export import (
    CameIn,
    came_in,
    legacy_systems,
    made_here,
)
from baken.rooms.reports.schemas.legacy_files import Shape
from baken.rooms.reports.schemas.legacy_writing import (
    LegacyLine,
    Unsaid,
    changed_line,
    new_line,
)
from baken.rooms.reports.schemas.mapping import LegacyMapping, parse_mapping

Tell = Callable[[Unsaid], None]
WHY = {
    "several": _("the mapping makes this field of several columns or by rules"),
    "steps": _("what the mapping does with the column cannot be turned round"),
    "constant": _("the mapping always gives the same value: %(about)s"),
    "ambiguous": _("several values of the other system mean this: %(about)s"),
    "not_mapped": _("no value of the other system means this: %(about)s"),
    "one_value": _("the column holds one value, here are several"),
    "taken": _("another field already fills the column %(about)s"),
    "also": _("the same column also tells another field: %(about)s"),
    "reads": _("read back it would say: %(about)s"),
}


@dataclass(frozen=True)
class LegacyExport:
    """An export in the shape of a system: by its mapping, with or without what was made here."""

    mapping: LegacyMapping
    with_own: bool
    at: datetime

    def rows(self, tell: Tell = lambda unsaid: None) -> ExportKind:
        """The rows of the system; ``tell`` hears what could not be written."""

        def source_of(actor: Actor) -> Source | None:
            if not actor.holds(EXPORT):
                return None
            shape = self._shape()
            return Source(
                columns=[Column("row", _("Row"), lambda line: line.row, privacy="personal")],
                records=lambda ask, level: self._told(actor, ask, level, shape, tell),
                level_of=Takable(actor, Report, READ, EXPORT).level,
                shape=shape.format,
            )

        return ExportKind("legacy_reports", self._label(), (EXPORT,), source_of)

    def not_written(self) -> ExportKind:
        """The fields that the system has no way to say, one a row."""

        def source_of(actor: Actor) -> Source | None:
            if not actor.holds(EXPORT):
                return None
            shape = self._shape()
            return Source(
                columns=_unsaid_columns(),
                records=lambda ask, level: (
                    one for line in self._lines(actor, ask, level, shape) for one in line.unsaid
                ),
                level_of=Takable(actor, Report, READ, EXPORT).level,
            )

        return ExportKind("legacy_not_written", _("Not written"), (EXPORT,), source_of)

    def _label(self) -> str:
        return str(_("Reports as %(system)s") % {"system": self.mapping.source.name})

    def _shape(self) -> Shape:
        name = self.mapping.source.name
        system = LegacySystem.objects.filter(name=name).first()
        columns: Sequence[str] = system.columns if system and system.columns else ()
        companions = system.companions if system else {}
        return Shape(self.mapping, columns or self._columns_needed(), companions)

    def _columns_needed(self) -> list[str]:
        """Without a file ever read by this mapping: the columns that it asks for."""
        names = {join.name for join in self.mapping.joins}
        return [c for c in self.mapping.columns if c.partition(".")[0] not in names]

    def _told(
        self, actor: Actor, ask: Ask, level: int, shape: Shape, tell: Tell
    ) -> Iterator[LegacyLine]:
        for line in self._lines(actor, ask, level, shape):
            for one in line.unsaid:
                tell(one)
            yield line

    def _lines(self, actor: Actor, ask: Ask, level: int, shape: Shape) -> Iterator[LegacyLine]:
        for one in came_in(actor, self.mapping.source.name, ask, level):
            yield self._line(one)
        if self.with_own:
            for report, fields in made_here(actor, ask, level):
                yield new_line(
                    mapping=self.mapping,
                    ref=report.ref,
                    columns=shape.columns,
                    fields=fields,
                    now=self.at,
                )

    def _line(self, one: CameIn) -> LegacyLine:
        line = LegacyLine(one.raw["row"], one.raw.get("joined", {}))
        if not one.changed:
            return line
        return changed_line(
            mapping=self.mapping,
            ref=one.report.ref,
            line=line,
            changed=one.changed,
            now=self.at,
        )


def legacy_kind(name: str, *, what: str, with_own: bool, at: datetime) -> ExportKind:
    """The rows of a system that came in, or what it has no way to say, by the mapping it came with.

    Raises FieldsRefused for a system that is not known.
    """
    kept = {system.name: system.mapping for system in legacy_systems()}
    if name not in kept:
        raise FieldsRefused({"system": gettext("There is no such system.")})
    export = LegacyExport(parse_mapping(kept[name], where=name), with_own=with_own, at=at)
    return export.rows() if what == "rows" else export.not_written()


def why_of(unsaid: Unsaid) -> str:
    """Why a value could not be written, as a sentence."""
    text = str(WHY[unsaid.why])
    return text % {"about": unsaid.about} if "%(about)s" in text else text


def _unsaid_columns() -> list[Column]:
    return [
        Column("ref", _("Reference"), lambda one: one.ref),
        Column("field", _("Field"), lambda one: one.field),
        Column("value", _("Value here"), lambda one: one.value, privacy="personal"),
        Column("why", _("Why"), why_of),
    ]
