"""What can happen to a report and to an occurrence, and to a duty to notify: three tables."""

from baken.rooms.reports.workflow.fields import CLASSIFICATION, DONE_AT_ONCE
from baken.rooms.reports.workflow.notification import NOTIFICATION
from baken.rooms.reports.workflow.occurrence import OCCURRENCE
from baken.rooms.reports.workflow.report import REPORT

__all__ = ["CLASSIFICATION", "DONE_AT_ONCE", "NOTIFICATION", "OCCURRENCE", "REPORT"]
