"""Sentences of the register that more than one place says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "not_scored": _("Score the risk as it is now first."),
    "scored_before": _("The risk was reopened: score it anew first, as it is now."),
    "own_way": _(
        "After this you could sign yourself on a risk of this slice that waits for a decision, or that"
        " was just decided on. Let somebody else do it, such as a safety adviser."
    ),
    "no_hazard": _("Say first in the description which hazard this is."),
    "no_scenario": _("Write down first what can happen: nobody scores what is not written."),
    "manages_none": _("This is for who manages the risks of a unit."),
    "not_taken_over": _(
        "This is decided on already. It is handed up by whoever takes over command, as long as they have not"
        " taken it over."
    ),
    "not_over": _("The time of this slice is not over yet. End it by hand, with a reason."),
    "not_theirs_to_pause": _("Only who decides on the risk or advises on it stops the clock."),
    "paused_before": _("The clock was stopped for this question already. Decide, or hand it up."),
    "term_over": _("The term is over: there is nothing left to stop. Decide, or hand it up."),
    "closed_by_another": _(
        "You decided that this is avoided, stopped or transferred. Let somebody else see whether it is gone,"
        " or whoever holds the mandate."
    ),
    "closed_by_mandate": _(
        "This takes whoever holds the mandate: the risk is high or extreme, or its decision is suspended."
    ),
    "hands_over": _(
        "You hand over command soon, and close nothing yourself until then. Ask the safety adviser to see"
        " whether it is gone, or the level above where that takes a mandate."
    ),
    "suspended": _("The decision does not hold now. Restore it first, or decide anew."),
}

# Which post a level stands for, as the subject of a sentence.
HEADS: dict[int, Any] = {
    0: _("whoever does the work"),
    1: _("the team leader"),
    2: _("the commander of a company or department (level 2)"),
    3: _("the commander of a battalion, ship or squadron (level 3)"),
    4: _("the commander of a formation (level 4)"),
    5: _("the head of the organisation part"),
    6: _("the Chief of Defence (level 6)"),
    7: _("the top of the ministry (level 7)"),
}
LINES: dict[str, Any] = {
    "organic": _("The permanent line of command decides"),
    "operational": _("The operational line of command decides"),
    "host": _("Whoever holds the site decides, in the line of the host"),
}
UNDECIDED = _("It goes to the safety department of the organisation part.")
DECISIONS: dict[str, Any] = {
    "accept": _("accept"),
    "avoid": _("avoid"),
    "escalate": _("hand up"),
    "exempt": _("exempt with a legal basis"),
    "mitigate": _("mitigate"),
    "stop": _("stop"),
    "transfer": _("transfer"),
}

# Why the clock of a decision is not stopped so, by the codes of rules/clocks.
PAUSES: dict[str, Any] = {
    "ends_before_start": _("Give a day that is still to come."),
    "too_long": _("The clock stands still for at most one term of the class of the risk."),
}

# Why somebody does not sign a decision, by the codes of rules/posts and rules/signing.
NOT_SIGNED: dict[str, Any] = {
    "not_commander": _("You hold no commander's post."),
    "wrong_line": _("Your post on %(unit)s does not stand in the line that decides here."),
    "not_begun": _("Your post on %(unit)s has not begun yet."),
    "over": _("Your post on %(unit)s ended: its last day was %(until)s."),
    "delegation_incomplete": _(
        "Your delegation on %(unit)s does not say for which classes, kinds of work, period and reason"
        " it was given."
    ),
    "delegation_too_wide": _(
        "Your delegation on %(unit)s gives more than the post it is taken from may decide."
    ),
    "delegation_not_for_this": _(
        "Your delegation on %(unit)s was not given for this class or this kind of work."
    ),
    "level_too_low": _(
        "Your post on %(unit)s is of level %(level)s; this takes level %(min_level)s or above."
    ),
    "other_post": _("This is reserved for another post than yours on %(unit)s."),
    "not_delegable": _(
        "By your delegation on %(unit)s you do not sign this: it may not be passed on to you."
    ),
    "no_rule": _("No rule of the mandate table fits this risk."),
    "not_offered": _("“%(decision)s” cannot be decided here; it can only be: %(offered)s."),
    "legal_basis_missing": _("Name the legal basis of the exemption."),
    "interim_control_missing": _("Say which interim control there is until the measures are done."),
    "interim_term_missing": _("Say until when the interim control holds."),
    "interim_term_over": _("The interim control ended on %(until)s. Give it a new term first."),
    "took_limit_away": _(
        "You took away that a limit of law is broken. Let somebody else decide that the risk goes on."
    ),
    "barrier_fails": _(
        "A barrier that this risk leans on fails: %(barriers)s. See to it that it works, or decide on"
        " measures until it does."
    ),
    "scorers_missing": _(
        "At least %(needed)s people score the risk as it is now, before anybody decides. Ask a"
        " colleague to score it too."
    ),
    "only_author": _(
        "You wrote the assessment alone. Let somebody else score the risk as well, or let somebody else"
        " sign."
    ),
    "stack_not_seen": _("Confirm that you have seen the stack: %(risks)s."),
    "alternatives_missing": _("Write down which alternatives there are."),
    "proposal_missing": _("A written proposal of level %(level)s or above comes first."),
    "activity_end_missing": _(
        "Say when the activity ends: this is accepted for one activity only."
    ),
    "too_long": _("An acceptance may last until %(latest_end)s at most."),
    "advice_missing": _("Advice is needed first: %(one_of)s."),
    "advice_older_than_change": _(
        "The risk changed after the advice was given. Ask it again: %(one_of)s."
    ),
    "authority_against": _("The %(subject)s says no, and nobody overrules that."),
    "authority_unconfirmed": _(
        "The %(subject)s said no, and one person wrote down a yes since. Let a second person write down"
        " the same letter or report as well."
    ),
    "consent_missing": _("The %(subject)s must agree first."),
    "reason_missing": _("You decide against advice: say why."),
}

# What of a considered measure must be said.
ALARP_WORDS: dict[str, Any] = {
    "measure": _("the measure"),
    "effect_on_score": _("the effect on the score"),
    "cost": _("the cost"),
    "time": _("the time"),
    "feasibility": _("the feasibility"),
    "rejected_because": _("why it is not taken"),
}

# Why a value says nothing about a condition.
VALUES: dict[str, Any] = {
    "not_a_number": _("Give a number, such as 1.3."),
    "two_numbers": _("Which do you mean: %(whole)s or %(broken)s? Write that one."),
    "not_yes_or_no": _("Say yes when it holds, no when it does not."),
    "unknown": _("With this value nobody can say whether it holds."),
}

# Why a text is no condition that is asked of a number.
NO_CONDITION: dict[str, Any] = {
    "not_plain": _("compare one measured thing with one number, such as surf_m <= 1.0"),
    "two_numbers": _("write the number without a mark for thousands: 1.300 can be 1300 or 1.3"),
}

# Why a slice of exposure is none, by the code of the rule: which field, and what is said there.
NO_SLICE = {
    "no_group": ("group", _("Say who are exposed together.")),
    "no_task_or_place": ("task", _("Say what they do or where: the same task or the same place.")),
    "ends_before_start": ("to_at", _("This is not later than when it begins.")),
    "longer_than_a_shift": (
        "to_at",
        _("A slice is at most one shift of %(hours)s hours. Make one for every shift."),
    ),
    "whole_unit": (
        "group",
        _("A slice is never a whole unit. Name the people who do this together."),
    ),
    "unknown_circumstance": ("circumstances", _("Choose one of the options shown.")),
}
QUANTITY_KINDS = {
    "noise": _("Noise"),
    "substance": _("Substances"),
    "hand_arm_vibration": _("Vibration of hand and arm"),
    "body_vibration": _("Vibration of the whole body"),
    "radiation": _("Ionising radiation"),
    "hours": _("Working hours"),
    "chance": _("Chance that it happens"),
}
# Why a quantity is none, by the code of the rule.
NO_QUANTITY = {
    "unknown_kind": _("Choose what kind of quantity it is."),
    "unknown_unit": _("Choose a unit that belongs to this kind."),
    "no_amount": _("Give a number from 0 on (noise: at most 250 dB, a chance: at most 1)."),
    "no_limit": _("A limit is a number above 0."),
    "limit_needed": _("A substance needs its limit, in the same unit."),
    "no_source": _("Say where the number comes from: who measured it, or which document."),
}
HIDDEN_RISK = _("a risk you may not read")
HIDDEN_BARRIER = _("a barrier you may not read of")
KEY_REUSED = _("This was sent before with other words. Open a new form and send it again.")
SCORE_KINDS = {
    "initial": _("as it would be without controls"),
    "current": _("as it is now"),
    "target": _("as it should be when the measures are done"),
    "residual": _("as it was decided on"),
}
CONFIDENCES = {"low": _("not sure"), "medium": _("fairly sure"), "high": _("sure")}
VERDICTS = {
    "positive": _("positive"),
    "positive_with_conditions": _("positive, with conditions"),
    "negative": _("negative"),
}
# What the codes of this room's own lists are called.
LABELS: Mapping[str, Mapping[str, Any]] = {
    "score_kinds": SCORE_KINDS,
    "confidences": CONFIDENCES,
    "verdicts": VERDICTS,
}

# The kinds of decisions, as a fact of a record.
KINDS: dict[str, Any] = {
    "accept": _("accepted"),
    "exempt": _("exempted from a limit of law"),
    "mitigate": _("mitigated: measures are taken"),
    "avoid": _("avoided"),
    "stop": _("stopped"),
    "transfer": _("transferred"),
    "escalate": _("handed up"),
    "return_with_means": _("returned with means"),
    "return_with_instruction": _("returned with an instruction"),
}
# Why a decision ended or was suspended.
ENDED_FOR: dict[str, Any] = {
    "expired": _("its last day has passed"),
    "activity_end": _("the activity is over"),
    "look_again": _("it is looked at again whether it is gone"),
    "interim_over": _("what protects people until then is over"),
    "revoked": _("revoked"),
    "replaced": _("another decision came in its place"),
    "risk_closed": _("the risk was closed"),
    "score_changed": _("the risk was scored anew"),
    "description_changed": _("the risk was described otherwise"),
    "owner_changed": _("another unit acts on the risk"),
    "context_changed": _("the risk belongs to another kind of work"),
    "severe_occurrence": _("something severe happened"),
    "condition": _("a condition does not hold"),
    "by_hand": _("by a commander"),
    "to_be_signed": _("its conditions hold; who may sign it must let it hold again"),
    "handover_lapsed": _("it was signed by the predecessor, and not taken over in time"),
    "suspended_too_long": _("it was suspended, and nobody restored it in time"),
    "barrier_red": _("a barrier fails"),
    "stack_changed": _("the risks that people meet together ask for a higher level"),
}
# What changed since somebody decided, by the part of the picture.
CHANGED: dict[str, Any] = {
    "risk": _("the facts of the risk"),
    "risk.scenario": _("what can happen"),
    "risk.title": _("the title"),
    "scores": _("the scores"),
    "advice": _("the advice"),
    "options": _("the options"),
    "stack": _("the risks that people meet together"),
    "barriers": _("the barriers"),
    "local_ratings": _("how the units that share it rate it"),
}
TOLD: dict[str, Any] = {
    "transferred_to": _("To whom"),
    "options": _("Which ways there are"),
    "advice": _("What is proposed"),
    "cost": _("What it costs"),
    "effect_of_not_deciding": _("What happens when nobody decides"),
    "money": _("Money"),
    "people": _("People"),
    "materiel": _("Materiel"),
    "permission": _("Permission"),
}
# Why a risk in a slice does not count there now.
LEFT_OUT = {
    "gone": _("Does not count: it is avoided or closed."),
    "not_scored": _("Does not count yet: it is not scored as it is now."),
    "kept_back": _("It counts. Its class is shown when you have scored."),
}

# What a barrier's status is called: shape and colour say the same.
STATUSES = {
    "green": _("holds"),
    "amber": _("weakened"),
    "red": _("fails"),
    "grey": _("not known"),
}
DOUBTS = {
    "only_support": _(
        "Training or a rule alone holds nothing back; it helps people to use a barrier."
    ),
    "not_independent": _("Nobody said that it does not fail together with something else."),
    "no_owner": _("Nobody sees to it."),
    "no_standard": _("It does not say when it is good enough."),
    "no_evidence_named": _("It does not say what can show that it works."),
}
