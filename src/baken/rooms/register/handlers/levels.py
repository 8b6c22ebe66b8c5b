"""Who hears that a risk was handed up, came back, rose or lies with nobody; safe to repeat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from baken.rooms.notices.actions import notify
from baken.rooms.notices.queries import declare_notice
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.told_levels import (
    keys_above,
    keys_for_rise,
    keys_of_askers,
    keys_of_level,
    keys_of_safety_department,
    keys_of_who_put_up,
)
from baken.rooms.register.queries.told_up import COMMITTEE
from baken.rooms.register.rules.clocks import LEVELS
from baken.rooms.register.rules.decisions import HAND_UP, HANDOVER_LAPSED, RETURNED
from baken.rooms.register.rules.states import WITH_DECIDER
from baken.rooms.register.rules.told import is_decision
from baken.rooms.register.workflow import RISK

Told = Iterator[tuple[str, Iterable[str]]]
LEVEL = "level"
# Where a risk waits for a decision that was asked for now.
ASKED = "decision_pending"
NOBODY, PAUSED = "register.risk.nobody_decides", "register.risk.paused"

for _code, _text in {
    "register.level.handed_up": _("Risk %(ref)s was handed up to you: it waits for your decision."),
    "register.level.returned": _(
        "Risk %(ref)s came back from the level above: it waits for your decision."
    ),
    "register.asker.handed_up": _(
        "Risk %(ref)s, which you put up for decision, was handed up to a higher commander."
    ),
    "register.asker.returned": _(
        "Risk %(ref)s, which you put up for decision, came back with an answer from above."
    ),
    "register.asker.decided": _(
        "A decision was taken on risk %(ref)s, which you put up for decision."
    ),
}.items():
    declare_notice(_code, _text, Risk.page_name, by_mail="reference")
for _code, _text in {
    "register.rise.level": _("Nobody decided on risk %(ref)s in time: it has come to you."),
    "register.rise.topped": _(
        "Nobody decided on risk %(ref)s in time, and nobody is above you. It waits for you."
    ),
    "register.rise.lapsed": _(
        "Risk %(ref)s was not taken over in time by a new commander below you: it has come to you."
    ),
    "register.rise.owner": _(
        "Nobody decided on risk %(ref)s in time. You carry it: see to it that somebody decides."
    ),
    "register.rise.owner_superior": _(
        "Nobody decided on risk %(ref)s in time. Speak with the commander who carries it."
    ),
    "register.rise.safety_adviser": _(
        "Nobody decided on risk %(ref)s in time. Ask the commander for a decision."
    ),
    "register.rise.duty_officer": _(
        "Nobody decided on risk %(ref)s in time, and it cannot wait. See to it now that somebody"
        " decides, or that the work stops."
    ),
    "register.rise.safety_committee": _(
        "Nobody decided on risk %(ref)s in time. Put it before the safety committee."
    ),
    PAUSED: _("The clock of risk %(ref)s was stopped for a while. Look whether that is right."),
    NOBODY: _(
        "Nobody can decide on risk %(ref)s: no rule or no post fits it. Find out who decides."
    ),
}.items():
    declare_notice(_code, _text, Risk.page_name, group="terms", by_mail="reference")


def tell_about_levels(event: Any, at: datetime) -> None:
    """Tell with whom a risk lies now, who asked, and whom the table of escalation names.

    Source: domain reference, irm, sections 5 and 6.
    """
    rows: Any = Risk.objects.for_system(reason="deliver").filter(pk=event.record)
    risk = rows.first()
    if risk is None:
        return
    for code, keys in _told(risk, event.payload, at):
        notify(to_keys=keys, code=code, record=risk, at=event.at)


def _told(risk: Risk, payload: Any, at: datetime) -> Told:
    step, row = payload["step"], RISK.step(payload["step"])
    if step == HAND_UP:
        yield "register.level.handed_up", keys_of_level(risk, at) if risk.raised_to_id else []
        yield "register.asker.handed_up", keys_of_who_put_up(risk)
    elif step in RETURNED:
        yield "register.level.returned", keys_of_askers(risk, at)
        yield "register.asker.returned", keys_of_who_put_up(risk)
    elif row is not None and is_decision(row, payload["state"]):
        yield "register.asker.decided", keys_of_who_put_up(risk)
    elif payload.get("notice") == "paused":
        yield PAUSED, [*keys_of_who_put_up(risk), *keys_above(risk, at)]
    elif payload.get("notice") == "risen":
        yield from _risen(risk, payload, at)
    elif row is not None and row.target == ASKED and risk.state in WITH_DECIDER:
        yield NOBODY, keys_of_safety_department(risk, at)


def _risen(risk: Risk, payload: Any, at: datetime) -> Told:
    """Whom a rise is told to; one without an address found nobody above."""
    to = payload.get("to", "")
    if to:
        named = LEVEL if to in LEVELS else to
        named = "lapsed" if payload.get("why") == HANDOVER_LAPSED else named
        yield f"register.rise.{named}", keys_for_rise(risk, to, at)
        return
    yield "register.rise.topped", keys_of_level(risk, at)
    yield f"register.rise.{COMMITTEE}", keys_for_rise(risk, COMMITTEE, at)
