"""The thread of a consultation: what it is about and every step; and consultations seen from there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.page.addresses import record_address
from baken.core.questions import ThreadNode
from baken.core.threads import MOST_STEPS, relation_words, step_node
from baken.rooms.consultation.models import Consultation, ConsultationStep
from baken.rooms.consultation.queries.subjects import (
    CONSULTED,
    consultations_about,
    kinds_named,
    subjects_of,
)
from baken.rooms.consultation.texts import OUTCOMES, REPLIES, STANDINGS
from baken.rooms.consultation.workflow import CONSULTATION

# Words of a step that are no text of its own: who took it, and what the page itself shows.
_BESIDE = ("name", "post", "person", "title", "question", "answer", "reasons")


def nodes_of(actor: Actor, record: Consultation) -> Iterator[ThreadNode]:
    """What it is about, as far as the actor reads it, then the steps, newest first."""
    about = subjects_of(actor, [record]).get(record.pk)
    if about is not None:
        yield ThreadNode(
            kind=about.kind,
            title=about.title,
            ref=about.ref,
            url=about.url,
            relation=relation_words(f"{CONSULTED}_of"),
        )
    for step in newest_steps(record):
        yield step_node(root=Consultation, step=step, title_of=title_of_code, text=_text_of(step))


def consultation_nodes(actor: Actor, record: Any) -> Iterator[ThreadNode]:
    """The consultations about a record of another kind, as far as the actor reads them."""
    for one in consultations_about(actor, record):
        yield ThreadNode(
            kind="consultation",
            title=one.title,
            at=one.drafted_at,
            ref=one.ref,
            url=record_address(one),
            relation=relation_words(CONSULTED),
            text=str(CONSULTATION.states[one.state]),
        )


def newest_steps(record: Consultation) -> list[ConsultationStep]:
    """The newest steps of a consultation that was read, the newest first."""
    return list(ConsultationStep.objects.of(record).order_by("-serial")[:MOST_STEPS])


def title_of_code(code: str) -> str:
    """What an event that is no step of the workflow is called; an unknown code stays as it is."""
    return {
        "consultation.consultation.drafted": _("Consultation drafted"),
        "consultation.consultation.file_added": _("File added"),
    }.get(code, code)


def subject_shown(actor: Actor, record: Consultation) -> tuple[str, str]:
    """What it is about in words, and the address of it; of what the actor may not read only the kind."""
    about = subjects_of(actor, [record]).get(record.pk)
    kind = kinds_named().get(record.subject_kind, record.subject_kind)
    return (f"{kind} {about.ref}: {about.title}", about.url) if about else (kind, "")


def _text_of(step: ConsultationStep) -> str:
    """What was said at a step, in words."""
    facts = step.facts
    told = [str(OUTCOMES.get(facts.get("outcome", ""), ""))]
    told.append(str(REPLIES.get(facts.get("reply", ""), "")))
    if "condition" in facts:
        named = {"nth": facts["condition"], "standing": STANDINGS[facts["standing"]]}
        told.append(_("condition %(nth)s: %(standing)s") % named)
    told.append(str(facts.get("until_on", "")))
    told += [str(text) for name, text in step.words.items() if name not in _BESIDE]
    return " – ".join(part for part in told if part)
