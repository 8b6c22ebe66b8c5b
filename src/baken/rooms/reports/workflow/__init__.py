"""What can happen to a report, an occurrence, an accident record, a duty to notify: a table each."""

from baken.rooms.reports.workflow.accident_record import ACCIDENT_RECORD
from baken.rooms.reports.workflow.embargo import EMBARGO_STEPS
from baken.rooms.reports.workflow.fields import CLASSIFICATION, DONE_AT_ONCE
from baken.rooms.reports.workflow.notification import NOTIFICATION
from baken.rooms.reports.workflow.occurrence import OCCURRENCE
from baken.rooms.reports.workflow.report import REPORT

__all__ = [
    "ACCIDENT_RECORD",
    "CLASSIFICATION",
    "DONE_AT_ONCE",
    "EMBARGO_STEPS",
    "NOTIFICATION",
    "OCCURRENCE",
    "REPORT",
]
