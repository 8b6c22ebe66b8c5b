"""Who is told after a recommendation was received or took a step; safe to repeat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.rooms.library.queries.recommending import recommending
from baken.rooms.library.rules.recommending import AUDIT, IVD, OFFICE
from baken.rooms.measures.models import Recommendation
from baken.rooms.notices.actions import notify
from baken.rooms.notices.queries import declare_notice
from baken.rooms.org.queries import UnitView, nearest_anywhere, nearest_holders, own_key_of, tree

PAGE = Recommendation.page_name
HEAD, DESK = "commander", ("parliamentary_desk", "vms_office")
SPEAKERS = {IVD: "ivd_inspector", AUDIT: "auditor", OFFICE: "vms_office"}

for _code, _text in {
    "measures.addressee.recommended": _(
        "Recommendation %(ref)s is addressed to your unit: it waits for your answer."
    ),
    "measures.addressee.reopened": _(
        "Recommendation %(ref)s was opened again: it waits for your answer."
    ),
    "measures.addressee.judged": _("There is a verdict on recommendation %(ref)s."),
    "measures.addressee.reacted": _("The minister reacted to recommendation %(ref)s."),
    "measures.owner.recommendation": _("You are the owner of recommendation %(ref)s."),
    "measures.source.answered": _("The addressee answered recommendation %(ref)s."),
    "measures.source.done": _("Recommendation %(ref)s was reported done or its effect was noted."),
}.items():
    declare_notice(_code, _text, PAGE, by_mail="reference")
for _code, _text in {
    "measures.addressee.overdue": _("A term of recommendation %(ref)s is over."),
    "measures.desk.parliament": _("Parliament waits for recommendation %(ref)s."),
}.items():
    declare_notice(_code, _text, PAGE, group="terms", by_mail="reference")

Told = Iterator[tuple[str, Iterable[str]]]


def tell_about_recommendation(event: Any, at: datetime) -> None:
    """Tell whom the row of the table names: the addressee, the owner, the source, the desk."""
    rows: Any = Recommendation.objects.for_system(reason="deliver").filter(pk=event.record)
    record = rows.first()
    if record is None:
        return
    for code, keys in _told(record, str(event.payload.get("notice", "")), at):
        notify(to_keys=keys, code=code, record=record, at=event.at)


def _told(one: Recommendation, notice: str, at: datetime) -> Told:
    addressee = tree().by_id[one.unit_id]
    head, owner = _head(addressee, at), _keys(one.owner)
    to_addressee = {
        "addressee": "measures.addressee.recommended",
        "reopened": "measures.addressee.reopened",
        "verdict": "measures.addressee.judged",
        "addressee_reaction": "measures.addressee.reacted",
        "overdue": "measures.addressee.overdue",
    }
    if notice in to_addressee:
        yield to_addressee[notice], dict.fromkeys([*head, *owner])
    elif notice in ("owner", "owner_plan"):
        yield "measures.owner.recommendation", owner
    elif notice == "answered":
        yield "measures.owner.recommendation", owner
        yield "measures.source.answered", _source(one, addressee, at)
    elif notice == "issuer":
        yield "measures.source.done", _source(one, addressee, at)
    elif notice == "desk":
        yield "measures.desk.parliament", _anywhere(DESK, addressee, at)


def _head(unit: UnitView, at: datetime) -> list[str]:
    return [own_key_of(one.person) for one in nearest_holders(roles=(HEAD,), unit=unit, at=at)]


def _source(one: Recommendation, unit: UnitView, at: datetime) -> list[str]:
    """Who stands for whom it came from; of an audit only those nearest to the addressee."""
    role = SPEAKERS[recommending().speaker_for(one.source)]
    if role == SPEAKERS[AUDIT]:
        return [own_key_of(h.person) for h in nearest_holders(roles=(role,), unit=unit, at=at)]
    return _anywhere((role,), unit, at)


def _anywhere(roles: Iterable[str], unit: UnitView, at: datetime) -> list[str]:
    found = (nearest_anywhere(role=role, unit=unit, at=at) for role in roles)
    return [own_key_of(holder.person) for holders in found for holder in holders]


def _keys(person: Any) -> list[str]:
    return [own_key_of(person)] if person else []
