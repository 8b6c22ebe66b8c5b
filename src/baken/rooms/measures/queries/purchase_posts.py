"""By which posts somebody decides on the money of a small purchase."""

from __future__ import annotations

from baken.core.access import Actor, may
from baken.rooms.measures.models import Purchase
from baken.rooms.measures.permits import APPROVE
from baken.rooms.measures.queries.posts import level_by


def on_its_money(purchase: Purchase) -> Purchase:
    """A purchase that stood on the unit whose money it is and nowhere else, to ask about access."""
    return Purchase(unit=purchase.budget_unit, confidentiality=purchase.confidentiality)


def holds_money(actor: Actor, permit: str, purchase: Purchase) -> bool:
    """Whether somebody holds a permit for the unit whose money it is, wherever the purchase stands."""
    return may(actor, permit, on_its_money(purchase))


def level_on_money(actor: Actor, purchase: Purchase) -> int:
    """The level of the highest post by which somebody decides on the money; 0 without one."""
    return level_by(actor, APPROVE, on_its_money(purchase))
