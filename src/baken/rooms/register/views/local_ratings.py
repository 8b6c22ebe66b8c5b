"""How the units that share a risk rate it: a block on its page, and a page with all that was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.access.declarations import page
from baken.core.lists import BadCursor
from baken.core.lists.pager import page_addresses
from baken.core.page.addresses import record_address
from baken.core.page.cards import level_html
from baken.rooms.library.queries import label_of
from baken.rooms.org.queries import persons_named
from baken.rooms.register.models import LocalRating, Risk
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.local_ratings import Shared, ratings_page, shared_of, unit_of


@page(permit=READ, root=Risk)
def ratings(request: HttpRequest, record: Risk) -> HttpResponse:
    """Every rating that a unit gave, the newest first, those that stand no more among them."""
    try:
        found = ratings_page(record, cursor=request.GET.get("cursor", ""))
    except BadCursor:
        return redirect("register:local-ratings", record.ref)
    shown = {
        "record": record,
        "back_url": record_address(record),
        "rows": _rows(found.items),
        "pages": page_addresses(request, found),
    }
    return render(request, "register/local_ratings.html", shown)


def shared_block(actor: Actor, risk: Risk) -> dict[str, Any]:
    """How the units rate it now, where any does: the worst first, and in a sentence how far apart."""
    return shared_shown(risk, shared_of(actor, risk))


def shared_shown(risk: Risk, found: Shared) -> dict[str, Any]:
    """What ``register/_shared.html`` shows of ratings that were read already."""
    if not found.ratings:
        return {}
    return {
        "shared": {
            "ref": risk.ref,
            "told": shared_sentence(found),
            "rows": _rows(found.ratings),
            "higher": ", ".join(found.higher),
        }
    }


def shared_sentence(found: Shared) -> str:
    """How far the units that rate it lie apart; empty where none does."""
    if not found.ratings:
        return ""
    told = {"class": label_of("risk_classes", found.worst)}
    if found.differs:
        return _("The units came to different classes. The worst is: %(class)s.") % told
    return _("Every unit that rated it came to the same class: %(class)s.") % told


def rating_sentence(one: LocalRating) -> str:
    """The rating of one unit in a few words, for paper."""
    code = label_of("risk_classes", one.common)
    said = _("%(class)s, urgent") % {"class": code} if one.urgent else code
    return f"{unit_of(one).name}: {said}"


def _rows(ratings: Sequence[LocalRating]) -> list[dict[str, Any]]:
    names = persons_named(row.rater for row in ratings)
    return [
        {
            "unit": unit_of(row).name,
            "level": level_html(row.common),
            "urgent": row.urgent,
            "controls": row.controls,
            "rationale": row.rationale,
            "stands": row.is_newest,
            "who": ", ".join(part for part in (names.get(row.rater, ""), row.post) if part),
            "at": row.at,
        }
        for row in ratings
    ]
