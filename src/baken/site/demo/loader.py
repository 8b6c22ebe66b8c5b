"""Loads the demonstration: organisation, stories and a sample of real records; once, and all of it.

Everything is written in one transaction, so that an interrupted load leaves nothing behind and the
next start begins anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from django.utils import translation

from baken.core import clock
from baken.core.access import system_actor
from baken.core.access.roles import load_roles
from baken.core.accounts.models import Account
from baken.core.events.outbox import deliver_pending
from baken.core.search.counts import count_words
from baken.rooms.notices.actions import mark_all_read
from baken.rooms.notices.models import Notice
from baken.rooms.org.actions import end_units, import_organisation
from baken.rooms.org.queries import actor_for, tree
from baken.rooms.org.rules.rows import OrganisationFile
from baken.rooms.org.schemas import read_organisation
from baken.rooms.register.actions import end_slices
from baken.rooms.register.actions.end_decisions import end_decisions
from baken.rooms.reports.models import Report
from baken.rooms.reports.receipts import receipt_code
from baken.site.commands import Problem
from baken.site.demo import turret
from baken.site.demo.aftermath import with_aftermath
from baken.site.demo.assessments import load_assessments
from baken.site.demo.brigade import stories_of
from baken.site.demo.consultation import load_consultation
from baken.site.demo.doors import load_doors
from baken.site.demo.exercise import exercise_on
from baken.site.demo.handovers import load_handovers
from baken.site.demo.measures import load_measures
from baken.site.demo.people import Cast, DemoAccounts
from baken.site.demo.plan import Act, Story, is_told, plan
from baken.site.demo.play import Player, sending_key
from baken.site.demo.purchases import load_purchases
from baken.site.demo.recommendations import load_recommendations
from baken.site.demo.risks import with_risks
from baken.site.demo.samples import load_samples
from baken.site.demo.signers import equip_signers
from baken.site.demo.things import load_things

FOLDER = Path(__file__).resolve().parent
FIRST_ACCOUNT = "soldaat"
UNREAD_DAYS = 4
YEARS_BEFORE = timedelta(days=5 * 366)  # the oldest RI&E is of more than four years ago
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Loaded:
    """What the demonstration holds after loading; ``fresh`` is false when it was there before."""

    fresh: bool
    stories: int = 0
    acts: int = 0
    samples: int = 0


def load_demo(*, today: date) -> Loaded:
    """Load what is not there yet, as it would stand at the start of ``today``.

    Raises Problem when the database holds another organisation.
    """
    refuse_other_organisation()
    if _is_loaded():
        equip_signers(at=clock.now())
        return Loaded(fresh=False)
    with translation.override("nl"), transaction.atomic():
        load_organisation(today)
        equip_signers(at=clock.start_of_day(today))
        load_things(today=today)
        stories = [story for story in read_stories() if is_told(story, today)]
        acts = with_aftermath(plan(stories, today), today)
        acts = with_risks(acts, read_risks(), today)
        play(acts, today)
        load_doors(today=today)
        load_measures(today=today)
        load_measures(today=today, told_of=turret.MEASURES)
        load_recommendations(today=today)
        load_purchases(today=today)
        load_consultation(today=today)
        load_assessments(today=today)
        load_handovers(cast=Cast(), at=clock.start_of_day(today))
        _read_old(today)
        samples = load_samples(at=clock.start_of_day(today))
        count_words(at=clock.start_of_day(today))
    return Loaded(fresh=True, stories=len(stories), acts=len(acts), samples=samples)


def _read_old(today: date) -> None:
    """What came of records that were told after the stories is read as what came of those."""
    reading = clock.start_of_day(today - timedelta(days=UNREAD_DAYS))
    unread = Notice.objects.filter(at__lt=reading, read_on__isnull=True)
    unread.update(read_on=clock.local_date(reading))


def _is_loaded() -> bool:
    reports = Report.objects.for_system(reason="demo")
    return bool(reports.filter(source__isnull=True).exists())


def refuse_other_organisation() -> None:
    """Raise Problem when there are units but not the demonstration's accounts."""
    if tree().units and not Account.objects.filter(username=FIRST_ACCOUNT).exists():
        raise Problem(
            "This database holds an organisation that is not the demonstration;"
            " it was left alone. Choose another with DATABASE_URL or BAKEN_HOME."
        )


def read_stories() -> list[Story]:
    """All stories, in the order of their files."""
    return _read("stories")


def read_risks() -> list[Story]:
    """Everything that is told of risks, in the order of its files; what is told in few words last."""
    return _read("risks") + stories_of(_content(FOLDER / "brigade.yaml"))


def _read(folder: str) -> list[Story]:
    files = sorted((FOLDER / folder).glob("*.yaml"))
    return [story for file in files for story in _content(file)]


def _content(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506


def load_organisation(today: date) -> None:
    """Make the units, persons and accounts, long before the first story."""
    accounts = DemoAccounts()
    for name in ("organisation.yaml", "employees.yaml", "things.yaml"):
        outcome = import_organisation(
            actor=system_actor("import"),
            at=clock.start_of_day(today) - YEARS_BEFORE,
            content=organisation_on(name, today),
            account_of=accounts,
            roles=list(load_roles(settings.ROLES_FILE)),
        )
        if outcome.problems:
            raise Problem(f"{name} of the demonstration is not right: {outcome.problems[0]}")


def organisation_on(name: str, today: date) -> OrganisationFile:
    """A file of the organisation, as it stands on the day of loading."""
    return exercise_on(read_organisation(FOLDER / name), today)


def play(acts: list[Act], today: date) -> None:
    """Perform all acts; notices of before the last days have been read."""
    cast = Cast()
    player = Player(cast)
    reading = clock.start_of_day(today - timedelta(days=UNREAD_DAYS))
    _perform([one for one in acts if one.at < reading], player)
    _end_of_day(reading)
    for actor in cast.all_actors(reading):
        mark_all_read(actor=actor, at=reading)
    _perform([one for one in acts if one.at >= reading], player)
    _end_of_day(clock.start_of_day(today))


def _perform(acts: list[Act], player: Player) -> None:
    """Perform acts in order of time; at night what is over ends, as the worker does it."""
    for day, of_day in groupby(acts, key=lambda act: clock.local_date(act.at)):
        _end_of_day(clock.start_of_day(day))
        for act in of_day:
            player.perform(act)


def _end_of_day(at: datetime) -> None:
    end_units(actor=system_actor("worker"), at=at)
    end_decisions(actor=system_actor("clock"), at=at)
    end_slices(actor=system_actor("clock"), at=at)
    while deliver_pending(at=at):
        pass


def log_ins() -> list[tuple[str, str, str]]:
    """Every log-in name with the person and post behind it, in order of the file."""
    at = clock.now()
    accounts = Account.objects.filter(is_service=False, is_active=True).order_by("number")
    actors = [(account.username, actor_for(account, at)) for account in accounts]
    return [(name, actor.name, actor.post) for name, actor in actors]


def sample_receipt() -> str:
    """The receipt code of an anonymous story that has been answered, to come back with."""
    answered = (s for s in read_stories() if s["identity"] == "anonymous" and _has_answer(s))
    return receipt_code(sending_key(next(answered)))


def _has_answer(story: Story) -> bool:
    return story["state"] == "answered" and bool(story["conversation"])
