"""Who holds which post: giving, delegating and ending them, within one's own powers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from baken.core.access import may
from baken.core.access.declarations import page
from baken.core.access.roles import role_label
from baken.core.accounts.confirmation import needs_step_up
from baken.core.lists import BadCursor
from baken.core.workflow.taking import was_done
from baken.rooms.org.actions import appoint, delegate, end_appointment
from baken.rooms.org.forms import AppointForm, DelegateForm, EndForm
from baken.rooms.org.models import Appointment, Unit
from baken.rooms.org.permits import APPOINT, READ_UNIT
from baken.rooms.org.queries import (
    appointment_numbered,
    may_end,
    posts_of_actor,
    posts_of_unit,
    roles_to_give,
    tree,
)
from baken.rooms.org.queries.codes import labelled
from baken.rooms.org.queries.posts import ShownPost
from baken.rooms.org.queries.powers import passed_on_by


@page(permit=READ_UNIT)
def posts(request: HttpRequest, code: str) -> HttpResponse:
    """Every post on a unit: running, announced and past; with its end, for those who may end it."""
    unit = get_object_or_404(Unit, code=code[:40])
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    try:
        found = posts_of_unit(actor, unit.pk, at, request.GET.get("cursor", ""))
    except BadCursor:
        return redirect("org:posts", unit.code)
    shown = {
        "unit": tree().by_id[unit.pk],
        "columns": _columns(),
        "rows": [_ending_row(post) for post in found.items],
        "pages": {"next_url": f"?cursor={found.next_cursor}" if found.next_cursor else ""},
        "may_appoint": may(actor, APPOINT, unit) and unit.state == "existing",
    }
    return render(request, "org/posts.html", shown)


@page(permit=READ_UNIT)
def own_posts(request: HttpRequest) -> HttpResponse:
    """One's own posts, what one delegated from them, and what one may do about it."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    mine, given = posts_of_actor(actor, at)
    shown = {
        "columns": _columns(),
        "own": [_own_row(post) for post in mine],
        "given": [_ending_row(post) for post in given],
    }
    return render(request, "org/own_posts.html", shown)


@page(permit=APPOINT)
@needs_step_up
def give(request: HttpRequest, code: str) -> HttpResponse:
    """Appoint somebody on a unit."""
    unit = get_object_or_404(Unit, code=code[:40])
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    if not may(actor, APPOINT, unit):
        raise PermissionDenied(_("Your own posts do not reach this unit."))
    roles = [(role, role_label(role)) for role in roles_to_give(actor, at)]
    form = AppointForm(request.POST or None, roles=roles)

    def act() -> None:
        appoint(actor=actor, unit=unit, at=at, **form.cleaned_data)

    if form.is_valid() and was_done(form, act):
        messages.success(request, _("The appointment has been made."))
        return redirect("org:posts", unit.code)
    return _form_page(request, form, _("Appoint on %(unit)s") % {"unit": unit}, "org:posts", unit)


@page(permit=READ_UNIT)
@needs_step_up
def delegate_post(request: HttpRequest, post: int) -> HttpResponse:
    """Let somebody act in one's own post for a while."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    source = _found(post)
    if actor.person is None or source.record.id != actor.person:
        raise PermissionDenied(_("Only your own post can be delegated by you."))
    unit = tree().by_id[source.unit_id]
    initial = {"unit": unit.code, "below": source.below}
    decisions = passed_on_by(source)
    form = DelegateForm(request.POST or None, initial=initial, decisions=decisions)

    def act() -> None:
        place = Unit.objects.get(pk=form.cleaned_data["unit"].id)
        asked = {**form.cleaned_data, "unit": place}
        delegate(actor=actor, source=source, at=at, **asked)

    if form.is_valid() and was_done(form, act):
        messages.success(request, _("The post has been delegated."))
        return redirect("org:own-posts")
    title = _("Delegate %(post)s") % {"post": f"{role_label(source.role)} {unit.code}"}
    return _form_page(request, form, title, "org:own-posts")


@page(permit=READ_UNIT)
def end(request: HttpRequest, post: int) -> HttpResponse:
    """Let a post end: for who could give it, who delegated it, and whom it was delegated to."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    found = _found(post)
    if not may_end(actor, found, at):
        raise PermissionDenied(_("Your own posts do not give this role to others here."))
    unit = tree().by_id[found.unit_id]
    form = EndForm(request.POST or None)

    def act() -> None:
        end_appointment(actor=actor, appointment=found, at=at, **form.cleaned_data)

    if form.is_valid() and was_done(form, act):
        messages.success(request, _("The end of the post has been recorded."))
        return redirect("org:posts", unit.code)
    who = {"post": f"{role_label(found.role)} {unit.code}", "name": str(found.record)}
    return _form_page(request, form, _("End %(post)s of %(name)s") % who, "org:posts", unit)


def _found(number: int) -> Appointment:
    found = appointment_numbered(number)
    if found is None:
        raise Http404
    return found


def _form_page(
    request: HttpRequest, form: forms.Form, title: str, back: str, unit: Any = None
) -> HttpResponse:
    back_url = reverse(back, args=[unit.code] if unit else [])
    shown = {"form": form, "title": title, "back_url": back_url}
    return render(request, "org/form.html", shown, status=400 if form.errors else 200)


def _columns() -> list[dict[str, Any]]:
    return [
        {"key": "role", "label": _("Role"), "head": True, "phone": "lead"},
        {"key": "name", "label": _("Who"), "phone": "line"},
        {"key": "unit", "label": _("Unit"), "phone": "line"},
        {"key": "kind", "label": _("How"), "phone": "line"},
        {"key": "from", "label": _("From"), "phone": "line"},
        {"key": "until", "label": _("To and including"), "phone": "line"},
        {
            "key": "act",
            "label": _("What you can do"),
            "url": "act_url",
            "phone": "line",
            "blank": True,
        },
    ]


def _ending_row(post: ShownPost) -> dict[str, Any]:
    return _row(post, "org:end", _("End"))


def _row(post: ShownPost, page_name: str, act: str) -> dict[str, Any]:
    name = post.unit.name
    return {
        "role": role_label(post.role),
        "name": post.name,
        "unit": _("%(unit)s (with all below)") % {"unit": name} if post.below else name,
        "kind": _kind(post),
        "from": post.from_on,
        "until": _until(post),
        "act": act if post.may_act else "",
        "act_url": reverse(page_name, args=[post.number]) if post.may_act else "",
    }


def _kind(post: ShownPost) -> str:
    """How it is held; of a delegation also for which classes of risk and kinds of work."""
    kinds = {"permanent": _("permanent"), "acting": _("acting"), "delegate": _("delegated")}
    if not post.classes:
        return kinds[post.kind]
    scope = [*labelled("risk_classes", post.classes), *labelled("contexts", post.contexts)]
    return f"{kinds[post.kind]} ({', '.join(label.lower() for _code, label in scope)})"


def _own_row(post: ShownPost) -> dict[str, Any]:
    """One's own post: to delegate, or to give back when it was delegated."""
    if post.kind == "delegate":
        return _row(post, "org:end", _("Give back"))
    return _row(post, "org:delegate", _("Delegate"))


def _until(post: ShownPost) -> Any:
    if post.until is None:
        return _("until further notice")
    return post.until if post.until >= post.from_on else _("did not begin")
