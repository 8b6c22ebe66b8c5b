"""What of risks is taken over when a commander's post changes hands, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor
from baken.core.page.addresses import record_address
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.handovers import ToTakeOver, to_take_over
from baken.rooms.org.questions import CommandChange, HandoverMatter, MatterShown, Refs, Way
from baken.rooms.org.rules.handovers import DECIDE, KNOW, LOOK, REACCEPT
from baken.rooms.register.models import STANDING, Decision, Risk, Slice
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.ends import holds_until
from baken.rooms.register.queries.independent import withheld_of
from baken.rooms.register.queries.stacks import OPEN
from baken.rooms.register.queries.waiting_level import waiting_from_below
from baken.rooms.register.rules import handovers as rules
from baken.rooms.register.rules.decisions import HAND_UP, KINDS, RENEW
from baken.rooms.register.rules.handovers import ACCEPTED, PENDING, SLICE, TREATING
from baken.rooms.register.rules.states import RENEWABLE, WITH_DECIDER
from baken.rooms.register.rules.turns import CURRENT
from baken.rooms.register.workflow import RISK
from baken.rooms.register.workflow import SLICE as SLICE_WORKFLOW

LASTING = [code for code, kind in KINDS.items() if kind.lasts]


def matters_of(change: CommandChange) -> Iterator[HandoverMatter]:
    """Decisions that the post signed, those of others on what the unit acts on, and what waits; 8 queries."""
    yield from _decided(change)
    yield from _pending(change)
    open_slices = Slice.objects.for_system(reason="terms").filter(unit=change.unit, state=OPEN)
    for ref in open_slices.order_by("number").values_list("ref", flat=True):
        yield HandoverMatter(SLICE, ref, "", KNOW, False, rules.SLICE_RANK)


def standing_before(change: CommandChange) -> Any:
    """The decisions that stand since before a change of command and that it is about."""
    rows = Decision.objects.for_system(reason="terms").filter(
        state__in=STANDING, kind__in=LASTING, signed_at__lt=change.starts_at
    )
    return rows.filter(_by_post(change) | _acting(change.unit)).exclude(signer=change.incoming)


def is_by_post(decision: Decision, change: CommandChange) -> bool:
    """Whether the post that changes hands signed a decision, or somebody by a delegation from it.

    Whoever leaves may have passed on another post of theirs, elsewhere: that one stays theirs.
    """
    passed_on = decision.delegated_from == change.outgoing
    return decision.post_unit_id == change.unit or (
        passed_on and decision.post_unit_id in _range(change.unit)
    )


def outcomes_of(change: CommandChange, refs: Refs) -> Iterator[tuple[str, str, str]]:
    """What became of risks that do not wait any more; two queries."""
    kinds = _kinds_of(refs)
    rows = Risk.objects.for_system(reason="terms").filter(ref__in=list(kinds))
    risks = list(rows.only("number", "ref", "state")) if kinds else []
    since = _kinds_since(risks, change)
    for one in risks:
        for kind in kinds[one.ref]:
            outcome_of = rules.outcome_of_waiting if kind == PENDING else rules.outcome_of
            yield kind, one.ref, outcome_of(since.get(one.pk, ""), one.state)


def risks_shown(actor: Actor, change: CommandChange, refs: Refs) -> Iterator[MatterShown]:
    """Those of some risks that the actor reads: how they stand, and the steps to take; three queries."""
    kinds = _kinds_of(refs)
    if not kinds:
        return
    risks = list(Risk.objects.visible_to(actor, READ).filter(ref__in=list(kinds)))
    newest = _newest(risks)
    kept_back = withheld_of(actor, risks)
    for one in risks:
        hides_class = CURRENT in kept_back.get(one.pk, ())
        for kind in kinds[one.ref]:
            shown = _risk_shown(one, kind, newest.get(one.pk), change)
            yield replace(shown, risk_class="") if hides_class else shown


def _kinds_of(refs: Refs) -> Mapping[str, list[str]]:
    """Under which kinds each risk is asked about: what is asked anew is there as what it was as well."""
    found = defaultdict(list)
    for kind, ref in refs:
        if kind in (ACCEPTED, TREATING, PENDING):
            found[ref].append(kind)
    return found


def _risk_shown(
    risk: Risk, kind: str, decision: Decision | None, change: CommandChange
) -> MatterShown:
    outcome = _outcome(risk, kind, decision, change)
    return MatterShown(
        kind=kind,
        ref=risk.ref,
        title=risk.title,
        url=record_address(risk),
        state=_state(risk),
        risk_class=risk.current_class,
        outcome=outcome,
        until=_until(risk, decision),
        ways=() if outcome else tuple(_ways(risk, kind, decision, change)),
    )


def slices_shown(actor: Actor, change: CommandChange, refs: Refs) -> Iterator[MatterShown]:
    """Those of some slices that the actor reads; one query."""
    wanted = [ref for kind, ref in refs if kind == SLICE]
    rows = Slice.objects.visible_to(actor, READ).filter(ref__in=wanted) if wanted else ()
    for one in rows:
        yield MatterShown(
            kind=SLICE,
            ref=one.ref,
            title=one.group,
            url=record_address(one),
            state=str(SLICE_WORKFLOW.states[one.state]),
            outcome="" if one.state == OPEN else rules.OVER,
            until=clock.local_date(one.to_at),
        )


def taken_over_by(risk: Risk, actor: Actor) -> bool:
    """Whether an accepted risk waits to be taken over by the actor, in a handover that runs."""
    if actor.person is None or risk.state not in RENEWABLE:
        return False
    return to_take_over(ACCEPTED, risk.ref, incoming=actor.person) is not None


def to_accept_again(risk: Risk) -> ToTakeOver | None:
    """By which handover an accepted risk is to be accepted again, or None."""
    return to_take_over(ACCEPTED, risk.ref, asks=(REACCEPT,)) if risk.state in RENEWABLE else None


def _decided(change: CommandChange) -> Iterator[HandoverMatter]:
    rows = standing_before(change).select_related("risk").defer("picture", "risk__scenario")
    for one in rows.order_by("number"):
        risk_class, until = one.risk.current_class, holds_until(one)
        if not KINDS[one.kind].carries:
            yield HandoverMatter(
                TREATING, one.risk.ref, risk_class, KNOW, False, rules.TREATING_RANK, until
            )
            continue
        ask = REACCEPT if is_by_post(one, change) else LOOK
        by_itself, rank = rules.is_one_by_one(risk_class), rules.rank_of(risk_class)
        yield HandoverMatter(ACCEPTED, one.risk.ref, risk_class, ask, by_itself, rank, until)


def _pending(change: CommandChange) -> Iterator[HandoverMatter]:
    rows = Risk.objects.for_system(reason="terms").filter(state__in=WITH_DECIDER)
    here = rows.filter(Q(raised_to=change.unit) | _acting(change.unit) & Q(raised_to=None))
    below = waiting_from_below(tree().by_id[change.unit], change.starts_at)
    for one in (*here.only("ref", "current_class", "due_at").order_by("number"), *below):
        due = clock.local_date(one.due_at) if one.due_at else None
        rank = rules.rank_of(one.current_class)
        yield HandoverMatter(PENDING, one.ref, one.current_class, DECIDE, True, rank, due)


def _by_post(change: CommandChange) -> Q:
    """The same as ``is_by_post``, of many."""
    passed_on = Q(delegated_from=change.outgoing, post_unit__in=_range(change.unit))
    return Q(post_unit=change.unit) | passed_on


def _range(unit: int) -> frozenset[int]:
    """A unit and all below it."""
    return tree().ids_in((tree().by_id[unit].range,))


def _acting(unit: int) -> Q:
    return Q(owner_unit=unit) | Q(unit=unit, owner_unit__isnull=True)


def _kinds_since(risks: Iterable[Risk], change: CommandChange) -> dict[int, str]:
    """The newest kind of decision on each risk since a change of command."""
    rows = Decision.objects.for_system(reason="terms").filter(
        risk__in=list(risks), signed_at__gte=change.starts_at
    )
    return dict(rows.order_by("number").values_list("risk_id", "kind"))


def _newest(risks: list[Risk]) -> dict[int, Decision]:
    """The newest decision on each of some risks that were read through their guard."""
    rows = Decision.objects.for_system(reason="terms").filter(risk__in=risks)
    return {one.risk_id: one for one in rows.defer("picture").order_by("number")}


def _outcome(risk: Risk, kind: str, decision: Decision | None, change: CommandChange) -> str:
    """What became of a matter; nothing while it waits."""
    if kind == PENDING and risk.state in WITH_DECIDER:
        return ""
    since = decision if decision and decision.signed_at >= change.starts_at else None
    stands = decision is not None and since is None and decision.state != "ended"
    if kind != PENDING and stands:
        return ""
    return rules.outcome_of(since.kind if since else "", risk.state)


def _ways(risk: Risk, kind: str, decision: Decision | None, change: CommandChange) -> Iterator[Way]:
    """What whoever takes over can do about it: each with the address of the step."""
    if kind == PENDING:
        yield Way(_("Weigh and decide"), reverse("register:weighing", args=[risk.ref]))
    if kind != ACCEPTED or decision is None:
        return
    if is_by_post(decision, change):
        until = f"?until={decision.ends_on.isoformat()}" if decision.ends_on else ""
        yield Way(_("Accept again"), f"{_step(risk, RENEW)}{until}")
        revoke = reverse("register:decision-step", args=[decision.ref, "revoke"])
        yield Way(_("Revise: ask it anew"), revoke)
    yield Way(_("Hand up"), _step(risk, HAND_UP))


def _step(risk: Risk, name: str) -> str:
    return reverse("register:step", args=[risk.ref, name])


def _state(risk: Risk) -> str:
    state = str(RISK.states[risk.state])
    return ", ".join((state, _("decision suspended"))) if risk.suspended else state


def _until(risk: Risk, decision: Decision | None) -> date | None:
    if decision is not None and decision.state != "ended":
        return holds_until(decision)
    return clock.local_date(risk.due_at) if risk.due_at else None
