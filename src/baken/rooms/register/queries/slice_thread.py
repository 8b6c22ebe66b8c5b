"""The history of a slice of exposure as its thread shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.questions import ThreadNode
from baken.core.threads import MOST_STEPS, step_node
from baken.rooms.register.models import Risk, Slice, SliceStep
from baken.rooms.register.permits import READ
from baken.rooms.register.texts import HIDDEN_RISK

# What a step keeps about one risk: only for who reads that risk, who finds it on the slice itself.
ABOUT_A_RISK = frozenset({"member", "factors", "quantities"})


def nodes_of(actor: Actor, record: Slice) -> Iterator[ThreadNode]:
    """The steps of a slice that the actor has read, newest first."""
    steps = list(SliceStep.objects.of(record).order_by("-serial")[:MOST_STEPS])
    names = _names(actor, steps)
    for step in steps:
        text = " – ".join(part for part in _texts(step, names) if part)
        yield step_node(root=Slice, step=step, title_of=title_of_code, text=text)


def title_of_code(code: str) -> str:
    """What an event that is no step of the workflow is called; an unknown code stays as it is."""
    return {"register.slice.made": _("Slice made")}.get(code, code)


def _names(actor: Actor, steps: Sequence[SliceStep]) -> Mapping[int, str]:
    """The references of the risks that steps are about, as far as the actor reads them."""
    wanted = {step.facts["member"] for step in steps if "member" in step.facts}
    if not wanted:
        return {}
    rows = Risk.objects.visible_to(actor, READ).filter(pk__in=wanted)
    return dict(rows.values_list("pk", "ref"))


def _texts(step: SliceStep, names: Mapping[int, str]) -> Iterator[Any]:
    if "member" in step.facts:
        yield names.get(step.facts["member"], str(HIDDEN_RISK))
    for name in ("reason", "note"):
        yield step.words.get(name, "")
