"""The command line: finds the commands, runs one, and says in a sentence what is wrong."""

from __future__ import annotations

import argparse
import os
import pkgutil
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Protocol, cast

from baken import __version__
from baken.site import commands
from baken.site.commands import Problem


class Command(Protocol):
    """What every module of ``baken.site.commands`` offers."""

    NAME: str
    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options to the parser."""

    def run(self, options: argparse.Namespace) -> int:
        """Do the work; returns the exit status."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 when done, 1 when it found or left a problem, 2 for wrong use."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baken.site.settings")
    known = load_commands()
    options = parser_of(known).parse_args(arguments)
    try:
        return _run(known[options.command], options)
    except KeyboardInterrupt:
        return _say("Stopped.")
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - lives until the end
        return 1


def load_commands() -> dict[str, Command]:
    """Every command by its name."""
    names = sorted(module.name for module in pkgutil.iter_modules(commands.__path__))
    found = [cast(Command, import_module(f"{commands.__name__}.{name}")) for name in names]
    return {command.NAME: command for command in found}


def parser_of(known: Mapping[str, Command]) -> argparse.ArgumentParser:
    """The parser of the whole command line; wrong use ends the process with status 2."""
    parser = argparse.ArgumentParser(prog="baken", description="Baken, safety management.")
    parser.add_argument("--version", action="version", version=f"Baken {__version__}")
    choices = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in known.items():
        command.add_arguments(choices.add_parser(name, help=command.HELP, description=command.HELP))
    return parser


def _run(command: Command, options: argparse.Namespace) -> int:
    prepare = getattr(command, "environment", None)
    os.environ.update(prepare(options) if prepare else {})
    problem = _set_up()
    if problem:
        return _say(problem)
    from django.db import DatabaseError

    try:
        return command.run(options)
    except Problem as found:
        return _say(str(found))
    except DatabaseError as found:
        return _say(_database_sentence(found))
    except BrokenPipeError:
        raise
    except OSError as found:
        return _say(f"{found.filename or 'A file'}: {found.strerror or found}.")


def _set_up() -> str:
    """Load the settings and the rooms; returns what is wrong with the settings, or nothing."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as problem:
        return str(problem)
    except OSError as problem:
        return f"The data folder cannot be used: {problem.filename}: {problem.strerror}."
    except ValueError as problem:
        return f"The settings are not right: {problem}."
    return ""


def _database_sentence(problem: Exception) -> str:
    """One sentence for an operator; what the driver says on its first line is enough."""
    said = str(problem).strip().splitlines() or [type(problem).__name__]
    if "no such table" in said[0] or "does not exist" in said[0]:
        return f"The database is not ready ({said[0]}). Run `baken migrate` first."
    return f"The database cannot be used: {said[0]}"


def _say(sentence: str) -> int:
    print(f"baken: {sentence}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
