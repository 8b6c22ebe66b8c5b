"""The news of the reports room."""

from baken.core.events.outbox import declare_event

REPORT_STEPPED = declare_event(
    "reports.report.stepped", "A report was received or took a step; the payload names it."
)
ACCIDENT_RECORD_STEPPED = declare_event(
    "reports.accident_record.stepped",
    "An accident record was opened, asked for or took a step; the payload names it.",
)
OCCURRENCE_STEPPED = declare_event(
    "reports.occurrence.stepped", "An occurrence was made or took a step; the payload names it."
)
NOTIFICATION_STEPPED = declare_event(
    "reports.notification.stepped",
    "A duty to notify was opened or took a step; the payload names it.",
)
