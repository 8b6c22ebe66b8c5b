"""What must hold before a step of a small purchase can be taken, and what its figures mean.

Source: domain reference, vms, section 6; organisation, section 6, rule 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

CLASSES = ("low", "medium", "high", "extreme")
NOT_HELPED = "no"
EFFECTS = ("yes", "partly", NOT_HELPED)
PASS, LOOKED_AT, ADVICE = "pass", "finance", "advice"
MOST_KEY = 200
_BETWEEN = re.compile(r"[\W_]+")
_FORMS = re.compile(r"\b(bv|b v|nv|n v|vof|v o f|ltd|gmbh)$")


def _never() -> bool:
    return False


def _holds_nothing(_permit: str) -> bool:
    return False


@dataclass(frozen=True)
class PurchaseFacts:
    """What the guards of a small purchase look at.

    ``is_own``: whoever asks asked for it themselves, or holds a post of who did. ``has_checked`` and
    ``has_cosigned`` say so of the check on money and of the second signature, ``has_bought`` of ordering
    it, taking it in or putting it in use. ``quotes`` counts those of different suppliers,
    ``quotes_needed`` is None above the last step of the mandate. ``left_cents`` answers what is left of
    the money without this purchase. ``post_level`` answers the level of the highest post by which they
    decide on the money; ``budget_level`` is that of the unit whose money it is, ``top_level`` the top's.
    ``holds_money``: they hold a permit, by its code, for that unit. ``hands_over``: they leave command of
    the unit that buys soon.
    """

    is_forbidden: bool = False
    unconfirmed: tuple[str, ...] = ()
    quotes: Callable[[], int] = int
    has_own_quote: Callable[[], bool] = _never
    quotes_needed: int | None = 1
    is_outside_framework: bool = False
    total_cents: int = 0
    left_cents: Callable[[], int] = int
    is_own: Callable[[], bool] = _never
    has_bought: Callable[[], bool] = _never
    is_ordered: bool = False
    hands_over: Callable[[], bool] = _never
    has_checked: Callable[[], bool] = _never
    needs_finance: bool = False
    is_finance_checked: bool = False
    levels_up: int = 0
    is_cosigned: bool = False
    has_cosigned: Callable[[], bool] = _never
    holds_money: Callable[[str], bool] = _holds_nothing
    post_level: Callable[[], int] = int
    mandate_level: int = 3
    budget_level: int = 3
    top_level: int = 7
    is_effect_due: bool = False

    @property
    def cosigning_level(self) -> int:
        """The level of the post that signs as well; 0 when nobody has to."""
        return min(self.budget_level + self.levels_up, self.top_level) if self.levels_up else 0


def supplier_key(name: str) -> str:
    """A supplier however its name was typed: no case, no points, no legal form.

    Cut where its column ends: a name in large letters can be longer without them.
    """
    plain = _BETWEEN.sub(" ", name.casefold()).strip()
    key = _FORMS.sub("", plain).strip() or plain.replace(" ", "") or name.strip().casefold()
    return key[:MOST_KEY]


def splits(*, cents: int, others: Iterable[int], limit: int) -> bool:
    """Whether a purchase and those it belongs together with pass the limit of its step; euro cents.

    Source: domain reference, vms, section 6 and section 15, test 5.
    """
    beside = sum(others)
    return beside > 0 and cents + beside > limit


def steps_fallen(before: str, after: str) -> int | None:
    """By how many classes a risk fell (negative: rose); None when either is not known."""
    if before not in CLASSES or after not in CLASSES:
        return None
    return CLASSES.index(before) - CLASSES.index(after)


def cents_per_step(*, cents: int, before: str, after: str) -> int | None:
    """What a fall of one class cost, in euro cents: to sort by, and no measure of worth."""
    fallen = steps_fallen(before, after)
    return cents // fallen if fallen is not None and fallen > 0 else None


def days_between(begin: datetime | None, end: datetime | None) -> int | None:
    """Whole days from one moment to another; None while either is to come."""
    return (end - begin).days if begin is not None and end is not None else None


def fits_effect(*, effect: str, before: str, after: str) -> bool:
    """Whether what somebody says of the effect is no contradiction of the classes before and after."""
    fallen = steps_fallen(before, after)
    return fallen is None or (fallen > 0 if effect == "yes" else effect == "partly" or fallen <= 0)


def missing_confirmations(asked: Iterable[str], confirmed: Collection[str]) -> tuple[str, ...]:
    """What must be confirmed of a product and was not."""
    return tuple(one for one in asked if one not in confirmed)


def why_forbidden(facts: PurchaseFacts) -> str:
    """Why it is never bought this way; empty when it may."""
    return "forbidden" if facts.is_forbidden else ""


def why_regular(facts: PurchaseFacts) -> str:
    """Why it goes the regular route; empty while it lies within the mandate."""
    return "regular_route" if facts.quotes_needed is None else ""


def why_no_quotes(facts: PurchaseFacts) -> str:
    """Why it is not checked yet: too few suppliers were asked, or not the one it is bought from."""
    if facts.quotes() < (facts.quotes_needed or 0):
        return "too_few_quotes"
    return "" if facts.has_own_quote() else "no_own_quote"


def why_not_safe(facts: PurchaseFacts) -> str:
    """Why it is not bought: something about the product was not confirmed."""
    return "unconfirmed" if facts.unconfirmed else ""


def why_no_framework(facts: PurchaseFacts) -> str:
    """Why it is not checked yet: there is a contract for it, and nobody said why not by that."""
    return "outside_framework" if facts.is_outside_framework else ""


def why_no_money(facts: PurchaseFacts) -> str:
    """Why it is not bought: what is left of the money does not suffice."""
    return "" if facts.total_cents <= facts.left_cents() else "budget_short"


def why_own(facts: PurchaseFacts) -> str:
    """Why somebody does not judge it: they asked for it, or hold a post of who did."""
    return "own_purchase" if facts.is_own() else ""


def why_other_money(facts: PurchaseFacts, permit: str) -> str:
    """Why somebody does not judge it: it is the money of a unit for which they do not hold the permit.

    Source: domain reference, organisation, section 6: a mandate is for money of one's own unit.
    """
    return "" if facts.holds_money(permit) else "other_money"


def why_no_finance_check(facts: PurchaseFacts) -> str:
    """Why nobody looks at the money: it was not asked, or was done."""
    if not facts.needs_finance:
        return "finance_not_asked"
    return "finance_checked_already" if facts.is_finance_checked else ""


def why_finance_waits(facts: PurchaseFacts) -> str:
    """Why it is not decided on: finance did not look at it yet, or who decides is who looked."""
    if facts.needs_finance and not facts.is_finance_checked:
        return "finance_waits"
    return "own_finance_check" if facts.has_checked() else ""


def why_no_mandate(facts: PurchaseFacts) -> str:
    """Why somebody does not decide: their post lies below the level of the mandate."""
    return "" if facts.post_level() >= facts.mandate_level else "no_mandate"


def why_no_cosigning(facts: PurchaseFacts) -> str:
    """Why somebody does not sign as well: nobody has to, somebody did, or their post is not above."""
    if not facts.levels_up:
        return "cosigning_not_asked"
    if facts.is_cosigned:
        return "cosigned_already"
    return "" if facts.post_level() >= facts.cosigning_level else "cosigned_a_level_up"


def why_cosigning_waits(facts: PurchaseFacts) -> str:
    """Why it is not decided on: a level up did not sign, or who decides is who signed there."""
    if facts.has_cosigned():
        return "own_cosigning"
    if not facts.levels_up or facts.post_level() >= facts.cosigning_level > 0:
        return ""
    return "" if facts.is_cosigned else "cosigning_waits"


def why_not_effect(facts: PurchaseFacts) -> str:
    """Why somebody does not check the effect: they asked or bought it, or it is too soon to tell.

    Source: domain reference, organisation, section 6, rule 1.
    """
    if facts.is_own() or facts.has_bought():
        return "own_order"
    return "" if facts.is_effect_due else "effect_too_soon"


def why_not_given_up(facts: PurchaseFacts, permit: str) -> str:
    """Why somebody does not give up what was ordered: they asked for it, or do not decide on the money."""
    if not facts.is_ordered:
        return ""
    if facts.is_own():
        return "own_purchase"
    return "" if facts.holds_money(permit) else "ordered_already"


def why_hands_over(facts: PurchaseFacts) -> str:
    """Why somebody does not end it: they hand over command soon.

    Source: domain reference, organisation, section 8.2.
    """
    return "hands_over" if facts.hands_over() else ""
