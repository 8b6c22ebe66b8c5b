"""Gathers what the guards of a small purchase look at, and turns their refusals into sentences."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from typing import Any

from baken.core.access import Actor
from baken.core.workflow.table import Guard, Refusal
from baken.rooms.library.queries.purchasing import purchasing
from baken.rooms.measures.models import Purchase, PurchaseStep
from baken.rooms.measures.permits import APPROVE, CHECK
from baken.rooms.measures.queries.posts import acts_for
from baken.rooms.measures.queries.purchase_money import acting_unit_of, money_of, year_of
from baken.rooms.measures.queries.purchase_parts import quotes_of
from baken.rooms.measures.queries.purchase_posts import holds_money, level_on_money
from baken.rooms.measures.queries.purchase_terms import effect_from
from baken.rooms.measures.rules import purchasing as rules
from baken.rooms.measures.rules.purchase_states import ORDERED
from baken.rooms.measures.rules.purchasing import PurchaseFacts, missing_confirmations
from baken.rooms.measures.texts import PURCHASE_REFUSALS
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.tidying import hands_over_soon

ASKED_IN = (
    "measures.purchase.asked",
    "measures.purchase.described",
    "measures.purchase.quoted",
    "measures.purchase.checked",
)


def purchase_facts(record: Purchase, actor: Actor, at: datetime) -> PurchaseFacts:
    """The facts about one purchase that its guards decide on; what costs a query is asked when needed."""
    known, here = purchasing(), tree()
    kind = known.categories.get(record.category)
    step = known.step_of(record.amount_cents)
    quotes = cache(lambda: quotes_of(record))
    unit = acting_unit_of(record)
    own = partial(_is_one_of, actor, at)
    return PurchaseFacts(
        is_forbidden=kind is None or kind.is_forbidden,
        unconfirmed=unconfirmed_of(record),
        quotes=lambda: len({one.supplier_key for one in quotes()}),
        has_own_quote=lambda: any(_is_of(record, one) for one in quotes()),
        quotes_needed=step.quotes if step else None,
        is_outside_framework=bool(frameworks_of(record)) and not record.framework_reason.strip(),
        total_cents=record.total_cents,
        left_cents=lambda: money_of(record.budget_unit_id, year_of(unit, at), but=record).left,
        is_own=lambda: own(*askers_of(record)),
        has_bought=lambda: own(*buyers_of(record)),
        is_ordered=record.state == ORDERED,
        hands_over=lambda: hands_over_soon(actor, unit.id, at),
        has_checked=partial(own, record.finance_checked_by),
        needs_finance=record.needs_finance,
        is_finance_checked=record.finance_checked_at is not None,
        levels_up=record.levels_up,
        is_cosigned=record.cosigned_at is not None,
        has_cosigned=partial(own, record.cosigned_by),
        holds_money=lambda permit: holds_money(actor, permit, record),
        post_level=partial(level_on_money, actor, record),
        mandate_level=known.mandate_level,
        budget_level=here.by_id[record.budget_unit_id].level,
        top_level=max(one.level for one in here.line_up(unit)),
        is_effect_due=record.in_use_at is not None and effect_from(record.in_use_at) <= at,
    )


def frameworks_of(record: Purchase) -> tuple[str, ...]:
    """The contracts that there are already for the kind of thing."""
    found = purchasing().frameworks.values()
    return tuple(one.code for one in found if record.category in one.categories)


def unconfirmed_of(record: Purchase) -> tuple[str, ...]:
    """What must be confirmed of the product and was not."""
    kind = purchasing().categories.get(record.category)
    return missing_confirmations(kind.asks if kind else (), record.confirmed)


def askers_of(record: Purchase) -> set[uuid.UUID | None]:
    """Who asked for it or ever said it otherwise, added a quote or had it checked: nobody judges that.

    Source: domain reference, organisation, section 6, rule 1.
    """
    rows: Any = PurchaseStep.objects.of(record).filter(code__in=ASKED_IN)
    return {record.asked_by, record.checked_by, *rows.values_list("actor", flat=True)}


def buyers_of(record: Purchase) -> tuple[uuid.UUID | None, ...]:
    """Who ordered it, took it in and put it in use: nobody of them says whether it helped."""
    return record.ordered_by, record.received_by, record.in_use_by


def _is_of(record: Purchase, quote: object) -> bool:
    same = getattr(quote, "supplier_key", "") == record.supplier_key
    return same and getattr(quote, "cents", 0) == record.amount_cents


def _is_one_of(actor: Actor, at: datetime, *persons: uuid.UUID | None) -> bool:
    """Whether somebody is one of these, or holds a post of one by delegation now."""
    wanted = {one for one in persons if one is not None}
    if actor.person is None or not wanted:
        return False
    return actor.person in wanted or not wanted.isdisjoint(acts_for(actor.person, at))


def _refusing(needs: Callable[[PurchaseFacts], str]) -> Guard:
    def guard(facts: PurchaseFacts) -> Refusal | None:
        code = needs(facts)
        return Refusal(code, PURCHASE_REFUSALS[code]) if code else None

    return guard


GUARDS_OF_PURCHASE: Mapping[str, Guard] = {
    "is_allowed": _refusing(rules.why_forbidden),
    "within_mandate": _refusing(rules.why_regular),
    "has_quotes": _refusing(rules.why_no_quotes),
    "is_safe": _refusing(rules.why_not_safe),
    "explains_framework": _refusing(rules.why_no_framework),
    "has_money": _refusing(rules.why_no_money),
    "not_own_purchase": _refusing(rules.why_own),
    "decides_on_money": _refusing(partial(rules.why_other_money, permit=APPROVE)),
    "checks_money": _refusing(partial(rules.why_other_money, permit=CHECK)),
    "finance_asked": _refusing(rules.why_no_finance_check),
    "finance_agrees": _refusing(rules.why_finance_waits),
    "has_mandate": _refusing(rules.why_no_mandate),
    "signs_a_level_up": _refusing(rules.why_no_cosigning),
    "is_cosigned": _refusing(rules.why_cosigning_waits),
    "given_up_by_who_may": _refusing(partial(rules.why_not_given_up, permit=APPROVE)),
    "stays_in_command": _refusing(rules.why_hands_over),
    "effect_by_another": _refusing(rules.why_not_effect),
}
