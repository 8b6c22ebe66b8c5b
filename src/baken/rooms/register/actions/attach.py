"""Ties something that happened to a risk that is known already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from baken.core.access import Actor, refuse_unless, signing, system_actor
from baken.core.links.registry import tie, ties_from, ties_from_all
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import Change, advance
from baken.rooms.library.queries import acceptance_terms
from baken.rooms.register.actions.end_decision import ask_again
from baken.rooms.register.actions.locked_stack import locked_in_stack
from baken.rooms.register.actions.outgrown import as_met, end_outgrown_beside
from baken.rooms.register.models import Risk, RiskStep
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.terms import looking_again, reopening
from baken.rooms.register.queries.told import ATTACHED, ORIGINATES
from baken.rooms.register.rules.attaching import (
    DECIDE_AGAIN,
    LOOK_AGAIN,
    NOTHING,
    REOPEN,
    what_follows,
)
from baken.rooms.register.rules.decisions import SEVERE

# Steps that say how severe something could have been that a risk came from or that belongs to it.
_SAYS_SEVERITY = (
    "register.risk.identified",
    "register.risk.attached",
    "register.risk.weighed_again",
)


def attach(*, actor: Actor, risk: Risk, record: Any, severity: int | None, at: datetime) -> Risk:
    """Say that a record belongs to a risk; what could have been severe asks for a new decision.

    The caller has read ``record`` and seen to it that the actor handles it; ``severity`` is the
    worst that could have happened, 0 to 5. Tied twice is tied once. Raises AccessDenied for who
    does not read the risk, StepRefused when it came into another slice in that same moment. Source:
    domain reference, risk management, section 7.
    """
    with transaction.atomic():
        fresh = locked_in_stack(risk, "attach", at)
        refuse_unless(actor, READ, fresh)
        if _is_tied(record, fresh):
            return fresh
        tie(source=record, relation=ATTACHED, target=fresh, at=at)
        state, told = fresh.state, _told(record, severity)
        entry = Entry(code="register.risk.attached", from_state=state, to_state=state, facts=told)
        _note(fresh, entry, severity, signing(actor, READ, fresh), at)
        return fresh


def weigh_again(
    *, record: Any, severity: int | None, at: datetime, made_of: Iterable[Any] = ()
) -> int:
    """What became or belongs to risks was classified: where it is worse than was known, what follows follows.

    ``severity`` is the worst that could have happened, 0 to 5; ``made_of`` are records that told of the
    same, from which a risk may have come. Returns of how many risks that holds; repeated it is none.
    """
    if severity is None:
        return 0
    found, sources = 0, [record, *made_of]
    for risk in _tied_risks(sources):
        with transaction.atomic():
            fresh = locked_in_stack(risk, "weigh_again", at)
            known = _known_severity(fresh, sources)
            if known is None or severity > known:
                state, told = fresh.state, _told(record, severity)
                entry = Entry(
                    code="register.risk.weighed_again",
                    from_state=state,
                    to_state=state,
                    facts=told,
                )
                _note(fresh, entry, severity, system_actor("severity"), at)
                found += 1
    return found


def _note(risk: Risk, entry: Entry, severity: int | None, actor: Actor, at: datetime) -> None:
    """Write down what belongs to a risk and how severe it could have been, and let it have its effect.

    A risk that comes back is met again: what was decided without it in its stacks may be outgrown.
    """
    met = as_met(risk)
    append(record=risk, actor=actor, at=at, entry=entry)
    _follow(risk, severity, at)
    if as_met(risk) != met:
        end_outgrown_beside(risk, at=at)


def _told(record: Any, severity: int | None) -> dict[str, Any]:
    return {"attached": record.ref, "potential_severity": severity}


def _tied_risks(sources: Sequence[Any]) -> list[Risk]:
    ties = ties_from_all(
        sources=sources, relations=(ORIGINATES, ATTACHED), table=Risk._meta.label_lower
    )
    numbers = {number for _relation, number in ties}
    rows: Any = Risk.objects.for_system(reason="advance").filter(pk__in=numbers)
    return list(rows.order_by("number"))


def _known_severity(risk: Risk, sources: Sequence[Any]) -> int | None:
    """How severe it was known to be when it was last written down at the risk."""
    steps = RiskStep.objects.of(risk).filter(code__in=_SAYS_SEVERITY).order_by("-serial")
    refs = {one.ref for one in sources}
    told = (facts for facts in steps.values_list("facts", flat=True))
    return next(
        (
            one.get("potential_severity")
            for one in told
            if refs & {one.get("attached"), one.get("from")}
        ),
        None,
    )


def _is_tied(record: Any, risk: Risk) -> bool:
    ties = ties_from(table=record._meta.label_lower, relation=ATTACHED, source=record.pk)
    return bool(ties.filter(target_table=Risk._meta.label_lower, target=risk.pk).exists())


def _follow(risk: Risk, severity: int | None, at: datetime) -> None:
    severe_from = acceptance_terms().severe_from
    step = what_follows(state=risk.state, severity=severity, severe_from=severe_from)
    if step == DECIDE_AGAIN:
        ask_again(risk, why=SEVERE, at=at)
    elif step != NOTHING:
        values = {"touched_at": at, **_FOLLOWING[step](risk, at)}
        change = Change(values=values, facts={"potential_severity": severity})
        advance(record=risk, step=step, actor=system_actor("severity"), at=at, change=change)


_FOLLOWING: Mapping[str, Callable[[Risk, datetime], dict[str, Any]]] = {
    LOOK_AGAIN: looking_again,
    REOPEN: lambda risk, at: reopening(at),
}
