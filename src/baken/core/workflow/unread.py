"""Refuses a step of somebody who has not seen what others did since."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from baken.core.trail.registry import chain_of
from baken.core.trail.signature import signed_by
from baken.core.workflow.errors import StepRefused
from baken.core.workflow.table import Refusal


def newest_step(record: Any) -> Any:
    """The newest step of a record that was itself read through the guard."""
    return chain_of(type(record)).objects.of(record).order_by("-serial").first()


def who_took(step: Any) -> str:
    """Who took a step, for somebody who did not know of it."""
    signed = signed_by(step)
    return signed["post"] or signed["by"] or _("somebody")


def refuse_unread(*, record: Any, step: str, seen: int | None) -> None:
    """Refuse a step when the record moved on since ``seen``, the serial of the newest step known.

    Without ``seen`` nothing is asked. Raises StepRefused that says who changed it.
    """
    newest = newest_step(record) if seen is not None else None
    if seen is None or newest is None or newest.serial <= seen:
        return
    text = _("Meanwhile %(who)s changed this. Look at what stands now, then send yours again.")
    raise StepRefused(step, [Refusal("changed_meanwhile", text % {"who": who_took(newest)})])
