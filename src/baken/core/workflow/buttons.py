"""Steps as buttons of a record's page: the likely one first, the closed ones with why and who can."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from baken.core.workflow.available import NOT_YOURS, StepChoice


def step_buttons(
    *,
    choices: Sequence[StepChoice],
    url_of: Callable[[str], str],
    who_may: Callable[[Collection[str]], Mapping[str, list[str]]],
    first: Sequence[str] = (),
) -> list[dict[str, Any]]:
    """What the step button component shows of each step.

    ``url_of`` gives the address of a step by its name, ``who_may`` the posts that hold each
    of some permits (of one left out nobody is told); ``first`` names the steps that are likely
    next, the likeliest in front.
    """

    def place(choice: StepChoice) -> tuple[bool, int]:
        known = first.index(choice.name) if choice.name in first else len(first)
        return not choice.allowed, known

    ordered = sorted(choices, key=place)
    closed = {choice.step.permit for choice in ordered if _is_for_others(choice)}
    who = who_may(closed) if closed else {}
    return [
        {
            "name": choice.name,
            "label": choice.label,
            "allowed": choice.allowed,
            "url": url_of(choice.name),
            "reasons": [str(refusal) for refusal in choice.refusals],
            "who": list(who.get(choice.step.permit, ())) if _is_for_others(choice) else [],
            "primary": number == 0 and choice.allowed,
        }
        for number, choice in enumerate(ordered)
    ]


def _is_for_others(choice: StepChoice) -> bool:
    """Whether a right is what lacks; of what the state forbids nobody can do it, whatever they hold."""
    return any(refusal.code == NOT_YOURS for refusal in choice.refusals)
