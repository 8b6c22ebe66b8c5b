"""Who is told after a risk was stated or took a step; safe to repeat."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.rooms.notices.actions import notify
from baken.rooms.notices.queries import declare_notice
from baken.rooms.org.queries import nearest_holders, own_key_of, tree
from baken.rooms.register.models import Risk
from baken.rooms.register.rules.told import MANAGING_ROLES, is_decision
from baken.rooms.register.workflow import RISK

DECIDING_ROLES = ("commander",)
ADVISING_ROLES = ("safety_adviser",)
# Steps of which deciders hear in words of their own.
_DECIDERS_HEAR = (
    *("ask_decision", "advise", "reopen", "severe_occurrence", "decision_ended"),
    *("decision_suspended", "stack_changed"),
)
PAGE = "register:risk"
OWNS = "register.owner.named"
HIGHER = "register.deciders.rated_higher"

for _code, _text in {
    "register.managers.stated": _("A new risk was stated: %(ref)s."),
    "register.managers.look_again": _("Something more happened with risk %(ref)s. Look again."),
    "register.managers.measure_works": _(
        "A measure about risk %(ref)s works. Score the risk again."
    ),
    "register.managers.measure_fails": _(
        "A measure about risk %(ref)s does not work, or was given up. Look again at what is done."
    ),
    "register.deciders.ask_decision": _("Risk %(ref)s waits for your decision."),
    "register.deciders.advise": _("Advice was given on risk %(ref)s."),
    "register.deciders.reopen": _("Risk %(ref)s was reopened."),
    "register.deciders.severe_occurrence": _(
        "Something severe happened with risk %(ref)s: it waits for a new decision."
    ),
    "register.deciders.decision_ended": _(
        "The decision on risk %(ref)s holds no more: it waits for a new one."
    ),
    "register.deciders.stack_changed": _(
        "Risk %(ref)s is met with others by now, and that takes a higher level: it waits for a new"
        " decision."
    ),
    "register.deciders.decision_suspended": _(
        "The decision on risk %(ref)s does not hold now. Restore it, or decide anew."
    ),
    HIGHER: _("A unit that shares risk %(ref)s rates it higher than it is now."),
    "register.deciders.other": _("Something about risk %(ref)s asks for your attention."),
    "register.advisers.ask_decision": _("Your advice on risk %(ref)s is asked."),
    OWNS: _("You are the owner of risk %(ref)s."),
}.items():
    declare_notice(_code, _text, PAGE, by_mail="reference")
for _code, _text in {
    "register.stater.received": _("The risk that you stated, %(ref)s, has been received."),
    "register.stater.decided": _("A decision was taken on risk %(ref)s, which you stated."),
}.items():
    declare_notice(_code, _text, PAGE, group="own", by_mail="reference")


def tell_about_risk(event: Any, at: datetime) -> None:
    """Tell those who manage it, decide or advise as the row says, and who stated it what came of it."""
    risk = _risk(event)
    if risk is None:
        return
    audience, step = event.payload.get("notice"), event.payload["step"]
    if audience == "stated":
        _tell(risk, event, "register.managers.stated", _holders(risk, MANAGING_ROLES, at))
        _tell(risk, event, "register.stater.received", [risk.stated_key])
    elif audience == "managers":
        named = event.payload.get("named", step)
        _tell(risk, event, f"register.managers.{named}", _holders(risk, MANAGING_ROLES, at))
    elif audience == "deciders":
        named = step if step in _DECIDERS_HEAR else "other"
        _tell(risk, event, f"register.deciders.{named}", _holders(risk, DECIDING_ROLES, at))
    _tell_owner_or_deciders(risk, event, at)
    if step == "ask_decision":
        keys = _holders(risk, ADVISING_ROLES, at)
        _tell(risk, event, "register.advisers.ask_decision", keys)
    row = RISK.step(step)
    if row is not None and is_decision(row, event.payload["state"]):
        _tell(risk, event, "register.stater.decided", [risk.stated_key])


def _tell_owner_or_deciders(risk: Risk, event: Any, at: datetime) -> None:
    """Tell who came to own it, and who decides of a unit that rates it higher."""
    audience = event.payload.get("notice")
    if audience == "local" and event.payload.get("higher"):
        _tell(risk, event, HIGHER, _holders(risk, DECIDING_ROLES, at))
    if audience == "owner" or event.payload.get("owned"):
        _tell(risk, event, OWNS, owner_keys(risk))


def owner_keys(risk: Risk) -> list[str]:
    """The key of who owns a risk; none while nobody does."""
    return [own_key_of(risk.owner)] if risk.owner else []


def _tell(risk: Risk, event: Any, code: str, keys: Iterable[str | None]) -> None:
    notify(to_keys=keys, code=code, record=risk, at=event.at)


def _holders(risk: Risk, roles: tuple[str, ...], at: datetime) -> list[str]:
    """The keys of who holds these roles on the unit that acts, or nearest above it."""
    unit = tree().by_id[risk.raised_to_id or risk.owner_unit_id or risk.unit_id]
    holders = nearest_holders(roles=roles, unit=unit, at=at)
    return [own_key_of(holder.person) for holder in holders]


def _risk(event: Any) -> Risk | None:
    rows: Any = Risk.objects.for_system(reason="deliver").filter(pk=event.record)
    return rows.first()  # type: ignore[no-any-return]
