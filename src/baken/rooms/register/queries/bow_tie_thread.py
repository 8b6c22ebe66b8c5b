"""The points on the thread of a bow-tie, and what its steps are called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.links.registry import linked_records
from baken.core.page.addresses import record_address
from baken.core.questions import ThreadNode
from baken.core.threads import MOST_STEPS, relation_words, step_node
from baken.rooms.register.models import BowTie, BowTieStep
from baken.rooms.register.queries.bow_ties import SHOWS, SIGNALS
from baken.rooms.register.texts import STATUSES
from baken.rooms.register.workflow import BOW_TIE, DRAWING

_NAMING = (f"{SIGNALS}_of", f"{SHOWS}_of")
_SAID = ("text", "title", "words", "reason", "note")


def nodes_of(actor: Actor, record: BowTie) -> Iterable[ThreadNode]:
    """The records that told of a barrier, as one sees them; then the steps, newest first."""
    for relation, other in linked_records(record, actor):
        if relation in _NAMING:
            yield ThreadNode(
                kind="record",
                title=getattr(other, "headline", "") or other.title,
                ref=other.ref,
                url=record_address(other),
                relation=relation_words(relation),
            )
    for step in BowTieStep.objects.of(record).order_by("-serial")[:MOST_STEPS]:
        text = " – ".join(_text_of(step))
        yield step_node(root=BowTie, step=step, title_of=title_of_code, text=text)


def title_of_code(code: str) -> str:
    """What a step of a bow-tie is called."""
    return next(str(one.label) for one in (*BOW_TIE.steps, DRAWING) if one.trail == code)


def _text_of(step: Any) -> list[str]:
    """Which part it was about, what was said, and of a barrier that turned from what to what."""
    named = [step.facts.get(name, "") for name in ("part", "barrier", "line", "signal", "risk")]
    said = [step.words.get(name, "") for name in _SAID]
    if "before" in step.facts:
        turned = {name: STATUSES[step.facts[name]] for name in ("before", "status")}
        said.append(_("from “%(before)s” to “%(status)s”") % turned)
    parts = (" ".join(str(one) for one in named if one), *said)
    return [part for part in parts if part]
