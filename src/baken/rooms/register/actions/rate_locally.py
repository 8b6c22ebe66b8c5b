"""Says what a unit that shares a risk finds of it at home."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor, signing, system_actor
from baken.core.instruments.scoring import Score
from baken.core.workflow.advance import Change, advance
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import UnitView, tree
from baken.rooms.org.queries.heirs import why_gone
from baken.rooms.register.actions.score_risk import score_meant
from baken.rooms.register.models import LocalRating, Risk
from baken.rooms.register.permits import MANAGE
from baken.rooms.register.queries.owners import manages_risks_of
from baken.rooms.register.queries.terms import looking_again
from baken.rooms.register.rules.independence import STILL_SCORED
from baken.rooms.register.rules.local_ratings import is_higher
from baken.rooms.register.rules.states import CARRIED, SET_ASIDE


def rated_locally(risk: Risk, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    """What a unit finds of a risk that it shares, by the model of the risk; the one before is kept.

    The class of the risk stays what it is: a unit that finds it higher is a signal to who decides, and
    of a risk that was decided on a reason to look again. While a second person is still to score the
    risk nobody is told: it would tell them something of its class. Raises FieldsRefused for values that are
    none, a unit whose risks the actor does not manage, and the unit that the risk itself is about.
    """
    unit = _unit(risk, actor, fields["unit"])
    found = score_meant(risk, fields["choice"])
    if found.common is None:
        raise FieldsRefused({"choice": _("With these values there is no risk left to rate.")})
    row = _row(risk, unit, found, actor, at, fields)
    higher = is_higher(row.common, risk.current_class)
    change = Change(
        facts={"unit": unit.code, "turn": row.turn, "native": row.native, "local": row.common},
        words={"controls": row.controls, "reason": row.rationale},
        news={"higher": higher and risk.state not in STILL_SCORED},
    )
    if higher and risk.state in (*CARRIED, *SET_ASIDE):
        return change.followed_by(partial(_look_again, at=at))
    return change


def _unit(risk: Risk, actor: Actor, code: str) -> UnitView:
    unit = tree().find(code)
    if unit is None:
        raise FieldsRefused({"unit": _("There is no unit with this code.")})
    if gone := why_gone(unit):
        raise FieldsRefused({"unit": gone})
    if unit.id == risk.unit_id:
        raise FieldsRefused({"unit": _("The risk is about this unit: score it itself.")})
    if not manages_risks_of(actor, unit):
        raise FieldsRefused({"unit": _("You do not manage the risks of that unit.")})
    return unit


def _row(
    risk: Risk,
    unit: UnitView,
    found: Score,
    actor: Actor,
    at: datetime,
    fields: Mapping[str, Any],
) -> LocalRating:
    """The rating as it is stored, in place of the one that stood for the unit."""
    before = LocalRating.objects.of(risk).filter(unit=unit.id, is_newest=True)
    turn = before.values_list("turn", flat=True).first() or 0
    before.update(is_newest=False)
    row = LocalRating(
        record=risk,
        unit_id=unit.id,
        turn=turn + 1,
        model=found.model,
        version=found.version,
        choice=dict(found.choice),
        native=found.native.code,
        common=found.common.value if found.common else "",
        urgent=found.urgent,
        value=found.number,
        controls=fields.get("controls", ""),
        rationale=fields["rationale"],
        confidence=fields["confidence"],
        rater=actor.person,
        post=signing(actor, MANAGE, Risk(unit_id=unit.id)).post,
        at=at,
    )
    row.save()
    return row


def _look_again(risk: Risk, at: datetime) -> None:
    values = {"touched_at": at, **looking_again(risk, at)}
    actor = system_actor("register")
    advance(record=risk, step="look_again", actor=actor, at=at, change=Change(values=values))
