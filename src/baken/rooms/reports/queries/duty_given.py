"""What may be told to an authority about an occurrence, filled in as far as the actor may see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, may
from baken.core.access.roles import role_label
from baken.rooms.library.queries import label_of, labels_of
from baken.rooms.library.rules.duties import HEALTH
from baken.rooms.org.queries import tree
from baken.rooms.reports.models import Damage, ExternalNotification, Injury, Occurrence
from baken.rooms.reports.permits import READ_INJURIES, READ_OCCURRENCE, READ_SUMMARY
from baken.rooms.reports.queries.duties import duty_named
from baken.rooms.reports.queries.immediate import immediate_actions_of
from baken.rooms.reports.queries.lists import codes_by_record
from baken.rooms.reports.queries.notification_facts import owes
from baken.rooms.reports.queries.occurrence import reports_of

Value = Callable[["_Telling"], Any]


@dataclass(frozen=True)
class Given:
    """One thing that may be told: what it is called and what it is; None is not known."""

    name: str
    label: str
    value: Any
    withheld: bool = False


@dataclass(frozen=True)
class _Telling:
    actor: Actor
    one: ExternalNotification
    occurrence: Occurrence
    in_full: bool


def given_for(actor: Actor, one: ExternalNotification, at: datetime) -> list[Given]:
    """What this duty's authority may be told, in the order of the table; never a name.

    What the actor may not see is withheld: about injuries without their permit, and without the right
    to read the occurrence in full all but its summary, kind, classes, unit and month; those are for
    who reads summaries, and for who owes the duty.
    """
    duty, occurrence = duty_named(one.duty), one.occurrence
    telling = _Telling(actor, one, occurrence, may(actor, READ_OCCURRENCE, occurrence))
    sees_health = may(actor, READ_INJURIES, occurrence)
    sees_summary = may(actor, READ_SUMMARY, occurrence) or owes(one, actor, at)
    found = []
    for name in duty.gives if duty else ():
        label, value, is_public = _FIELDS[name]
        allowed = sees_health if name in HEALTH else telling.in_full or (is_public and sees_summary)
        shown = value(telling) if allowed else None
        found.append(Given(name, label(), shown, withheld=not allowed))
    return found


def _happened(telling: _Telling) -> Any:
    one = telling.occurrence
    if telling.in_full:
        return one.happened_at
    return date_format(clock.local_date(one.happened_at or one.triaged_at), "F Y")


def _place(telling: _Telling) -> str:
    places = (report.place for report in reports_of(telling.actor, telling.occurrence))
    return next((place for place in places if place), "")


def _immediate(telling: _Telling) -> str:
    reports = reports_of(telling.actor, telling.occurrence)
    told = [report.immediate_action for report in reversed(reports)]
    return "; ".join(one for one in [*told, *immediate_actions_of(telling.occurrence)] if one)


def _site(telling: _Telling) -> str:
    site = telling.occurrence.site_id
    return tree().sites[site].label if site else ""


def _subjects(telling: _Telling) -> str:
    codes = codes_by_record([telling.occurrence])[telling.occurrence.pk]["subject"]
    return ", ".join(labels_of("subjects", codes))


def _damage(telling: _Telling) -> str:
    rows = Damage.objects.of(telling.occurrence).order_by("id")
    told = (f"{row.what} (€ {row.amount_eur})" if row.amount_eur else row.what for row in rows)
    return "; ".join(told) or _("none")


def _injured(telling: _Telling) -> str:
    rows = list(Injury.objects.of(telling.occurrence).order_by("id"))
    told = ", ".join(
        f"{label_of('person_kinds', row.person_kind)}: {label_of('injury_outcomes', row.outcome)}"
        for row in rows
    )
    return f"{len(rows)} ({told})" if rows else _("none")


def _hospital(telling: _Telling) -> int:
    return Injury.objects.of(telling.occurrence).filter(hospital_admission=True).count()


def _contact(telling: _Telling) -> str:
    unit = tree().by_id[telling.one.owner_unit_id or telling.one.unit_id]
    return f"{role_label(telling.one.owner)}, {unit.name}"


def _class(name: str, codes: str) -> Value:
    def value(telling: _Telling) -> Any:
        level = getattr(telling.occurrence, name)
        return None if level is None else label_of(codes, level)

    return value


# What each thing is called, what it is, and whether readers of summaries see it too.
_FIELDS: dict[str, tuple[Callable[[], str], Value, bool]] = {
    "happened_at": (lambda: _("When"), _happened, True),
    "unit": (lambda: _("Unit"), lambda t: tree().by_id[t.occurrence.unit_id].name, True),
    "site": (lambda: _("Site"), _site, False),
    "place": (lambda: _("Where"), _place, False),
    "summary": (lambda: _("What happened, without persons"), lambda t: t.occurrence.summary, True),
    "kind": (lambda: _("Kind"), _class("kind", "kinds"), True),
    "category": (lambda: _("Category"), _class("category", "categories"), True),
    "actual_severity": (
        lambda: _("How serious it was"),
        _class("actual_severity", "severities"),
        True,
    ),
    "potential_severity": (
        lambda: _("Worst that could have happened"),
        _class("potential_severity", "severities"),
        True,
    ),
    "subjects": (lambda: _("Subjects"), _subjects, False),
    "damage": (lambda: _("Damage"), _damage, False),
    "immediate_action": (lambda: _("Done at once"), _immediate, False),
    "contact": (lambda: _("Who can be asked"), _contact, True),
    "injured": (lambda: _("Injured people, without names"), _injured, False),
    "hospital": (lambda: _("How many went to hospital"), _hospital, False),
}
