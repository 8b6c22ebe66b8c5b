"""The thread of a measure: what it serves and every step; and the measures of other records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.access.once import once_a_page
from baken.core.links.registry import linked_records
from baken.core.page.addresses import record_address
from baken.core.questions import ThreadNode
from baken.core.threads import MOST_STEPS, relation_words, step_node
from baken.rooms.measures.models import Measure, MeasureStep, Purchase
from baken.rooms.measures.queries.beside import TREATED_BY, measures_of
from baken.rooms.measures.workflow import MEASURE, SEALED

# Words of a step that are no text of its own: who took it, and what the page itself shows.
_BESIDE = ("name", "post", "person", "owner", "owner_post", "verifier", *SEALED)


def nodes_of(actor: Actor, measure: Measure) -> Iterator[ThreadNode]:
    """What it serves first, then the steps, newest first."""
    for relation, other in linked_records(measure, actor):
        if not isinstance(other, Purchase):  # they tell of themselves
            yield _node(other, relation_words(relation))
    for step in newest_steps(measure):
        yield step_node(root=Measure, step=step, title_of=title_of_code, text=_text_of(step))


def measure_nodes(actor: Actor, record: Any) -> Iterator[ThreadNode]:
    """The measures that a record of another kind is treated by, as far as the actor reads them."""
    for other in measures_of(actor, record):
        yield _node(other, relation_words(TREATED_BY), text=str(MEASURE.states[other.state]))


@once_a_page
def newest_steps(measure: Measure) -> list[MeasureStep]:
    """The newest steps of a measure that was read, the newest first."""
    return list(MeasureStep.objects.of(measure).order_by("-serial")[:MOST_STEPS])


def title_of_code(code: str) -> str:
    """What an event that is no step of the workflow is called; an unknown code stays as it is."""
    return {
        "measures.measure.proposed": _("Measure proposed"),
        "measures.measure.file_added": _("File added"),
    }.get(code, code)


def _node(record: Any, relation: str, text: str = "") -> ThreadNode:
    return ThreadNode(
        kind=str(record._meta.model_name),
        title=getattr(record, "headline", "") or getattr(record, "title", "") or record.ref,
        at=record.proposed_at if isinstance(record, Measure) else None,
        ref=record.ref,
        url=record_address(record),
        relation=relation,
        text=text,
    )


def _text_of(step: MeasureStep) -> str:
    """What was said at a step."""
    told = [str(text) for name, text in step.words.items() if name not in _BESIDE]
    return " – ".join(part for part in told if part)
