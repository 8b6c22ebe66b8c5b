"""``baken export``: a kind of record as a file, within what one user may see, and recorded."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from baken.site.commands import Problem

if TYPE_CHECKING:
    from baken.core.export.kinds import ExportKind
    from baken.core.export.make import Made

NAME = "export"
HELP = "write a kind of record to stdout or a file, within what one user may see; recorded"
FORMATS = ("csv", "xlsx", "jsonl")
NO_MAPPING = (
    "An export in the shape of another system is not possible yet: a mapping builds the story and"
    " the classes from several columns, and that cannot be turned round. Leave out --mapping."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The kind, on whose behalf, the kind of file, and where it goes."""
    parser.add_argument("kind", metavar="KIND", help="reports, occurrences, summaries or units")
    parser.add_argument("--as", dest="user", required=True, metavar="USER", help="log-in name")
    parser.add_argument(
        "--format", required=True, choices=FORMATS, metavar="FORMAT", help=", ".join(FORMATS)
    )
    parser.add_argument(
        "--since", type=day, metavar="DATE", help="only what came in from this day, as 2026-01-31"
    )
    parser.add_argument(
        "--mapping", metavar="MAP", help="not possible yet; refused with the reason"
    )
    parser.add_argument(
        "--purpose",
        default="",
        metavar="TEXT",
        help="what it is for; without it sensitive and restricted records are left out",
    )
    parser.add_argument(
        "--to", type=Path, metavar="PATH", help="a file, or a folder to make one in (stdout)"
    )


def day(text: str) -> date:
    """A day of a plausible year. Raises ValueError otherwise."""
    found = date.fromisoformat(text)
    if not 1900 <= found.year <= 2100:
        raise ValueError
    return found


def run(options: argparse.Namespace) -> int:
    """Write the file; 1 when the user may not, 2 when what was asked does not exist."""
    from baken.core.export.kinds import export_kinds

    kind = export_kinds().get(options.kind)
    wrong = _wrong_use(options, kind)
    if wrong or kind is None:
        print(f"baken: {wrong}", file=sys.stderr)
        return 2
    made = _made(options, kind)
    with made.file as file:
        _give(options, made, file)
    left_out = ""
    if made.marking.left_out:
        left_out = " Sensitive and restricted records were left out; give a --purpose to have them."
    print(f"baken: {made.rows} rows, recorded.{left_out}", file=sys.stderr)
    return 0


def _wrong_use(options: argparse.Namespace, kind: ExportKind | None) -> str:
    from baken.core.export.kinds import export_kinds

    if kind is None:
        return f"{options.kind} cannot be exported; choose {', '.join(sorted(export_kinds()))}."
    if options.mapping:
        return NO_MAPPING
    if options.since and not kind.has_days:
        return f"{options.kind} have no day on which they came in; leave out --since."
    if options.format == "xlsx" and options.to is None and sys.stdout.isatty():
        return "A spreadsheet cannot be shown here; say where it goes with --to."
    return ""


def _made(options: argparse.Namespace, kind: ExportKind) -> Made:
    from django.utils.translation import gettext as _
    from django.utils.translation import override

    from baken.core import clock
    from baken.core.access import AccessDenied, explain
    from baken.core.accounts.models import Account
    from baken.core.export.kinds import Ask
    from baken.core.export.make import make_export
    from baken.core.workflow.errors import FieldsRefused
    from baken.rooms.org.queries import actor_for, one_tree, person_of_account

    account = Account.objects.filter(username=options.user, is_active=True).first()
    if account is None:
        raise Problem(f"There is no active account called {options.user}.")
    at, since = clock.now(), options.since
    actor = actor_for(account, at)
    filters = ((_("Came in since"), since.isoformat()),) if since else ()
    try:
        with one_tree():
            return make_export(
                actor=actor,
                holder=person_of_account(account),
                kind=kind,
                form=options.format,
                at=at,
                ask=Ask(since=since, filters=filters),
                purpose=options.purpose,
                leave_out=True,
            )
    except AccessDenied as denied:
        with override("en"):
            raise Problem(f"{options.user}: {explain(actor, denied.permit)}") from None
    except FieldsRefused as refused:
        raise Problem(" ".join(refused.errors.values())) from None


def _give(options: argparse.Namespace, made: Made, file: BinaryIO) -> None:
    if options.to is None:
        shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    path = options.to / made.name if options.to.is_dir() else options.to
    with open(path, "wb", opener=_for_owner) as there:
        shutil.copyfileobj(file, there)
    print(path)


def _for_owner(path: str, flags: int) -> int:
    """Nobody but who typed the command may read what may hold personal data."""
    return os.open(path, flags, 0o600)
