"""The code lists that steps of this room choose from, those of duties to notify among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from baken.rooms.library.queries import CodeItem, code_list
from baken.rooms.reports.texts import NOTIFYING

CHANNELS = "channels"


def choices_of(name: str) -> Mapping[str, Any]:
    """The items of a code list by its name, in order."""
    return _channels() if name == CHANNELS else code_list(name)


def channel_label(code: str) -> str:
    """How somebody was told, in the active language."""
    return str(NOTIFYING.get(code, code))


def _channels() -> dict[str, CodeItem]:
    return {
        code: CodeItem(code=code, nl=str(text), en=str(text)) for code, text in NOTIFYING.items()
    }
