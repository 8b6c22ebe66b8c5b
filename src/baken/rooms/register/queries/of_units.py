"""What a picture of some units shows of their risks beside the counts; the actor comes first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any

from django.db.models import (
    Aggregate,
    BigIntegerField,
    Count,
    ExpressionWrapper,
    F,
    Min,
    TextField,
    Value,
)

from baken.core.access import Actor
from baken.core.lists.plain import rows_of
from baken.core.lists.pressing import OLDEST, SOONEST, Heading, Values, first_of
from baken.rooms.library.queries import code_list
from baken.rooms.register.models import Risk
from baken.rooms.register.permits import READ
from baken.rooms.register.queries.appetite import decided_outside
from baken.rooms.register.queries.independent import class_kept_back
from baken.rooms.register.queries.lists import UNITS
from baken.rooms.register.queries.terms import day_at
from baken.rooms.register.rules.states import (
    DECIDED,
    HANDED_UP,
    RENEWABLE,
    UNDECIDED,
    WEIGHED,
    WITH_DECIDER,
)

Ids = frozenset[int]
NOT_DECIDED = (*UNDECIDED, *HANDED_UP)
# So many of the gravest classes are asked for first: of many units these fill the list.
GRAVEST = 2
# What a picture shows of a risk, with what one may do with it depends on.
SHOWN = (
    *("ref", "title", "current_class", "state", "unit", "owner_unit", "confidentiality", "site"),
    *("stated_key", "suspended", "due_at", "unit__path", "owner_unit__path"),
)


class _AllOf(Aggregate):
    """The values of a column as one text, a list in JSON: a row per group is much quicker to fetch."""

    output_field = TextField()
    function = "json_group_array"

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """As this database calls it."""
        template = "%(function)s(%(expressions)s)::text"
        return self.as_sql(compiler, connection, function="json_agg", template=template, **more)


@dataclass(frozen=True)
class UnitRisks:
    """By unit the row number of the risk stated first among those that need a decision, and how many
    open risks go on outside the appetite by a decision that stands."""

    oldest: Mapping[int, int]
    outside: Counter[int]


def risks_by_unit(actor: Actor, units: Ids) -> UnitRisks:
    """What of the risks of some units is told unit by unit; one query.

    Grouped by a sum, so that the state finds them: else every risk is read in order of its unit.
    """
    at = ExpressionWrapper(F("unit_id") + Value(0), output_field=BigIntegerField())
    seen = Risk.objects.visible_in(actor, READ, units).order_by().annotate(at=at)
    oldest, outside = Value(0), Value(1)
    to_decide = seen.filter(state__in=WITH_DECIDER).annotate(told=oldest)
    go_on = seen.filter(decided_outside(), state__in=WEIGHED).annotate(told=outside)
    rows = rows_of(
        to_decide.values_list("told", "at")
        .annotate(number=Min("pk"))
        .union(go_on.values_list("told", "at").annotate(number=Count("pk")), all=True)
    )
    return UnitRisks(
        oldest={unit: number for told, unit, number in rows if told == oldest.value},
        outside=Counter({unit: count for told, unit, count in rows if told == outside.value}),
    )


def lapsing_soonest(actor: Actor, units: Ids, most: int) -> list[Risk]:
    """The accepted risks whose acceptance lapses first; one query.

    ``lapses_on`` says on which day. One that lapses by no day is not among them, nor one that does not
    hold now: that waits for a decision, and its term is of that.
    """
    return first_of(
        (LAPSING,),
        by=SOONEST,
        root=Risk,
        actor=actor,
        units=units,
        most=most,
        related=UNITS,
        fields=SHOWN,
    )


def lapses_on(risk: Risk) -> date | None:
    """The day at its place on which the acceptance of a risk holds no more; None where none is known.

    ``due_at`` of an accepted risk is the end of its decision. ``review_on`` says when somebody looks at
    it again, which something that happens brings forward.
    """
    if risk.state not in RENEWABLE or risk.suspended or risk.due_at is None:
        return None
    return day_at(risk, risk.due_at)


def worst_open(actor: Actor, units: Ids, most: int) -> list[Risk]:
    """Open risks by class as far as it is shown to the actor, the worst first.

    Of a class those that nobody decided on come first, then the others; each the one stated first.
    Those without a class that is shown are not among them. One query, or two where there are few of the
    gravest classes.
    """
    classes = list(code_list("risk_classes"))
    given = {"shown": ~class_kept_back(actor)}
    found: list[Risk] = []
    for some in (tuple(classes[-GRAVEST:]), tuple(classes[:-GRAVEST])):
        if len(found) < most:
            found += first_of(
                _open_by(some),
                by=OLDEST,
                root=Risk,
                actor=actor,
                given=given,
                units=units,
                most=most,
                related=UNITS,
                fields=SHOWN,
            )

    def place(risk: Risk) -> tuple[int, bool, int]:
        return (-classes.index(risk.current_class), risk.state in DECIDED, risk.pk)

    return sorted(found, key=place)[:most]


def units_by_hazard(actor: Actor, units: Ids, since: int) -> dict[str, Ids]:
    """By hazard the units of which a risk was stated with it from a row number on; one query.

    Risks that were closed since count along: that they came up says where a hazard is met.
    """
    rows = Risk.objects.visible_in(actor, READ, units, is_rare=False)
    met = rows.filter(hazard__in=list(code_list("hazards")), pk__gte=since).order_by()
    listed = met.values_list("hazard").annotate(units=_AllOf("unit_id"))
    return {hazard: frozenset(json.loads(found)) for hazard, found in listed}


def _lapsing(rows: Any, _given: Values) -> Any:
    return rows.filter(state__in=RENEWABLE, suspended=False)


LAPSING = Heading(READ, _lapsing)


@cache
def _open_by(classes: tuple[str, ...]) -> tuple[Heading, ...]:
    """Per class what nobody decided on, and what is decided on and open; the same each time."""
    return tuple(
        Heading(READ, partial(narrow, risk_class=one))
        for one in classes
        for narrow in (_not_decided, _decided)
    )


def _not_decided(rows: Any, given: Values, *, risk_class: str) -> Any:
    return rows.filter(given["shown"], current_class=risk_class, state__in=NOT_DECIDED)


def _decided(rows: Any, _given: Values, *, risk_class: str) -> Any:
    """Of what is decided on no class is kept back: nobody is to score it."""
    return rows.filter(current_class=risk_class, state__in=DECIDED)
