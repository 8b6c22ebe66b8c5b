"""What must hold before a step of a measure can be taken: a code when it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from baken.rooms.measures.rules.control import needs_end, needs_justification


def _never() -> bool:
    return False


def _holds_nothing(_permit: str) -> bool:
    return False


def _none() -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class MeasureFacts:
    """What the guards of a measure look at.

    ``levels`` answers the levels of control of everything that was decided on for what it serves, itself
    included; ``left`` answers those of what stands without itself. ``is_own_work``: whoever asks owns it,
    carried it out, or acts by a delegation of who did. ``post_level`` answers the level of the highest post
    by which they decide on it; the top of the tree is ``top_level``. ``waits_for_unit``: another unit was
    asked, and acts as far as access goes. ``answers``: they speak for whom was asked. ``holds_for_unit``:
    they hold a permit, by its code, for the unit of the measure, whichever unit acts. ``hands_over``: they
    leave command of that unit within the days in which somebody else closes.
    """

    levels: Callable[[], tuple[str, ...]] = _none
    left: Callable[[], tuple[str, ...]] = _none
    left_have_end: Callable[[], bool] = _never
    is_justified: bool = True
    has_end: bool = False
    is_protection: bool = False
    has_priority_reason: bool = True
    alarp_missing: tuple[str, ...] = ()
    is_own_work: Callable[[], bool] = _never
    is_owner: bool = False
    has_owner: bool = False
    was_decided: bool = False
    post_level: Callable[[], int] = int
    top_level: int = 7
    decided_level: int = 0
    postponed: int = 0
    postponed_level: int = 0
    waits_for_answer: bool = False
    waits_for_unit: bool = False
    is_declined: bool = False
    answers: Callable[[], bool] = _never
    holds_for_unit: Callable[[str], bool] = _holds_nothing
    is_overdue: bool = False
    is_unanswered: bool = False
    has_ended: bool = False
    hands_over: Callable[[], bool] = _never


def why_not_justified(facts: MeasureFacts) -> str:
    """Why a lower level of control is not decided on yet; empty when somebody said why it is so low."""
    lacks = not facts.is_justified and needs_justification(facts.levels())
    return "no_justification" if lacks else ""


def why_no_end(facts: MeasureFacts) -> str:
    """Why protection of persons alone is not decided on; empty when it has a last day.

    Source: domain reference, instruments, section 5.
    """
    return "ppe_without_end" if not facts.has_end and needs_end(facts.levels()) else ""


def why_no_limit(facts: MeasureFacts) -> str:
    """Why a measure gets no last day: it does more than protect persons."""
    return "" if facts.is_protection else "no_protection"


def why_no_priority(facts: MeasureFacts) -> str:
    """Why a priority outside the order of classes is not decided on; empty when somebody said why."""
    return "" if facts.has_priority_reason else "priority_unexplained"


def why_no_alarp(facts: MeasureFacts) -> str:
    """Why nobody decides yet: it does not say why no more is done; empty when it does."""
    return "alarp_missing" if facts.alarp_missing else ""


def why_not_verified(facts: MeasureFacts) -> str:
    """Why somebody does not verify a measure: it is their own work, by whatever post.

    Source: domain reference, organisation, section 6, rule 1; risk management, section 17, test 12.
    """
    return "own_work" if facts.is_own_work() else ""


def why_not_first(facts: MeasureFacts) -> str:
    """Why it is not put off by who manages it: it was before."""
    return "postponed_before" if facts.postponed else ""


def why_not_put_off_again(facts: MeasureFacts) -> str:
    """Why it is not put off once more: that takes a post above the one that did so last.

    Source: domain reference, instruments, section 5; risk management, section 17, test 13.
    """
    if not facts.postponed:
        return "not_postponed_yet"
    if facts.is_owner:
        return "own_term"
    needed = min(facts.postponed_level + 1, facts.top_level)
    return "" if facts.post_level() >= needed else "postponed_a_level_up"


def why_not_cancelled(facts: MeasureFacts) -> str:
    """Why somebody does not give a measure up: their post is below who decided, or it is their own."""
    if facts.was_decided and facts.is_own_work():
        return "own_to_cancel"
    if facts.post_level() < facts.decided_level:
        return "cancelled_by_level"
    alone = needs_end(facts.left()) and not facts.left_have_end()
    return "leaves_ppe_alone" if alone else ""


def why_not_asked(facts: MeasureFacts) -> str:
    """Why nobody else is asked now: an answer is still waited for."""
    return "asked_already" if facts.waits_for_answer else ""


def why_not_for_unit(facts: MeasureFacts, *, permit: str) -> str:
    """Why somebody does not do what is for the unit of the measure alone, whichever unit acts.

    A unit that acts for another would lose what it passes on to a third.
    """
    return "" if facts.holds_for_unit(permit) else "not_its_unit"


def why_not_while_asked(facts: MeasureFacts, *, permit: str) -> str:
    """Why somebody leaves it as it is while a unit is to answer: they were asked, and answer first."""
    waits = facts.waits_for_unit and not facts.holds_for_unit(permit)
    return "answers_first" if waits else ""


def why_not_on(facts: MeasureFacts) -> str:
    """Why it does not go on: it lies with somebody else who has not agreed."""
    if facts.waits_for_answer:
        return "waits_for_answer"
    return "declined" if facts.is_declined else ""


def why_not_answered(facts: MeasureFacts) -> str:
    """Why nobody decides yet: whoever was asked did not answer; after a refusal the unit does it itself."""
    return "waits_for_answer" if facts.waits_for_answer else ""


def why_no_owner(facts: MeasureFacts) -> str:
    """Why it is not started or done: nobody owns it yet, as after another unit accepted it."""
    return "" if facts.has_owner else "no_owner"


def why_no_answer(facts: MeasureFacts) -> str:
    """Why somebody does not answer for whom was asked."""
    if not facts.waits_for_answer:
        return "nobody_asked"
    return "" if facts.answers() else "answers_another"


def why_no_rise(facts: MeasureFacts) -> str:
    """Why the clock does not show it a level up."""
    return "" if facts.is_overdue else "not_overdue_yet"


def why_no_climb(facts: MeasureFacts) -> str:
    """Why the clock does not bring a question to the level above."""
    return "" if facts.is_unanswered else "not_unanswered_yet"


def why_not_ended(facts: MeasureFacts) -> str:
    """Why the clock does not end protection that was for a time."""
    return "" if facts.has_ended else "not_ended_yet"


def why_hands_over(facts: MeasureFacts) -> str:
    """Why somebody gives up nothing now: they hand over command soon.

    Source: domain reference, organisation, section 8.2.
    """
    return "hands_over" if facts.hands_over() else ""
