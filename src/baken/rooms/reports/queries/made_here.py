"""Which keys of another system's rows are references of reports that were made here."""

from __future__ import annotations

import re
from collections.abc import Iterable

from baken.rooms.reports.models import Report

_OWN_REF = re.compile(rf"{Report.prefix}-\d{{4}}-\d{{6,}}")


def made_here(keys: Iterable[str]) -> frozenset[str]:
    """The keys that name reports made here: an export of ours has come back. At most one query."""
    own = [key for key in keys if _OWN_REF.fullmatch(key)]
    if not own:
        return frozenset()
    reports = Report.objects.for_system(reason="import").filter(source__isnull=True, ref__in=own)
    return frozenset(reports.values_list("ref", flat=True))
