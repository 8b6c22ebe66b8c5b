"""Refuses a step of somebody who has not seen what others did since."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from baken.core.trail.registry import chain_of
from baken.core.trail.signature import signed_by
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.core.workflow.registry import binding_of
from baken.core.workflow.table import Refusal

SEEN = "seen"
CHANGED = "changed_meanwhile"


def newest_step(record: Any) -> Any:
    """The newest step of a record that was itself read through the guard."""
    return chain_of(type(record)).objects.of(record).order_by("-serial").first()


def steps_after(record: Any, seen: int) -> list[Any]:
    """What was done with a record after a step, the first one in front; it was read through the guard."""
    return list(
        chain_of(type(record)).objects.of(record).filter(serial__gt=seen).order_by("serial")
    )


def who_took(step: Any) -> str:
    """Who took a step, for somebody who did not know of it."""
    signed = signed_by(step)
    return signed["post"] or signed["by"] or _("somebody")


def refuse_unread(*, record: Any, step: str, seen: int | None) -> None:
    """Refuse a step when the record moved on since ``seen``, the serial of the newest step known.

    Without ``seen`` nothing is asked, except of a step that is taken on sight: that one says what was
    seen. Raises StepRefused that says who changed it, and FieldsRefused for what cannot have been seen.
    """
    row = binding_of(type(record)).workflow.step(step)
    on_sight = row is not None and row.on_sight
    newest = newest_step(record) if seen is not None else None
    if on_sight and (newest is None or newest.serial < (seen or 0)):
        raise FieldsRefused({SEEN: how_to_tell()})
    if seen is None or newest is None or newest.serial <= seen:
        return
    text = _("Meanwhile %(who)s changed this. Look at what stands now, then send yours again.")
    raise StepRefused(step, [Refusal(CHANGED, text % {"who": who_took(newest)})])


def how_to_tell() -> str:
    """How one says what was seen of a record."""
    return _(
        "Say on what you decide: send as “seen” the highest serial of the steps of this record"
        " (over HTTP: the last one of /steps). On a page: open the step anew."
    )
