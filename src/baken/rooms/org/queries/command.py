"""Who answers to whom as the database has it now, for the checks of lines and of moves."""

from __future__ import annotations

from collections.abc import Iterator

from baken.rooms.org.models import CommandLine, Unit
from baken.rooms.org.rules.lines import Command, Tie


def command_now() -> Command:
    """The tree of today and every line beside it, past, present and announced."""
    parents = {
        unit: parent or "" for unit, parent in Unit.objects.values_list("code", "parent__code")
    }
    return Command(parents, ties_kept())


def ties_kept() -> Iterator[Tie]:
    """Every line of command by the codes of its units."""
    names = ("unit__code", "superior__code", "kind", "from_on", "until")
    for row in CommandLine.objects.values_list(*names):
        yield Tie(*row)
