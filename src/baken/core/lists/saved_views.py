"""Keeps the filters of a list under a name, for oneself alone."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.lists.models import SavedView

MOST_VIEWS = 50
LONGEST_NAME = 60
LONGEST_QUERY = 2000


class ViewRefused(ValueError):
    """Why a view cannot be kept, as a sentence."""


def saved_views(actor: Actor, page: str) -> list[SavedView]:
    """The actor's own views of a list, by name."""
    if not actor.own_key:
        return []
    rows = SavedView.objects.filter(own_key=actor.own_key, page=page)
    return list(rows.order_by("name")[:MOST_VIEWS])


def save_view(
    *, actor: Actor, page: str, name: str, filters: Mapping[str, str], at: datetime
) -> SavedView:
    """Keep filters under a name that none of the actor's views of this list has yet.

    Raises ViewRefused without a name or a filter, when it is too long, when a view is called so
    already, in large letters or small, or beyond 50 views of one list.
    """
    title, query = " ".join(name.split()), urlencode({k: v for k, v in filters.items() if v})
    if not title or len(title) > LONGEST_NAME or "\x00" in title:
        raise ViewRefused(_("Give the view a name of at most 60 characters."))
    if not query or len(query) > LONGEST_QUERY or not actor.own_key:
        raise ViewRefused(_("Choose at least one filter first, and not too many words."))
    with transaction.atomic():
        mine = SavedView.objects.filter(own_key=actor.own_key, page=page)
        names = {one.casefold() for one in mine.values_list("name", flat=True)}
        taken = title.casefold() in names
        if len(names) >= MOST_VIEWS and not taken:
            raise ViewRefused(_("You have 50 views of this list. Delete one first."))
        saved, made = SavedView.objects.get_or_create(
            own_key=actor.own_key, page=page, name=title, defaults={"query": query, "saved_at": at}
        )
        if taken or not made:
            raise ViewRefused(
                _("You have a view with this name. Delete it first, or choose another.")
            )
    return saved


def forget_view(*, actor: Actor, page: str, view_id: str) -> bool:
    """Forget one of the actor's own views; False when there is no such view of theirs."""
    try:
        wanted = uuid.UUID(view_id)
    except ValueError:
        return False
    mine = SavedView.objects.filter(own_key=actor.own_key, page=page, id=wanted)
    return bool(actor.own_key) and mine.delete()[0] > 0
