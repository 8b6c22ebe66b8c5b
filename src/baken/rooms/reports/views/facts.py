"""The facts on the left of a report's or occurrence's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, may
from baken.core.page.moments import badge_html, time_html
from baken.rooms.library.queries import label_of, labels_of
from baken.rooms.org.queries import persons_named, tree
from baken.rooms.org.rules.place_codes import in_groups
from baken.rooms.reports.models import Damage, Injury, Occurrence, Report
from baken.rooms.reports.permits import READ_INJURIES
from baken.rooms.reports.queries.doors import came_by
from baken.rooms.reports.queries.immediate import immediate_actions_of
from baken.rooms.reports.queries.second_reading import asked_of
from baken.rooms.reports.queries.source_rows import SourceRow
from baken.rooms.reports.queries.told_of_level import brought_to, told_changes
from baken.rooms.reports.texts import CHANNELS, IDENTITIES, NAMES_PERSON
from baken.rooms.reports.views.rows import month_of, severity_text, summary_of

Facts = list[tuple[str, Any]]
Codes = Mapping[str, Sequence[str]]


def due_shown(due: datetime | None, at: datetime) -> Any:
    """By when something is owed, and in a word when that has passed."""
    if due is None:
        return _("nothing is due")
    if due >= at:
        return due
    return format_html("{} {}", badge_html(_("overdue"), "danger"), time_html(due))


def report_facts_list(report: Report, source_rows: Sequence[SourceRow], at: datetime) -> Facts:
    """What is known of a report beside its story."""
    here = tree()
    anonymous = report.identity == "anonymous"
    received = clock.local_date(report.received_at) if anonymous else report.received_at
    facts: Facts = [
        (_("Where"), report.place),
        (_("Unit"), here.by_id[report.unit_id].name),
        (_("Happened"), report.happened_at),
        (_("Received"), received),
        (_("Still dangerous"), _("yes") if report.still_dangerous else _("no")),
        (_("Done at once"), _done_at_once(report.immediate_action, report)),
        (_("Reporter"), _reporter(report)),
        (_("Came in by"), CHANNELS[report.channel]),
        (_("To be done by"), due_shown(report.due_at, at)),
    ]
    facts += _door(report)
    if brought := brought_to(report):
        facts.append((_("Brought to a higher level"), brought))
    if report.names_person:
        facts.append((_("Names a person"), NAMES_PERSON[report.names_person]))
    if report.site_id:
        facts.insert(1, (_("Site"), here.sites[report.site_id].label))
    if report.owner_unit_id:
        facts.insert(2, (_("Unit that acts"), here.by_id[report.owner_unit_id].name))
    if report.source:
        facts += [(_("Came from"), f"{report.source} {report.source_ref}")]
        named = next((row.attribution for row in source_rows), "")
        facts += [(_("Attribution"), named)] if named else []
    if report.satisfaction:
        facts.append((_("The reporter's mark (1-5)"), report.satisfaction))
    return facts


def _door(report: Report) -> Facts:
    """By which door it came, as far as there is more to say than the channel."""
    door = came_by(report)
    if door is None:
        return []
    entered = ", ".join(one for one in (door.entered_by, door.entered_post) if one)
    said = [
        (_("Code of the place"), in_groups(door.place_code)),
        (_("Equipment"), door.equipment),
        (_("Kiosk"), in_groups(door.kiosk)),
        (_("Form on paper"), in_groups(door.form)),
        (_("Entered by"), entered),
    ]
    return [(label, value) for label, value in said if value]


def occurrence_facts_list(one: Occurrence, actor: Actor, codes: Codes, at: datetime) -> Facts:
    """What is known of an occurrence and its codes; injuries only with their own permit."""
    here = tree()
    lead = persons_named([one.lead]).get(one.lead) if one.lead else None
    facts: Facts = [
        (_("Kind"), label_of("kinds", one.kind)),
        (_("Category"), _class(one.category, "categories")),
        (_("What happened"), severity_text(one.actual_severity)),
        (_("Worst that could have happened"), severity_text(one.potential_severity)),
        (_("Subjects"), _coded(codes, "subjects")),
        (_("Domains"), _coded(codes, "domains")),
        (_("Context"), label_of("contexts", one.context)),
        (_("Investigation level"), _class(one.investigation_level, "investigation_levels")),
        (_("Unit"), here.by_id[one.unit_id].name),
        (_("Happened"), one.happened_at),
        (_("Who handles it"), lead or _("nobody yet")),
        (_("To be done by"), due_shown(one.due_at, at)),
        (_("Damage"), _damages(one)),
    ]
    facts += _levels(one)
    if one.site_id:
        facts.append((_("Site"), here.sites[one.site_id].label))
    if one.owner_unit_id:
        facts.append((_("Unit that acts"), here.by_id[one.owner_unit_id].name))
    facts.append((_("Done at once"), _done_at_once("", one)))
    if may(actor, READ_INJURIES, one):
        facts.append((_("Injuries"), _injuries(one)))
    return facts


def _levels(one: Occurrence) -> Facts:
    """That it was brought to a higher level, and what waits for a second reader."""
    brought = brought_to(one)
    facts: Facts = [(_("Brought to a higher level"), brought)] if brought else []
    if one.second_reading:
        facts.append((_("Waits for a second reader"), waits_for(one)))
    return facts


def waits_for(one: Occurrence) -> str:
    """What a second reader of an occurrence decides about: what was asked, why, in what post."""
    asked = asked_of(one)
    parts = (told_changes(asked.proposed), asked.reason, asked.post)
    return " – ".join(part for part in parts if part)


def summary_facts(one: Occurrence) -> Facts:
    """All that a reader without the full permit gets."""
    return [
        (_("Summary"), summary_of(one)),
        (_("Kind"), label_of("kinds", one.kind)),
        (_("Category"), _class(one.category, "categories")),
        (_("What happened"), severity_text(one.actual_severity)),
        (_("Worst that could have happened"), severity_text(one.potential_severity)),
        (_("Month"), month_of(one)),
        (_("Unit"), tree().by_id[one.unit_id].name),
    ]


def _reporter(report: Report) -> Any:
    known_elsewhere = report.channel == "import"
    return _("not known here") if known_elsewhere else IDENTITIES[report.identity]


def _done_at_once(reported: str, record: Report | Occurrence) -> str:
    noted = [reported, *immediate_actions_of(record)]
    return "; ".join(part for part in noted if part) or _("nothing mentioned")


def _class(code: int | None, codes: str) -> str:
    return _("not yet assessed") if code is None else label_of(codes, code)


def _coded(codes: Codes, name: str) -> str:
    return ", ".join(labels_of(name, codes[name])) or _("none")


def _damages(one: Occurrence) -> str:
    rows = Damage.objects.of(one)
    texts = (f"{r.what} (€ {r.amount_eur})" if r.amount_eur is not None else r.what for r in rows)
    return "; ".join(texts) or _("none")


def _injuries(one: Occurrence) -> str:
    texts = (
        f"{label_of('person_kinds', r.person_kind)}: {label_of('injury_outcomes', r.outcome)}"
        for r in Injury.objects.of(one)
    )
    return "; ".join(texts) or _("none")
