"""Keeps advice on a risk: of which kind it is follows from who gives it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.queries import advice_roles
from baken.rooms.library.rules.mandate_roles import AdviceRole
from baken.rooms.org.queries import own_roles
from baken.rooms.org.queries.persons import valid_qualifications
from baken.rooms.register.models import Advice, Risk
from baken.rooms.register.queries.decision_parts import advice_part


def advised(risk: Risk, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    """Advice beside that of others: it is never changed, and every level after this one reads it.

    Raises FieldsRefused for a kind that the adviser has no post or qualification for, and for advice
    that somebody writes down without saying whose it is and in which document it stands.
    Source: domain reference, risk management, section 5.
    """
    kind = fields.get("kind") or _own_kind(actor, at)
    whose, document = fields.get("adviser", ""), fields.get("document", "")
    _check(kind, actor, at)
    _check_written(kind, whose, document)
    row = Advice(
        record=risk,
        kind=kind,
        outcome=fields["verdict"],
        words=fields["advice"],
        adviser=actor.person,
        adviser_name=whose,
        document=document,
        post=actor.post,
        at=at,
    )
    row.save()
    facts = {"verdict": row.outcome, "kind": kind, "document": document}
    words = {"advice": row.words, **({"adviser": whose} if whose else {})}
    return Change(facts=facts, words=words, parts=advice_part(row))


def _own_kind(actor: Actor, at: datetime) -> str:
    """The kind of advice that counts for most, of those that somebody may give in their own name."""
    own = _kinds_of(actor, at)
    best = sorted(own, key=lambda one: (-len(_counts_for(one)), one.code))
    if not best:
        text = _("Say as which adviser you speak: none follows from your posts and qualifications.")
        raise FieldsRefused({"kind": text})
    return best[0].code


def _check(kind: str, actor: Actor, at: datetime) -> None:
    role = advice_roles().get(kind)
    if role is not None and role.roles and role not in _kinds_of(actor, at):
        text = _("Your posts and qualifications do not make you this adviser.")
        raise FieldsRefused({"kind": text})


def _check_written(kind: str, whose: str, document: str) -> None:
    """Words of somebody else have a name and a place where others can read them."""
    role = advice_roles().get(kind)
    errors: dict[str, str] = {}
    if (role is None or not role.roles) and not whose:
        errors["adviser"] = _("Say whose advice you write down.")
    if (errors or whose) and not document:
        errors["document"] = _("Say in which letter or report it stands.")
    if errors:
        raise FieldsRefused(errors)


def _kinds_of(actor: Actor, at: datetime) -> list[AdviceRole]:
    if actor.person is None:
        return []
    roles = {row["role"] for row in own_roles(actor, at)}
    qualified = valid_qualifications(actor.person, at)
    return [
        one
        for one in advice_roles().values()
        if one.is_given_by(roles=roles, qualifications=qualified)
    ]


def _counts_for(role: AdviceRole) -> list[str]:
    return [one.code for one in advice_roles().values() if one.is_met_by(role.code)]
