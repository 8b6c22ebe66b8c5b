"""Days, classes and words as papers of assessments say them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.page.levels import level_of
from baken.core.papers.blocks import Mark
from baken.rooms.assessments.models import IN_FORCE, Assessment
from baken.rooms.measures.texts import SOURCES

CLASSES = ("extreme", "high", "medium", "low", "")
LONGEST_CELL = 4_000


def day(value: date | None) -> str:
    """A day in words; nothing when it is not known."""
    return date_format(value, "j F Y") if value else ""


def day_at(value: datetime | None) -> str:
    """The day of a moment in words."""
    return day(clock.local_date(value)) if value else ""


def mark(common: str) -> Mark:
    """A class with its shape; a risk that nobody scored says so."""
    level = level_of(common, "class")
    return Mark(level.tone, str(level.word))


def warning_of(record: Assessment) -> str:
    """What stands across an assessment that does not hold; nothing of one that does."""
    if record.state not in IN_FORCE and record.state != "withdrawn":
        return _("Draft")
    return {
        "expired": _("Expired"),
        "superseded": _("Replaced by a newer version"),
        "withdrawn": _("Withdrawn"),
    }.get(record.state, "")


def money(one: Any) -> str:
    """The money of a measure, and from where."""
    if one.budget_cents is None:
        return ""
    euros = number_format(Decimal(one.budget_cents) / 100, 2, force_grouping=True)
    source = str(SOURCES.get(one.budget_source, ""))
    return ", ".join(part for part in (f"€ {euros}", source) if part)


def joined(parts: Iterable[Any], between: str = ", ") -> str:
    """What is known of some parts, as one text."""
    return between.join(str(one) for one in parts if one not in (None, ""))


def cut(text: str, most: int) -> str:
    """A text of at most so many signs."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def said(text: Any, language: str) -> str:
    """A text of a copy in a language; what a person wrote stays as it is."""
    if isinstance(text, Mapping):
        return str(text.get("en" if language.startswith("en") else "nl", ""))
    return str(text or "")
