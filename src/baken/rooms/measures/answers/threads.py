"""How measures look on the whole thread."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from baken.core import clock
from baken.core.questions.threads import Line, Relation, ThreadKind
from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.beside import TREATED_BY
from baken.rooms.measures.workflow import MEASURE
from baken.rooms.org.queries import open_rows, tree

RELATIONS = {TREATED_BY: Relation(lazy("is treated by"), lazy("treats"), onward=True)}
MARKS = {
    "measures.measure.decided": lazy("Decided"),
    "measures.measure.implemented": lazy("Done"),
    "measures.measure.verified_effective": lazy("Works"),
    "measures.measure.verified_ineffective": lazy("Does not work"),
    "measures.measure.lost_effect": lazy("Does not work any more"),
    "measures.measure.cancelled": lazy("Given up"),
}


def thread_kinds() -> Iterable[ThreadKind]:
    """The root of this room, with how it looks and what it is tied by."""
    yield ThreadKind(
        root=Measure,
        code="measure",
        name=_("Measure"),
        column="measure",
        line=measure_line,
        marks=MARKS,
        relations=RELATIONS,
        open_rows=open_rows,
        tells_maker=True,
    )


def measure_line(one: Measure, _in_full: bool) -> Line:
    """A measure; its title names no persons."""
    return Line(
        title=one.title,
        state=str(MEASURE.states[one.state]),
        unit=tree().by_id[one.unit_id].name,
        on=clock.local_date(one.proposed_at),
    )
