"""``baken migrate``: brings the database up to date."""

from __future__ import annotations

import argparse

NAME = "migrate"
HELP = "bring the database up to date"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace) -> int:
    """Migrate; safe to run again."""
    from baken.site.database import migrate, waiting_migrations

    waiting = waiting_migrations()
    migrate(verbosity=0)
    print(f"{waiting} migrations applied." if waiting else "Nothing to do.")
    return 0
