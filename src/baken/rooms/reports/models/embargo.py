"""What an information embargo does to a report and an occurrence: who reads on, and what others hear."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from baken.core.access.withheld import Withheld
from baken.rooms.reports.permits import KEEPERS

WHY = _(
    "An information embargo is on: until the next of kin know, only those who handle this read it."
    " Ask the duty officer, the commander or the safety adviser. Tell nobody names, unit or place."
)


def embargo(lead: str) -> Withheld:
    """The one rule of the embargo; ``lead`` is the path to the person who handles the record.

    While it is on, the record is in no list, count, file, search, thread or answer of a program,
    except of those who handle it. Source: domain reference, reporting, sections 3 and 18 (test 5).
    """
    return Withheld(field="embargo_at", keys=KEEPERS, person=lead, why=WHY)
