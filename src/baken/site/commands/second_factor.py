"""``baken second-factor remove``: for somebody who lost their phone and their recovery codes."""

from __future__ import annotations

import argparse

from baken.site.commands import Problem

NAME = "second-factor"
HELP = "remove somebody's second factor, after you have made sure who asks"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``remove --user NAME``."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="remove")
    remove = verbs.add_parser("remove", help="remove app, passkeys and recovery codes")
    remove.add_argument("--user", required=True, metavar="NAME", help="log-in name of the account")


def run(options: argparse.Namespace) -> int:
    """Remove app, passkeys and recovery codes; the holder gets a notice, the history a row."""
    from baken.core import clock
    from baken.core.access import system_actor
    from baken.core.accounts.factors import remove_second_factor
    from baken.core.accounts.models import Account
    from baken.core.accounts.sessions import end_sessions

    account = Account.objects.filter(username=options.user).first()
    if account is None:
        raise Problem(f"There is no account called {options.user}.")
    actor = system_actor("command")
    if not remove_second_factor(actor=actor, account=account, at=clock.now()):
        raise Problem(f"The account {options.user} has no second factor.")
    end_sessions(account=account)
    print(f"Removed the second factor of {options.user} and ended all sessions.")
    return 0
