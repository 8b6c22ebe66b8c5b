"""The form of a step of a bow-tie, with what stands now, and with the parts to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest

from baken.core.access import Actor
from baken.core.workflow.table import Step
from baken.rooms.org.queries import tree
from baken.rooms.register.forms.bow_tie import PARTS, BowTieStepForm
from baken.rooms.register.models import BowTie
from baken.rooms.register.permits import MANAGE
from baken.rooms.register.queries.barrier_standing import open_signals
from baken.rooms.register.queries.bow_tie_choices import told
from baken.rooms.register.queries.bow_ties import Parts, parts_of

# Steps that revise a part, and the field that names it: the page says which, and it stands.
REVISING = {"change_threat": "part", "change_consequence": "part", "change_barrier": "barrier"}
_DESCRIBED = ("title", "hazard", "top_event", "independence")
_OF_PART = ("text", "frequency", "severity", "side", "kind", "effectiveness", "critical")
_OF_BARRIER = ("independent", "owner_post", "standard", "evidence_kinds")


def form_of(request: HttpRequest, record: BowTie, row: Step) -> BowTieStepForm:
    """The form of a step. Raises Http404 for a revision of a part that is not there."""
    parts, fixed = parts_of(record), REVISING.get(row.name, "")
    sent = request.POST if request.method == "POST" else None
    initial: dict[str, Any] = {name: request.GET.get(name, "")[:8] for name in PARTS}
    if row.name == "describe":
        initial |= {name: getattr(record, name) for name in _DESCRIBED}
    if row.name in ("tie_risk", "untie_risk"):
        initial["risk"] = request.GET.get("risk", "")[:40]
    if fixed:
        given = sent or request.GET
        initial |= _standing(_named(parts, row.name, given.get(fixed, "")))
    return BowTieStepForm(sent, step=row, parts=_choices(parts), fixed=fixed, initial=initial)


def home_of(actor: Actor) -> str:
    """The code of the unit, nearest the top, on which the actor manages risks; or nothing."""
    here = tree()
    ranges = [one for grant in actor.grants_of(MANAGE) for one in grant.reach.ranges]
    found = [here.by_id[one] for one in here.ids_in(tuple(ranges))]
    return min(found, key=lambda unit: len(unit.path)).code if found else ""


def _named(parts: Parts, step: str, code: str) -> Any:
    pools = {
        "change_threat": parts.threats,
        "change_consequence": parts.consequences,
        "change_barrier": parts.barriers,
    }
    found = next((one for one in pools[step] if one.code == code), None)
    if found is None:
        raise Http404
    return found


def _standing(one: Any) -> dict[str, Any]:
    """What a part is now, as its form shows it."""
    names = [name for name in (*_OF_PART, *_OF_BARRIER) if hasattr(one, name)]
    found = {name: getattr(one, name) for name in names}
    if getattr(one, "frequency", None) is not None:
        found["frequency"] = f"{one.frequency:g}"
    unit = getattr(one, "owner_unit_id", None)
    return found | ({"owner_unit": tree().by_id[unit].code} if unit else {})


def _choices(parts: Parts) -> dict[str, list[tuple[str, str]]]:
    """The parts that each field of a step may name, with their codes."""
    every: Sequence[Any] = (
        *parts.lines,
        *parts.barriers,
        *parts.factors,
        *parts.escalations,
    )
    signals = open_signals(one for known in parts.known.values() for one in known.signals)
    return {
        "part": _as_choices(every),
        "barrier": _as_choices(parts.barriers),
        "line": _as_choices(parts.lines),
        "factor": _as_choices(parts.factors),
        "signal": [
            (one.code, f"{one.code} {told('signal_kinds', one.kind)}: {one.words[:80]}")
            for one in signals
        ],
    }


def _as_choices(found: Iterable[Any]) -> list[tuple[str, str]]:
    return [(one.code, str(one)) for one in found]
