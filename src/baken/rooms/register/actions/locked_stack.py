"""Locks what is met together: everywhere slices first, then risks, then decisions, each by row number."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from baken.core.workflow.advance import locked
from baken.core.workflow.errors import StepRefused
from baken.core.workflow.table import Refusal
from baken.rooms.register.models import Risk, Slice, SliceMember
from baken.rooms.register.queries.stacks import OPEN


def locked_in_stack(risk: Risk, step: str, at: datetime) -> Risk:
    """A risk as it stands now, locked with its open slices and every risk that is met with it.

    Raises StepRefused when it came into another slice in that same moment: then not all is locked.
    """
    slices = _open_slices(risk.pk, at)
    if not slices:
        fresh: Risk = locked(risk)
    else:
        _lock_slices(slices)
        fresh = locked_risks([*_members(slices), risk.pk])[risk.pk]
    if _open_slices(risk.pk, at) - slices:
        text = _("Meanwhile the risks that people meet together changed. Send it again.")
        raise StepRefused(step, [Refusal("changed_meanwhile", text)])
    return fresh


def locked_members(record: Slice, *also: int) -> dict[int, Risk]:
    """The risks of a slice that is locked itself, and others, locked and by row number."""
    return locked_risks([*_members({record.pk}), *also])


def locked_risks(numbers: Iterable[int]) -> dict[int, Risk]:
    """Risks as they stand now, locked from the lowest row number up."""
    rows = Risk.objects.for_system(reason="advance").filter(pk__in=set(numbers))
    found = rows.select_related("unit", "owner_unit").order_by("pk")
    return {one.pk: one for one in found.select_for_update(of=("self",))}


def _open_slices(risk: int, at: datetime) -> set[int]:
    mine = SliceMember.objects.for_system(reason="stack").filter(risk=risk).values("record_id")
    rows = Slice.objects.for_system(reason="stack").filter(pk__in=mine, state=OPEN, to_at__gt=at)
    return set(rows.values_list("pk", flat=True))


def _lock_slices(numbers: set[int]) -> None:
    rows = Slice.objects.for_system(reason="stack").filter(pk__in=numbers).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))


def _members(slices: set[int]) -> list[int]:
    rows = SliceMember.objects.for_system(reason="stack").filter(record__in=slices)
    return list(rows.values_list("risk_id", flat=True))
