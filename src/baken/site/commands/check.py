"""``baken check``: says in a sentence per problem why this installation is not fit for use."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta

NAME = "check"
HELP = "check configuration and health; status 1 when not fit for production"

SHORTEST_KEY = 32
FEWEST_SIGNS = 10
LONGEST_WAIT = timedelta(minutes=15)
OWN_MACHINE = {"localhost", "127.0.0.1", "[::1]", "::1"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``--mail`` really asks the mail server."""
    parser.add_argument("--mail", action="store_true", help="also ask the mail server to take mail")


def run(options: argparse.Namespace) -> int:
    """Print every problem on stderr, or that there is none."""
    problems = [*settings_problems(), *folder_problems(), *database_problems()]
    if options.mail:
        problems += mail_server_problems()
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print("Fit for production.")
    return 1 if problems else 0


def settings_problems() -> Iterator[str]:
    """What is wrong with the settings, without looking at the database."""
    from django.conf import settings
    from django.core.checks import ERROR, run_checks

    key = str(settings.SECRET_KEY)
    weak_key = len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_SIGNS
    only_here = not set(settings.ALLOWED_HOSTS) - OWN_MACHINE
    findings = (
        (weak_key, "BAKEN_SECRET_KEY is too easy to guess: use `openssl rand -hex 32`."),
        (settings.DEBUG, "Debug pages are on: they show the inside to anyone."),
        (settings.DEMO, "This is the demonstration (BAKEN_DEMO): everybody knows its passwords."),
        (not settings.HTTPS, "HTTPS is off (BAKEN_HTTPS): sessions could be stolen on the way."),
        (only_here, "BAKEN_HOSTS names only this machine: nobody else can reach it."),
        ("*" in settings.ALLOWED_HOSTS, "BAKEN_HOSTS accepts every name: name those served."),
        (
            settings.SECOND_FACTOR == "never",
            "A password alone logs everybody in (BAKEN_SECOND_FACTOR): choose own or required.",
        ),
        *_sign_on_findings(),
        *_mail_findings(),
        (settings.CLOCK_SHIFT_HOURS, "The clock is shifted (BAKEN_CLOCK_SHIFT_HOURS)."),
    )
    yield from (sentence for wrong, sentence in findings if wrong)
    for found in run_checks(include_deployment_checks=False):
        if found.level >= ERROR:
            yield f"{found.msg} ({found.id})"


def _sign_on_findings() -> Iterator[tuple[bool, str]]:
    """What is wrong with single sign-on, when it is configured at all."""
    from django.conf import settings

    if not settings.OIDC_ISSUER:
        return
    plain = not settings.OIDC_ISSUER.startswith("https://")
    unable = "openid" not in settings.OIDC_SCOPES.split()
    yield plain, "BAKEN_OIDC_ISSUER has no https: anybody on the way could say who logs in."
    yield not settings.OIDC_CLIENT_ID, "BAKEN_OIDC_CLIENT_ID is missing: nobody can sign on."
    yield unable, "BAKEN_OIDC_SCOPES lacks openid: the provider will not say who logs in."


def _mail_findings() -> Iterator[tuple[bool, str]]:
    """What is wrong with the settings of mail, when it is configured at all."""
    from django.conf import settings

    if not settings.MAIL_HOST:
        return
    on_the_way = settings.MAIL_TLS == "none" and settings.MAIL_HOST not in OWN_MACHINE
    plain_link = not settings.PUBLIC_URL.startswith("https://")
    no_password = bool(settings.MAIL_USER) and not settings.MAIL_PASSWORD
    yield on_the_way, "Mails leave without encryption (BAKEN_MAIL_TLS): choose starttls or tls."
    yield plain_link, "BAKEN_PUBLIC_URL has no https: the links in mails are not safe to follow."
    yield no_password, "BAKEN_MAIL_USER is set and BAKEN_MAIL_PASSWORD_FILE is not."


def mail_server_problems() -> Iterator[str]:
    """Whether the mail server takes mail; asked only when wanted, since it is another machine."""
    from django.conf import settings

    from baken.rooms.notices.jobs.server import connection_problems

    if not settings.MAIL_HOST:
        yield "There is no mail server to ask: BAKEN_MAIL_HOST is not set."
        return
    yield from connection_problems()


