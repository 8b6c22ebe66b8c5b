"""Which scores are kept from whom until they have scored themselves."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence

from baken.core.access import Actor, may
from baken.rooms.library.queries.assessment import assessment
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import MANAGE
from baken.rooms.register.rules.independence import STILL_SCORED, is_kept_from

Scorers = Mapping[tuple[int, str], frozenset[uuid.UUID]]
NOTHING: frozenset[str] = frozenset()


def withheld_kinds(actor: Actor, risk: Risk) -> frozenset[str]:
    """The kinds of score of a risk whose newest turn is kept from somebody who is to score first."""
    return withheld_of(actor, [risk]).get(risk.pk, NOTHING)


def withheld_of(actor: Actor, risks: Sequence[Risk]) -> dict[int, frozenset[str]]:
    """The same of several risks that were read through the guard, by row number; no query."""
    could = [one for one in risks if one.state in STILL_SCORED and may(actor, MANAGE, one)]
    found: dict[int, frozenset[str]] = {}
    enough = assessment().turn
    states = {one.pk: one.state for one in could}
    for (number, kind), scorers in scorers_of(could).items():
        person, state = actor.person, states[number]
        if is_kept_from(scorers=scorers, enough=enough, person=person, state=state, may_score=True):
            found[number] = found.get(number, NOTHING) | {kind}
    return found


def scorers_of(risks: Iterable[Risk]) -> Scorers:
    """Who scored in the newest turn of every kind, by risk and kind; it stands on the risks themselves."""
    return {
        (one.pk, kind): frozenset(map(uuid.UUID, given))
        for one in risks
        for kind, given in one.scorers.items()
    }
