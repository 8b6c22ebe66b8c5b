"""The worked examples as somebody clicks them in the demonstration: steps for its tests to take."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.core.accounts.models import Account
from baken.core.events.outbox import deliver_pending
from baken.core.workflow.unread import newest_step
from baken.rooms.assessments.models import Assessment, AssessmentFinding
from baken.rooms.measures.actions import take_step as take_measure_step
from baken.rooms.measures.models import Measure
from baken.rooms.org.queries import actor_for
from baken.rooms.register.actions import take_step
from baken.rooms.register.models import Risk


def whoever(username: str, at: datetime) -> Actor:
    """Somebody of the demonstration at a moment."""
    return actor_for(Account.objects.get(username=username), at)


def the_risk(title: str) -> Risk:
    """A risk of the demonstration by the beginning of its title."""
    found: Risk = Risk.objects.for_system(reason="demo").get(title__startswith=title)
    return found


def states_of(root: Any, *titles: str) -> dict[str, str]:
    """How the measures or purchases of some titles stand."""
    rows = root.objects.for_system(reason="demo").filter(title__in=titles).order_by("number")
    return dict(rows.values_list("title", "state"))


def with_measure(username: str, title: str, at: datetime, steps: dict[str, dict[str, Any]]) -> None:
    """Take steps with the measure of a title, and let the news of each reach its listeners."""
    for step, fields in steps.items():
        record = Measure.objects.for_system(reason="demo").get(title=title)
        seen = newest_step(record).serial
        actor = whoever(username, at)
        take_measure_step(actor=actor, record=record, step=step, at=at, fields=fields, seen=seen)
        hear(at)


def scored(username: str, risk: Risk, values: str, at: datetime) -> Risk:
    """The risk after somebody scored it: probability/exposure/effect."""
    choice = dict(zip(("probability", "exposure", "effect"), values.split("/"), strict=True))
    fields = {
        "kind": "current",
        "choice": choice,
        "rationale": "Twintig keer draaien gezien, en het slot hield elke keer.",
        "confidence": "high",
    }
    seen = newest_step(risk).serial
    return take_step(
        actor=whoever(username, at), record=risk, step="score", at=at, fields=fields, seen=seen
    )


def hear(at: datetime) -> None:
    """Let the news of what was done reach its listeners."""
    while deliver_pending(at=at):
        pass


def rie_of(unit: str, **fields: Any) -> Assessment:
    """The first RI&E of a unit, such as of those in a state."""
    rows: Any = Assessment.objects.for_system(reason="demo")
    found: Assessment = rows.filter(unit__code=unit, **fields).earliest("number")
    return found


def raised_by_ries() -> int:
    """How many risks of the demonstration were found by RI&Es."""
    found: int = AssessmentFinding.objects.for_system(reason="demo").count()
    return found
