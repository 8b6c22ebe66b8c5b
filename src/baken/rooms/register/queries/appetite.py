"""Whether a risk lies outside what the organisation will carry; then it goes to the committee."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from baken.rooms.library.queries import labels_of, risk_appetite
from baken.rooms.register.models import STANDING, Decision, Risk
from baken.rooms.register.queries.lists import categories_by_risk


def outside_of(risk: Risk) -> tuple[str, ...]:
    """The kinds of harm for which a risk lies above the ceiling of its kind of work; one query.

    None without a class. Source: domain reference, irm, section 11.
    """
    if not risk.current_class:
        return ()
    return risk_appetite().outside(
        categories=categories_by_risk([risk])[risk.pk],
        context=risk.context,
        risk_class=risk.current_class,
    )


def outside_said(categories: Sequence[str]) -> str:
    """That something lies outside the appetite, and what follows; empty when it does not."""
    if not categories:
        return ""
    told = {"harm": ", ".join(labels_of("risk_categories", categories))}
    return _("Outside the risk appetite (%(harm)s): it goes to the safety committee.") % told


def decided_outside() -> Q:
    """Risks that are let go on, outside the appetite, by a decision that stands."""
    rows: Any = Decision.objects.for_system(reason="filter")
    outside = rows.exclude(outside_appetite="").filter(state__in=STANDING)
    return Q(pk__in=outside.values("risk"))
