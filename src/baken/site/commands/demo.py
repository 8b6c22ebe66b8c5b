"""``baken demo``: the demonstration, loaded once, and served with its worker."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

NAME = "demo"
HELP = "load the demonstration and serve it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to serve, and the day on which the demonstration stands."""
    parser.add_argument("--no-serve", action="store_true", help="load only")
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        metavar="DATE",
        help="the day the stories lead up to, as 2026-11-30 (today)",
    )


def environment(options: argparse.Namespace) -> Mapping[str, str]:
    """The demonstration is never a production installation.

    On a day that is to come its clock stands on that day, so that one can walk what happens then.
    """
    ahead = ((options.today or date.today()) - date.today()).days  # noqa: DTZ011 - the day of this machine
    shift = {"BAKEN_CLOCK_SHIFT_HOURS": str(24 * ahead)} if ahead > 0 else {}
    return {"BAKEN_DEMO": "yes", **shift}


def run(options: argparse.Namespace) -> int:
    """Load what is not there yet, say how to log in, and serve until stopped."""
    from django.utils import translation

    from baken.core import clock
    from baken.site.commands.serve import refuse_unfit, start
    from baken.site.database import migrate, waiting_migrations
    from baken.site.demo.loader import load_demo

    if not options.no_serve:
        refuse_unfit()
    if waiting_migrations():
        migrate(verbosity=0)
    load_demo(today=options.today or clock.today())
    with translation.override("nl"):
        _introduce()
    return 0 if options.no_serve else start(port=None, workers=2, with_worker=True)


def _introduce() -> None:
    from django.utils.translation import gettext as _

    from baken.site.demo.loader import log_ins, sample_receipt
    from baken.site.demo.people import PASSWORD

    print(_("Log-in names of the demonstration (password: %s):") % PASSWORD)
    for name, person, post in log_ins():
        print(f"  {name:20} {person} – {post}")
    print(_("Receipt code of an anonymous report: %s") % sample_receipt())
    print(_("Stop with Ctrl+C. The demonstration can be reached at:"), flush=True)
