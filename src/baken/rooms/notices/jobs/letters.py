"""Makes a mail of what is to be told: plain text, in the reader's language, without content."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from baken.core.page.addresses import public_address
from baken.core.records.mail_addresses import mail_address
from baken.rooms.notices.models import MailOut, Notice
from baken.rooms.notices.queries.mail import Reader
from baken.rooms.notices.texts import (
    body_of_digest,
    body_of_notice,
    subject_of_digest,
    subject_of_notice,
)


def letter_of(
    mail: MailOut, reader: Reader, notice: Notice | None, opens: bool, at: datetime
) -> EmailMessage:
    """The message for a reader; it names the record's number only when that may be and its page opens.

    Raises NoMailAddress when no letter can be written to the reader's address.
    """
    receiver = mail_address(reader.address)
    url = public_address(reverse("notices:list"))
    wishes_url = public_address(reverse("notices:wishes"))
    with translation.override(reader.language):
        if notice is None:
            subject, body = subject_of_digest(), body_of_digest(mail.counts, url, wishes_url)
        else:
            ref = notice.ref if opens and notice.by_mail == "reference" else ""
            subject = subject_of_notice(ref, urgent=notice.urgent)
            body = body_of_notice(ref, url, wishes_url, urgent=notice.urgent)
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = subject
    letter["From"] = sender()
    letter["To"] = receiver
    letter["Date"] = format_datetime(at)
    letter["Message-ID"] = message_id(mail.once)
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(body, charset="utf-8", cte="quoted-printable")
    letter["Content-Language"] = reader.language
    return letter


def message_id(once: str) -> str:
    """The same for every try of a mail, and told to nobody without the server's secret."""
    secret = settings.SECRET_KEY.encode()
    digest = hmac.new(secret, b"mail" + once.encode(), hashlib.sha256).hexdigest()[:40]
    return f"<{digest}@{sender().domain}>"


def sender() -> Address:
    """Who the mails come from, as every mail server takes it. Raises NoMailAddress."""
    name, address = parseaddr(settings.MAIL_FROM)
    return Address(display_name=name or "Baken", addr_spec=mail_address(address).addr_spec)
