"""The persons of a unit with what they are qualified for, and one person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from baken.core.access import may
from baken.core.access.declarations import deed, page
from baken.core.access.roles import role_label
from baken.core.lists import BadCursor
from baken.core.lists.pager import page_addresses
from baken.core.page.moments import badge_html
from baken.core.workflow.taking import was_done
from baken.rooms.org.actions.qualify import record_qualification
from baken.rooms.org.forms.persons import QualificationForm
from baken.rooms.org.models import Person
from baken.rooms.org.permits import MANAGE_QUALIFICATION, READ_PERSON
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.codes import label_of
from baken.rooms.org.queries.persons import (
    HeldPost,
    Qualified,
    persons_page,
    posts_of,
    qualifications_by_person,
    qualifications_of,
)
from baken.rooms.org.texts import STANDINGS

TONES = {"valid": "ok", "expiring": "warning", "expired": "danger"}


@page(permit=READ_PERSON)
def persons(request: HttpRequest, code: str) -> HttpResponse:
    """The persons of a unit and below within reach; what expires within 90 days stands out."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    unit = tree().find(code)
    if unit is None:
        raise Http404
    try:
        found = persons_page(actor, unit, cursor=request.GET.get("cursor", ""))
    except BadCursor:
        return redirect("org:persons", unit.code)
    held = qualifications_by_person(found.items, at)
    rows = [_person_row(person, held[person.pk]) for person in found.items]
    shown = {
        "unit": unit,
        "columns": _columns(),
        "rows": rows,
        "pages": page_addresses(request, found),
    }
    return render(request, "org/persons.html", shown)


@page(permit=READ_PERSON, root=Person)
def person(request: HttpRequest, record: Person) -> HttpResponse:
    """A person: unit, posts now and in the past, qualifications."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    form = QualificationForm() if may(actor, MANAGE_QUALIFICATION, record) else None
    return render(request, "org/person.html", _person_shown(record, at, form))


@page(permit=MANAGE_QUALIFICATION, root=Person, read=READ_PERSON)
@deed()
def qualify(request: HttpRequest, record: Person) -> HttpResponse:
    """Record or renew a qualification of a person."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    form = QualificationForm(request.POST)

    def act() -> None:
        record_qualification(actor=actor, record=record, held=form.held(), at=at)

    if form.is_valid() and was_done(form, act):
        messages.success(request, _("The qualification is recorded."))
        return redirect("org:person", record.ref)
    return render(request, "org/person.html", _person_shown(record, at, form), status=400)


def _person_shown(record: Person, at: datetime, form: QualificationForm | None) -> dict[str, Any]:
    unit = tree().by_id[record.unit_id]
    posts = posts_of(record, at)
    return {
        "person": record,
        "form": form,
        "facts": [
            (_("Name"), record.name),
            (_("Rank or scale"), record.rank),
            (_("E-mail address"), record.email),
            (_("Unit"), (unit.name, reverse("org:unit", args=[unit.code]))),
        ],
        "post_columns": _post_columns(),
        "live": [_post_row(post) for post in posts if post.live],
        "other": [_post_row(post) for post in posts if not post.live],
        "columns": _qualification_columns(),
        "qualifications": [_qualification_row(one) for one in qualifications_of(record, at)],
    }


def _columns() -> list[dict[str, Any]]:
    return [
        {"key": "name", "label": _("Name"), "url": "url", "head": True, "phone": "lead"},
        {"key": "unit", "label": _("Unit"), "phone": "line"},
        {"key": "qualified", "label": _("Qualified for")},
        {"key": "ends", "label": _("Expired or within 90 days")},
    ]


def _person_row(one: Person, held: list[Qualified]) -> dict[str, Any]:
    current = [label_of("qualifications", q.code) for q in held if q.standing != "expired"]
    return {
        "name": str(one),
        "url": reverse("org:person", args=[one.ref]),
        "unit": tree().by_id[one.unit_id].name,
        "qualified": ", ".join(current) or "–",
        "ends": _ends(held),
    }


def _ends(held: list[Qualified]) -> SafeString | str:
    """What runs out or has run out, each with its day, the first to end first."""
    ending = [(one.valid_until, one) for one in held if one.valid_until is not None]
    late = sorted((day, one.code, one) for day, one in ending if one.standing != "valid")
    told = ((standing_badge(one), _label(one), _day(day)) for day, _code, one in late)
    return format_html_join(SafeString("<br>"), "{} {} ({})", told) if late else "–"


def standing_badge(one: Qualified) -> SafeString:
    """How a qualification stands, in a word with a tone."""
    return badge_html(STANDINGS[one.standing], TONES[one.standing])


def _label(one: Qualified) -> str:
    return label_of("qualifications", one.code)


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _post_columns() -> list[dict[str, Any]]:
    return [
        {"key": "role", "label": _("Role"), "head": True, "phone": "lead"},
        {"key": "unit", "label": _("Unit"), "url": "url", "phone": "line"},
        {"key": "period", "label": _("Period"), "phone": "line"},
    ]


def _post_row(post: HeldPost) -> dict[str, Any]:
    label = role_label(post.role)
    acting = _("%(role)s (acting)") % {"role": label}
    return {
        "role": acting if post.kind == "acting" else label,
        "unit": post.unit.name,
        "url": reverse("org:unit", args=[post.unit.code]),
        "period": _period(post),
    }


def _period(post: HeldPost) -> str:
    began = _day(post.from_on)
    if post.until is None:
        until = _("until further notice")
    else:
        until = _day(post.until) if post.until >= post.from_on else _("did not begin")
    return f"{began} – {until}"


def _qualification_columns() -> list[dict[str, Any]]:
    """What stands in half the width of a page."""
    return [
        {"key": "label", "label": _("Qualification"), "head": True, "phone": "lead"},
        {"key": "standing", "label": _("How it stands"), "phone": "line"},
        {"key": "proof", "label": _("Certificate"), "phone": "line"},
    ]


def _qualification_row(one: Qualified) -> dict[str, Any]:
    until = _day(one.valid_until) if one.valid_until else _("does not expire")
    period = f"{_day(one.obtained_on)} – {until}"
    proof = ", ".join(part for part in (one.certificate, one.issuer) if part)
    return {
        "label": _label(one),
        "standing": format_html("{}<br>{}", standing_badge(one), period),
        "proof": proof or "–",
    }
