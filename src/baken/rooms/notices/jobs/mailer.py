"""Sends the mails that wait, each once as far as a server allows; nothing is lost when it is down."""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings

from baken.rooms.notices.actions.send_mail import claim_mail, let_go, settle_mail
from baken.rooms.notices.jobs.letters import letter_of
from baken.rooms.notices.jobs.server import mail_server, sentence_of
from baken.rooms.notices.models import MailOut
from baken.rooms.notices.queries.mail import Reader, mails_to_leave, notice_to_mail, readers_of
from baken.rooms.notices.queries.policy import policy
from baken.rooms.notices.rules import wait_after

log = logging.getLogger(__name__)

PERMANENT = 500


class Mailer:
    """Sends for one worker. When to try again is kept in memory: no table tells the moments of tries."""

    def __init__(self) -> None:
        self._later: dict[int, datetime] = {}
        self._down_until: datetime | None = None
        self._failures = 0

    def send_waiting(self, at: datetime) -> int:
        """Send what may leave now; returns how many mails were sent."""
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
            return self._send_all(server, mails, at)
        finally:
            server.close()

    def _send_all(self, server: smtplib.SMTP, mails: list[MailOut], at: datetime) -> int:
        readers = readers_of({one.to_key for one in mails}, at)
        sent = 0
        for mail in mails:
            if not claim_mail(mail=mail, at=at):
                continue
            try:
                sent += self._send(server, mail, readers.get(mail.to_key), at)
            except (smtplib.SMTPServerDisconnected, OSError) as problem:
                let_go(mail=mail, at=at, problem=sentence_of(problem), counts=0)
                self._is_down(problem, at)
                break
        return sent

    def _send(
        self, server: smtplib.SMTP, mail: MailOut, reader: Reader | None, at: datetime
    ) -> int:
        """Send one mail that was claimed, unless nobody needs it any more."""
        found = notice_to_mail(mail.notice, reader, at) if mail.notice and reader else None
        if reader is None or (mail.kind == "notice" and found is None):
            settle_mail(mail=mail, stage="dropped", at=at)
            return 0
        notice, opens = found or (None, False)
        try:
            letter = letter_of(mail, reader, notice, opens, at)
            sender = parseaddr(settings.MAIL_FROM)[1]
            server.send_message(
                letter, from_addr=sender, to_addrs=[letter["To"].addresses[0].addr_spec]
            )
        except smtplib.SMTPServerDisconnected:
            raise
        except (smtplib.SMTPException, ValueError) as problem:
            self._was_refused(server, mail, problem, at)
            return 0
        settle_mail(mail=mail, stage="sent", at=at)
        return 1

    def _was_refused(
        self, server: smtplib.SMTP, mail: MailOut, problem: Exception, at: datetime
    ) -> None:
        """A refusal for ever is given up, one for now is tried again later."""
        code = _code_of(problem)
        text = f"the mail server answered {code}" if code else "the address cannot be written to"
        if not code or code >= PERMANENT:
            settle_mail(mail=mail, stage="given_up", at=at, problem=text)
        else:
            let_go(mail=mail, at=at, problem=text)
            self._later[mail.number] = at + wait_after(mail.attempts + 1)
        log.warning("mail %s was not taken: %s", mail.number, text)
        server.rset()

    def _is_down(self, problem: Exception, at: datetime) -> None:
        self._failures += 1
        wait = min(wait_after(self._failures), timedelta(minutes=5))
        self._down_until = at + wait
        log.warning("no mail leaves for %s: %s", wait, sentence_of(problem))


def _code_of(problem: Exception) -> int:
    """The answer of the mail server, of the first address when it refused those; 0 without one."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return max(code for code, _text in problem.recipients.values())
    return problem.smtp_code if isinstance(problem, smtplib.SMTPResponseException) else 0
