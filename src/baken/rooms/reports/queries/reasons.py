"""Why records are called alike, in plain words of the active language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baken.rooms.library.queries import labels_of
from baken.rooms.reports.rules import Alike, Reason


@dataclass(frozen=True)
class ReasonTold:
    """One reason: its code, the sentence, what both share, and its points."""

    code: str
    text: str
    values: tuple[str, ...]
    points: float


def reasons_told(alike: Alike) -> list[ReasonTold]:
    """Every reason with its sentence, in the order in which they are told."""
    return [
        ReasonTold(one.code, _TEXTS[one.code](one), one.values, round(one.points, 2))
        for one in alike.reasons
    ]


def _listed(reason: Reason) -> str:
    return ", ".join(reason.values)


def _days(reason: Reason) -> str:
    days = int(reason.values[0])
    if days == 0:
        return _("On the same day")
    return ngettext("%(count)d day apart", "%(count)d days apart", days) % {"count": days}


def _things(reason: Reason) -> str:
    told = ", ".join(labels_of("things", reason.values))
    return _("Same kind of thing: %(things)s") % {"things": told}


def _subjects(reason: Reason) -> str:
    told = ", ".join(labels_of("subjects", reason.values))
    return _("Same subject: %(subjects)s") % {"subjects": told}


_TEXTS: dict[str, Callable[[Reason], str]] = {
    "mark": lambda one: _("Same number or label: %(marks)s") % {"marks": _listed(one)},
    "words": lambda one: _("Same words: %(words)s") % {"words": _listed(one)},
    "place": lambda one: _("Same place: %(place)s") % {"place": _listed(one)},
    "site": lambda one: _("Same site"),
    "equipment": _things,
    "subject": _subjects,
    "kind": lambda one: _("Same kind"),
    "context": lambda one: _("Same context"),
    "unit": lambda one: _("Same unit"),
    "unit_kind": lambda one: _("Same kind of unit"),
    "days": _days,
}
