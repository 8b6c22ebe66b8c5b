"""May this actor do that with this record, and if not, why not and who can?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from baken.core.access.actor import Actor, Grant
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


def signing(actor: Actor, permit: str, record: Any) -> Actor:
    """The actor with the post that gives this right for this record, to sign what they do.

    Somebody who commands one unit and acts as commander of another signs for each as what they are
    there. The post they usually sign with comes first where it gives the right too.
    """
    if actor.person is None or actor.administers:
        return actor
    held = sorted(actor.grants_of(permit), key=lambda grant: grant.post != actor.post)
    for grant in held:
        if _reaches(actor, grant, record):
            return actor.signed(actor.by(grant).post)
    return actor


def explain(actor: Actor, permit: str, record: Any = None) -> str:
    """One plain sentence in the active language: why the actor may or may not.

    Why they may is by which posts: those alone that give the right for this record.
    """
    what = {"what": permit_named(permit).meaning}
    if may(actor, permit, record):
        held = [one for one in actor.grants_of(permit) if one.via and _reaches(actor, one, record)]
        posts = sorted({grant.via for grant in held})
        sentence = _("You may: %(what)s.") % what
        return f"{sentence} ({', '.join(posts)})" if posts else sentence
    if not actor.holds(permit) and actor.may_administer(permit):
        return _("You may, within an administration session: %(what)s. Open one first.") % what
    if not actor.holds(permit) and actor.administers:
        return (
            _("Within an administration session you only administer. End it for: %(what)s.") % what
        )
    if actor.holds_by_case_alone(permit) and not _is_too_close(actor, permit, record):
        return (
            _(
                "Your post gives this right only for what you were given as a case or asked for"
                " advice on: %(what)s."
            )
            % what
        )
    if not actor.holds(permit):
        return _("None of your appointments gives the right: %(what)s.") % what
    if _is_too_close(actor, permit, record):
        return _("You are too close to this record for: %(what)s.") % what
    if record is not None and scope_of(actor, permit, type(record)).withholds(record):
        return str(type(record).access.withheld.why)
    return _("Your appointments give this right, but not for this record: %(what)s.") % what


def _reaches(actor: Actor, grant: Grant, record: Any) -> bool:
    """Whether one grant alone gives its right for the record; without a record every grant does.

    Who reads on what is withheld does so by another grant: that is not asked here.
    """
    if record is None:
        return True
    return scope_of(actor.by(grant), grant.permit, type(record)).lifted.covers(record)


def _is_too_close(actor: Actor, permit: str, record: Any) -> bool:
    return record is not None and scope_of(actor, permit, type(record)).conflicts.hold(record)
