"""``baken import-instrument``: an instrument that an expert wrote, from a file or its folder."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baken.rooms.library.actions import Imported
    from baken.rooms.library.queries.instrument_file import GivenInstrument

NAME = "import-instrument"
HELP = "import an instrument (RI&E, vRAO, LMRA, checklist …) from YAML; safe to run again"
LANGUAGE = "en"  # the command line speaks English


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and whether programs read what comes out."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a file, or a folder CODE/VERSION with one in it"
    )
    parser.add_argument("--json", action="store_true", help="end with the counts as JSON")


def run(options: argparse.Namespace) -> int:
    """Import the file and say what became of it; 1 when it was refused, with every mistake."""
    from django.utils import translation

    from baken.core.files.content import FileRefused
    from baken.core.instruments.documents import Refused
    from baken.rooms.library.actions import InstrumentTaken
    from baken.rooms.library.queries.instrument_file import given_at

    with translation.override(LANGUAGE):
        try:
            made = _import(given_at(options.file))
        except Refused as refused:
            return _refused([one.said(LANGUAGE) for one in refused.problems], options)
        except (FileRefused, InstrumentTaken) as refused:
            return _refused([str(refused)], options)
    _tell(made, options)
    return 0


def _import(given: GivenInstrument) -> Imported:
    from baken.core import clock
    from baken.core.access import system_actor
    from baken.rooms.library.actions import import_instrument

    return import_instrument(
        actor=system_actor("import"),
        file=given.source.file,
        text=given.source.text,
        libraries=given.libraries,
        code=given.code,
        version=given.version,
        at=clock.now(),
    )


def _tell(made: Imported, options: argparse.Namespace) -> None:
    for note in made.notes:
        print(f"baken: {note.said(LANGUAGE)}", file=sys.stderr)
    head = made.definition.head
    counts = {
        "created": int(made.is_new),
        "unchanged": int(not made.is_new),
        "rejected": 0,
        "sections": len(made.definition.sections),
        "questions": len(made.definition.questions),
        "notes": len(made.notes),
    }
    if options.json:
        told = {"instrument": head.code, "version": str(head.version), **counts}
        print(json.dumps(told))
        return
    became = "created" if made.is_new else "unchanged"
    asked = f"{counts['sections']} sections, {counts['questions']} questions"
    print(f"{head.code} {head.version} {became}: {asked}.")


def _refused(problems: list[str], options: argparse.Namespace) -> int:
    """Every mistake on stderr, a line each, and how many there are."""
    for problem in problems:
        print(f"baken: {problem}", file=sys.stderr)
    if options.json:
        counts = {"created": 0, "unchanged": 0, "rejected": 1, "problems": len(problems)}
        print(json.dumps(counts))
    return 1
