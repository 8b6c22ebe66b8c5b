"""How risks look on the whole thread."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from baken.core import clock
from baken.core.questions.threads import Line, Relation, ThreadKind
from baken.rooms.org.queries import open_rows, tree
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.told import ORIGINATES
from baken.rooms.register.workflow import RISK

RELATIONS = {ORIGINATES: Relation(lazy("gave rise to"), lazy("arose from"), onward=True)}
MARKS = {
    "register.risk.put_up": lazy("Put up for decision"),
    "register.risk.reopened": lazy("Reopened"),
    "register.risk.closed": lazy("Closed"),
}


def thread_kinds() -> Iterable[ThreadKind]:
    """The roots of this room, each with how it looks; they are tied to others by links."""
    yield ThreadKind(
        root=Risk,
        code="risk",
        name=_("Risk"),
        column="risk",
        line=risk_line,
        marks=MARKS,
        relations=RELATIONS,
        open_rows=open_rows,
        tells_maker=True,
    )


def risk_line(one: Risk, _in_full: bool) -> Line:
    """A risk; its title names no persons."""
    return Line(
        title=one.title,
        state=str(RISK.states[one.state]),
        unit=tree().by_id[one.unit_id].name,
        on=clock.local_date(one.identified_at),
    )
