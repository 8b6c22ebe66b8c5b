"""Reads of the notices room."""

from baken.rooms.notices.queries.declared import (
    Declared,
    declare_notice,
    declared_notices,
    group_of,
    opened_by,
    opens_for,
    pressing_codes,
    text_of,
    url_of,
)
from baken.rooms.notices.queries.own import keys_told, notices_of, unread_count, urgent_records

__all__ = [
    "Declared",
    "declare_notice",
    "declared_notices",
    "group_of",
    "keys_told",
    "notices_of",
    "opened_by",
    "opens_for",
    "pressing_codes",
    "text_of",
    "unread_count",
    "urgent_records",
    "url_of",
]
