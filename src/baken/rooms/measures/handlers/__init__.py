"""Who is told after a measure was proposed or took a step; safe to repeat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.rooms.measures.models import Measure
from baken.rooms.measures.queries.beside import protection_left_alone
from baken.rooms.measures.rules.states import INEFFECTIVE, PROPOSED
from baken.rooms.notices.actions import notify
from baken.rooms.notices.queries import declare_notice
from baken.rooms.org.queries import UnitView, nearest_holders, own_key_of, tree

PAGE = Measure.page_name
DECIDING, MANAGING = ("commander",), ("safety_adviser", "commander")
# After these notices somebody may find that a measure does not work.
FAILS = ("verified", "managers")
# And by this step what was decided on it holds no more.
REVISE = "revise"
ALONE = "measures.managers.ppe_alone"
VERIFYING = ("safety_adviser",)

for _code, _text in {
    "measures.deciders.proposed": _("Measure %(ref)s was proposed: it waits for your decision."),
    "measures.deciders.put_off": _("Measure %(ref)s was put off."),
    "measures.owner.named": _("You are the owner of measure %(ref)s."),
    "measures.verifiers.done": _("Measure %(ref)s is done. See whether it works."),
    "measures.owner.verified": _("Somebody verified measure %(ref)s, which you own."),
    "measures.owner.cancelled": _("Measure %(ref)s was given up."),
    "measures.asked.asked": _("Your unit is asked to do measure %(ref)s. Accept or decline."),
    "measures.asked.party": _(
        "A party outside gave no answer about measure %(ref)s. See to it that there is one."
    ),
    "measures.asker.answered": _("There is an answer about measure %(ref)s."),
    "measures.managers.ended": _(
        "The time of personal protection of measure %(ref)s is over. Make a new plan."
    ),
    ALONE: _(
        "Only persons are protected by measure %(ref)s, with no last day. Give it one, or take a measure"
        " that does more."
    ),
}.items():
    declare_notice(_code, _text, PAGE, by_mail="reference")
declare_notice(
    "measures.level.overdue",
    _("Measure %(ref)s of a unit below you is overdue."),
    PAGE,
    group="terms",
    by_mail="reference",
)

Told = Iterator[tuple[str, Iterable[str]]]


def tell_about_measure(event: Any, at: datetime) -> None:
    """Tell whom the row of the table names: deciders, owner, verifiers, who was asked, a level up."""
    rows: Any = Measure.objects.for_system(reason="deliver").filter(pk=event.record)
    measure = rows.first()
    if measure is None:
        return
    for code, keys in _told(measure, str(event.payload.get("notice", "")), event, at):
        notify(to_keys=keys, code=code, record=measure, at=event.at)
    if _stands_no_more(measure, event):
        for left in protection_left_alone(measure):
            keys = _holders(MANAGING, _acts_on(left), at)
            notify(to_keys=keys, code=ALONE, record=left, at=event.at)


def _stands_no_more(measure: Measure, event: Any) -> bool:
    """Whether what happened took a measure away that others were protected by."""
    failed = measure.state == INEFFECTIVE and event.payload.get("notice") in FAILS
    proposed_anew = measure.state == PROPOSED and event.payload.get("step") == REVISE
    return failed or proposed_anew


def _told(one: Measure, notice: str, event: Any, at: datetime) -> Told:
    acts = _acts_on(one)
    if notice == "deciders":
        put_off = event.payload.get("times") is not None
        code = "measures.deciders.put_off" if put_off else "measures.deciders.proposed"
        yield code, _holders(DECIDING, acts, at)
    elif notice == "owner":
        yield "measures.owner.named", _keys(one.owner)
    elif notice == "verifiers":
        named = _keys(one.verifier)
        yield "measures.verifiers.done", named or _holders(VERIFYING, acts, at)
    elif notice in ("verified", "cancelled"):
        yield f"measures.owner.{notice}", _keys(one.owner)
    elif notice == "managers":
        yield "measures.managers.ended", _holders(MANAGING, acts, at)
    else:
        yield from _told_others(one, notice, acts, at)


def _told_others(one: Measure, notice: str, acts: UnitView, at: datetime) -> Told:
    """Who was asked, who asked, and the level above."""
    if notice == "asked":
        asked = tree().by_id[one.asked_unit_id] if one.asked_unit_id else acts
        code = "measures.asked.party" if one.asked_party else "measures.asked.asked"
        yield code, _holders(DECIDING, asked, at)
    elif notice == "asker":
        yield "measures.asker.answered", _keys(one.asked_by)
    elif notice == "level" and one.raised_to_id is not None:
        yield "measures.level.overdue", _holders(DECIDING, tree().by_id[one.raised_to_id], at)


def _holders(roles: tuple[str, ...], unit: UnitView, at: datetime) -> list[str]:
    """The keys of who holds these roles on a unit, or nearest above it."""
    return [own_key_of(one.person) for one in nearest_holders(roles=roles, unit=unit, at=at)]


def _acts_on(one: Measure) -> UnitView:
    return tree().by_id[one.owner_unit_id or one.unit_id]


def _keys(person: Any) -> list[str]:
    return [own_key_of(person)] if person else []
