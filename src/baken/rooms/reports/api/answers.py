"""The answer to a report that was sent: the same however often it is sent."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Status

from baken.rooms.reports.actions.submit_report import Submitted
from baken.rooms.reports.schemas.report import ReportMade, report_made

STATUS_ADDRESS = "/api/v1/intake/status"


def made(response: HttpResponse, sent: Submitted) -> Status[ReportMade]:
    """201 with the report as it came in; where it is to be found stands in ``Location``."""
    anonymous = sent.report.identity == "anonymous"
    place = STATUS_ADDRESS if anonymous else f"/api/v1/reports/{sent.report.ref}"
    response["Location"] = place
    return Status(201, report_made(sent.report, sent.receipt, repeated=sent.repeated))
