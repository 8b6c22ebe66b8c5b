"""What risks and slices of exposure are tied to beside the links, whoever may see it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from baken.core.questions.threads import ThreadTie
from baken.rooms.register.models import Risk, Slice, SliceMember

MET_IN = "met_in"
# Of a risk that is met in very many slices the newest; a walk tells a reader of 200 at most.
MOST_TIES = 5000


def ties_of_risks(numbers: Collection[int]) -> Iterator[ThreadTie]:
    """The slices in which risks are met."""
    return _ties(risk__in=numbers)


def ties_of_slices(numbers: Collection[int]) -> Iterator[ThreadTie]:
    """The risks that are met in slices."""
    return _ties(record__in=numbers)


def _ties(**narrow: Collection[int]) -> Iterator[ThreadTie]:
    rows = SliceMember.objects.for_system(reason="thread").filter(**narrow).order_by("-pk")
    for risk, record in rows.values_list("risk_id", "record_id")[:MOST_TIES]:
        yield ThreadTie((Risk._meta.label_lower, risk), MET_IN, (Slice._meta.label_lower, record))
