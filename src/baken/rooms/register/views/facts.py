"""The facts on the left of a risk's page, and how it was scored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.page.cards import level_html
from baken.core.page.moments import badge_html, time_html
from baken.rooms.library.queries import label_of, labels_of
from baken.rooms.library.queries.scoring import scoring_model
from baken.rooms.org.queries import persons_named, tree
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.history import Given, Turn, turns_of
from baken.rooms.register.queries.models_said import said_model, said_outcome
from baken.rooms.register.queries.terms import why_paused
from baken.rooms.register.texts import CONFIDENCES, SCORE_KINDS

Facts = list[tuple[str, Any]]


def risk_facts_list(risk: Risk, categories: Sequence[str], at: datetime) -> Facts:
    """What is known of a risk beside its scenario and its scores; what was left open is left out."""
    here = tree()
    owner = persons_named([risk.owner]).get(risk.owner) if risk.owner else None
    model = scoring_model(risk.scoring_model, risk.scoring_version)
    facts: Facts = [
        (_("Hazard"), label_of("hazards", risk.hazard) if risk.hazard else _("not named yet")),
        (_("What kind of harm"), ", ".join(labels_of("risk_categories", categories))),
        (_("In what kind of work"), label_of("contexts", risk.context)),
        (_("During which activity"), risk.activity),
        (_("First day of the activity"), risk.from_on),
        (_("Last day of the activity"), risk.until_on),
        (_("Who is exposed"), risk.group),
        (_("About how many people"), risk.exposed),
        (_("Touches besides"), ", ".join(labels_of("domains", risk.domains))),
        (_("Limit or prohibition of law"), _("broken") if risk.breaches_limit else ""),
        (_("On what ground it may be"), risk.legal_basis),
        (_("Unit"), here.by_id[risk.unit_id].name),
        (_("Unit that acts"), here.by_id[risk.owner_unit_id].name if risk.owner_unit_id else ""),
        (_("Location"), here.sites[risk.site_id].label if risk.site_id else ""),
        (_("Handed up to"), here.by_id[risk.raised_to_id].name if risk.raised_to_id else ""),
        (_("To be looked at again by"), risk.review_on),
        (_("Stated"), risk.identified_at),
        (_("How it is scored"), said_model(model)),
    ]
    known = [(label, value) for label, value in facts if value not in (None, "")]
    owned = (_("Owner"), owner or _("nobody yet"))
    return [
        owned,
        (_("To be done by"), due_shown(risk.due_at, at)),
        *paused_shown(risk, at),
        *known,
    ]


def paused_shown(risk: Risk, at: datetime) -> Facts:
    """Until when and why the clock of a risk stands still; nothing while it runs."""
    why = why_paused(risk, at)
    if not why or risk.paused_until is None:
        return []
    until = format_html("{}: {}", time_html(risk.paused_until), why)
    return [(_("The clock stands still until"), until)]


def due_shown(due: datetime | None, at: datetime) -> Any:
    """By when something is owed, and in a word when that has passed."""
    if due is None:
        return _("nothing is due")
    if due >= at:
        return due
    return format_html("{} {}", badge_html(_("overdue"), "danger"), time_html(due))


def score_blocks(actor: Actor, risk: Risk) -> list[dict[str, Any]]:
    """Every turn of every kind of score as its card shows it, the newest of each kind first."""
    return [_block(turn) for turn in turns_of(actor, risk)]


def _block(turn: Turn) -> dict[str, Any]:
    return {
        "kind": SCORE_KINDS[turn.kind],
        "code": turn.kind,
        "turn": turn.number,
        "is_newest": turn.is_newest,
        "is_withheld": turn.is_withheld,
        "differs": turn.differs,
        "is_alone": len(turn.given) == 1,
        "agree": len(turn.given) > 1 and not turn.differs,
        "given": [_given(one) for one in turn.given],
    }


def _given(one: Given) -> dict[str, Any]:
    row, found = one.row, one.score
    told = {"name": one.name, "post": row.post, "at": row.at, "stands": one.stands}
    if found is None:
        return told
    return {
        **told,
        "level": level_html(row.common or "none"),
        "urgent": row.urgent,
        "outcome": said_outcome(found),
        "values": one.values,
        "rationale": row.rationale,
        "confidence": CONFIDENCES[row.confidence],
    }
