"""Counts in time as a file: the figures of the page, with where one system ends and another begins."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baken.core.access import Actor
from baken.core.export.columns import Column
from baken.core.export.kinds import ExportKind, Source
from baken.rooms.reports.permits import READ_SUMMARY
from baken.rooms.reports.queries.series import HERE, Series, SeriesRow
from baken.rooms.reports.rules.periods import Border


def series_kind(counted: Series) -> ExportKind:
    """The figures of one series, exactly as its page shows them."""

    def source_of(actor: Actor) -> Source | None:
        if not actor.holds(READ_SUMMARY):
            return None
        return Source(columns=_columns(counted), records=lambda _ask, _level: iter(counted.rows))

    name = gettext_lazy("Occurrences in time")
    return ExportKind("occurrence_series", name, (READ_SUMMARY,), source_of)


def system_name(name: str) -> str:
    """What people call a system; Baken's own reports are those made here."""
    return name if name != HERE else str(_("Made here"))


def border_text(border: Border) -> str:
    """A border as a sentence: from which day, what begins and what is over."""
    parts = [_("from %(day)s") % {"day": date_format(border.on, "j F Y")}]
    if border.begins:
        names = ", ".join(map(system_name, border.begins))
        parts.append(_("reports come from: %(systems)s") % {"systems": names})
    if border.ended:
        names = ", ".join(map(system_name, border.ended))
        parts.append(_("no more reports from: %(systems)s") % {"systems": names})
    return "; ".join(parts)


def _columns(counted: Series) -> list[Column]:
    names = (*counted.systems, "total") if counted.systems else ("total",)
    return [
        Column("from", gettext_lazy("From"), lambda row: row.period.first, kind="day"),
        Column("to", gettext_lazy("Up to"), lambda row: row.period.last, kind="day"),
        *(_figure(place, name) for place, name in enumerate(names)),
        Column("border", gettext_lazy("Border between systems"), _borders),
    ]


def _figure(place: int, name: str) -> Column:
    def value(row: SeriesRow) -> Any:
        return row.figures[place].value

    label = gettext_lazy("Total") if name == "total" else system_name(name)
    return Column(name or "here", label, value, kind="figure")


def _borders(row: SeriesRow) -> str:
    return " / ".join(map(border_text, row.borders))
