"""Events of the notices room."""

from baken.core.events.outbox import declare_event

UNREAD = declare_event(
    "notices.notice.unread",
    "nobody who was told has read an urgent notice; payload: code, rung, to",
)
