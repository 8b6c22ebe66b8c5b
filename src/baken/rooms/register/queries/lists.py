"""Pages of risks for an actor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q

from baken.core.access import Actor
from baken.core.lists import USUAL_ROWS, Narrow, Page, page_of
from baken.core.search.words import Wanted
from baken.rooms.org.queries import display_name
from baken.rooms.register.models import Risk, RiskCategory
from baken.rooms.register.permits import READ
from baken.rooms.register.rules.independence import STILL_SCORED
from baken.rooms.register.rules.states import RENEWABLE, WEIGHED, WITH_DECIDER
from baken.rooms.register.workflow import OPEN_STATES

# What a table of a page shows of a risk.
RISK_SHOWN = (
    "ref",
    "title",
    "hazard",
    "current_class",
    "urgent",
    "state",
    "suspended",
    "unit",
    "owner_unit",
    "owner",
    "due_at",
    "confidentiality",
    "site",
    "stated_key",
    "scorers",
    "unit__path",
    "owner_unit__path",
)
# Rows that say whose a risk is: what one may do with it depends on them.
UNITS = ("unit", "owner_unit")
# Among the states that a list can be asked for: any in which the risk is still there.
OPEN = "open"
# Any in which somebody is asked to decide, any in which it is carried by an acceptance, and any in
# which somebody is asked to score it, or nobody any more.
TO_DECIDE, HELD, SCORED, NO_LONGER_SCORED = "to_decide", "held", "scored", "weighed"
GROUPS = {
    OPEN: OPEN_STATES,
    TO_DECIDE: WITH_DECIDER,
    HELD: RENEWABLE,
    SCORED: STILL_SCORED,
    NO_LONGER_SCORED: WEIGHED,
}
# And any on which the decision does not hold now.
SUSPENDED = "suspended"


def risks_page(
    actor: Actor,
    *,
    narrow: Narrow | None = None,
    words: Wanted | None = None,
    cursor: str = "",
    limit: int = USUAL_ROWS,
    fields: Sequence[str] = (),
    along: Narrow | None = None,
) -> Page:
    """The newest risks within the actor's reach: these fields, or all, and what is added to them."""
    return page_of(
        root=Risk,
        actor=actor,
        permit=READ,
        narrow=narrow,
        words=words,
        related=UNITS,
        fields=fields,
        along=along,
        cursor=cursor,
        limit=limit,
    )


def with_owner(rows: Any) -> Any:
    """The same rows, each with the name of its owner as ``owner_name``: empty without one."""
    return rows.annotate(owner_name=display_name("owner"))


def in_state(asked: str) -> Q:
    """Risks in a state, of ``GROUPS`` or ``SUSPENDED``; lists, exports and figures mean the same by it."""
    if asked == SUSPENDED:
        return Q(suspended=True)
    return Q(state__in=GROUPS[asked]) if asked in GROUPS else Q(state=asked)


def harms(category: str) -> Q:
    """Risks that do a kind of harm."""
    coded = RiskCategory.objects.for_system(reason="filter").filter(code=category)
    return Q(Exists(coded.filter(record=OuterRef("pk"))))


def categories_by_risk(risks: Sequence[Risk]) -> dict[int, list[str]]:
    """The kinds of harm of several risks read through the guard; one query."""
    found: dict[int, list[str]] = {risk.pk: [] for risk in risks}
    rows: Any = RiskCategory.objects.for_system(reason="filter").filter(record__in=list(found))
    for number, code in rows.order_by("code").values_list("record_id", "code"):
        found[number].append(code)
    return found


def risk_meant(actor: Actor, ref: str) -> Risk | None:
    """The risk of a reference number within the actor's reach, or None."""
    rows: Any = Risk.objects.visible_to(actor, READ).filter(ref=ref.strip().upper())
    return rows.select_related(*UNITS).first()  # type: ignore[no-any-return]
