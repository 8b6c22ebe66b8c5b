"""What a receipt code opens: one report, for nobody in particular."""

from __future__ import annotations

from dataclasses import replace

from baken.core.access import NOBODY, Actor, Confidentiality, Grant, Reach
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import READ, RESPOND
from baken.rooms.reports.receipts import digest_of_code


def report_of_code(code: str) -> tuple[Report, Actor] | None:
    """The report a receipt code belongs to, and an actor who is nobody but may answer in it."""
    rows = Report.objects.for_system(reason="anonymous return")
    found = rows.filter(receipt_digest=digest_of_code(code)).select_related("occurrence").first()
    if found is None:
        return None
    reach = Reach(cases=frozenset([(found._meta.label_lower, found.pk)]))
    grants = tuple(Grant(name, Confidentiality.RESTRICTED, reach) for name in (READ, RESPOND))
    return found, replace(NOBODY, grants=grants)
