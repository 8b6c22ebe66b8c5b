"""Opening and ending an administration session, and the log of every one of them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied
from baken.core.access.declarations import deed, page
from baken.core.access.roles import post_in_words
from baken.core.accounts.administration import (
    AdministrationRefused,
    carrier_of,
    close_administration,
    open_administration,
)
from baken.core.accounts.confirmation import needs_step_up
from baken.core.accounts.models import Account, Administration
from baken.core.accounts.own_page import own_page
from baken.core.accounts.permits import READ_ADMINISTRATION
from baken.core.lists import BadCursor, Page
from baken.core.lists.pager import page_addresses
from baken.core.page.moments import badge_html
from baken.site.administration import (
    administration_shown,
    administrations_page,
    done_in,
    states_of,
)
from baken.site.forms import AdministrationForm

STATES = {"running": "info", "ended": "neutral", "over": "neutral"}


@own_page
def administration(request: HttpRequest) -> HttpResponse:
    """Where an administrator opens a session, ends it, and sees their earlier ones."""
    return _own_sessions(request, AdministrationForm())


@own_page
@deed(back="site:administration")
@needs_step_up
def open_session(request: HttpRequest) -> HttpResponse:
    """Open a session in this browser."""
    form = AdministrationForm(request.POST)
    if not form.is_valid():
        return _own_sessions(request, form)
    carrier = carrier_of(request)
    if carrier is None:
        raise PermissionDenied
    try:
        open_administration(
            actor=request.actor,  # type: ignore[attr-defined]
            account=cast(Account, request.user),
            carrier=carrier,
            at=request.at,  # type: ignore[attr-defined]
            **form.cleaned_data,
        )
    except AccessDenied as denied:
        raise PermissionDenied(denied.reason) from None
    except AdministrationRefused as refusal:
        form.add_error(refusal.field, str(refusal))
        return _own_sessions(request, form)
    messages.success(request, _("The administration session is open."))
    return redirect("site:administration")


@own_page
@deed(back="site:administration")
def close_session(request: HttpRequest) -> HttpResponse:
    """End the session in this browser."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    if close_administration(actor=actor, at=at):
        messages.success(request, _("The administration session was ended."))
    return redirect("site:administration")


@page(permit=READ_ADMINISTRATION)
def sessions(request: HttpRequest) -> HttpResponse:
    """Every session there was, for whoever looks after how the installation is run."""
    found = _page(request, None)
    if found is None:
        return redirect("site:administrations")
    at = request.at  # type: ignore[attr-defined]
    shown = {
        "columns": _columns(by_whom=True),
        "rows": _rows(found, at),
        "pages": page_addresses(request, found),
    }
    return render(request, "site/administrations.html", shown)


@own_page
def session(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """One session and what was done in it: for its holder and for whoever may look these up."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    found = administration_shown(actor, session)
    if found is None:
        raise Http404
    columns = [
        {"key": "at", "label": _("When"), "head": True, "phone": "line"},
        {"key": "title", "label": _("What"), "phone": "lead"},
        {"key": "ref", "label": _("About"), "phone": "line", "blank": True},
        {"key": "text", "label": _("What changed"), "phone": "line", "blank": True},
    ]
    shown = {
        "session": found,
        "state": _state(states_of([found], at)[found.id]),
        "columns": columns,
        "rows": done_in(found),
    }
    return render(request, "site/administration_log.html", shown)


def _own_sessions(request: HttpRequest, form: AdministrationForm) -> HttpResponse:
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    if actor.duty is None and actor.administers is None:
        raise PermissionDenied(_("None of your appointments gives you anything to administer."))
    found = _page(request, cast(Account, request.user))
    if found is None:
        return redirect("site:administration")
    shown = {
        "form": form,
        "post": post_in_words(actor.post if actor.administers else actor.duty.post),
        "until": actor.administers.until if actor.administers else None,
        "columns": _columns(by_whom=False),
        "rows": _rows(found, at),
        "pages": page_addresses(request, found),
    }
    status = 400 if form.errors else 200
    return render(request, "site/administration.html", shown, status=status)


def _page(request: HttpRequest, account: Account | None) -> Page | None:
    actor, cursor = request.actor, request.GET.get("cursor", "")  # type: ignore[attr-defined]
    try:
        return administrations_page(actor, account=account, cursor=cursor)
    except BadCursor:
        return None


def _columns(*, by_whom: bool) -> list[dict[str, Any]]:
    whom = [{"key": "whom", "label": _("Who"), "phone": "line"}] if by_whom else []
    return [
        {"key": "opened", "label": _("Opened"), "url": "url", "head": True, "phone": "line"},
        *whom,
        {"key": "reason", "label": _("What for"), "phone": "lead"},
        {"key": "state", "label": _("State"), "phone": "line"},
    ]


def _rows(found: Page, at: datetime) -> list[dict[str, Any]]:
    states = states_of(found.items, at)
    return [_row(one, states[one.id]) for one in found.items]


def _row(one: Administration, state: str) -> dict[str, Any]:
    return {
        "opened": one.opened_at,
        "url": reverse("site:administration-log", args=[one.id]),
        "whom": f"{one.account.username}, {post_in_words(one.post)}",
        "reason": one.reason,
        "state": _state(state),
    }


def _state(state: str) -> Any:
    labels = {"running": _("running"), "ended": _("ended"), "over": _("over")}
    return badge_html(labels[state], STATES[state])
