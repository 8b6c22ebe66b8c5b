"""Handing a decision up, and what the higher level may answer.

Source: domain reference, irm, section 6.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from baken.rooms.library.rules.escalation import EscalationTable
from baken.rooms.register.rules.acceptance import is_empty

RETURN_WITH_MEANS, RETURN_WITH_INSTRUCTION = "return_with_means", "return_with_instruction"


def missing_in_hand_up(told: Mapping[str, Any], table: EscalationTable) -> tuple[str, ...]:
    """What must still be said before a decision is handed up, by name."""
    return tuple(name for name in table.hand_up_fields if is_empty(told.get(name)))


def problem_of_answer(
    answer: str, *, means: Collection[str], instruction: str, table: EscalationTable
) -> str:
    """Why a higher level cannot answer so, as a code; returned means are named, so is an instruction."""
    if answer not in table.answers:
        return "unknown_answer"
    if answer == RETURN_WITH_MEANS and not set(means) & set(table.means):
        return "means_not_named"
    if answer == RETURN_WITH_INSTRUCTION and not instruction.strip():
        return "instruction_missing"
    return ""
