"""A real mail server on loopback, and what the tests of mail need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from baken.rooms.org.models import Person


class Postbox:
    """Takes mail, or answers what it was told to; ``mails`` are (addresses, message)."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], EmailMessage]] = []
        self.answer = ""
        self.tries = 0

    async def handle_RCPT(  # noqa: N802  the name the server calls
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        self.tries += 1
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=default)
        self.mails.append((envelope.rcpt_tos, message))  # type: ignore[arg-type]
        return "250 OK"

    @property
    def texts(self) -> list[str]:
        """Every mail as it came: headers and body together."""
        return [message.as_string() + message.get_content() for _to, message in self.mails]


class AnyPort(Controller):
    """A server at whatever port is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()


@contextmanager
def post_office(settings: Any, **more: Any) -> Iterator[Postbox]:
    """A mail server that runs, with the settings that lead to it."""
    box = Postbox()
    controller = AnyPort(box, hostname="127.0.0.1", port=0, **more)
    controller.start()
    try:
        use_server(settings, controller.port)
        yield box
    finally:
        controller.stop()


def use_server(settings: Any, port: int) -> None:
    """Point the settings of a test at a mail server on this machine."""
    settings.MAIL_HOST, settings.MAIL_PORT, settings.MAIL_TLS = "127.0.0.1", port, "none"
    settings.MAIL_FROM = "Veiligheid <baken@voorbeeld.example>"
    settings.PUBLIC_URL = "https://baken.voorbeeld.example"


def give_address(person: Person, address: str = "") -> str:
    """Let the organisation file know an address of somebody."""
    address = address or f"p{person.ref.lower()}@voorbeeld.example"
    Person.objects.for_system(reason="import").filter(pk=person.pk).update(email=address)
    return address
