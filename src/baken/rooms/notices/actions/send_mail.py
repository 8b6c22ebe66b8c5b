"""Claims a mail for one worker, and writes down how it ended."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q

from baken.core import clock
from baken.rooms.notices.models import MailOut
from baken.rooms.notices.queries.policy import policy


def claim_mail(*, mail: MailOut, at: datetime) -> bool:
    """Take a mail for this worker, for some minutes; False when another has it or it is over.

    No transaction is held while a mail server is talked to. A worker that dies in between lets go
    by the clock; the mail then leaves again with the same Message-ID.
    """
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=at)
    mine = MailOut.objects.filter(free, number=mail.number, stage="waiting")
    return mine.update(claimed_until=at + policy().claim) == 1


def settle_mail(*, mail: MailOut, stage: str, at: datetime, problem: str = "") -> None:
    """Write down that a mail was sent, dropped because nobody needs it, or given up."""
    MailOut.objects.filter(number=mail.number).update(
        stage=stage,
        problem=problem[:200],
        settled_on=clock.local_date(at),
        due_at=None,
        claimed_until=None,
    )


def let_go(*, mail: MailOut, at: datetime, problem: str = "", counts: int = 1) -> None:
    """Leave a mail for a later try; a refusal counts as an attempt, and after the last it is given up.

    A server that cannot be reached counts for nothing: nothing is lost while it is down.
    """
    if counts and mail.attempts + 1 >= policy().most_attempts:
        MailOut.objects.filter(number=mail.number).update(attempts=F("attempts") + 1)
        settle_mail(mail=mail, stage="given_up", at=at, problem=problem)
        return
    MailOut.objects.filter(number=mail.number).update(
        attempts=F("attempts") + counts, problem=problem[:200], claimed_until=None
    )
