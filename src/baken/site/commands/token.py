"""``baken token create``: an API token, printed once and alone on stdout."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from baken.site.commands import Problem

NAME = "token"
HELP = "make an API token"
MOST_DAYS = 366


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``create --user NAME [--days N]``."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="create")
    create = verbs.add_parser("create", help="make a token and print it")
    create.add_argument("--user", required=True, metavar="NAME", help="log-in name of the account")
    create.add_argument("--days", type=int, default=90, metavar="N", help="how long it is valid")


def run(options: argparse.Namespace) -> int:
    """Print a token for a service account, or in the demo for a person."""
    from django.conf import settings

    from baken.core import clock
    from baken.core.accounts.models import Account

    if not 1 <= options.days <= MOST_DAYS:
        raise Problem(f"A token is valid for 1 to {MOST_DAYS} days.")
    account = Account.objects.filter(username=options.user, is_active=True).first()
    if account is None:
        raise Problem(f"There is no active account called {options.user}.")
    if not account.is_service and not settings.DEMO:
        raise Problem("Tokens are for service accounts; for persons only in the demonstration.")
    print(token_with_trace(account=account, at=clock.now(), days=options.days))
    return 0


def token_with_trace(*, account: Any, at: datetime, days: int) -> str:
    """A new token, with a row in the history of who holds the account and a notice to them.

    Raises Problem when the account belongs to nobody in the organisation: it would open nothing.
    """
    from django.db import transaction

    from baken.core.access import system_actor
    from baken.core.accounts.tokens import make_token
    from baken.core.accounts.traces import leave_trace

    with transaction.atomic():
        token = make_token(account=account, at=at, days=days)
        actor, facts = system_actor("command"), {"days": days}
        if leave_trace(account=account, act="token_made", at=at, actor=actor, facts=facts):
            return token
        transaction.set_rollback(True)
    raise Problem(f"The account {account.username} belongs to nobody in the organisation.")
