"""``baken import-organisation``: units, persons, sites, equipment … from a YAML or CSV file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

NAME = "import-organisation"
HELP = (
    "import units, persons, appointments, sites, workplaces, equipment, qualifications and councils"
    " from YAML or CSV; safe to run again"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a YAML or CSV file")


def run(options: argparse.Namespace) -> int:
    """Bring the organisation in line with the file and say what changed, a line each."""
    from baken.rooms.org.schemas import OrganisationFileRefused, read_organisation
    from baken.rooms.org.schemas.things import read_things
    from baken.site.commands import Problem

    try:
        content = read_organisation(options.file)
        things = read_things(options.file)
    except OrganisationFileRefused as refused:
        raise Problem(str(refused)) from None
    outcomes = bring(content, things)
    changes = [change for outcome in outcomes for change in outcome.changes]
    problems = [problem for outcome in outcomes for problem in outcome.problems]
    print(*changes, sep="\n", end="\n" if changes else "")
    created, changed, unchanged = (
        sum(getattr(outcome, name) for outcome in outcomes)
        for name in ("created", "changed", "unchanged")
    )
    print(f"{created} created, {changed} changed, {unchanged} unchanged.")
    print(*problems, sep="\n", end="\n" if problems else "", file=sys.stderr)
    return 1 if problems else 0


def bring(content: Any, things: Any) -> list[Any]:
    """Bring the whole in line with both parts of a file: what each came to.

    With any problem nothing is written, and what is returned holds only the problems.
    """
    from django.conf import settings
    from django.db import transaction

    from baken.core import clock
    from baken.core.access import system_actor
    from baken.core.access.roles import load_roles
    from baken.rooms.org.actions import import_organisation, import_things

    actor, at = system_actor("import"), clock.now()
    roles = list(load_roles(settings.ROLES_FILE))
    with transaction.atomic():
        outcome = import_organisation(
            actor=actor, at=at, content=content, account_of=account_without_password, roles=roles
        )
        if outcome.problems:
            return [outcome]
        further = import_things(actor=actor, at=at, content=things)
        if further.problems:
            transaction.set_rollback(True)
            return [further]
    return [outcome, further]


def account_without_password(username: str) -> Any:
    """The account of a log-in name; a new one cannot log in before a password is set."""
    from baken.core.accounts.models import Account

    known = Account.objects.filter(username=username).first()
    return known or Account.objects.create_account(username)
