"""What of a record goes along when a risk is stated from it, and which risks look like it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from baken.core.access import Actor, may
from baken.core.search.counts import rarity_in
from baken.rooms.library.queries import code_list
from baken.rooms.org.queries import tree
from baken.rooms.register.permits import READ as READ_RISK
from baken.rooms.register.permits import STATING
from baken.rooms.register.queries.likely import Likely, likely_risks, risk_root
from baken.rooms.register.queries.thread import risks_of
from baken.rooms.register.rules.likely import About
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import HANDLE, READ_OCCURRENCE, TRIAGE
from baken.rooms.reports.queries.classified import code_of_site, present_codes
from baken.rooms.reports.queries.likeness import terms_of, text_of
from baken.rooms.reports.rules import profile_of
from baken.rooms.reports.rules.to_risk import why_no_risk

CLOSED = "closed"


def may_state_risk(actor: Actor, record: Report | Occurrence) -> bool:
    """Whether the actor can state a risk from a record now."""
    permit = TRIAGE if isinstance(record, Report) else READ_OCCURRENCE
    return any(map(actor.holds, STATING)) and may(actor, permit, record) and not _why_not(record)


def may_attach(actor: Actor, record: Occurrence) -> bool:
    """Whether the actor can say now that an occurrence belongs to a known risk."""
    return actor.holds(READ_RISK) and may(actor, HANDLE, record) and not _why_not(record)


def may_take_measures(actor: Actor, record: Occurrence) -> bool:
    """Whether measures can be taken now about an occurrence that the actor handles."""
    return may(actor, HANDLE, record) and is_open_to_measures(record)


def is_open_to_measures(record: Occurrence) -> bool:
    """Whether there is still something to do about an occurrence, and nothing keeps it back."""
    return record.state != CLOSED and not _why_not(record)


def first_values(record: Report | Occurrence) -> dict[str, Any]:
    """What a risk that is stated from a record begins with: unit, location, work, scenario, hazard.

    Of a report no word goes along: its story may name people.
    """
    unit = tree().by_id[record.owner_unit_id or record.unit_id]
    first: dict[str, Any] = {"unit": unit.code, "site": code_of_site(record.site_id)}
    if isinstance(record, Report):
        return first
    hazards = hazards_of(record)
    proposed = {"hazard": hazards[0]} if len(hazards) == 1 else {}
    return {**first, "scenario": record.summary, "context": record.context, **proposed}


def hazards_of(record: Occurrence) -> list[str]:
    """The hazards that the subjects of an occurrence name, each once."""
    subjects = code_list("subjects")
    named = (subjects[code].extra.get("hazard") for code in present_codes(record)["subjects"])
    return sorted({str(code) for code in named if code})


def risks_like(actor: Actor, record: Report | Occurrence) -> Sequence[Likely]:
    """The known risks within reach that a record may belong to, the likeliest first."""
    if not actor.holds(READ_RISK):
        return []
    rarity = rarity_in(risk_root())
    about = About(
        hazards=frozenset(hazards_of(record) if isinstance(record, Occurrence) else ()),
        site=record.site_id,
        unit=record.owner_unit_id or record.unit_id,
    )
    found = likely_risks(actor, about, terms_of(profile_of(text_of(record), rarity), rarity))
    tied = {risk.pk for _relation, risk in risks_of(actor, record)}
    return [one for one in found if one.risk.pk not in tied]


def _why_not(record: Report | Occurrence) -> str:
    return why_no_risk(
        is_report=isinstance(record, Report),
        state=record.state,
        under_embargo=record.embargo_at is not None,
    )
