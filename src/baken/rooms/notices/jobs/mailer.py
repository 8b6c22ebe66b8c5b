"""Sends the mails that wait, each once as far as a server allows; nothing is lost when it is down."""

from __future__ import annotations

import logging
import smtplib
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from traceback import extract_tb

from django.conf import settings
from django.db import DatabaseError

from baken.core.records.mail_addresses import NoMailAddress
from baken.rooms.notices.actions.send_mail import claim_mail, let_go, settle_mail
from baken.rooms.notices.jobs.letters import letter_of
from baken.rooms.notices.jobs.server import mail_server, sentence_of
from baken.rooms.notices.models import MailOut
from baken.rooms.notices.queries.mail import Reader, mails_to_leave, notice_to_mail, readers_of
from baken.rooms.notices.queries.policy import policy
from baken.rooms.notices.rules import wait_after

log = logging.getLogger(__name__)

PERMANENT = 500
LOG_IN_FIRST = (530, 534, 535, 538)  # what RFC 4954 lets a server answer to who has to log in
Refusal = smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError


class Mailer:
    """Sends for one worker. When to try again is kept in memory: no table tells the moments of tries.

    ``seconds`` tells how long a round lasts: mails are claimed as from its beginning, so that a round
    ends while its last claim still holds, and nobody else sends that mail too.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._later: dict[int, datetime] = {}
        self._down_until: datetime | None = None
        self._failures = 0

    def send_waiting(self, at: datetime) -> int:
        """Send what may leave now; returns how many mails were sent."""
        began = self._seconds()
        if not settings.MAIL_HOST or (self._down_until and at < self._down_until):
            return 0
        self._later = {number: moment for number, moment in self._later.items() if moment > at}
        found = mails_to_leave(at, policy().at_a_time + len(self._later))
        mails = [one for one in found if one.number not in self._later]
        if not mails:
            return 0
        try:
            server = mail_server()
        except (OSError, smtplib.SMTPException) as problem:
            self._is_down(problem, at)
            return 0
        self._failures, self._down_until = 0, None
        try:
            return self._send_all(server, mails, at, began)
        finally:
            server.close()

    def _send_all(
        self, server: smtplib.SMTP, mails: list[MailOut], at: datetime, began: float
    ) -> int:
        readers = readers_of({one.to_key for one in mails}, at)
        sent = 0
        for mail in mails:
            if self._seconds() - began > policy().claim.total_seconds() / 2:
                break
            if not claim_mail(mail=mail, at=at):
                continue
            try:
                sent += self._send(server, mail, readers.get(mail.to_key), at)
            except OSError as problem:
                let_go(mail=mail, at=at, problem=sentence_of(problem), counts=0)
                self._is_down(problem, at)
                break
            except DatabaseError:
                raise
            except Exception as problem:  # one mail must not stop the others, whatever it did
                self._went_wrong(mail, problem, at)
        return sent

    def _send(
        self, server: smtplib.SMTP, mail: MailOut, reader: Reader | None, at: datetime
    ) -> int:
        """Send one mail that was claimed, unless nobody needs it any more.

        Raises OSError when the server takes no mail at all: it is down, or refuses the sender.
        """
        found = notice_to_mail(mail.notice, reader, at) if mail.notice and reader else None
        if reader is None or (mail.kind == "notice" and found is None):
            settle_mail(mail=mail, stage="dropped", at=at)
            return 0
        notice, opens = found or (None, False)
        try:
            letter = letter_of(mail, reader, notice, opens, at)
        except NoMailAddress:
            self._give_up(mail, "the address cannot be written to", at)
            return 0
        sender, receiver = (letter[name].addresses[0].addr_spec for name in ("From", "To"))
        try:
            server.send_message(letter, from_addr=sender, to_addrs=[receiver])
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as problem:
            if _code_of(problem) in LOG_IN_FIRST:  # many servers say so at the address
                raise smtplib.SMTPSenderRefused(_code_of(problem), b"", sender) from problem
            self._was_refused(server, mail, problem, at)
            return 0
        settle_mail(mail=mail, stage="sent", at=at)
        return 1

    def _was_refused(
        self, server: smtplib.SMTP, mail: MailOut, problem: Refusal, at: datetime
    ) -> None:
        """A refusal for ever is given up, one for now is tried again later."""
        code = _code_of(problem)
        text = f"the mail server answered {code}"
        if code >= PERMANENT:
            self._give_up(mail, text, at)
        else:
            self._try_later(mail, text, at)
        server.rset()

    def _went_wrong(self, mail: MailOut, problem: Exception, at: datetime) -> None:
        """A mail that cannot be made is tried again; the log says where: a text may name an address."""
        last = extract_tb(problem.__traceback__)[-1]
        where = f"{Path(last.filename).name}, line {last.lineno}"
        self._try_later(mail, f"it could not be made ({type(problem).__name__} in {where})", at)

    def _give_up(self, mail: MailOut, text: str, at: datetime) -> None:
        settle_mail(mail=mail, stage="given_up", at=at, problem=text)
        log.warning("mail %s was given up: %s", mail.number, text)

    def _try_later(self, mail: MailOut, text: str, at: datetime) -> None:
        let_go(mail=mail, at=at, problem=text)
        self._later[mail.number] = at + wait_after(mail.attempts + 1)
        log.warning("mail %s was not taken: %s", mail.number, text)

    def _is_down(self, problem: Exception, at: datetime) -> None:
        self._failures += 1
        wait = min(wait_after(self._failures), timedelta(minutes=5))
        self._down_until = at + wait
        log.warning("no mail leaves for %s: %s", wait, sentence_of(problem))


def _code_of(problem: Refusal) -> int:
    """The answer of the mail server; of the addresses when it refused those."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return max(code for code, _text in problem.recipients.values())
    return problem.smtp_code
