"""Talks to the mail server of the organisation."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator

from django.conf import settings

from baken.rooms.notices.jobs.letters import sender

SECONDS = 15


def mail_server() -> smtplib.SMTP:
    """A connection that is ready to send; raises OSError or SMTPException with what went wrong.

    TLS is checked against the authorities of the machine: a name that does not fit is refused.
    """
    host, port = settings.MAIL_HOST, settings.MAIL_PORT
    if settings.MAIL_TLS == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=SECONDS, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, port, timeout=SECONDS)
    try:
        if settings.MAIL_TLS == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.MAIL_USER:
            server.login(settings.MAIL_USER, settings.MAIL_PASSWORD)
    except (OSError, smtplib.SMTPException):
        server.close()
        raise
    return server


def sentence_of(problem: Exception) -> str:
    """What went wrong, for an administrator: never an address, never a password."""
    if isinstance(problem, smtplib.SMTPAuthenticationError):
        return "the mail server refused the user name or password"
    if isinstance(problem, smtplib.SMTPNotSupportedError):
        return "the mail server offers no encryption or log-in of this kind"
    if isinstance(problem, smtplib.SMTPSenderRefused):
        return (
            f"the mail server takes no mail from BAKEN_MAIL_FROM: it answered {problem.smtp_code}"
        )
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"the mail server answered {problem.smtp_code}"
    if isinstance(problem, ssl.SSLError):
        return "the certificate of the mail server cannot be trusted, or it speaks no TLS here"
    if isinstance(problem, TimeoutError):
        return f"the mail server did not answer within {SECONDS} seconds"
    if isinstance(problem, smtplib.SMTPException):
        return f"the mail server broke off ({type(problem).__name__})"
    return f"the mail server cannot be reached ({type(problem).__name__})"


def connection_problems() -> Iterator[str]:
    """Why no mail would leave, after really asking the server; nothing when it takes mail."""
    try:
        server = mail_server()
    except (OSError, smtplib.SMTPException) as problem:
        yield f"No mail can leave by {settings.MAIL_HOST}: {sentence_of(problem)}."
        return
    try:
        server.ehlo_or_helo_if_needed()
        code, _answer = server.mail(sender().addr_spec)
        if code >= 400:
            yield f"The mail server does not take mail from BAKEN_MAIL_FROM: it answered {code}."
        server.quit()
    except (OSError, smtplib.SMTPException) as problem:
        yield f"No mail can leave by {settings.MAIL_HOST}: {sentence_of(problem)}."
    finally:
        server.close()
