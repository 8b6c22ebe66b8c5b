"""Plain factories of duties to notify, and what the cast does with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from baken.core import clock
from baken.core.files.content import CleanFile
from baken.core.records.numbers import row_number
from baken.core.records.references import next_reference
from baken.core.workflow.advance import begin_many
from baken.rooms.org.models import Unit
from baken.rooms.org.tests.factories import NOW, Planted
from baken.rooms.reports.actions.add_evidence import add_evidence
from baken.rooms.reports.actions.open_duty import open_duty
from baken.rooms.reports.models import ExternalNotification, Occurrence
from baken.rooms.reports.rules.duties import SEALED
from baken.rooms.reports.tests.factories import FACTORY, make_occurrence

PDF = CleanFile("brief.pdf", "application/pdf", b"%PDF-1.4 brief")
CALL = {"channel": "phone", "caller": "Officier van dienst", "spoken_to": "Meldkamer"}
_IN_FULL = ("reports.notification.read",)


@transaction.atomic
def make_notification(
    *,
    unit: Unit,
    state: str = "due",
    at: datetime = NOW,
    occurrence: Occurrence | None = None,
    **fields: Any,
) -> ExternalNotification:
    """A duty in a state, with the first row of its history and no news."""
    done, settled = state in ("notified", "confirmed"), state not in ("due", "reopened")
    of = occurrence or make_occurrence(unit=unit, at=at)
    proposed = state in ("not_required_proposed", "not_required")
    values: dict[str, Any] = {
        "duty": "nla_accident",
        "owner": "duty_officer",
        "opened_at": at,
        "known_at": at,
        "term_at": at,
        "due_at": at if not settled or state == "not_required_proposed" else None,
        "called_at": at if done else None,
        "reason": "Geen opname" if proposed else "",
        "touched_at": at,
    }
    one = ExternalNotification(
        number=row_number(at),
        ref=next_reference("EM", clock.local_date(at)),
        unit=unit,
        occurrence=of,
        **(values | fields),
    )
    begin_many(
        records=[one],
        code="reports.notification.opened",
        actor=FACTORY,
        at=at,
        seal=SEALED,
        states=[state],
        parts=[{}],
    )
    return one


def plant_notification(*, unit: Unit, occurrence: Occurrence, word: str, at: datetime) -> Planted:
    """A duty full of words to look out for."""
    one = make_notification(
        unit=unit,
        at=at,
        occurrence=occurrence,
        state="not_required_proposed",
        caller=f"beller{word}",
        spoken_to=f"gesproken{word}",
        reason=f"reden{word}",
        because=["outcome.hospital_admission"],
    )
    hidden = {f"{name}{word}": _IN_FULL for name in ("beller", "gesproken", "reden")}
    return Planted(one, hidden, {"duty": "ivd_cat4", "reason": "op verzoek"})


def prepare_open_duty(cast: Any, at: datetime) -> Callable[[], Any]:
    occurrence = make_occurrence(unit=cast.company, at=at)
    given = {"duty": "ivd_cat4", "reason": "In overleg met de inspectie"}
    actor = cast.safety_adviser.actor
    return partial(open_duty, actor=actor, occurrence=occurrence, at=at, **given)


def prepare_add_evidence(cast: Any, at: datetime) -> Callable[[], Any]:
    record = make_notification(unit=cast.company, at=at)
    actor = cast.safety_adviser.actor
    return partial(add_evidence, actor=actor, record=record, file=PDF, at=at)
