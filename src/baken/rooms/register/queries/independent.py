"""Which scores are kept from whom until they have scored themselves."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

from django.db.models import Case, Q, Value, When

from baken.core.access import Actor, may
from baken.core.access.scope import scope_of
from baken.rooms.library.queries.assessment import assessment
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import MANAGE
from baken.rooms.register.rules.independence import STILL_SCORED, is_kept_from
from baken.rooms.register.rules.turns import CURRENT

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


def class_to(actor: Actor, risks: Sequence[Risk]) -> dict[int, str]:
    """The class of risks as it is now, as far as somebody is shown it, by row number; no query."""
    kept_back = withheld_of(actor, risks)
    return {
        one.pk: "" if CURRENT in kept_back.get(one.pk, NOTHING) else one.current_class
        for one in risks
    }


def in_class(actor: Actor, risk_class: str) -> Q:
    """Risks that are of a class as far as somebody is shown it; the empty class is of no known one.

    The same as ``class_to``, for whoever asks the database: what filters, counts or exports by class
    goes through it. The class and the state stand in the indexes of lists: only of what is still
    scored a row is looked at.
    """
    of_class, kept_back = Q(current_class=risk_class), class_kept_back(actor)
    return of_class & ~kept_back if risk_class else of_class | kept_back


def class_kept_back(actor: Actor) -> Q:
    """Risks whose class is kept from somebody, who is to score first.

    Yes or no of every risk, so that it can be turned round: of one without an owner unit a scope alone
    says neither that it is in reach nor that it is not.
    """
    if actor.person is None or not actor.holds(MANAGE):
        return Q(pk__in=[])
    kept_back = (
        Q(state__in=STILL_SCORED)
        & scope_of(actor, MANAGE, Risk).condition()
        & scored_by_others(actor.person, assessment().turn)
    )
    return Q(Case(When(kept_back, then=Value(value=True)), default=Value(value=False)))


def scored_by_others(person: uuid.UUID, enough: int) -> Q:
    """That somebody scored a risk as it is now, fewer than enough people, and not this person."""
    few = {
        f"scorers__{CURRENT}__0__isnull": False,
        f"scorers__{CURRENT}__{enough - 1}__isnull": True,
    }
    places = [f"scorers__{CURRENT}__{nth}" for nth in range(enough - 1)]
    mine = [Q(**{f"{place}__isnull": False, place: str(person)}) for place in places]
    return Q(**few) & ~reduce(or_, mine)


def scorers_of(risks: Iterable[Risk]) -> Scorers:
    """Who scored in the newest turn of every kind, by risk and kind; it stands on the risks themselves."""
    return {
        (one.pk, kind): frozenset(map(uuid.UUID, given))
        for one in risks
        for kind, given in one.scorers.items()
    }
