"""Whose notices are there, and what do they say?"""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse

from baken.core.access import Actor
from baken.core.lists import Page, newest
from baken.rooms.notices.models import Notice

_texts: dict[str, tuple[Any, str]] = {}


def declare_notice(code: str, text: Any, address: str = "") -> str:
    """Make a notice known: its lazy text with ``%(ref)s``, and the name of the page it leads to.

    A page may take the reference or nothing. Without a page the notice leads nowhere.
    """
    _texts[code] = (text, address)
    return code


def declared_notices() -> dict[str, tuple[Any, str]]:
    """Every notice code with its text and page name."""
    return dict(_texts)


def text_of(notice: Notice) -> str:
    """What a notice says, in the active language."""
    return str(_texts[notice.code][0]) % {"ref": notice.ref}


def url_of(notice: Notice) -> str:
    """Where a notice leads: a record's page by its reference, a page of one's own, or nowhere."""
    name = _texts[notice.code][1]
    if not name:
        return ""
    try:
        return reverse(name, args=[notice.ref])
    except NoReverseMatch:
        return reverse(name)


def unread_count(actor: Actor, most: int = 100) -> int:
    """How many unread notices the actor has, counted no further than ``most``."""
    if not actor.own_key:
        return 0
    return Notice.objects.filter(to_key=actor.own_key, read_on__isnull=True)[:most].count()


def urgent_records(actor: Actor, code: str) -> Any:
    """The row numbers of the records that press the actor by such a notice, read or not.

    A query that is not carried out yet, to be used inside another one.
    """
    pressing = Notice.objects.filter(to_key=actor.own_key, urgent=True, code=code)
    return pressing.values("record")


def notices_of(actor: Actor, cursor: str = "", limit: int = 50) -> Page:
    """The actor's notices, newest first."""
    return newest(Notice.objects.filter(to_key=actor.own_key), cursor, limit)
