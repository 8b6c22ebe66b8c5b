"""``baken bench``: loads synthetic reports in a scratch database and prints how fast the product is."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baken.site.bench.bench import Figures

NAME = "bench"
HELP = "measure speed with synthetic reports in a scratch database; real data is not touched"

FEWEST = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many reports, and whether the figures are to be read by a program."""
    parser.add_argument(
        "--reports", type=_count, default=100_000, metavar="N", help="default 100,000"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(options: argparse.Namespace) -> int:
    """Measure on SQLite, and on PostgreSQL when that is the configured database."""
    with _stopped_tidily():
        return _measured(options)


@contextmanager
def _stopped_tidily() -> Iterator[None]:
    """Let SIGTERM end the run as an error would, so that the scratch database goes too."""
    before = signal.signal(signal.SIGTERM, lambda *_facts: sys.exit(143))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _measured(options: argparse.Namespace) -> int:
    from baken.site.bench.report import as_json, as_table

    found = []
    for figures in measured(options.reports):
        found.append(figures)
        if not options.json:
            print(as_table(figures), flush=True)
    if options.json:
        print(as_json(found))
    return 0


def measured(reports: int) -> Iterator[Figures]:
    """The figures of each database that there is, each in a scratch database that is gone afterwards."""
    from baken.site.bench.bench import measure_database
    from baken.site.bench.scratch import engines, scratch_database

    for engine in engines():
        with scratch_database(engine):
            figures = measure_database(reports, say=_say)
        yield figures


def _say(sentence: str) -> None:
    print(f"baken: {sentence}", file=sys.stderr, flush=True)


def _count(text: str) -> int:
    """A whole number that is large enough for every scene to have something to show."""
    number = int(text.replace("_", "").replace(",", ""))
    if number < FEWEST:
        raise argparse.ArgumentTypeError(f"give at least {FEWEST} reports")
    return number
