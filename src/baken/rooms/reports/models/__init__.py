"""The tables of the reports room."""

from baken.rooms.reports.models.accident_record import AccidentRecord, AccidentRecordStep
from baken.rooms.reports.models.arrival import Arrival, PaperForm
from baken.rooms.reports.models.conversation import Message
from baken.rooms.reports.models.draft import Draft
from baken.rooms.reports.models.follow_up import FollowUpAnswer
from baken.rooms.reports.models.harm import Damage, Injury
from baken.rooms.reports.models.identity import Identity, IdentityRead, IdentityRelease
from baken.rooms.reports.models.legacy import LegacyRow, LegacySystem, OccurrenceName
from baken.rooms.reports.models.notification import (
    DutyAnswer,
    ExternalNotification,
    ExternalNotificationStep,
)
from baken.rooms.reports.models.occurrence import Occurrence, OccurrenceCode, OccurrenceStep
from baken.rooms.reports.models.report import Report, ReportStep
from baken.rooms.reports.models.set_apart import SetApart

__all__ = [
    "AccidentRecord",
    "AccidentRecordStep",
    "Arrival",
    "Damage",
    "Draft",
    "DutyAnswer",
    "ExternalNotification",
    "ExternalNotificationStep",
    "FollowUpAnswer",
    "Identity",
    "IdentityRead",
    "IdentityRelease",
    "Injury",
    "LegacyRow",
    "LegacySystem",
    "Message",
    "Occurrence",
    "OccurrenceCode",
    "OccurrenceName",
    "OccurrenceStep",
    "PaperForm",
    "Report",
    "ReportStep",
    "SetApart",
]
