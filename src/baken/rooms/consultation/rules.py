"""What is asked of a consultation before a step: who speaks for whom, terms, answers. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

ADVICE, CONSENT = "advice", "consent"
KINDS = (ADVICE, CONSENT)
COUNCIL, UNIT = "council", "unit"
# By which role somebody speaks for a body.
SPEAKERS: Mapping[str, str] = {COUNCIL: "council_member", UNIT: "commander"}
POSITIVE, CONDITIONAL, NEGATIVE = "positive", "positive_with_conditions", "negative"
ANSWERS = (POSITIVE, CONDITIONAL, NEGATIVE)
NO_RESPONSE = "no_response"
OUTCOMES = (*ANSWERS, NO_RESPONSE)
REPLIES = ("adopted", "adopted_in_part", "not_adopted")
OPEN, MET, NOT_MET = "open", "met", "not_met"
STANDINGS = (MET, NOT_MET)
# States in which something is still to be done.
OPEN_STATES = ("draft", "asked", "answered", "replied")
MOST_CONDITIONS = 20
LONGEST_CONDITION = 500
# Before an entry of a list. A dash or star that stands against a word belongs to it, as in -10 °C.
_LIST_SIGN = re.compile(r"^\s*(?:•|[*-](?=\s|$))")


@dataclass(frozen=True)
class Facts:
    """What the guards of a consultation look at.

    ``asks``: may ask for the unit that asks. ``speaks``: answers for the body, as does the product itself.
    ``speaks_for_body``: holds the body's role on its own unit, as a person.
    ``asked_it``: drafted, revised or asked this one. ``has_speakers``: somebody who did none of that, and
    is not asking it now, could answer. ``body_exists``: the unit of the body was not dissolved meanwhile.
    ``subject_open``: nothing forbids to ask about the record now; looked at while it is a draft.
    ``open_conditions``: how many nobody noted yet.
    """

    asks: bool
    speaks: bool
    speaks_for_body: bool
    asked_it: bool
    has_speakers: bool
    body_exists: bool
    subject_open: bool
    term_ahead: bool
    term_over: bool
    told_of_term: bool
    is_proposed: bool
    proposal_ahead: bool
    is_extended: bool
    outcome: str
    is_replied: bool
    open_conditions: int


def needs_asking_side(facts: Facts) -> str:
    """Why somebody does not act for the side that asks; who speaks for the body never does.

    Source: domain reference, organisation, section 6 (nobody approves their own work).
    """
    if not facts.asks:
        return "not_asking_side"
    return "speaks_for_body" if facts.speaks_for_body else ""


def needs_speaking(facts: Facts) -> str:
    """Why somebody does not answer for the body; who asked never does, whatever posts they hold.

    Source: domain reference, organisation, section 6 (nobody approves their own work).
    """
    if facts.asked_it:
        return "asked_it"
    return "" if facts.speaks else "not_speaking"


def needs_speakers(facts: Facts) -> str:
    """Why it cannot be asked: the unit of the body is no more, or nobody could answer."""
    if not facts.body_exists:
        return "body_is_gone"
    return "" if facts.has_speakers else "nobody_to_answer"


def needs_open_subject(facts: Facts) -> str:
    """Why it is not asked nor revised: its subject is kept with those who handle it, as under an embargo."""
    return "" if facts.subject_open else "subject_kept"


def needs_term_ahead(facts: Facts) -> str:
    """Why it cannot be asked: its last day is over."""
    return "" if facts.term_ahead else "term_over_before"


def needs_first_extension(facts: Facts) -> str:
    """Why no more time is asked: a term is extended once, and asked for one at a time."""
    if facts.is_extended:
        return "extended_before"
    return "proposed_before" if facts.is_proposed else ""


def needs_proposal(facts: Facts) -> str:
    """Why there is no more time to agree to or refuse."""
    return "" if facts.is_proposed else "nothing_proposed"


def needs_proposal_ahead(facts: Facts) -> str:
    """Why more time is not agreed to: the day that was asked for is over, or not later than the term."""
    return "" if facts.proposal_ahead or not facts.is_proposed else "proposal_over"


def needs_term_over(facts: Facts) -> str:
    """Why it is not closed without an answer: the body still has time."""
    return "" if facts.term_over else "term_runs"


def needs_untold_term(facts: Facts) -> str:
    """Why the clock says nothing: the term runs, or both sides heard that it is over."""
    return "told_of_term" if facts.told_of_term else needs_term_over(facts)


def needs_open_condition(facts: Facts) -> str:
    """Why there is no condition to note."""
    return "" if facts.open_conditions else "no_open_condition"


def needs_reply(facts: Facts) -> str:
    """Why it does not close: a no or a yes with conditions asks a reasoned reply.

    Source: domain reference, organisation, section 9.
    """
    asks = facts.outcome in (CONDITIONAL, NEGATIVE)
    return "reply_missing" if asks and not facts.is_replied else ""


def needs_settled(facts: Facts) -> str:
    """Why it does not close: a condition of which nobody noted what became of it."""
    return "conditions_open" if facts.open_conditions else ""


def consent_of(kind: str, outcome: str) -> str:
    """How consent stands: waiting, given, given_with_conditions or not_given; of advice nothing."""
    if kind != CONSENT:
        return ""
    told = {POSITIVE: "given", CONDITIONAL: "given_with_conditions"}
    return told.get(outcome, "not_given" if outcome else "waiting")


def term_problem(due_on: date, today: date, shortest: int) -> str:
    """Why a last day is none that a body can be held to; ``shortest`` in days from today."""
    return "" if (due_on - today).days >= shortest else "term_too_short"


def extension_problem(until_on: date, due_on: date, today: date) -> str:
    """Why a later last day is none: it must lie after the one there is, and ahead."""
    return "" if until_on > max(due_on, today) else "not_later"


def conditions_in(text: str) -> tuple[str, ...]:
    """The conditions in a text with one on a line, without the sign of a list before it."""
    lines = (_LIST_SIGN.sub("", line).strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def conditions_problem(outcome: str, conditions: Sequence[str]) -> str:
    """Why conditions do not fit an answer: missing, not asked for, too many or too long."""
    if outcome == CONDITIONAL and not conditions:
        return "conditions_missing"
    if outcome != CONDITIONAL and conditions:
        return "conditions_not_here"
    if len(conditions) > MOST_CONDITIONS:
        return "too_many_conditions"
    return "condition_too_long" if any(len(c) > LONGEST_CONDITION for c in conditions) else ""


def body_problem(*, council: bool, unit: bool) -> str:
    """Why it is not clear who is asked: a council or a unit, and one of the two."""
    if council and unit:
        return "two_bodies"
    return "" if council or unit else "no_body"
