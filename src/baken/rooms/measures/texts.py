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
    "hands_over": _(
        "You hand over command soon, and give up nothing yourself until then. Leave it to the level above"
        " or to whoever takes over."
    ),
    "not_accepted": _("It was not accepted: there is nothing to plan or to report."),
    "speaks_not_for_source": _(
        "Only whoever recommended it gives the verdict, closes or reopens it."
    ),
    "own_answer": _(
        "You answer for the addressee, did so before, or hold a post of who did. Somebody else judges."
    ),
    "enters_not_for_source": _("Only who enters recommendations of this source readdresses it."),
    "own_address": _(
        "You answer for the addressee, did so before, or hold a post of who did. Somebody else says whose"
        " it is."
    ),
    "nothing_to_judge": _(
        "There is nothing to judge yet: it is neither reported done nor rejected."
    ),
    "not_met": _("The verdict is that it was not, or only partly, met. Open it again."),
    "no_proof": _("There is no proof that it was done."),
    "no_effect_day": _("There is no day on which the effect is looked at."),
    "effect_unknown": _("The effect was not looked at yet."),
    "effect_too_early": _("The day on which the effect is looked at has not come yet."),
    "reacted_already": _("The minister’s reaction was noted already."),
    "not_owed_yet": _("There is still time."),
    "parliament_waits_not": _("Parliament does not wait for it."),
    "not_repeated": _("Nobody recommended it again since it was closed."),
}
PURCHASE_REFUSALS: Mapping[str, Any] = {
    "forbidden": _("This kind is never bought small. Take the regular route."),
    "regular_route": _(
        "This is above the highest amount for a small purchase. Take the regular route, with the label"
        " urgent."
    ),
    "too_few_quotes": _("This amount takes quotes of more suppliers. Add them first."),
    "no_own_quote": _("There is no quote of the supplier it is bought from at this amount."),
    "unconfirmed": _("Not everything that must be so of the product was confirmed."),
    "outside_framework": _("There is a framework contract for this kind. Say why not by that."),
    "budget_short": _("What is left of the money of this unit for this year does not suffice."),
    "own_purchase": _(
        "You asked for this yourself, or hold a post of who did. Somebody else judges it."
    ),
    "other_money": _("This is the money of another unit. Who decides there judges it."),
    "finance_not_asked": _("This purchase takes no check on money."),
    "finance_checked_already": _("It was checked on money."),
    "finance_waits": _("The controller looks at it first."),
    "own_finance_check": _("You checked it on money. Somebody else decides."),
    "no_mandate": _("Your post lies below the level from which on there is a mandate to buy."),
    "cosigning_not_asked": _("This amount takes no second signature."),
    "cosigned_already": _("It was signed a level up."),
    "cosigned_a_level_up": _("This takes a post of a level above the unit whose money it is."),
    "cosigning_waits": _("A level up signs first."),
    "own_cosigning": _("You signed a level up. Somebody else decides."),
    "own_order": _(
        "You asked for this, ordered it, took it in or put it in use, or hold a post of who did. Somebody"
        " else checks the effect."
    ),
    "ordered_already": _(
        "It was ordered. Only who decides on the money gives it up now, and not who asked for it."
    ),
    "hands_over": _(
        "You hand over command soon, and end nothing yourself until then. Leave it to the level above or"
        " to whoever takes over."
    ),
    "effect_too_soon": _("It is not long enough in use to tell whether it helped."),
}
EFFECT_LABELS: Mapping[str, Any] = {
    "yes": _("yes, by a class or more"),
    "partly": _("partly, within its class"),
    "no": _("no"),
}
CHECK_LABELS: Mapping[str, Any] = {
    "forbidden": _("kind that may be bought small"),
    "mandate": _("within the mandate"),
    "quotes": _("enough quotes"),
    "safety": _("safety of the product"),
    "framework": _("framework contract"),
    "budget": _("budget"),
    "splitting": _("not split up"),
}
OUTCOMES: Mapping[str, Any] = {
    "pass": _("in order"),
    "advice": _("advice: there is a contract; a reason was given"),
    "finance": _("for the controller to judge"),
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
APPRECIATIONS: Mapping[str, Any] = {
    "accepted": _("accepted"),
    "accepted_partly": _("accepted partly"),
    "rejected": _("rejected"),
}
VERDICTS: Mapping[str, Any] = {
    "met": _("met"),
    "partly_met": _("partly met"),
    "not_met": _("not met"),
    "withdrawn": _("withdrawn: no more is asked"),
}
# What the codes of this room's own lists are called.
LABELS: Mapping[str, Mapping[str, Any]] = {
    "appreciations": APPRECIATIONS,
    "verdicts": VERDICTS,
    "priorities": PRIORITY_LABELS,
    "budget_sources": SOURCES,
    "purchase_effects": EFFECT_LABELS,
}
ANSWERS: Mapping[str, Any] = {"accepted": _("accepted"), "declined": _("declined")}
KEY_REUSED = _("This was sent before with other words. Open a new form and send it again.")


def said_missing(names: Iterable[str]) -> str:
    """Which fields are empty of why no more is done."""
    told = ", ".join(str(MISSING[name]) for name in names)
    return _now("A class that is not low stays. Say first: %(what)s.") % {"what": told}
