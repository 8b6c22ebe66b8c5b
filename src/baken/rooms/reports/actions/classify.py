"""Makes an occurrence from a report, or revises what was decided about it; every version is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access import Actor, signing, system_actor
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference
from baken.core.workflow.advance import Change, advance, begin, locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import nearest_holders, tree
from baken.rooms.reports.actions.duty_answers import answers_after, keep_answers
from baken.rooms.reports.actions.embargo import share_with
from baken.rooms.reports.actions.harm import harm_of, harm_told, keep_harm
from baken.rooms.reports.actions.merge import merged_already
from baken.rooms.reports.actions.route import Sent, follow_route, route_weighed
from baken.rooms.reports.actions.weigh_duties import weigh_new
from baken.rooms.reports.models import Occurrence, OccurrenceCode, Report
from baken.rooms.reports.permits import READ_OCCURRENCE, TRIAGE
from baken.rooms.reports.queries.calendars import term_of_level, timetable_for
from baken.rooms.reports.queries.classified import code_of_site, site_named
from baken.rooms.reports.queries.parts import answer_part, code_part, harm_parts
from baken.rooms.reports.queries.similar import count_similar
from baken.rooms.reports.rules import (
    NO_SITE,
    investigation_level_of,
    is_raised_by_similar,
)

LEADING_ROLES = ("commander", "safety_adviser", "arbo_coordinator", "supervisor", "investigator")
_NUMBERS = ("category", "actual_severity", "potential_severity")
SEALED = ("title", "summary")


def occurrence_for(
    *, report: Report, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Occurrence:
    """The occurrence a triaged report belongs to: the one named, or a new one.

    An embargo on either is from now on one on both; on the report it is the caller who writes it.
    Raises FieldsRefused when the named one cannot be seen, or when a new one lacks its facts.
    """
    signer = signing(actor, TRIAGE, report)
    if "occurrence" in fields:
        named = _named(actor, str(fields["occurrence"]))
        share_with(report=report, occurrence=named, actor=signer, at=at)
        return named
    missing = [n for n in ("title", "summary", "kind", *_NUMBERS) if n not in fields]
    if missing:
        needed = _("This is needed for a new occurrence.")
        raise FieldsRefused(dict.fromkeys(missing, needed))
    occurrence = Occurrence(
        number=row_number(at),
        ref=next_reference("V", clock.local_date(at)),
        unit_id=report.unit_id,
        owner_unit_id=report.owner_unit_id,
        confidentiality=report.confidentiality,
        happened_at=report.happened_at,
        triaged_at=at,
        touched_at=at,
    )
    said = fields if "site" in fields else {**fields, "site": code_of_site(report.site_id)}
    change = classification(occurrence=occurrence, actor=actor, at=at, fields=said)
    sent = route_weighed(occurrence, values=change.values, fields=fields, at=at, report=report)
    change = routed(change, sent)
    for name, value in change.values.items():
        setattr(occurrence, name, value)
    occurrence.stalls_at = timetable_for(occurrence).end("weigh", at)
    begin(
        record=occurrence,
        code="reports.occurrence.triaged",
        actor=signer,
        at=at,
        change=change,
        notice="lead",
    )
    keep_parts(occurrence, fields, at)
    share_with(report=report, occurrence=occurrence, actor=signer, at=at)
    weigh_new(occurrence=occurrence, report=report, actor=signing(actor, TRIAGE, report), at=at)
    follow_route(occurrence, sent, at)
    return occurrence


def routed(change: Change, sent: Sent) -> Change:
    """A change with what the rules of where reports go add to it."""
    owner = {"owner_unit_id": sent.owner_id} if sent.moved else {}
    return replace(change, values={**change.values, **owner}, facts={**change.facts, **sent.facts})


def classification(
    *, occurrence: Occurrence, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    """What a triage or its revision sets; the facts of this version go into the trail.

    Injuries, damages, the level, the lead and the term that are not among the fields stay as they
    are: the level at least as high as the classes ask, and the term no later. Raises FieldsRefused
    also for harm that does not fit: nothing unread enters the trail.
    """
    injuries, damages = harm_of(occurrence, fields, at)
    values: dict[str, Any] = {"title": fields["title"], "summary": fields["summary"]}
    values |= {"kind": fields["kind"], **{name: int(fields[name]) for name in _NUMBERS}}
    values["context"] = fields.get("context") or "non_operational"
    values["site_id"] = site_of(fields)
    values["investigation_level"] = _level(occurrence, fields, values, at)
    values["lead"] = lead_of(occurrence, fields, at)
    values["due_at"] = _term(occurrence, fields, values, at)
    facts = {name: values[name] for name in (*_NUMBERS, "kind", "context", "investigation_level")}
    facts |= {name: fields.get(name, []) for name in ("subjects", "domains")}
    facts["site"] = code_of_site(values["site_id"])
    facts["damages"] = [{"what": one.what, "amount_eur": one.amount_eur} for one in damages]
    facts["injured"] = len(injuries)
    facts |= _raised(occurrence, fields, values)
    facts["due_at"] = values["due_at"].isoformat()
    words = {name: fields[name] for name in SEALED}
    parts = {**harm_parts(injuries, damages), **code_part(_codes(fields))}
    parts |= answer_part(answers_after(occurrence, fields))
    return Change(values=values, facts=facts, words=words, seal=SEALED, parts=parts)


def keep_parts(occurrence: Occurrence, fields: Mapping[str, Any], at: datetime) -> None:
    """Replace the subjects and domains by those of this version, and the harm when it was told."""
    OccurrenceCode.objects.of(occurrence).delete()
    OccurrenceCode.objects.bulk_create(
        OccurrenceCode(record=occurrence, scheme=scheme, code=code)
        for scheme, code in _codes(fields)
    )
    keep_answers(occurrence, fields)
    told = harm_told(occurrence, fields, at)
    keep_harm(occurrence=occurrence, injuries=told.injuries, damages=told.damages)


def _codes(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (scheme, code)
        for scheme, name in (("subject", "subjects"), ("domain", "domains"))
        for code in fields.get(name, [])
    ]


def lead_of(occurrence: Occurrence, fields: Mapping[str, Any], at: datetime) -> Any:
    """The person who handles it: the one named, who must hold a post there; None takes it from them."""
    wanted = fields.get("lead", "")
    if not wanted:
        return occurrence.lead if wanted == "" else None
    unit = tree().by_id[occurrence.owner_unit_id or occurrence.unit_id]
    for holder in nearest_holders(roles=LEADING_ROLES, unit=unit, at=at):
        if wanted in (str(holder.person), holder.name):
            return holder.person
    raise FieldsRefused({"lead": _("This person holds no post on the unit or above it.")})


def due_of(fields: Mapping[str, Any], at: datetime) -> datetime | None:
    """The end of the day that was filled in, which may not lie in the past."""
    day = fields.get("due_on")
    if day is None:
        return None
    if day < clock.local_date(at):
        raise FieldsRefused({"due_on": _("This day has passed. Choose today or later.")})
    return datetime.combine(day, time(23, 59), tzinfo=clock.local_zone())


def reopen_if_over(*, occurrence: Occurrence, at: datetime, reason: str) -> None:
    """Reopen an occurrence that was ready or closed, because a reporter says it is not solved."""
    fresh = locked(occurrence)
    if fresh.state in ("ready_to_close", "closed"):
        advance(
            record=fresh,
            step="reopen",
            actor=system_actor("reporter"),
            at=at,
            change=Change(
                values={"closed_at": None, "stalls_at": timetable_for(fresh).end("weigh", at)},
                words={"reason": reason},
            ),
        )


def _named(actor: Actor, ref: str) -> Occurrence:
    visible = Occurrence.objects.visible_to(actor, READ_OCCURRENCE)
    found = visible.filter(Occurrence.ref_condition(ref)).first()
    if found is not None and found.state == "merged" and found.merged_into is not None:
        raise FieldsRefused({"occurrence": merged_already(found)})
    if found is None or found.state == "merged":
        raise FieldsRefused({"occurrence": _("There is no such occurrence within your reach.")})
    return found


def site_of(fields: Mapping[str, Any]) -> int | None:
    """The id of the site that was named; none when nothing or ``NO_SITE`` was said."""
    text = str(fields.get("site") or "")
    if text == NO_SITE:
        return None
    site = site_named(text)
    if text and site is None:
        raise FieldsRefused({"site": _("There is no site with this code or name.")})
    return site


def _raised(
    occurrence: Occurrence, fields: Mapping[str, Any], values: Mapping[str, Any]
) -> dict[str, bool]:
    """A fact for the history when others alike, and not a person, made the level higher."""
    level = values["investigation_level"]
    by_itself = fields.get("investigation_level") is None
    raised = by_itself and is_raised_by_similar(
        level=level,
        actual=values["actual_severity"],
        potential=values["potential_severity"],
        category=values["category"],
    )
    stood = "investigation_level" not in fields and level == occurrence.investigation_level
    return {"raised_by_similar": True} if raised and not stood else {}


def _level(
    occurrence: Occurrence, fields: Mapping[str, Any], values: Mapping[str, Any], at: datetime
) -> int:
    """The level that was named; else what the classes ask, and no lower than what stands.

    Named lower than the classes ask it is refused: that takes a second reader.
    """
    named, stands = fields.get("investigation_level"), occurrence.investigation_level
    asked = investigation_level_of(
        actual=values["actual_severity"],
        potential=values["potential_severity"],
        category=values["category"],
        similar=count_similar(occurrence=occurrence, subjects=fields.get("subjects", []), at=at),
    )
    if named is None:
        return max(asked, (None if "investigation_level" in fields else stands) or 0)
    if int(named) < asked and int(named) != stands:
        text = _("The classes ask at least level %(level)s. A lower one takes a second reader.")
        raise FieldsRefused({"investigation_level": text % {"level": asked}})
    return int(named)


def _term(
    occurrence: Occurrence, fields: Mapping[str, Any], values: Mapping[str, Any], at: datetime
) -> datetime:
    """By when: as was said; else what stands, or sooner when the level rose; else by the level."""
    level: int = values["investigation_level"]
    by_level = timetable_for(occurrence, values).end(f"investigation_{level}", at)
    stands = None if "due_on" in fields else term_of_level(occurrence, values)
    if stands is not None and level == occurrence.investigation_level:
        return stands
    return due_of(fields, at) or min(by_level, stands or by_level)
