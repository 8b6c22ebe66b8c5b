"""What the pages of a risk share: its thread and its step buttons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from baken.core.access import Actor, may
from baken.core.questions import thread_nodes
from baken.core.workflow.available import available_steps
from baken.core.workflow.buttons import step_buttons
from baken.rooms.library.queries.assessment import assessment
from baken.rooms.org.queries import posts_by_permit, tree
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import DECIDE
from baken.rooms.register.queries.independent import scorers_of
from baken.rooms.register.rules.states import WITH_DECIDER
from baken.rooms.register.rules.turns import CURRENT
from baken.rooms.register.workflow import RISK

_ANSWERS = ("return_with_means", "return_with_instruction", "hand_up")
_DECIDING = [row.name for row in RISK.steps if row.permit == DECIDE]


def record_page_parts(actor: Actor, risk: Risk, at: datetime) -> dict[str, Any]:
    """State, thread, and every step with its reasons; the one that is likely next stands first."""
    steps = step_choices(actor, risk, at)
    open_to = {step["name"] for step in steps if step["allowed"]}
    weighs = risk.state in WITH_DECIDER and may(actor, DECIDE, risk)
    if risk.raised_to_id:  # Who is below that level may still avoid it, and is not asked.
        weighs = weighs and not open_to.isdisjoint(_ANSWERS)
    if weighs:  # The sheet is what stands first; each step is one click further there.
        steps = [{**step, "primary": False} for step in steps]
    return {
        "weighs": weighs,
        "weighing_url": reverse("register:weighing", args=[risk.ref]),
        "state": RISK.states[risk.state],
        "thread": thread_nodes.ask(actor, risk),
        "steps": [step for step in steps if step["allowed"]],
        "closed_steps": [step for step in steps if not step["allowed"]],
    }


def step_choices(actor: Actor, risk: Risk, at: datetime) -> list[dict[str, Any]]:
    """The steps from here: the most likely one first, the greyed ones with why and who can."""
    unit = tree().by_id[risk.owner_unit_id or risk.unit_id]
    language = get_language() or "nl"
    return step_buttons(
        choices=available_steps(record=risk, actor=actor, at=at),
        url_of=lambda name: reverse("register:step", args=[risk.ref, name]),
        who_may=lambda permits: posts_by_permit(permits, unit, language),
        first=_first(actor, risk),
    )


def _first(actor: Actor, risk: Risk) -> list[str]:
    """The steps that are likely next, the likeliest in front: decide, score, finish, put up."""
    scorers = scorers_of([risk]).get((risk.pk, CURRENT), frozenset())
    is_my_turn = len(scorers) < assessment().turn and actor.person not in scorers
    on = ["analyse", "ask_decision"]
    return [*_DECIDING, "advise", *(["score", *on] if is_my_turn else [*on, "score"])]
