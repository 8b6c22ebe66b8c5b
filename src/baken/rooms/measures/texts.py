"""Sentences about measures that more than one place says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

REFUSALS: Mapping[str, Any] = {
    "no_justification": _(
        "The best that is done is organisational or protects persons alone. Say why nothing higher is"
        " possible."
    ),
    "ppe_without_end": _(
        "Only persons are protected: give the last day of that, or take a measure that does more."
    ),
    "priority_unexplained": _(
        "The priority is another one than the class or the severity says. Say why."
    ),
    "own_work": _(
        "This is your own work, or that of somebody whose post you hold. Somebody else verifies it."
    ),
    "postponed_before": _("It was put off before. The next time takes a post a level up."),
    "not_postponed_yet": _("It was not put off yet: who manages it can do so, with a reason."),
    "own_term": _("You own this measure. Let somebody above you put it off."),
    "postponed_a_level_up": _(
        "It was put off before. This takes a post of a higher level than the one that did so."
    ),
    "own_to_cancel": _("You own this measure or carried it out. Let somebody else give it up."),
    "cancelled_by_level": _(
        "This was decided at a higher level: somebody of at least that level gives it up."
    ),
    "leaves_ppe_alone": _(
        "Without this only persons are protected, with no last day. Give that a last day first."
    ),
    "no_protection": _("Only personal protection has a last day."),
    "no_owner": _("Nobody owns it yet. Let who decides on it name an owner."),
    "asked_already": _("Somebody was asked and did not answer yet."),
    "waits_for_answer": _("It lies with somebody else who did not answer yet."),
    "declined": _(
        "Whoever was asked declined. Ask somebody else, name an owner, or propose it anew."
    ),
    "not_its_unit": _("This unit does it for another one. Let the unit of the measure ask."),
    "answers_first": _("Your unit was asked and did not answer yet. Accept or decline it first."),
    "nobody_asked": _("Nobody was asked."),
    "answers_another": _("This is for whoever manages the measures of the unit that was asked."),
    "not_overdue_yet": _("It is not overdue long enough to be shown a level up."),
    "not_unanswered_yet": _("There is still time to answer."),
    "not_ended_yet": _("Its last day is not over."),
}
MISSING: Mapping[str, Any] = {
    "alarp_more": _("what more could be done"),
    "alarp_cost": _("why that is too much in cost"),
    "alarp_time": _("why that is too much in time"),
    "alarp_trouble": _("why that is too much in trouble"),
}
PRIORITY_LABELS: Mapping[str, Any] = {
    "1": _("first"),
    "2": _("soon"),
    "3": _("in order"),
    "4": _("last"),
}
SOURCES: Mapping[str, Any] = {
    "regular": _("the regular budget"),
    "zka": _("small purchases"),
    "project": _("a project"),
}
# What the codes of this room's own lists are called.
LABELS: Mapping[str, Mapping[str, Any]] = {
    "priorities": PRIORITY_LABELS,
    "budget_sources": SOURCES,
}
ANSWERS: Mapping[str, Any] = {"accepted": _("accepted"), "declined": _("declined")}
KEY_REUSED = _("This was sent before with other words. Open a new form and send it again.")


def said_missing(names: Iterable[str]) -> str:
    """Which fields are empty of why no more is done."""
    told = ", ".join(str(MISSING[name]) for name in names)
    return _now("A class that is not low stays. Say first: %(what)s.") % {"what": told}
