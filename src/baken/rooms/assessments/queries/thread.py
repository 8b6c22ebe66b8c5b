"""The thread of an assessment: every step, the risks it brought and its sheet are told by their rooms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from baken.core.access import Actor
from baken.core.links.registry import linked_records
from baken.core.page.addresses import record_address
from baken.core.questions import ThreadNode
from baken.core.threads import MOST_STEPS, relation_words, step_node
from baken.rooms.assessments.models import Assessment, AssessmentStep
from baken.rooms.assessments.texts import EVENTS, OUTCOMES
from baken.rooms.assessments.workflow import ASSESSMENT
from baken.rooms.library.queries import code_list
from baken.rooms.register.queries.told import ORIGINATES

SETTLED = "assessments.assessment.basis_settled"
# A risk tells from which record it arose by itself.
TOLD_BY_THEMSELVES = (f"{ORIGINATES}_of",)
_TEXTS = ("reason", "told", "conditions")


def nodes_of(record: Assessment) -> Iterator[ThreadNode]:
    """The newest steps of an assessment that was read through the guard, the newest first.

    What it rests on is told on its page, by whom and how: thirty such steps would hide the others.
    """
    steps = AssessmentStep.objects.of(record).exclude(code=SETTLED)
    for step in steps.order_by("-serial")[:MOST_STEPS]:
        yield step_node(root=Assessment, step=step, title_of=title_of_code, text=_text_of(step))


def assessment_nodes(actor: Actor, record: Any) -> Iterator[ThreadNode]:
    """The assessments from which a record of another kind came, as far as the actor reads them."""
    for relation, one in linked_records(record, actor):
        if isinstance(one, Assessment) and relation not in TOLD_BY_THEMSELVES:
            yield ThreadNode(
                kind="assessment",
                title=one.title,
                at=one.begun_at,
                ref=one.ref,
                url=record_address(one),
                relation=relation_words(relation),
                text=str(ASSESSMENT.states[one.state]),
            )


def title_of_code(code: str) -> str:
    """What an event that is no step of the workflow is called; an unknown code stays as it is."""
    return str(EVENTS.get(code, code))


def _text_of(step: AssessmentStep) -> str:
    """What was said at a step, in words."""
    facts, told = step.facts, []
    if "scope" in facts and "outcome" in facts:
        scope = code_list("review_scopes").get(facts["scope"])
        told = [scope.label if scope else "", str(OUTCOMES.get(facts["outcome"], ""))]
    told += [str(step.words[name]) for name in _TEXTS if step.words.get(name)]
    return " – ".join(one for one in told if one)
