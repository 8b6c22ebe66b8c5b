"""How measures and recommendations look on the whole thread."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from baken.core import clock
from baken.core.questions.threads import Line, Relation, ThreadKind
from baken.rooms.measures.models import Measure, Recommendation
from baken.rooms.measures.queries.beside import TREATED_BY
from baken.rooms.measures.queries.repeats import REPEATS
from baken.rooms.measures.workflow import MEASURE, RECOMMENDATIONS
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
RECOMMENDATION_RELATIONS = {
    REPEATS: Relation(lazy("says again what was said in"), lazy("was said again in"))
}
RECOMMENDATION_MARKS = {
    "measures.recommendation.appreciated": lazy("Answered"),
    "measures.recommendation.reported_done": lazy("Done"),
    "measures.recommendation.effect_noted": lazy("Effect"),
    "measures.recommendation.assessed": lazy("Judged"),
    "measures.recommendation.closed": lazy("Closed"),
    "measures.recommendation.reopened": lazy("Opened again"),
    "measures.recommendation.recurred": lazy("Recommended again"),
}


def thread_kinds() -> Iterable[ThreadKind]:
    """The roots of this room, with how they look and what they are tied by."""
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
    yield ThreadKind(
        root=Recommendation,
        code="recommendation",
        name=_("Recommendation"),
        column="decision",
        line=recommendation_line,
        marks=RECOMMENDATION_MARKS,
        relations=RECOMMENDATION_RELATIONS,
    )


def measure_line(one: Measure, _in_full: bool) -> Line:
    """A measure; its title names no persons."""
    return Line(
        title=one.title,
        state=str(MEASURE.states[one.state]),
        unit=tree().by_id[one.unit_id].name,
        on=clock.local_date(one.proposed_at),
    )


def recommendation_line(one: Recommendation, _in_full: bool) -> Line:
    """A recommendation; its title names no persons."""
    return Line(
        title=one.title,
        state=str(RECOMMENDATIONS.states[one.state]),
        unit=tree().by_id[one.unit_id].name,
        on=one.offered_on,
    )
