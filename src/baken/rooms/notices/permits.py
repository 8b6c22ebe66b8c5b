"""What a role can be allowed in the notices room."""

from baken.core.access.permits import Permit

READ_NOTICES = "notices.notice.read"

PERMITS = (Permit(READ_NOTICES, "eigen berichten lezen", "read one's own notices"),)
