"""Sentences of consultations that more than one place says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: Mapping[str, Any] = {
    "not_asking_side": _("This is for who may ask for the unit that asks."),
    "speaks_for_body": _(
        "You speak for the body that is asked: somebody else acts for the side that asks."
    ),
    "asked_it": _("You asked this yourself: somebody else of the body answers."),
    "not_speaking": _("Only who holds the body’s own role on its unit speaks for it."),
    "nobody_to_answer": _("Nobody holds the role by which this body answers. Ask another one."),
    "body_is_gone": _("The unit of this body has been dissolved. Revise it and ask another one."),
    "subject_kept": _(
        "Nobody can be asked about this record now. Ask again later, or withdraw it."
    ),
    "term_over_before": _("The last day of the term is over. Give a later one first."),
    "extended_before": _("The term was extended before: that is done once."),
    "proposed_before": _("More time was asked for already. Wait for the answer to that."),
    "nothing_proposed": _("Nobody asked for more time."),
    "proposal_over": _("The day that was asked for is over. Refuse it: the body can name another."),
    "term_runs": _("The term still runs: the body can answer until its last day."),
    "told_of_term": _("Both sides were told that the term has passed."),
    "no_open_condition": _("There is no condition of which it is still to be noted."),
    "reply_missing": _("Give a reasoned reply first: the answer was no, or a yes with conditions."),
    "conditions_open": _("Note of every condition first whether it was met."),
}
# What is wrong with what was filled in: at which field, and what is said there.
PROBLEMS: Mapping[str, tuple[str, Any]] = {
    "term_too_short": ("due_on", _("Give the body at least %(days)s days.")),
    "not_later": ("until_on", _("Give a day that is still to come and later than the term.")),
    "conditions_missing": ("conditions", _("Write down the conditions, one on a line.")),
    "conditions_not_here": ("conditions", _("Only a yes with conditions has conditions.")),
    "too_many_conditions": ("conditions", _("At most 20 conditions.")),
    "condition_too_long": ("conditions", _("A condition is at most 500 characters.")),
    "two_bodies": ("body_unit", _("Choose a council or name a unit, not both.")),
    "no_body": ("council", _("Choose a council, or name a unit.")),
}
KINDS: Mapping[str, Any] = {"advice": _("advice"), "consent": _("consent")}
OUTCOMES: Mapping[str, Any] = {
    "positive": _("positive"),
    "positive_with_conditions": _("positive, with conditions"),
    "negative": _("negative"),
    "no_response": _("no answer"),
}
REPLIES: Mapping[str, Any] = {
    "adopted": _("adopted"),
    "adopted_in_part": _("adopted in part"),
    "not_adopted": _("not adopted"),
}
STANDINGS: Mapping[str, Any] = {
    "open": _("not yet noted"),
    "met": _("met"),
    "not_met": _("not met"),
}
CONSENTS: Mapping[str, Any] = {
    "waiting": _("Consent: not answered yet"),
    "given": _("Consent: given"),
    "given_with_conditions": _("Consent: given, with conditions"),
    "not_given": _("Consent: not given"),
}
LABELS: Mapping[str, Mapping[str, Any]] = {
    "consultation_kinds": KINDS,
    "consultation_answers": {code: OUTCOMES[code] for code in list(OUTCOMES)[:3]},
    "consultation_replies": REPLIES,
    "condition_standings": {code: STANDINGS[code] for code in ("met", "not_met")},
}
NOT_ASKED = _("This was not asked: only who may ask for its unit reads the draft.")
KEY_REUSED = _("This was sent before with other words. Reload the page and send it again.")
