"""``baken import-organisation``: units, persons and appointments from a YAML or CSV file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

NAME = "import-organisation"
HELP = "import units, persons and appointments from YAML or CSV; safe to run again"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a YAML or CSV file")


def run(options: argparse.Namespace) -> int:
    """Bring the organisation in line with the file and say what changed, a line each."""
    from django.conf import settings

    from baken.core import clock
    from baken.core.access import system_actor
    from baken.core.access.roles import load_roles
    from baken.rooms.org.actions import import_organisation
    from baken.rooms.org.schemas import OrganisationFileRefused, read_organisation
    from baken.site.commands import Problem

    try:
        content = read_organisation(options.file)
    except OrganisationFileRefused as refused:
        raise Problem(str(refused)) from None
    outcome = import_organisation(
        actor=system_actor("import"),
        at=clock.now(),
        content=content,
        account_of=account_without_password,
        roles=list(load_roles(settings.ROLES_FILE)),
    )
    print(*outcome.changes, sep="\n", end="\n" if outcome.changes else "")
    print(f"{outcome.created} created, {outcome.changed} changed, {outcome.unchanged} unchanged.")
    print(*outcome.problems, sep="\n", end="\n" if outcome.problems else "", file=sys.stderr)
    return 1 if outcome.problems else 0


def account_without_password(username: str) -> Any:
    """The account of a log-in name; a new one cannot log in before a password is set."""
    from baken.core.accounts.models import Account

    known = Account.objects.filter(username=username).first()
    return known or Account.objects.create_account(username)
