"""Consultations as rows of a table, and the facts of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.page.addresses import record_address
from baken.core.page.moments import badge_html
from baken.rooms.consultation.models import Consultation, ConsultationCondition
from baken.rooms.consultation.queries.bodies import body_name, body_names
from baken.rooms.consultation.queries.subjects import kinds_named, subjects_of
from baken.rooms.consultation.queries.thread import subject_shown
from baken.rooms.consultation.rules import OPEN, consent_of
from baken.rooms.consultation.texts import CONSENTS, KINDS, OUTCOMES, REPLIES, STANDINGS
from baken.rooms.consultation.workflow import CONSULTATION
from baken.rooms.org.queries import persons_named, tree

Shown = dict[str, Any]


def consultation_rows(
    actor: Actor, found: Sequence[Consultation], at: datetime
) -> tuple[list[Shown], list[Shown]]:
    """A table of consultations: what was asked of whom, about what, by when, and the answer."""
    columns: list[Shown] = [
        {"key": "ref", "label": _("Reference"), "url": "url", "head": True, "phone": "line"},
        {"key": "title", "label": _("What is asked?"), "phone": "lead"},
        {"key": "kind", "label": _("Advice or consent?"), "phone": "line"},
        {"key": "body", "label": _("Of whom"), "phone": "line"},
        {"key": "about", "label": _("About"), "phone": "line"},
        {"key": "state", "label": _("State"), "phone": "line"},
        {"key": "outcome", "label": _("The answer"), "phone": "line"},
        {"key": "due", "label": _("Answer by"), "phone": "line"},
    ]
    names, about, kinds = body_names(found), subjects_of(actor, found), kinds_named()
    rows = [
        {
            "ref": one.ref,
            "url": record_address(one),
            "title": one.title,
            "kind": KINDS[one.kind],
            "body": names[one.pk],
            "about": about[one.pk].ref if one.pk in about else kinds.get(one.subject_kind, ""),
            "state": state_shown(one, at),
            "outcome": outcome_shown(one),
            "due": one.due_on,
        }
        for one in found
    ]
    return columns, rows


def state_shown(one: Consultation, at: datetime) -> Any:
    """The state, and in a word that the term of the body has passed."""
    state = str(CONSULTATION.states[one.state])
    is_late = one.state == "asked" and one.due_at is not None and one.due_at <= at
    if not is_late:
        return state
    return format_html("{} {}", state, badge_html(_("term passed"), "danger"))


def outcome_shown(one: Consultation) -> str:
    """What was answered in words; nothing while nobody answered."""
    return str(OUTCOMES.get(one.outcome, ""))


def consent_shown(one: Consultation) -> dict[str, str] | None:
    """How consent stands in a word and a tone; None of advice."""
    standing = consent_of(one.kind, one.outcome)
    tones = {"given": "success", "not_given": "danger"}
    if not standing:
        return None
    return {"label": str(CONSENTS[standing]), "tone": tones.get(standing, "info")}


def facts_list(actor: Actor, one: Consultation) -> list[tuple[str, Any]]:
    """What is known of a consultation beside its texts; what was left open is left out."""
    here = tree()
    about, url = subject_shown(actor, one)
    link = format_html('<a class="utrecht-link" href="{}">{}</a>', url, about) if url else about
    names = persons_named([one.asker])
    facts: list[tuple[str, Any]] = [
        (_("Advice or consent?"), KINDS[one.kind]),
        (_("Of whom"), body_name(one)),
        (_("About"), link),
        (_("For which unit"), here.by_id[one.unit_id].name),
        (_("Written by"), names.get(one.asker, "") if one.asker else ""),
        (_("Asked"), one.asked_at),
        (_("Answer by"), one.due_on),
        (_("More time was asked until"), one.proposed_on),
        (_("The term was extended; before that it was"), one.extended_from),
        (_("Answered"), one.answered_at),
        (_("Replied"), one.replied_at),
        (_("Closed"), one.closed_at),
    ]
    return [(label, value) for label, value in facts if value not in (None, "")]


def condition_rows(rows: Sequence[ConsultationCondition]) -> list[Shown]:
    """The conditions, each with what became of it, by whom and when."""
    names = persons_named({row.noted_by for row in rows})
    return [
        {
            "nth": row.nth,
            "text": row.text,
            "standing": STANDINGS[row.standing],
            "tone": {"met": "success", "not_met": "danger"}.get(row.standing, "info"),
            "is_open": row.standing == OPEN,
            "how": row.how,
            "by": _who(names.get(row.noted_by, "") if row.noted_by else "", row.post),
            "at": row.noted_at,
        }
        for row in rows
    ]


def reply_shown(one: Consultation) -> str:
    """What was done with the answer, in words."""
    return str(REPLIES.get(one.reply, ""))


def _who(name: str, post: str) -> str:
    return ", ".join(part for part in (name, post) if part)
