"""Known risks that something may belong to: by hazard, words, place and unit, the likeliest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.lists import page_of
from baken.core.page.addresses import record_address
from baken.core.search.nearest import Nearest, Term, nearest_records
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.lists import UNITS
from baken.rooms.register.rules.likely import About, points_of, reasons_why
from baken.rooms.register.workflow import OPEN_STATES

COMPARED, USUAL = 50, 6


@dataclass(frozen=True)
class Likely:
    """A risk that something may belong to, and what they have in common."""

    risk: Risk
    reasons: tuple[str, ...]

    @property
    def url(self) -> str:
        """Where the risk is."""
        return record_address(self.risk)

    @property
    def told(self) -> list[str]:
        """What they have in common, in plain words."""
        words = {
            "hazard": _("the same hazard"),
            "words": _("words in common"),
            "site": _("the same location"),
            "unit": _("the same unit"),
        }
        return [words[reason] for reason in self.reasons]


def likely_risks(
    actor: Actor, about: About, terms: Sequence[Term], *, most: int = USUAL
) -> list[Likely]:
    """The open risks within the actor's reach that something may belong to; a fixed number of queries.

    ``terms`` are the words of it by which risks are looked for, with their weights.
    """
    opened = Q(state__in=OPEN_STATES)
    worded = _by_words(actor, terms, opened)
    places = Q(hazard__in=sorted(about.hazards)) | Q(unit=about.unit)
    if about.site is not None:
        places |= Q(site=about.site)
    placed = page_of(
        root=Risk,
        actor=actor,
        permit=READ,
        narrow=lambda rows: rows.filter(opened & places),
        related=UNITS,
        limit=COMPARED,
    ).items
    known = {risk.pk: risk for risk in (*placed, *worded)}
    by_words = {risk.pk for risk in worded}
    found = [
        Likely(risk, reasons_why(about, _about(risk, words=risk.pk in by_words)))
        for risk in known.values()
    ]
    weighed = sorted(found, key=lambda one: (-points_of(one.reasons), -one.risk.pk))
    return [one for one in weighed if points_of(one.reasons)][:most]


def _by_words(actor: Actor, terms: Sequence[Term], opened: Q) -> list[Any]:
    return nearest_records(
        root=Risk,
        actor=actor,
        permit=READ,
        wanted=Nearest(terms=terms, since=0),
        narrow=lambda rows: rows.filter(opened),
        related=UNITS,
        most=USUAL,
    )


def _about(risk: Risk, *, words: bool) -> About:
    return About(frozenset({risk.hazard} - {""}), risk.site_id, risk.unit_id, words)


def risk_root() -> type[Risk]:
    """The table in which words of risks are counted."""
    return Risk
