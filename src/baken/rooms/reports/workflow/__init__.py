"""What can happen to a report and to an occurrence: two tables."""

from baken.rooms.reports.workflow.fields import CLASSIFICATION, DONE_AT_ONCE
from baken.rooms.reports.workflow.occurrence import OCCURRENCE
from baken.rooms.reports.workflow.report import REPORT

__all__ = ["CLASSIFICATION", "DONE_AT_ONCE", "OCCURRENCE", "REPORT"]
