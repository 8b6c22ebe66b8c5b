"""``baken import-instrument``: an instrument that an expert wrote, from a file or its folder."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baken.rooms.library.actions import Imported
    from baken.rooms.library.queries.instrument_file import GivenInstrument

NAME = "import-instrument"
HELP = "import an instrument from YAML, or a branch RI&E from the XML of OiRA; safe to run again"
LANGUAGE = "en"  # the command line speaks English


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and whether programs read what comes out."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a file, or a folder CODE/VERSION with one in it"
    )
    parser.add_argument("--code", default="", help="code of a branch RI&E; else of its own words")
    parser.add_argument("--version", default="", help="version of a branch RI&E; else 1.0.0")
    for part, told in (("chosen", "chosen"), ("calculated", "calculated")):
        parser.add_argument(
            f"--{part}",
            default="",
            metavar="MODEL@VERSION",
            help=f"scoring model for priorities of a branch RI&E that are {told}",
        )
    parser.add_argument(
        "--dry-run", action="store_true", help="tell what is in it and keep nothing"
    )
    parser.add_argument("--json", action="store_true", help="end with the counts as JSON")


def run(options: argparse.Namespace) -> int:
    """Import the file and say what became of it; 1 when it was refused, with every mistake."""
    from django.utils import translation

    from baken.core.files.content import FileRefused
    from baken.core.instruments.documents import Refused
    from baken.core.workflow.errors import FieldsRefused
    from baken.rooms.library.actions import InstrumentTaken
    from baken.rooms.library.queries.instrument_file import given_at

    with translation.override(LANGUAGE):
        try:
            made = _import(given_at(options.file), options)
        except Refused as refused:
            return _refused([one.said(LANGUAGE) for one in refused.problems], options)
        except FieldsRefused as refused:
            return _refused([f"--{name}: {told}" for name, told in refused.errors.items()], options)
        except (FileRefused, InstrumentTaken) as refused:
            return _refused([str(refused)], options)
    _tell(made, options)
    return 0


def _import(given: GivenInstrument, options: argparse.Namespace) -> Imported:
    from baken.core import clock
    from baken.core.access import system_actor
    from baken.rooms.library.actions import import_instrument
    from baken.rooms.library.queries.survey_scorings import scorings_from

    named = {"chosen": options.chosen, "calculated": options.calculated}
    return import_instrument(
        actor=system_actor("import"),
        file=given.source.file,
        text=given.source.text,
        libraries=given.libraries,
        code=options.code or given.code,
        version=options.version or given.version,
        scorings=scorings_from(named) if any(named.values()) else None,
        keeps=not options.dry_run,
        at=clock.now(),
    )


def _tell(made: Imported, options: argparse.Namespace) -> None:
    for note in made.notes:
        print(f"baken: {note.said(LANGUAGE)}", file=sys.stderr)
    head = made.definition.head
    counts: dict[str, int] = {
        "created": int(made.is_new),
        "unchanged": int(not made.is_new and not options.dry_run),
        "rejected": 0,
        "sections": len(made.definition.sections),
        "questions": len(made.definition.questions),
        "notes": len(made.notes),
        **(asdict(made.counts) if made.counts else {}),
    }
    if options.json:
        told = {"instrument": head.code, "version": str(head.version), **counts}
        print(json.dumps(told))
        return
    became = "created" if made.is_new else "not kept" if options.dry_run else "unchanged"
    asked = f"{counts['sections']} sections, {counts['questions']} questions"
    if made.counts:
        held = (f"{count} {name.replace('_', ' ')}" for name, count in asdict(made.counts).items())
        asked = f"{asked}; {', '.join(held)}"
    print(f"{head.code} {head.version} {became}: {asked}.")


def _refused(problems: list[str], options: argparse.Namespace) -> int:
    """Every mistake on stderr, a line each, and how many there are."""
    for problem in problems:
        print(f"baken: {problem}", file=sys.stderr)
    if options.json:
        counts = {"created": 0, "unchanged": 0, "rejected": 1, "problems": len(problems)}
        print(json.dumps(counts))
    return 1
