"""Which notices there are: what each says, where it leads, its group, and what a mail may hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import NoReverseMatch, resolve, reverse

from baken.core.access import Actor
from baken.core.access.declarations import Declaration
from baken.rooms.notices.models import Notice
from baken.rooms.notices.rules import BY_MAIL, GROUPS

SAMPLE_REF = "X-2000-000001"


@dataclass(frozen=True)
class Declared:
    """One kind of notice."""

    text: Any
    address: str
    group: str
    by_mail: str
    presses: bool


_declared: dict[str, Declared] = {}


def declare_notice(
    code: str,
    text: Any,
    address: str = "",
    *,
    group: str = "handling",
    by_mail: str = "content_free",
    presses: bool = False,
) -> str:
    """Make a notice known: its lazy text with ``%(ref)s``, and the name of the page it leads to.

    A page may take the reference or nothing. Without a page the notice leads nowhere. ``group`` is
    what readers choose about. ``by_mail``: with ``reference`` a mail may name the record's number
    unless it is held closely, with ``content_free`` it never does, with ``never`` there is no mail.
    What ``presses`` is urgent until it is calmed, and stands in the inbox until it was read.
    """
    if group not in GROUPS or by_mail not in BY_MAIL:
        raise LookupError(f"{code}: {group!r} is no group, or {by_mail!r} no word for mail")
    _declared[code] = Declared(text, address, group, by_mail, presses)
    return code


def declared_notices() -> dict[str, Declared]:
    """Every notice code with what was declared of it."""
    return dict(_declared)


def group_of(notice: Notice) -> str:
    """The group of a notice: what is urgent is urgent, whatever it is about."""
    return "urgent" if notice.urgent else _declared[notice.code].group


def in_group(group: str) -> Q:
    """The notices of a group."""
    if group == "urgent":
        return Q(urgent=True)
    codes = [code for code, one in _declared.items() if one.group == group]
    return Q(urgent=False, code__in=codes)


def text_of(notice: Notice) -> str:
    """What a notice says, in the active language."""
    return str(_declared[notice.code].text) % {"ref": notice.ref}


def url_of(notice: Notice) -> str:
    """Where a notice leads: a record's page by its reference, a page of one's own, or nowhere."""
    name = _declared[notice.code].address
    if not name:
        return ""
    try:
        return reverse(name, args=[notice.ref])
    except NoReverseMatch:
        return reverse(name)


def pressing_codes() -> frozenset[str]:
    """The kinds of notices that are urgent."""
    return frozenset(code for code, one in _declared.items() if one.presses)


def opens_for(actor: Actor, codes: Iterable[str]) -> Q:
    """The notices of these kinds whose page opens for the actor: pages of their own, records they see.

    One condition, so that a page of notices asks once: each table is looked into for its own alone.
    """
    plain: list[str] = []
    by_page: dict[tuple[type[Any], tuple[str, ...]], list[str]] = {}
    for code in sorted(set(codes)):
        door = _door_of(_declared[code].address)
        (by_page.setdefault(door, []) if door else plain).append(code)
    found = Q(code__in=plain)
    for (root, permits), mine in by_page.items():
        for permit in filter(actor.holds, permits):
            record = root.objects.visible_to(actor, permit).filter(pk=OuterRef("record"))
            found |= Q(Exists(record), code__in=mine)
    return found


def opened_by(actor: Actor, notices: Iterable[Notice]) -> frozenset[int]:
    """The numbers of those notices whose page opens for the actor; one query."""
    codes = {notice.number: notice.code for notice in notices}
    if not codes:
        return frozenset()
    rows = Notice.objects.filter(opens_for(actor, codes.values()), number__in=list(codes))
    return frozenset(rows.values_list("number", flat=True))


@cache
def _door_of(name: str) -> tuple[type[Any], tuple[str, ...]] | None:
    """The root behind a page of one record, and the permits that open it; None for other pages."""
    if not name:
        return None
    try:
        path = reverse(name, args=[SAMPLE_REF])
    except NoReverseMatch:
        return None
    declared: Declaration = resolve(path).func.declaration  # type: ignore[attr-defined]
    if declared.root is None:
        return None
    return declared.root, (declared.sees_with, *declared.also)
