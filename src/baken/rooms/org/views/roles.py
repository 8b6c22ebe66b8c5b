"""The matrix of roles and rights, to read from both sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.access.declarations import page
from baken.core.access.permits import all_permits, permit_named
from baken.core.access.reach import ADMINISTER, Confidentiality
from baken.core.access.roles import Role, RoleGrant, load_roles
from baken.rooms.org.permits import READ_UNIT
from baken.rooms.org.queries import own_appointments


@page(permit=READ_UNIT)
def matrix(request: HttpRequest) -> HttpResponse:
    """What every role may do, how far and how deep; and who has which right."""
    known = load_roles(settings.ROLES_FILE)
    mine = {held.role for held in own_appointments(request.actor, request.at)}  # type: ignore[attr-defined]
    language = get_language() or "nl"
    roles = [_role(role, language, known, code in mine) for code, role in known.items()]
    roles.sort(key=lambda role: not role["mine"])
    columns = [
        {"key": "what", "label": _("Right"), "head": True, "phone": "lead"},
        {"key": "who", "label": _("Roles"), "phone": "line"},
    ]
    shown = {"roles": roles, "columns": columns, "rights": list(_rights(known.values(), language))}
    return render(request, "org/roles.html", shown)


def _role(role: Role, language: str, known: Mapping[str, Role], mine: bool) -> dict[str, Any]:
    permits = all_permits()
    return {
        "code": role.code,
        "label": role.label(language),
        "mine": mine,
        "about": _about(role),
        "lines": [
            {"where": _where(line), "what": [permits[name].meaning for name in line.permits]}
            for line in role.grants
        ],
        "gives": [
            {
                "where": _reaches()[gift.reach],
                "what": [known[code].label(language) for code in gift.roles],
                "from_level": gift.from_level,
            }
            for gift in role.gives
        ],
    }


def _about(role: Role) -> list[str]:
    """What is particular to who may hold a role."""
    places = {
        "first": _("First line of defence: commands and supervises."),
        "second": _("Second line of defence: advises and watches over safety."),
        "third": _("Third line of defence: audits."),
        "fourth": _("Fourth line of defence: inspects, and holds no post in another line."),
    }
    services = [_("A service account may be given this role.")] if role.for_services else []
    return [*([places[role.line]] if role.line else []), *services]


def _rights(roles: Iterable[Role], language: str) -> Iterable[dict[str, str]]:
    listed = list(roles)
    for name, permit in sorted(all_permits().items()):
        who = [
            f"{role.label(language)} ({_where(line)})"
            for role in listed
            for line in role.grants
            if name in line.permits
        ]
        yield {"what": permit.meaning, "who": "; ".join(who) or _("nobody yet")}


def _where(line: RoleGrant) -> str:
    told = [_reaches()[line.reach]]
    if line.confidentiality > Confidentiality.NORMAL and line.reach not in ("own", "none"):
        told.append(_levels()[line.confidentiality])
    if line.opens_restricted:
        told.append(_("closed units too"))
    if any(permit_named(name).kind == ADMINISTER for name in line.permits):
        told.append(_("within an administration session"))
    return ", ".join(told)


def _reaches() -> dict[str, str]:
    return {
        "none": _("in general"),
        "own": _("what one made oneself"),
        "case": _("cases one was given"),
        "unit": _("own unit, and below it when the post says so"),
        "below": _("below the own unit"),
        "above": _("the units above one’s own"),
        "part": _("the whole organisation part"),
        "all": _("everywhere"),
    }


def _levels() -> dict[Confidentiality, str]:
    return {
        Confidentiality.SENSITIVE: _("sensitive too"),
        Confidentiality.RESTRICTED: _("restricted too"),
    }
