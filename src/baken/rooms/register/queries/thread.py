"""The thread of a risk: where it came from, what belongs to it, every step; and risks seen from afar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.access.once import once_a_page
from baken.core.links.registry import linked_records
from baken.core.page.addresses import record_address
from baken.core.questions import ThreadNode
from baken.core.threads import MOST_STEPS, relation_words, step_node
from baken.rooms.consultation.queries.subjects import is_consultation
from baken.rooms.library.queries import label_of
from baken.rooms.measures.queries.beside import is_measure
from baken.rooms.register.models import Risk, RiskStep
from baken.rooms.register.queries.independent import withheld_kinds
from baken.rooms.register.texts import SCORE_KINDS, VERDICTS
from baken.rooms.register.workflow import RISK

# Words of a step that are no text of its own: who took it, and what the page itself shows.
_BESIDE = ("name", "post", "person", "owner_person", "title", "scenario", "legal_basis")


def nodes_of(actor: Actor, risk: Risk) -> Iterator[ThreadNode]:
    """Linked records first, then the steps, newest first."""
    for relation, other in linked_records(risk, actor):
        if is_consultation(other) or is_measure(other):  # rooms below tell of their own records
            continue
        yield _record_node(other, relation_words(relation))
    withheld = withheld_kinds(actor, risk)
    for step in newest_steps(risk):
        text = _text_of(step, withheld)
        yield step_node(root=Risk, step=step, title_of=title_of_code, text=text)


def risk_nodes(actor: Actor, record: Any) -> Iterator[ThreadNode]:
    """The risks that a record of another kind became or belongs to, as far as the actor reads them."""
    for relation, risk in risks_of(actor, record):
        state = RISK.states[risk.state]
        yield _record_node(risk, relation_words(relation), text=str(state))


@once_a_page
def risks_of(actor: Actor, record: Any) -> list[tuple[str, Risk]]:
    """The risks tied to a record of another kind, with how; only those that the actor reads."""
    found = linked_records(record, actor)
    return [(relation, other) for relation, other in found if isinstance(other, Risk)]


@once_a_page
def newest_steps(risk: Risk) -> list[RiskStep]:
    """The newest steps of a risk that was read, the newest first."""
    return list(RiskStep.objects.of(risk).order_by("-serial")[:MOST_STEPS])


def title_of_code(code: str) -> str:
    """What an event that is no step of the workflow is called; an unknown code stays as it is."""
    return {
        "register.risk.identified": _("Risk stated"),
        "register.risk.attached": _("Something that happened was tied to this risk"),
        "register.risk.weighed_again": _("What belongs to this risk turned out worse"),
        "register.risk.file_added": _("File added"),
    }.get(code, code)


def _record_node(record: Any, relation: str, text: str = "") -> ThreadNode:
    return ThreadNode(
        kind=str(record._meta.model_name),
        title=getattr(record, "headline", "") or getattr(record, "title", "") or record.ref,
        at=record.identified_at if isinstance(record, Risk) else None,
        ref=record.ref,
        url=record_address(record),
        relation=relation,
        text=text,
    )


def _text_of(step: RiskStep, withheld: Iterable[str]) -> str:
    """What was said at a step; of a score that is kept back no more than what was scored."""
    facts = step.facts
    kind = facts.get("kind") if step.code == "register.risk.scored" else None
    if kind:
        scored = str(SCORE_KINDS.get(kind, kind))
        if kind in withheld:
            return _("%(kind)s; what was given is shown when you have scored it yourself") % {
                "kind": scored
            }
        told = [scored, label_of("risk_classes", facts.get("common", ""))]
    else:
        told = [str(VERDICTS.get(facts.get("verdict", ""), ""))]
    told += [str(text) for name, text in step.words.items() if name not in _BESIDE]
    return " – ".join(part for part in told if part)
