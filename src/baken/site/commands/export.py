"""``baken export``: a kind of record as a file, within what one user may see, and recorded."""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from baken.site.commands import Problem

if TYPE_CHECKING:
    from baken.core.export.kinds import ExportKind
    from baken.core.export.make import Made
    from baken.rooms.reports.schemas.legacy_writing import Unsaid

NAME = "export"
HELP = "write a kind of record to stdout or a file, within what one user may see; recorded"
FORMATS = ("csv", "xlsx", "jsonl")


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
        "--mapping",
        metavar="MAP",
        help="reports in the shape of another system: a mapping file, or the system's name",
    )
    parser.add_argument(
        "--only-source", action="store_true", help="with --mapping: leave out what was made here"
    )
    parser.add_argument(
        "--not-written",
        type=Path,
        metavar="FILE",
        help="with --mapping: list here what the other system has no way to say",
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
    with Gaps(options.not_written) as gaps:
        made = _made(options, _shaped(options, gaps) or kind)
    with made.file as file:
        _give(options, made, file)
    gaps.sum_up()
    left_out = ""
    if made.marking.left_out:
        left_out = " Sensitive and restricted records were left out; give a --purpose to have them."
    print(f"baken: {made.rows} rows, recorded.{left_out}", file=sys.stderr)
    return 0


def _wrong_use(options: argparse.Namespace, kind: ExportKind | None) -> str:
    from baken.core.export.kinds import export_kinds

    if kind is None:
        return f"{options.kind} cannot be exported; choose {', '.join(sorted(export_kinds()))}."
    if options.mapping and options.kind != "reports":
        return "Only reports can be given in the shape of another system."
    if options.mapping and options.format != "csv":
        return "Another system's shape is CSV: say --format csv."
    if not options.mapping and (options.only_source or options.not_written):
        return "--only-source and --not-written go with --mapping."
    if options.since and not kind.has_days:
        return f"{options.kind} have no day on which they came in; leave out --since."
    if options.format == "xlsx" and options.to is None and sys.stdout.isatty():
        return "A spreadsheet cannot be shown here; say where it goes with --to."
    return ""


class Gaps:
    """Hears what could not be written: all of it in a file, and how often on the screen."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: Any = None
        self._writer: Any = None
        self._counts: Counter[str] = Counter()

    def __enter__(self) -> Gaps:
        if self._path is not None:
            self._file = open(self._path, "w", encoding="utf-8", newline="", opener=_for_owner)
            self._writer = csv.writer(self._file)
            self._writer.writerow(["ref", "field", "value", "why"])
        return self

    def __exit__(self, *_trouble: object) -> None:
        if self._file is not None:
            self._file.close()

    def tell(self, unsaid: Unsaid) -> None:
        """One field of one record."""
        from baken.rooms.reports.schemas.legacy_export import why_of

        self._counts[unsaid.field] += 1
        if self._writer is not None:
            self._writer.writerow([unsaid.ref, unsaid.field, unsaid.value, why_of(unsaid)])

    def sum_up(self) -> None:
        """How often which field could not be written."""
        if not self._counts:
            return
        told = ", ".join(f"{field} {count}" for field, count in sorted(self._counts.items()))
        more = "" if self._path else " --not-written FILE lists them."
        print(f"baken: not written, times per field: {told}.{more}", file=sys.stderr)


def _shaped(options: argparse.Namespace, gaps: Gaps) -> ExportKind | None:
    """The kind in the shape that was asked for; None when none was."""
    from baken.core import clock
    from baken.rooms.reports.queries.legacy_export import legacy_systems
    from baken.rooms.reports.schemas.legacy_export import LegacyExport
    from baken.rooms.reports.schemas.mapping import (
        MappingRefused,
        find_mapping,
        load_mapping,
        parse_mapping,
    )

    if not options.mapping:
        return None
    kept = {system.name: system.mapping for system in legacy_systems()}
    try:
        if options.mapping in kept:
            mapping = parse_mapping(kept[options.mapping], where=options.mapping)
        else:
            mapping = load_mapping(find_mapping(options.mapping))
    except MappingRefused as refused:
        raise Problem(str(refused)) from None
    export = LegacyExport(mapping, with_own=not options.only_source, at=clock.now())
    return export.rows(tell=gaps.tell)


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
