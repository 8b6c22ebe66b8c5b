"""Moments and missing values as HTML, the same everywhere."""

from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext


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
        machine, words = (
            local.isoformat(timespec="minutes"),
            formats.date_format(local, "j F Y" if whole_day else "j F Y H:i"),
        )
    else:
        machine, words = value.isoformat(), formats.date_format(value, "j F Y")
    return format_html('<time datetime="{}">{}</time>', machine, words)
