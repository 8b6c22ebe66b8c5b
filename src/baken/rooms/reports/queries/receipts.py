"""What a receipt code opens: one report, for nobody in particular."""

from __future__ import annotations

from dataclasses import dataclass, replace

from baken.core.access import NOBODY, Actor, Confidentiality, Grant, Reach
from baken.core.files.models import StoredFile
from baken.core.files.store import files_of
from baken.rooms.reports.models import Report
from baken.rooms.reports.permits import READ, RESPOND
from baken.rooms.reports.receipts import digest_of_code, file_of_pass, file_pass


def report_of_code(code: str) -> tuple[Report, Actor] | None:
    """The report a receipt code belongs to, and an actor who is nobody but may answer in it."""
    rows = Report.objects.for_system(reason="anonymous return")
    found = (
        rows.filter(receipt_digest=digest_of_code(code))
        .select_related("occurrence__merged_into")
        .first()
    )
    if found is None:
        return None
    reach = Reach(cases=frozenset([(found._meta.label_lower, found.pk)]))
    grants = tuple(Grant(name, Confidentiality.RESTRICTED, reach) for name in (READ, RESPOND))
    return found, replace(NOBODY, grants=grants)


@dataclass(frozen=True)
class Shown:
    """A file as the page behind a code shows it, with the pass that opens it for a while."""

    name: str
    is_image: bool
    opens: str


def files_behind_code(report: Report) -> list[Shown]:
    """The files of a report that its code opened."""
    return [Shown(one.name, one.is_image, file_pass(one.id)) for one in files_of(report)]


def file_behind_pass(text: str) -> StoredFile | None:
    """The file a pass opens, as long as it is of a report that somebody returns to by a code."""
    file_id = file_of_pass(text)
    stored = StoredFile.objects.filter(id=file_id).first() if file_id else None
    if stored is None or stored.table != Report._meta.label_lower:
        return None
    rows = Report.objects.for_system(reason="anonymous return")
    known = rows.filter(pk=stored.record, receipt_digest__isnull=False)
    return stored if known.exists() else None
