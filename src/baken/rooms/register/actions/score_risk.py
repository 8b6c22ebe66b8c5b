"""Gives a risk a score; one that is scored again after a decision waits for a new one."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.instruments.scoring import ChoiceRefused, Score, score
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.queries.scoring import scoring_model
from baken.rooms.register.actions.end_decision import void
from baken.rooms.register.models import Risk, RiskScore
from baken.rooms.register.queries.scores import scores_of, standing_of, turn_to_score
from baken.rooms.register.queries.terms import sooner_clock
from baken.rooms.register.rules.decisions import SCORE_CHANGED
from baken.rooms.register.rules.states import WITH_DECIDER
from baken.rooms.register.rules.turns import CURRENT


def scored(risk: Risk, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    """A score of one person, beside those of others in the same turn; the highest of them stands.

    Raises FieldsRefused for values that are none, and for a person who scored in this turn already.
    Source: domain reference, risk management, section 17, test 2.
    """
    found = score_meant(risk, fields["choice"])
    kind, turn = fields["kind"], turn_to_score(risk, fields["kind"], actor.person)
    row = RiskScore(
        record=risk,
        kind=kind,
        turn=turn,
        model=found.model,
        version=found.version,
        choice=dict(found.choice),
        native=found.native.code,
        common=found.common.value if found.common else "",
        urgent=found.urgent,
        value=found.number,
        rationale=fields["rationale"],
        confidence=fields["confidence"],
        scorer=actor.person,
        post=actor.post,
        at=at,
    )
    row.save()
    standing = standing_of(risk, kind)
    values: dict[str, Any] = {f"{kind}_class": standing.common, "scored_at": at}
    given = [str(one.scorer) for one in scores_of(risk, kind)]
    values["scorers"] = {**risk.scorers, kind: given}
    if kind == CURRENT:
        values |= _as_it_is_now(risk, standing, at)
    facts = {"kind": kind, "turn": turn, "class": row.native, "common": row.common}
    undone = partial(void, why=SCORE_CHANGED, at=at) if kind == CURRENT else None
    return Change(values=values, facts=facts, words={"rationale": row.rationale}, then=undone)


def _as_it_is_now(risk: Risk, standing: RiskScore, at: datetime) -> dict[str, Any]:
    """What a risk carries by its new current score; a graver class shortens its term."""
    scored = copy(risk)  # the risk itself changes by the step alone, which counts what it changes
    scored.current_class, scored.urgent = now = (standing.common, standing.urgent)
    values = {"urgent": standing.urgent, "confidence": standing.confidence}
    if risk.state in WITH_DECIDER and now != (risk.current_class, risk.urgent):
        values |= sooner_clock(scored, at)
    return values


def score_meant(risk: Risk, choice: Any) -> Score:
    """What comes out of the values that somebody gives a risk. Raises FieldsRefused for none."""
    if not isinstance(choice, dict):
        raise FieldsRefused({"choice": _("Give a value for every axis.")})
    model = scoring_model(risk.scoring_model, risk.scoring_version)
    try:
        return score(model, choice)
    except ChoiceRefused as refused:
        raise FieldsRefused({"choice": str(refused)}) from None
