"""Keeps people from steps that the product takes by itself."""

from __future__ import annotations

from django.utils.translation import gettext as _

from baken.core.workflow.errors import StepRefused
from baken.core.workflow.table import Refusal, Step


def refuse_by_hand(row: Step) -> None:
    """Refuse a step that follows from the facts and that nobody takes. Raises StepRefused."""
    if row.by_system:
        text = _("This follows from the facts by itself; nobody takes this step.")
        raise StepRefused(row.name, [Refusal("by_system", text)])
