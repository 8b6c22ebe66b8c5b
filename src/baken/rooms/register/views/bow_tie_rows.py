"""Bow-ties, their lines and their barriers as rows of tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.page.addresses import record_address
from baken.core.page.levels import level_of
from baken.rooms.library.queries import label_of
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Barrier, BowTie, Risk, Threat
from baken.rooms.register.queries.bow_ties import Line, Parts, statuses_of
from baken.rooms.register.queries.independent import class_to
from baken.rooms.register.rules.barriers import STATUSES as ORDER
from baken.rooms.register.texts import STATUSES
from baken.rooms.register.workflow import BOW_TIE, RISK

Columns = list[dict[str, Any]]
Rows = list[dict[str, Any]]
# Shape and colour of a status, as those of a class; the word beside it is its own.
TONES = {"green": "low", "amber": "medium", "red": "extreme", "grey": "unknown"}


def status_html(status: str) -> SafeString:
    """A barrier's status in word, shape and colour."""
    return _status_html(status, get_language())


@lru_cache(maxsize=16)
def _status_html(status: str, _language: str | None) -> SafeString:
    level = level_of(TONES[status], "class", str(STATUSES[status]))
    return SafeString(render_to_string("page/components/severity.html", {"level": level}))


def bow_tie_rows(found: Sequence[BowTie]) -> tuple[Columns, Rows]:
    """A table of bow-ties: reference, title, hazard, unit, how its barriers stand, state."""
    here, statuses = tree(), statuses_of(found)
    columns: Columns = [
        {"key": "ref", "label": _("Reference"), "url": "url", "head": True, "phone": "line"},
        {"key": "title", "label": _("Title"), "phone": "lead"},
        {"key": "hazard", "label": _("Hazard"), "phone": "line"},
        {"key": "unit", "label": _("Unit"), "phone": "line"},
        {"key": "barriers", "label": _("Barriers")},
        {"key": "state", "label": _("State"), "phone": "line"},
    ]
    rows = [
        {
            "ref": one.ref,
            "url": record_address(one),
            "title": one.title,
            "hazard": label_of("hazards", one.hazard),
            "unit": here.by_id[one.unit_id].name,
            "barriers": _counted(statuses[one.pk]),
            "state": BOW_TIE.states[one.state],
        }
        for one in found
    ]
    return columns, rows


def line_rows(
    record: BowTie, lines: Sequence[Line], parts: Parts, often: Mapping[str, str], manages: bool
) -> tuple[Columns, Rows]:
    """Threats or consequences as a table; ``often`` says by code how often one comes, in words."""
    columns: Columns = [
        {"key": "code", "label": _("Code"), "head": True, "phone": "line"},
        {"key": "text", "label": _("What"), "phone": "lead"},
        {"key": "weight", "label": _("How often or how grave")},
        {"key": "barriers", "label": _("Barriers, in order")},
    ]
    if manages:
        columns.append({"key": "acts", "label": _("Change")})
    rows = [
        {
            "code": one.code,
            "text": one.text,
            "weight": often.get(one.code, ""),
            "barriers": _barriers_html(parts.barriers_on(one)),
            "acts": acts_html(record, _acts_on(one)) if manages else "",
        }
        for one in lines
    ]
    return columns, rows


def risk_rows(
    actor: Actor, record: BowTie, risks: Sequence[Risk], manages: bool
) -> tuple[Columns, Rows]:
    """The risks that lean on a bow-tie, each with its class as far as the reader is shown it."""
    classes = class_to(actor, risks)
    columns: Columns = [
        {"key": "ref", "label": _("Reference"), "head": True, "phone": "line"},
        {"key": "title", "label": _("Title"), "phone": "lead"},
        {"key": "level", "label": _("Class")},
        {"key": "state", "label": _("State"), "phone": "line"},
    ]
    if manages:
        columns.append({"key": "acts", "label": _("Change")})
    rows = [
        {
            "ref": one.ref,
            "title": one.title,
            "level": _class_html(classes[one.pk]),
            "state": RISK.states[one.state],
            "acts": acts_html(record, [(_("Take off"), "untie_risk", f"risk={one.ref}")]),
        }
        for one in risks
    ]
    return columns, rows


def acts_html(record: BowTie, acts: Iterable[tuple[str, str, str]]) -> SafeString:
    """Links to steps, each as (label, step, query)."""
    shown = (
        (f"{reverse('register:bow-tie-step', args=[record.ref, step])}?{query}", label)
        for label, step, query in acts
    )
    return format_html_join(" ", '<a class="utrecht-link baken-no-print" href="{}">{}</a>', shown)


def _acts_on(one: Line) -> list[tuple[str, str, str]]:
    change = "change_threat" if isinstance(one, Threat) else "change_consequence"
    return [
        (_("Revise %(code)s") % {"code": one.code}, change, f"part={one.code}"),
        (_("Put a barrier on %(code)s") % {"code": one.code}, "place_barrier", f"line={one.code}"),
        (_("Remove %(code)s") % {"code": one.code}, "remove", f"part={one.code}"),
    ]


def _barriers_html(found: Sequence[Barrier]) -> SafeString | str:
    if not found:
        return _("none")
    shown = ((one.code, one.text, status_html(one.status)) for one in found)
    items = format_html_join("", "<li>{} {} {}</li>", shown)
    return format_html('<ol class="register-tie__order">{}</ol>', items)


def _counted(statuses: Sequence[str]) -> SafeString | str:
    """How many barriers stand how, without adding them up to one word."""
    counts = Counter(statuses)
    shown = [(counts[one], status_html(one)) for one in ORDER if counts[one]]
    if not shown:
        return _("none")
    return format_html_join(" ", '<span class="register-tie__count">{} × {}</span>', shown)


def _class_html(common: str) -> SafeString:
    level = level_of(common, "class")
    return SafeString(render_to_string("page/components/severity.html", {"level": level}))