def mail_problems() -> Iterator[str]:
    """Mails that did not leave."""
    from baken.rooms.notices.queries.mail import given_up, waiting_since

    lost = given_up()
    if lost:
        count, example = lost
        yield f"{count} mails were given up; the last one because {example}."
    if waiting_since(LONGEST_WAIT):
        yield "Mails wait for longer than a quarter of an hour: run `baken check --mail` to see why."


def folder_problems() -> Iterator[str]:
    """Whether files can be stored, and the role file be read."""
    from django.conf import settings

    from baken.core.access.roles import load_roles

    try:
        settings.FILES_ROOT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.FILES_ROOT):
            pass
    except OSError as problem:
        yield f"Files cannot be stored in {settings.FILES_ROOT}: {problem.strerror}."
    try:
        load_roles(settings.ROLES_FILE)
    except (OSError, ValueError, LookupError) as problem:
        yield f"The roles in {settings.ROLES_FILE} cannot be used: {problem}."


def database_problems() -> Iterator[str]:
    """Whether the database is there, migrated, able and served by a worker."""
    from django.db import DatabaseError

    from baken.site.database import engine_problem, waiting_migrations

    try:
        waiting = waiting_migrations()
        unfit = engine_problem()
    except DatabaseError as problem:
        first = str(problem).strip().splitlines() or ["no answer"]
        yield f"The database cannot be reached: {first[0]}"
        return
    if unfit:
        yield unfit
    if waiting:
        yield f"The database misses {waiting} migrations: run `baken migrate`."
    else:
        yield from outbox_problems()
        yield from mail_problems()
        yield from desk_problems()
        yield from route_problems()
        yield from instrument_problems()


def instrument_problems() -> Iterator[str]:
    """Instruments that cannot be read with the roles and lists of this installation."""
    from baken.rooms.library.queries.instrument_pictures import check_pictures
    from baken.rooms.library.queries.instruments import check_instruments

    try:
        yield from check_instruments()
        yield from check_pictures()
    except (OSError, ValueError, LookupError):
        return  # the role file itself cannot be used, which is said already


def desk_problems() -> Iterator[str]:
    """Units whose reports nobody can triage; what names no unit goes to the top of the tree."""
    from baken.core import clock
    from baken.rooms.org.queries import tree, units_without

    roots = {unit.code for unit in tree().roots}
    try:
        alone = [unit.code for unit in units_without("reports.report.triage", clock.today())]
    except (OSError, ValueError, LookupError):
        return  # the role file itself cannot be used, which is said already
    if roots & set(alone):
        yield (
            "Nobody can triage reports that name no unit: appoint a safety adviser on"
            f" {', '.join(sorted(roots))}, with or without what lies below."
        )
    below = [code for code in alone if code not in roots]
    if below:
        yield f"Nobody can triage reports of {len(below)} units, such as {', '.join(below[:5])}."


def route_problems() -> Iterator[str]:
    """Rules of where reports go that name units or sites which are not there."""
    from baken.rooms.reports.queries.route_rules import place_problems, route_rules

    yield from (f"BAKEN_ROUTES, {problem}" for problem in place_problems(route_rules()))


def outbox_problems() -> Iterator[str]:
    """Whether events are carried to their listeners."""
    from baken.core import clock
    from baken.core.events.models import OutboxEvent
    from baken.core.events.outbox import MOST_ATTEMPTS

    waiting = OutboxEvent.objects.filter(delivered_on__isnull=True)
    stuck = waiting.filter(attempts__gte=MOST_ATTEMPTS).count()
    if stuck:
        yield f"{stuck} events could not be delivered: see the column problem of the outbox."
    oldest = waiting.filter(attempts__lt=MOST_ATTEMPTS, by_nobody=False).order_by("number").first()
    if oldest and oldest.at < clock.now() - LONGEST_WAIT:
        yield "Events wait for longer than a quarter of an hour: is `baken worker` running?"
