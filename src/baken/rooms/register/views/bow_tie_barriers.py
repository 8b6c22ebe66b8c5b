"""Each barrier of a bow-tie as its page shows it: how it stands and why, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from baken.core.page.moments import time_html
from baken.rooms.org.queries import tree
from baken.rooms.register.models import Barrier, BarrierEvidence, BowTie
from baken.rooms.register.queries.barrier_standing import doubts_of
from baken.rooms.register.queries.bow_tie_choices import told
from baken.rooms.register.queries.bow_ties import Parts
from baken.rooms.register.texts import DOUBTS
from baken.rooms.register.views.bow_tie_rows import acts_html, status_html

MOST_SHOWN = 10


def barriers_shown(
    record: BowTie, parts: Parts, evidence: Sequence[BarrierEvidence], manages: bool
) -> list[dict[str, Any]]:
    """Every barrier with its facts, its doubts, its signals, its evidence and the links to its steps."""
    return [
        {
            "title": str(one),
            "anchor": f"barrier-{one.code}",
            "status": status_html(one.status),
            "critical": one.critical,
            "facts": _facts(one, parts, [row for row in evidence if row.barrier_id == one.pk]),
            "doubts": [DOUBTS[code] for code in doubts_of(one)],
            "acts": _acts(record, one, parts, manages),
        }
        for one in parts.barriers
    ]


def _facts(
    one: Barrier, parts: Parts, evidence: Sequence[BarrierEvidence]
) -> list[tuple[str, Any]]:
    unit = tree().by_id[one.owner_unit_id].name if one.owner_unit_id else ""
    kinds = [told("evidence_kinds", code) for code in one.evidence_kinds]
    lines = [line for line in parts.lines if one in parts.barriers_on(line)]
    return [
        (_("Health"), _("%(health)s percent") % {"health": round(one.health * 100)}),
        (_("So since"), one.status_since),
        (_("Stands on"), _listed([str(line) for line in lines])),
        (_("Side"), told("barrier_sides", one.side)),
        (_("Kind"), told("barrier_kinds", one.kind)),
        (_("When nothing is wrong"), _("%(health)s percent") % {"health": one.effectiveness}),
        (_("Who sees to it"), ", ".join(filter(None, (one.owner_post, unit))) or _("nobody")),
        (_("Good enough when"), one.standard or _("not said")),
        (_("What can show it"), ", ".join(kinds) or _("not said")),
        (_("What can weaken it"), _factors(one, parts)),
        (_("What is or was wrong"), _signals(one, parts)),
        (_("What showed that it works"), _evidence(evidence)),
    ]


def _factors(one: Barrier, parts: Parts) -> SafeString | str:
    said = []
    for factor in parts.factors:
        if factor.barrier_id == one.pk:
            kept = [str(e) for e in parts.escalations if e.factor_id == factor.pk]
            said.append(": ".join([str(factor), ", ".join(kept) or _("nothing keeps it away")]))
    return _listed(said)


def _signals(one: Barrier, parts: Parts) -> SafeString | str:
    rows = []
    for row in parts.known_of(one).signals[:MOST_SHOWN]:
        grade = f" ({told('signal_grades', row.grade)})" if row.grade else ""
        ended = ""
        if row.closed_at:
            ended = format_html(" – {} {}", _("closed"), time_html(row.closed_at))
        kind = told("signal_kinds", row.kind)
        since = time_html(row.since)
        rows.append((row.code, kind, grade, since, row.words, ended))
    if not rows:
        return _("nothing")
    items = format_html_join("", "<li>{} {}{}, {}: {}{}</li>", rows)
    return format_html('<ul class="register-tie__list">{}</ul>', items)


def _evidence(found: Sequence[BarrierEvidence]) -> SafeString | str:
    rows = [
        (told("evidence_kinds", row.kind), time_html(row.on), row.words)
        for row in found[:MOST_SHOWN]
    ]
    if not rows:
        return _("nothing yet")
    items = format_html_join("", "<li>{}, {}: {}</li>", rows)
    return format_html('<ul class="register-tie__list">{}</ul>', items)


def _listed(said: Sequence[str]) -> SafeString | str:
    if not said:
        return _("nothing")
    items = format_html_join("", "<li>{}</li>", ((one,) for one in said))
    return format_html('<ul class="register-tie__list">{}</ul>', items)


def _acts(record: BowTie, one: Barrier, parts: Parts, manages: bool) -> SafeString | str:
    code = {"code": one.code}
    if not manages:
        if record.state != "in_use":
            return ""
        said = _("Something is wrong with %(code)s") % code
        return acts_html(record, [(said, "name_barrier", f"barrier={one.code}")])
    of_barrier = f"barrier={one.code}"
    acts = [
        (_("Note what weakens %(code)s") % code, "note_signal", of_barrier),
        (_("Note that %(code)s works") % code, "note_evidence", of_barrier),
        (_("Revise %(code)s") % code, "change_barrier", of_barrier),
        (_("Put %(code)s on a line") % code, "place_barrier", of_barrier),
        (_("Take %(code)s off a line") % code, "lift_barrier", of_barrier),
        (_("Add what can weaken %(code)s") % code, "add_factor", of_barrier),
        (_("Remove %(code)s") % code, "remove", f"part={one.code}"),
    ]
    acts += [
        (_("Close %(code)s") % {"code": row.code}, "close_signal", f"signal={row.code}")
        for row in parts.known_of(one).signals
        if row.closed_at is None
    ]
    for factor in parts.factors:
        if factor.barrier_id == one.pk:
            named = {"code": factor.code}
            acts.append(
                (_("Guard against %(code)s") % named, "add_escalation", f"factor={factor.code}")
            )
            acts.append((_("Remove %(code)s") % named, "remove", f"part={factor.code}"))
    return acts_html(record, acts)
