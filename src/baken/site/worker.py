"""The worker: carries news, acts on terms, mails, keeps counts, seals days, ends what was to end.

Two workers at once do no harm: an event is claimed inside its transaction, the daily recount before
it begins, and of two seals of the same day the second is refused by the database.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError, IntegrityError, close_old_connections, transaction

from baken.core import clock
from baken.core.access import system_actor
from baken.core.events.outbox import deliver_pending
from baken.core.records.statistics import learn_content
from baken.core.rollups.daily import recount_daily
from baken.core.rollups.fold import fold_changes, follow_tree
from baken.core.rollups.recount import Difference
from baken.core.search.counts import count_words_daily
from baken.core.trail.seal import SETTLING, seal_finished_days
from baken.rooms.assessments.actions import act_on_assessments, call_after_new_versions
from baken.rooms.consultation.actions import pass_terms
from baken.rooms.measures.actions import act_on_measures, act_on_recommendations
from baken.rooms.notices.jobs.mailer import Mailer
from baken.rooms.notices.jobs.rounds import NoticeRounds
from baken.rooms.org.actions import end_units
from baken.rooms.org.actions.keep_handovers import keep_handovers, prepare_handovers
from baken.rooms.org.queries import tree
from baken.rooms.register.actions import end_slices
from baken.rooms.register.actions.end_decisions import end_decisions
from baken.rooms.register.actions.turn_barriers import look_at_barriers
from baken.rooms.reports.actions.act_on_terms import act_on_terms

log = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
MAIL_SECONDS = 2.0
SECONDS_AFTER_FAILURE = 5.0


def _warn(other: Difference) -> None:
    log.warning("a count was %s and is %s: %s", other.kept, other.recounted, other.key)


class Worker:
    """Works until told to stop; ``parent`` is a process without which it must not go on."""

    def __init__(self, parent: int | None = None) -> None:
        self._stop = threading.Event()
        self._parent = parent
        self._sealed: date | None = None
        self._looked: date | None = None
        self._prepared: date | None = None
        self._compared: date | None = None
        self._counted: date | None = None
        self._learned: date | None = None
        self._notices = NoticeRounds()

    def run(self) -> None:
        """Work until SIGTERM or SIGINT, or until the parent process is gone."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        mails = threading.Thread(target=self._send_mails, name="mail", daemon=True)
        if settings.MAIL_HOST:
            mails.start()
        while not self._stop.is_set() and not self._orphaned():
            self._stop.wait(self._one_round())
        self.stop()

    def stop(self, *_facts: Any) -> None:
        """Finish the event at hand and stop."""
        self._stop.set()

    def work_once(self, at: datetime) -> int:
        """Deliver what waits and do what comes once a day; returns how many were delivered."""
        self._seal(at)
        self._end_units(at)
        done = deliver_pending(at=at)  # first: an alarm waits for nothing
        self._prepare_handovers(at)
        self._notices.work(at)
        done += act_on_terms(actor=system_actor("clock"), at=at)
        done += end_decisions(actor=system_actor("clock"), at=at)
        done += keep_handovers(actor=system_actor("clock"), at=at)
        done += end_slices(actor=system_actor("clock"), at=at)
        done += pass_terms(actor=system_actor("clock"), at=at)
        done += act_on_assessments(actor=system_actor("clock"), at=at)
        self._compare_instruments(at)
        done += act_on_measures(actor=system_actor("clock"), at=at)
        done += act_on_recommendations(actor=system_actor("clock"), at=at)
        done += look_at_barriers(actor=system_actor("barriers"), at=at)
        done += self._count(at)
        self._count_words(at)
        self._learn_content(at)
        return done

    def _send_mails(self) -> None:
        """Send mails beside the other work: a slow mail server must not hold up an alarm."""
        mailer = Mailer()
        while not self._stop.is_set():
            close_old_connections()
            try:
                sent = mailer.send_waiting(clock.now())
            except DatabaseError:
                sent = 0  # the other rounds say what is wrong with the database
            except Exception as problem:  # mail must not stop for good; a text may name an address
                log.error("no mail left in this round: %s", type(problem).__name__)
                sent = 0
            self._stop.wait(0.0 if sent else MAIL_SECONDS)

    def _one_round(self) -> float:
        """One round of work; returns how many seconds to rest after it."""
        close_old_connections()
        try:
            return 0.0 if self.work_once(clock.now()) else IDLE_SECONDS
        except DatabaseError as problem:
            log.warning("the database cannot be used: %s", str(problem).strip().splitlines()[0:1])
            return SECONDS_AFTER_FAILURE

    def _seal(self, at: datetime) -> None:
        day = clock.local_date(at - SETTLING)
        if day == self._sealed:
            return
        try:
            with transaction.atomic():
                seal_finished_days(at=at)
        except IntegrityError:
            log.info("another worker sealed the day")
        self._sealed = day

    def _end_units(self, at: datetime) -> None:
        """Once a day; a unit on which records still wait is looked at again tomorrow."""
        day = clock.local_date(at)
        if day == self._looked:
            return
        for unit in end_units(actor=system_actor("worker"), at=at):
            log.info("unit %s ended on %s", unit.code, unit.ends_on)
        self._looked = day

    def _prepare_handovers(self, at: datetime) -> None:
        """Once a day, of the changes of command that are known and of units that ended."""
        day = clock.local_date(at)
        if day != self._prepared:
            prepare_handovers(actor=system_actor("clock"), at=at)
        self._prepared = day

    def _compare_instruments(self, at: datetime) -> None:
        """Once a day: assessments on an instrument of which there is a newer version."""
        day = clock.local_date(at)
        if day != self._compared:
            call_after_new_versions(actor=system_actor("clock"), at=at)
        self._compared = day

    def _count_words(self, at: datetime) -> None:
        """Once a day, for what is alike; a few seconds of work however many records there are."""
        day = clock.local_date(at)
        if day != self._counted and count_words_daily(at=at):
            log.info("counted in how many records each word stands")
        self._counted = day

    def _learn_content(self, at: datetime) -> None:
        """Once a day, so that questions are answered by the shortest way as the content grows."""
        day = clock.local_date(at)
        if day != self._learned and learn_content():
            log.info("looked at what the database holds")
        self._learned = day

    def _count(self, at: datetime) -> int:
        """Keep the counts of every unit; once a day they are compared with a recount."""
        here = tree()
        follow_tree(version=here.version, parents={one.id: one.parent_id for one in here.units})
        recount_daily(at=at, tell=_warn)
        return fold_changes()

    def _orphaned(self) -> bool:
        return self._parent is not None and os.getppid() != self._parent
