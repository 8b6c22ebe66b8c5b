"""May this actor do that with this record, and if not, why not and who can?"""

from __future__ import annotations

from typing import Any

from baken.core.access.actor import Actor
from baken.core.access.errors import AccessDenied
from baken.core.access.permits import permit_named
from baken.core.access.scope import scope_of


def may(actor: Actor, permit: str, record: Any = None) -> bool:
    """Whether ``actor`` holds ``permit`` for ``record``, or anywhere when there is no record."""
    permit_named(permit)
    if record is None:
        return actor.holds(permit)
    return scope_of(actor, permit, type(record)).covers(record)


def visible(actor: Actor, permit: str, record: Any) -> bool:
    """Whether ``record`` stands in the list that ``actor`` gets with ``permit``."""
    return may(actor, permit, record)


def refuse_unless(actor: Actor, permit: str, record: Any = None) -> None:
    """Raise AccessDenied unless the actor may; the product itself always may."""
    if not actor.is_system and not may(actor, permit, record):
        raise AccessDenied(permit, explain(actor, permit, record))


def explain(actor: Actor, permit: str, record: Any = None) -> str:
    """One plain English sentence: why the actor may or may not."""
    meaning = permit_named(permit).en
    if may(actor, permit, record):
        posts = sorted({grant.via for grant in actor.grants_of(permit) if grant.via})
        return f"You may: {meaning}" + (f" (as {', '.join(posts)})." if posts else ".")
    if not actor.holds(permit):
        return f"None of your appointments gives the right: {meaning}."
    if record is not None and record.pk in actor.conflicts_in(type(record)._meta.label_lower):
        return f"You are too close to this record for: {meaning}."
    return f"Your appointments give this right, but not for this record: {meaning}."
