"""Who answers to whom as the database has it now, for the checks of lines and of moves."""

from __future__ import annotations

from collections.abc import Iterator

from baken.rooms.org.models import CommandLine, Unit
from baken.rooms.org.rules.lines import Command, Tie


def command_now() -> Command:
    """The tree of today and every line beside it, past, present and announced, but none withdrawn."""
    parents = {
        unit: parent or "" for unit, parent in Unit.objects.values_list("code", "parent__code")
    }
    return Command(parents, ties_kept())


def ties_kept() -> Iterator[Tie]:
    """Every line of command by the codes of its units; not what was withdrawn, which leads nowhere."""
    for row in CommandLine.objects.filter(withdrawn_at=None).values_list(*_TIE):
        yield Tie(*row)


def withdrawn_ties() -> Iterator[Tie]:
    """The lines that were withdrawn, some of which may have been made again."""
    for row in CommandLine.objects.filter(withdrawn_at__isnull=False).values_list(*_TIE):
        yield Tie(*row)


_TIE = ("unit__code", "superior__code", "kind", "from_on", "until")
