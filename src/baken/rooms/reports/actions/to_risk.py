"""Lets a report or an occurrence become a risk, or belong to one that is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baken.core.access import Actor, refuse_unless
from baken.core.workflow.advance import locked
from baken.core.workflow.errors import FieldsRefused, StepRefused
from baken.core.workflow.table import Refusal
from baken.rooms.org.queries import UnitView
from baken.rooms.register.actions.attach import attach
from baken.rooms.register.actions.identify_once import identify_once
from baken.rooms.register.queries.lists import risk_meant
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.permits import HANDLE, READ_OCCURRENCE, TRIAGE
from baken.rooms.reports.rules.to_risk import why_no_risk
from baken.rooms.reports.texts import REFUSALS


def state_risk(
    *,
    actor: Actor,
    record: Report | Occurrence,
    unit: UnitView,
    fields: Mapping[str, Any],
    at: datetime,
    model: str,
    key: str = "",
    site: int | None = None,
) -> Any:
    """A risk out of an occurrence that the actor reads in full, or a report that they are to triage.

    It is held at least as closely as what it came from. Raises StepRefused under an information
    embargo and for what was triaged or merged, AccessDenied, and otherwise as ``identify_once``.
    """
    with transaction.atomic():
        fresh = locked(record)
        refuse_unless(actor, TRIAGE if isinstance(fresh, Report) else READ_OCCURRENCE, fresh)
        refuse_not_now(fresh, "state_risk")
        return identify_once(
            actor=actor,
            unit=unit,
            fields=fields,
            at=at,
            key=key,
            origin=fresh,
            origin_severity=None if isinstance(fresh, Report) else fresh.potential_severity,
            model=model,
            site=site,
        )


def attach_to_risk(*, actor: Actor, occurrence: Occurrence, risk: str, at: datetime) -> Any:
    """Say that an occurrence the actor handles belongs to a known risk, by its reference number.

    Raises AccessDenied, StepRefused under an information embargo and for what was merged, and
    FieldsRefused for a number that is none within reach.
    """
    with transaction.atomic():
        fresh = locked(occurrence)
        refuse_unless(actor, HANDLE, fresh)
        refuse_not_now(fresh, "attach_to_risk")
        meant = risk_meant(actor, risk)
        if meant is None:
            raise FieldsRefused({"risk": _("There is no risk with this number within your reach.")})
        severity = fresh.potential_severity
        return attach(actor=actor, risk=meant, record=fresh, severity=severity, at=at)


def refuse_not_now(record: Report | Occurrence, step: str) -> None:
    """Raises StepRefused when nothing goes from a record to the register of risks now."""
    code = why_no_risk(
        is_report=isinstance(record, Report),
        state=record.state,
        under_embargo=record.embargo_at is not None,
    )
    if code:
        raise StepRefused(step, [Refusal(code, REFUSALS[code])])
