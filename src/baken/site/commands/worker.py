"""``baken worker``: background jobs and the clock."""

from __future__ import annotations

import argparse

from baken.site.commands import Problem

NAME = "worker"
HELP = "run background jobs and the clock"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``--parent`` is for the server that starts the worker itself."""
    parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Work until stopped by SIGTERM or SIGINT."""
    from baken.site.database import waiting_migrations
    from baken.site.worker import Worker

    if waiting_migrations():
        raise Problem("The database is not migrated. Run `baken migrate` first.")
    Worker(parent=options.parent).run()
    return 0
