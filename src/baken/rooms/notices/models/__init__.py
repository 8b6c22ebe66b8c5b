"""Tables of the notices room."""

from baken.rooms.notices.models.escalation import Escalation
from baken.rooms.notices.models.mail_out import MailOut
from baken.rooms.notices.models.notice import Notice
from baken.rooms.notices.models.preference import NoticePreference

__all__ = ["Escalation", "MailOut", "Notice", "NoticePreference"]
