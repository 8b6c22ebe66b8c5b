"""A risk's page: what it is on the left, its thread on the right, and a photo or document with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from baken.core.access import AccessDenied, Actor, may
from baken.core.access.declarations import deed, page
from baken.core.files.content import FileRefused, clean_upload
from baken.core.files.store import files_of
from baken.rooms.consultation.views.about import about_block
from baken.rooms.library.queries.assessment import assessment, scorers_needed
from baken.rooms.measures.views.block import measures_block
from baken.rooms.notices.actions import mark_seen
from baken.rooms.org.queries import persons_named
from baken.rooms.register.actions.add_risk_file import add_risk_file
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import MANAGE, READ
from baken.rooms.register.queries.independent import scorers_of, withheld_kinds
from baken.rooms.register.queries.lists import categories_by_risk
from baken.rooms.register.queries.source_scores import source_said, source_score_of
from baken.rooms.register.rules.independence import STILL_SCORED
from baken.rooms.register.rules.states import OPEN_STATES, WITH_DECIDER
from baken.rooms.register.rules.turns import CURRENT
from baken.rooms.register.views.facts import risk_facts_list, score_blocks
from baken.rooms.register.views.handover_note import handover_note
from baken.rooms.register.views.local_ratings import shared_block
from baken.rooms.register.views.record import record_page_parts
from baken.rooms.register.views.rows import class_shown
from baken.rooms.register.views.slice_rows import stack_parts


@page(permit=READ, root=Risk)
def risk(request: HttpRequest, record: Risk) -> HttpResponse:
    """The risk: scenario, facts, how it was scored, its thread, and what the reader can do now."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    mark_seen(actor=actor, record=record, at=at)
    manages = may(actor, MANAGE, record)
    shown: dict[str, Any] = {
        "risk": record,
        "level": class_shown(record, withheld_kinds(actor, record)),
        "facts": risk_facts_list(record, categories_by_risk([record])[record.pk], at),
        "scores": score_blocks(actor, record),
        "source_score": source_said(source_score_of(record)),
        "second": second_score(actor, record),
        "files": files_of(record),
        "may_manage": manages,
        **measures_block(actor, record, at, manages=manages and record.state in OPEN_STATES),
        **shared_block(actor, record),
        **handover_note(record),
        **stack_parts(actor, record, at),
        **about_block(actor, record),
        **record_page_parts(actor, record, at),
    }
    return render(request, "register/risk.html", shown)


@page(permit=READ, root=Risk)
@deed()
def add(request: HttpRequest, record: Risk) -> HttpResponse:
    """Add a photo or document."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise FileRefused(_("Choose a file first."))
        file = clean_upload(name=upload.name or "", data=upload.read())
        add_risk_file(actor=actor, record=record, file=file, at=at)
        messages.success(request, _("The file has been added."))
    except FileRefused as refused:
        messages.error(request, str(refused))
    except AccessDenied as refused:
        raise PermissionDenied(str(refused)) from None
    return redirect("register:risk", record.ref)


def _asked_of(record: Risk) -> int:
    """How many people are asked to score a risk as it is now, in the state in which it is."""
    if record.state in STILL_SCORED:
        return assessment().turn
    return scorers_needed(record.current_class) if record.state in WITH_DECIDER else 0


def second_score(actor: Actor, record: Risk) -> str:
    """Whose turn it is to score, while too few have scored how it is now; nothing otherwise."""
    scorers = scorers_of([record]).get((record.pk, CURRENT), frozenset())
    if not 0 < len(scorers) < _asked_of(record):
        return ""
    if actor.person in scorers:
        return _(
            "You have scored it. Ask a colleague to score it too, without telling what you gave."
        )
    named = {"names": ", ".join(sorted(persons_named(scorers).values()))}
    if not may(actor, MANAGE, record):
        return _("%(names)s has scored it. A second person is still to score it.") % named
    return _("%(names)s has scored it. Score it yourself; then you see what they gave.") % named
