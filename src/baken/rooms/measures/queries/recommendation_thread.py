"""The thread of a recommendation: what it repeats, its measures and every step."""

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
from baken.rooms.measures.models import Measure, Recommendation, RecommendationStep
from baken.rooms.measures.workflow import RECOMMENDATIONS

# Words of a step that are no text of its own: who took it, and what the page itself shows.
_BESIDE = ("name", "post", "person", "owner", "owner_post", "title", "description")


def nodes_of_recommendation(actor: Actor, record: Recommendation) -> Iterator[ThreadNode]:
    """What it is tied to first, then the steps, newest first; its measures tell of themselves."""
    for relation, other in linked_records(record, actor):
        if not isinstance(other, Measure):
            yield tied_node(other, relation)
    for step in newest_recommendation_steps(record):
        title = title_of_recommendation_code
        text = _text_of(step)
        yield step_node(root=Recommendation, step=step, title_of=title, text=text)


def tied_node(other: Any, relation: str) -> ThreadNode:
    """A record that a recommendation is tied to."""
    return ThreadNode(
        kind=str(other._meta.model_name),
        title=getattr(other, "title", "") or other.ref,
        ref=other.ref,
        url=record_address(other),
        relation=relation_words(relation),
        text=_state_of(other),
    )


@once_a_page
def newest_recommendation_steps(record: Recommendation) -> list[RecommendationStep]:
    """The newest steps of a recommendation that was read, the newest first."""
    return list(RecommendationStep.objects.of(record).order_by("-serial")[:MOST_STEPS])


def title_of_recommendation_code(code: str) -> str:
    """What an event that is no step of the workflow is called; an unknown code stays as it is."""
    return {
        "measures.recommendation.received": _("Recommendation received"),
        "measures.recommendation.file_added": _("File added"),
    }.get(code, code)


def _state_of(other: Any) -> str:
    known = isinstance(other, Recommendation)
    return str(RECOMMENDATIONS.states[other.state]) if known else ""


def _text_of(step: RecommendationStep) -> str:
    """What was said at a step."""
    told = [str(text) for name, text in step.words.items() if name not in _BESIDE]
    return " – ".join(part for part in told if part)
