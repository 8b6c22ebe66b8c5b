"""Moments, states and missing values as HTML, the same everywhere."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext


def unknown_html() -> SafeString:
    """The grey word for a value that is not there."""
    return format_html('<span class="baken-unknown">{}</span>', gettext("unknown"))


def time_html(value: date | datetime) -> SafeString:
    """A moment in local time, or a date, in words and inside a time element that machines can
    read. The first and the last minute of a day stand for the whole day and show no clock.
    """
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        whole_day = (local.hour, local.minute) in ((0, 0), (23, 59))
        machine, clock = local.isoformat(timespec="minutes"), "" if whole_day else f" {local:%H:%M}"
    else:
        local, machine, clock = value, value.isoformat(), ""
    day = _day_words(local.year, local.month, local.day, get_language())
    return SafeString(f'<time datetime="{machine}">{day}{clock}</time>')


@lru_cache(maxsize=4_000)
def _day_words(year: int, month: int, day: int, _language: str | None) -> SafeString:
    """A day in the active language; lists show the same few days over and over."""
    return conditional_escape(formats.date_format(date(year, month, day), "j F Y"))


def badge_html(label: object, tone: str = "neutral") -> SafeString:
    """A state in one word, for a cell of a table; ``tone`` as of the badge component."""
    words = '<span class="utrecht-status-badge baken-badge baken-badge--{}">{}</span>'
    return format_html(words, tone, label)
