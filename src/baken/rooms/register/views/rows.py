"""Risks as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.page.addresses import record_address
from baken.core.page.cards import level_html
from baken.core.page.moments import badge_html
from baken.rooms.library.queries import label_of
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.independent import withheld_of
from baken.rooms.register.rules.turns import CURRENT
from baken.rooms.register.workflow import RISK

Columns = list[dict[str, Any]]
Rows = list[dict[str, Any]]


def risk_rows(actor: Actor, risks: Sequence[Any]) -> tuple[Columns, Rows]:
    """A table of a page of risks: class in word, shape and colour, what it is, unit, state, owner, term."""
    here = tree()
    kept_back = withheld_of(actor, risks)
    columns: Columns = [
        {"key": "ref", "label": _("Reference"), "url": "url", "head": True, "phone": "line"},
        {"key": "title", "label": _("Risk"), "phone": "lead"},
        {"key": "level", "label": _("Class"), "phone": "line"},
        {"key": "hazard", "label": _("Hazard"), "phone": "line"},
        {"key": "unit", "label": _("Unit"), "phone": "line"},
        {"key": "state", "label": _("State"), "phone": "line"},
        {"key": "owner", "label": _("Owner"), "phone": "line"},
        {"key": "due", "label": _("To be done by"), "phone": "line"},
    ]
    rows = [
        {
            "ref": risk.ref,
            "url": record_address(risk),
            "title": risk.title,
            "level": class_shown(risk, kept_back.get(risk.pk, frozenset())),
            "hazard": label_of("hazards", risk.hazard),
            "unit": here.by_id[risk.owner_unit_id or risk.unit_id].name,
            "state": state_shown(risk),
            "owner": risk.owner_name or _("no owner yet"),
            "due": risk.due_at or _("nothing is due"),
        }
        for risk in risks
    ]
    return columns, rows


def state_shown(risk: Risk) -> Any:
    """The state, and that the decision does not hold now."""
    state = str(RISK.states[risk.state])
    if not risk.suspended:
        return state
    return format_html("{} {}", state, badge_html(_("decision suspended"), "danger"))


def class_shown(risk: Risk, withheld: frozenset[str]) -> Any:
    """The class as it is now, and that it is urgent; kept back from who is to score by themselves."""
    if CURRENT in withheld:
        told = _("class: shown when you have scored")
        return format_html('<span class="baken-muted">{}</span>', told)
    shown = level_html(risk.current_class or "unknown")
    return shown + badge_html(_("urgent"), "danger") if risk.urgent else shown
