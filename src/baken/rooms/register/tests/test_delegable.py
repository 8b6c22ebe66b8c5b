"""What a post may decide and pass on, by the mandate table of the library."""

from __future__ import annotations

import pytest

from baken.rooms.library.rules.mandate import CLASSES
from baken.rooms.register.queries.delegable import decisions_to_pass_on

CHIEF = "chief_of_defence"


def passed_on(level: int, named: str = "", role: str = "commander") -> dict[str, list[str]]:
    """The classes that may be passed on in each context, the least bad first."""
    found = list(decisions_to_pass_on(role, level, named))
    contexts = dict.fromkeys(one.context for one in found)
    return {
        context: [code for code in CLASSES if (context, code) in told]
        for told in [{(one.context, one.risk_class) for one in found}]
        for context in contexts
    }


@pytest.mark.parametrize(
    ("level", "named", "classes"),
    [
        (2, "", ["low"]),
        (3, "", ["low", "medium"]),
        (4, "", ["low", "medium", "high"]),
        (5, "director_of_operations", ["low", "medium", "high"]),
        (6, CHIEF, ["low", "medium", "high"]),
        (7, "secretary_general", ["low", "medium", "high"]),
    ],
)
def test_commander_passes_on_what_the_level_decides_but_nothing_extreme(
    level: int, named: str, classes: list[str]
) -> None:
    contexts = ("non_operational", "exercise", "deployment")
    assert passed_on(level, named) == dict.fromkeys(contexts, classes)


def test_team_leader_and_adviser_pass_on_nothing() -> None:
    assert passed_on(1) == {}
    assert passed_on(6, CHIEF, role="safety_adviser") == {}
