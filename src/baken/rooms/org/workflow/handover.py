"""What can happen to a handover of command, from the announcement to the end of its term."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.core.workflow.table import Step, StepField, Workflow
from baken.rooms.org.permits import TAKE_HANDOVER, WRITE_HANDOVER

RUNNING = ("prepared", "open")


def _writing(name: str, label: Any, trail: str, *fields: StepField) -> Step:
    return Step(
        name=name,
        label=label,
        sources=RUNNING,
        target="",
        permit=WRITE_HANDOVER,
        trail=trail,
        guards=("is_outgoing",),
        fields=fields,
    )


def _by_itself(
    name: str, label: Any, trail: str, target: str, *, sources: tuple[str, ...] = ("open",)
) -> Step:
    return Step(
        name=name,
        label=label,
        sources=sources,
        target=target,
        permit=TAKE_HANDOVER,
        trail=trail,
        notice=name,
        by_system=True,
    )


HANDOVER = Workflow(
    name="org.handover",
    initial="prepared",
    states={
        "prepared": _("prepared"),
        "open": _("to be taken over"),
        "completed": _("completed"),
        "lapsed": _("lapsed"),
        "withdrawn": _("not needed any more"),
    },
    finals=("completed", "lapsed", "withdrawn"),
    steps=(
        _writing(
            "write",
            _("Write the handover"),
            "org.handover.written",
            StepField(
                "narrative",
                _("What must your successor know?"),
                "long_text",
                required=True,
                help=_("What goes well, what worries you, and whom to speak with first."),
            ),
        ),
        _writing(
            "write_item",
            _("Write about one item"),
            "org.handover.item_written",
            StepField(
                "item",
                _("Which item"),
                "text",
                required=True,
                help=_("Its reference, such as R-2026-000123."),
            ),
            StepField(
                "narrative",
                _("What must your successor know of it?"),
                "long_text",
                required=True,
                help=_("Why it was decided so, what was promised, and what will change soon."),
            ),
        ),
        Step(
            name="take_over",
            label=_("Take over all that is low or only to be known"),
            sources=("open",),
            target="",
            permit=TAKE_HANDOVER,
            trail="org.handover.taken_over",
            guards=("is_incoming", "some_together"),
        ),
        Step(
            name="complete",
            label=_("The handover is complete"),
            sources=("open",),
            target="completed",
            permit=TAKE_HANDOVER,
            trail="org.handover.completed",
            guards=("is_incoming", "none_left"),
            fields=(
                StepField(
                    "reservations",
                    _("Your reservations"),
                    "long_text",
                    help=_("What you take over with a doubt. Empty: none."),
                ),
            ),
            notice="completed",
        ),
        _by_itself(
            "list_items",
            _("The list of items was brought up to date"),
            "org.handover.listed",
            "",
            sources=RUNNING,
        ),
        _by_itself(
            "open",
            _("Command was handed over"),
            "org.handover.opened",
            "open",
            sources=("prepared",),
        ),
        _by_itself(
            "settle",
            _("The term is over: all that had to be signed for was"),
            "org.handover.settled",
            "completed",
        ),
        _by_itself(
            "lapse",
            _("The term is over: what was not taken over holds no more"),
            "org.handover.lapsed",
            "lapsed",
        ),
        _by_itself(
            "withdraw",
            _("The change of command was called off, or another one came"),
            "org.handover.withdrawn",
            "withdrawn",
            sources=RUNNING,
        ),
    ),
)
