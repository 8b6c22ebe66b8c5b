"""What is said of a decision: its kind, its steps, and why it ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from baken.core.page.addresses import record_address
from baken.core.questions import ThreadNode
from baken.core.threads import MOST_STEPS, relation_words, step_node
from baken.rooms.register.models import Decision, DecisionStep
from baken.rooms.register.texts import CHANGED, ENDED_FOR


def title_of_decision_code(code: str) -> str:
    """What an event that is no step of the workflow is called; an unknown code stays as it is."""
    return _("Decision signed") if code == "register.decision.signed" else code


def steps_of_decision(decision: Decision) -> Iterator[ThreadNode]:
    """The risk it is on, and its steps, the newest first."""
    yield ThreadNode(
        kind="risk",
        title=decision.risk.title,
        at=decision.risk.identified_at,
        ref=decision.risk.ref,
        url=record_address(decision.risk),
        relation=relation_words("decided_by_of"),
        text="",
    )
    for step in DecisionStep.objects.of(decision).order_by("-serial")[:MOST_STEPS]:
        title_of = title_of_decision_code
        yield step_node(root=Decision, step=step, title_of=title_of, text=_text_of(step))


def changed_words(names: Iterable[str]) -> list[str]:
    """The parts of a picture that changed, each once, in words."""
    told = (str(CHANGED.get(one, CHANGED[one.partition(".")[0]])) for one in names)
    return list(dict.fromkeys(told))


def _text_of(step: DecisionStep) -> str:
    told: list[Any] = [ENDED_FOR.get(step.facts.get("why", ""), "")]
    if "days_left" in step.facts:
        told.append(_("%(days)s days left") % {"days": step.facts["days_left"]})
    if "value" in step.facts:
        told.append(_("condition %(condition)s: %(value)s") % step.facts)
    told += [text for name, text in step.words.items() if name not in ("name", "post", "person")]
    return " – ".join(str(one) for one in told if one)
