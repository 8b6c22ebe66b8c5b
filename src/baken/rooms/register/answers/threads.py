"""How risks, decisions, slices of exposure and bow-ties look on the whole thread."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from baken.core import clock
from baken.core.questions.threads import Line, Relation, ThreadKind
from baken.rooms.org.queries import open_rows, tree
from baken.rooms.register.actions.decide import DECIDED_BY
from baken.rooms.register.models import BowTie, Decision, Risk, Slice
from baken.rooms.register.queries.bow_ties import LEANS_ON, SHOWS, SIGNALS
from baken.rooms.register.queries.thread_ties import MET_IN, ties_of_risks, ties_of_slices
from baken.rooms.register.queries.told import ATTACHED, ORIGINATES
from baken.rooms.register.texts import KINDS
from baken.rooms.register.workflow import BOW_TIE, DECISION, RISK, SLICE

RELATIONS = {
    ORIGINATES: Relation(lazy("gave rise to"), lazy("arose from"), onward=True),
    ATTACHED: Relation(lazy("was added to"), lazy("came back in"), onward=True),
    DECIDED_BY: Relation(lazy("was decided on in"), lazy("is the decision on"), onward=True),
    MET_IN: Relation(lazy("is met, with other risks, in"), lazy("brings together")),
    LEANS_ON: Relation(lazy("leans on"), lazy("holds back")),
    SIGNALS: Relation(
        lazy("says that something is wrong with a barrier of"),
        lazy("has a barrier that something was said of in"),
    ),
    SHOWS: Relation(
        lazy("shows that a barrier held of"),
        lazy("has a barrier that held in"),
    ),
}
RISK_MARKS = {
    "register.risk.put_up": lazy("Put up for decision"),
    "register.risk.reopened": lazy("Reopened"),
    "register.risk.closed": lazy("Closed"),
}
DECISION_MARKS = {
    "register.decision.suspended": lazy("Suspended"),
    "register.decision.resumed": lazy("Holds again"),
    "register.decision.revoked": lazy("Revoked"),
    "register.decision.ended": lazy("Ended"),
}
BOW_TIE_MARKS = {
    "register.bow_tie.barrier_turned": lazy("A barrier stands differently"),
    "register.bow_tie.withdrawn": lazy("Withdrawn"),
}


def thread_kinds() -> Iterable[ThreadKind]:
    """The roots of this room, each with how it looks and what it is tied to."""
    yield ThreadKind(
        root=Risk,
        code="risk",
        name=_("Risk"),
        column="risk",
        line=risk_line,
        ties=ties_of_risks,
        marks=RISK_MARKS,
        relations=RELATIONS,
        open_rows=open_rows,
        tells_maker=True,
    )
    yield ThreadKind(
        root=Decision,
        code="decision",
        name=_("Decision"),
        column="decision",
        line=decision_line,
        marks=DECISION_MARKS,
        open_rows=open_rows,
        tells_maker=True,
    )
    yield ThreadKind(
        root=Slice,
        code="slice",
        name=_("Slice of exposure"),
        column="risk",
        line=slice_line,
        ties=ties_of_slices,
        is_beside=True,
    )
    yield ThreadKind(
        root=BowTie,
        code="bow_tie",
        name=_("Bow-tie"),
        column="risk",
        line=bow_tie_line,
        marks=BOW_TIE_MARKS,
    )


def risk_line(one: Risk, _in_full: bool) -> Line:
    """A risk; its title names no persons."""
    return Line(
        title=one.title,
        state=str(RISK.states[one.state]),
        unit=_unit(one.unit_id),
        on=clock.local_date(one.identified_at),
    )


def decision_line(one: Decision, _in_full: bool) -> Line:
    """A decision by what was decided; who signed it stands on its page."""
    return Line(
        title=capfirst(str(KINDS[one.kind])),
        state=str(DECISION.states[one.state]),
        unit=_unit(one.unit_id),
        on=clock.local_date(one.signed_at),
    )


def slice_line(one: Slice, _in_full: bool) -> Line:
    """A slice of exposure by who are in it, on its day."""
    return Line(
        title=one.group,
        state=str(SLICE.states[one.state]),
        unit=_unit(one.unit_id),
        on=clock.local_date(one.from_at),
    )


def bow_tie_line(one: BowTie, _in_full: bool) -> Line:
    """A bow-tie by its title."""
    return Line(
        title=one.title,
        state=str(BOW_TIE.states[one.state]),
        unit=_unit(one.unit_id),
        on=clock.local_date(one.drawn_at),
    )


def _unit(number: int) -> str:
    return tree().by_id[number].name
