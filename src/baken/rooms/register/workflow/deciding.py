"""The steps of a risk by which somebody decides on it, and those by which a decision stops holding."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField
from baken.rooms.register.permits import DECIDE, MANAGE
from baken.rooms.register.rules.states import DECIDED, HANDED_UP, RENEWABLE, WITH_DECIDER
from baken.rooms.register.workflow.decision_fields import (
    ACCEPTING,
    HANDING_UP,
    INSTRUCTION,
    LAW,
    MEANS,
    MITIGATING,
    REASON,
    TRANSFERRING,
)


def _deciding(
    name: str,
    label: Any,
    target: str,
    fields: tuple[StepField, ...],
    *,
    sources: tuple[str, ...] = WITH_DECIDER,
) -> Step:
    """One kind of decision: on offer by law, within the signer's mandate, and with a complete case."""
    return Step(
        name=name,
        label=label,
        sources=sources,
        target=target,
        permit=DECIDE,
        guards=(f"{name}_is_offered", f"{name}_within_mandate", f"{name}_is_ready"),
        fields=fields,
        trail=f"register.risk.{_DONE[name]}",
        notice="decided",
        on_sight=True,
    )


_DONE = {
    "accept": "accepted",
    "renew": "renewed",
    "mitigate": "mitigated",
    "avoid": "avoided",
    "transfer": "transferred",
    "stop": "stopped",
    "exempt": "exempted",
    "hand_up": "handed_up",
    "return_with_means": "returned_with_means",
    "return_with_instruction": "returned_with_instruction",
}

DECIDING = (
    _deciding("mitigate", _("Mitigate: take measures"), "treating", MITIGATING),
    _deciding("accept", _("Accept until a day"), "accepted", ACCEPTING),
    _deciding("avoid", _("Avoid: do it otherwise or not at all"), "avoided", (REASON,)),
    _deciding("transfer", _("Transfer to somebody else"), "transferred", TRANSFERRING),
    _deciding("stop", _("Stop: a limit of law is broken"), "avoided", (REASON,)),
    _deciding(
        "exempt", _("Exempt from the limit, on a ground in law"), "accepted", (LAW, *ACCEPTING)
    ),
    _deciding(
        "hand_up",
        _("Hand up: not within my mandate or means"),
        "escalated",
        HANDING_UP,
        sources=(*WITH_DECIDER, *RENEWABLE),  # what is carried: only whoever takes over command
    ),
    _deciding(
        "return_with_means", _("Return with means"), "decision_pending", MEANS, sources=HANDED_UP
    ),
    _deciding(
        "return_with_instruction",
        _("Return with an instruction"),
        "decision_pending",
        INSTRUCTION,
        sources=HANDED_UP,
    ),
    _deciding(
        "renew",
        _("Accept again, after a comparison"),
        "accepted",
        (LAW, *ACCEPTING),
        sources=RENEWABLE,
    ),
)
PAUSE = Step(
    name="pause",
    label=_("Stop the clock for a while"),
    sources=WITH_DECIDER,
    target="",
    permit=MANAGE,
    guards=("may_be_paused",),
    fields=(
        StepField(
            "reason",
            _("Why can nobody decide before that?"),
            "long_text",
            required=True,
            help=_(
                "Such as: a measurement that is still to come. Everybody with the risk reads it."
            ),
        ),
        StepField(
            "until",
            _("From which day does the clock run again?"),
            "date",
            required=True,
            help=_("At most one term of the class of the risk, and once for a question."),
        ),
    ),
    trail="register.risk.paused",
    notice="paused",
)
# What the product does by itself.
BY_ITSELF = (
    Step(
        name="decision_ended",
        label=_("The decision holds no more"),
        sources=(*DECIDED, *HANDED_UP),
        target="decision_pending",
        permit=DECIDE,
        trail="register.risk.decision_ended",
        notice="deciders",
        by_system=True,
    ),
    Step(
        name="stack_changed",
        label=_("Other risks came beside it: decide anew"),
        sources=("treating", "accepted", "transferred", "monitored"),
        target="decision_pending",
        permit=DECIDE,
        trail="register.risk.stack_changed",
        notice="deciders",
        by_system=True,
    ),
    Step(
        name="decision_suspended",
        label=_("The decision does not hold now"),
        sources=DECIDED,
        target="",
        permit=DECIDE,
        trail="register.risk.suspended",
        notice="deciders",
        by_system=True,
    ),
    Step(
        name="stay_at_top",
        label=_("Nobody decided in time, and nobody is above"),
        sources=WITH_DECIDER,
        target="",
        permit=DECIDE,
        trail="register.risk.topped",
        notice="risen",
        by_system=True,
    ),
    Step(
        name="decision_restored",
        label=_("The decision holds again"),
        sources=DECIDED,
        target="",
        permit=DECIDE,
        trail="register.risk.restored",
        by_system=True,
    ),
    Step(
        name="rise",
        label=_("Nobody decided in time: up to the next"),
        sources=WITH_DECIDER,
        target="",
        targets=HANDED_UP,
        permit=DECIDE,
        trail="register.risk.risen",
        notice="risen",
        by_system=True,
    ),
)
