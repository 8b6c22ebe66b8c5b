"""Whoever says to have seen a stack has seen the one that stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.core.workflow.table import Refusal
from baken.rooms.register.queries.cases import Case
from baken.rooms.register.queries.stacks import mark_of


def refuse_other_stack(step: str, said: Mapping[str, Any], case: Case) -> None:
    """Refuse what was decided on another stack than the one that the signer was shown.

    ``stack_shown`` is what the page or the API gave with it. Raises StepRefused when the stack is
    another one by now, and FieldsRefused when somebody saw a stack and does not say which.
    """
    shown = said.get("stack_shown", "")
    if shown and shown != mark_of(case.stacks):
        text = _(
            "Meanwhile the risks that people meet together with this one changed. Look at what"
            " stands now, then send yours again."
        )
        raise StepRefused(step, [Refusal("changed_meanwhile", text)])
    if said.get("stack_seen") and case.stack.needs_sight and not shown:
        text = _("Say which stack you have seen: send “shown” of the stacks as “stack_shown”.")
        raise FieldsRefused({"stack_seen": text})
