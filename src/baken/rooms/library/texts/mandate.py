"""The words of the mandate files: levels, terms, who comes next, and the fields a record must have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baken.core.instruments.texts import Text
from baken.rooms.library.rules.escalation import Situation, Wait
from baken.rooms.library.rules.mandate import TOLD_LEVELS, Validity
from baken.rooms.library.texts import said
from baken.rooms.org.texts import LEVEL_NAMES


def words(known: Mapping[str, Any], code: str) -> str:
    """The words for a code; a code without words is shown as it is."""
    return str(known.get(code, code))


def word_list(known: Mapping[str, Any], codes: Any) -> str:
    """The words for several codes, in their order."""
    return ", ".join(words(known, code) for code in codes)


def level_words(level: int) -> str:
    """A level of the organisation with what stands there."""
    told = _("level %(level)s") % {"level": level}
    return f"{told} ({str(LEVEL_NAMES[level]).lower()})" if level in LEVEL_NAMES else told


def told_words(informed: Mapping[str, Text], code: str) -> str:
    """Who is told: a level, or somebody by name."""
    if code in TOLD_LEVELS:
        return level_words(TOLD_LEVELS.index(code) + 1)
    return said(informed[code])


def wait_words(wait: Wait | None) -> str:
    """A term of a decision: hours of the clock, or working days."""
    if wait is None:
        return _("at once")
    if wait.hours:
        text = ngettext("%(count)s hour", "%(count)s hours", wait.hours)
        return text % {"count": wait.hours}
    text = ngettext("%(count)s working day", "%(count)s working days", wait.working_days)
    return text % {"count": wait.working_days}


def when_words(one: Situation) -> str:
    """When something goes up by itself."""
    if one.next_meeting:
        return _("at the next meeting")
    if one.wait is None:
        return _("at once")
    return _("after %(wait)s") % {"wait": wait_words(one.wait)}


def validity_words(validity: Validity) -> str:
    """How long an acceptance may last."""
    parts = []
    if validity.months:
        text = ngettext("%(count)s month", "%(count)s months", validity.months)
        parts.append(text % {"count": validity.months})
    if validity.days:
        text = ngettext("%(count)s day", "%(count)s days", validity.days)
        parts.append(text % {"count": validity.days})
    told = _("at most %(time)s") % {"time": _(" and ").join(parts)}
    if validity.until_activity:
        told = _("%(told)s, and no longer than the activity") % {"told": told}
    return told
