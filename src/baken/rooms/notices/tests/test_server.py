"""Asking the mail server whether it takes mail, and what is said when it does not."""

from __future__ import annotations

import smtplib
import socket
import ssl
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from baken.rooms.notices.jobs.server import connection_problems, mail_server, sentence_of
from baken.rooms.notices.tests.postman import Postbox, post_office


def _takes(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=data.password == b"goed", handled=False)


LOCKED = {"authenticator": _takes, "auth_require_tls": False, "auth_required": True}


def test_connection_that_takes_mail_has_no_problems(settings: Any) -> None:
    with post_office(settings) as box:
        assert list(connection_problems()) == []
        assert box.mails == []


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("goed", []),
        (
            "fout",
            ["No mail can leave by 127.0.0.1: the mail server refused the user name or password."],
        ),
    ],
)
def test_connection_logs_in_with_user_and_password(
    settings: Any, password: str, told: list[str]
) -> None:
    with post_office(settings, **LOCKED):
        settings.MAIL_USER, settings.MAIL_PASSWORD = "baken", password
        assert list(connection_problems()) == told


def test_connection_takes_a_sender_as_the_mails_write_it(settings: Any) -> None:
    with post_office(settings):
        settings.MAIL_FROM = "Baken <baken@bücher.example>"
        assert list(connection_problems()) == []


def test_connection_without_encryption_on_offer_is_refused_when_it_is_wanted(settings: Any) -> None:
    with post_office(settings):
        settings.MAIL_TLS = "starttls"
        [told] = connection_problems()
    assert "offers no encryption" in told


def test_connection_by_tls_to_a_server_that_speaks_none_is_told(settings: Any) -> None:
    with post_office(settings):
        settings.MAIL_TLS = "tls"
        [told] = connection_problems()
    assert "certificate" in told


def test_connection_to_nobody_is_told(settings: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.MAIL_HOST, settings.MAIL_PORT, settings.MAIL_TLS = (
            "127.0.0.1",
            free.getsockname()[1],
            "none",
        )
    [told] = connection_problems()
    assert "cannot be reached" in told


class Picky(Postbox):
    """Refuses the sender, or hangs up on it."""

    def __init__(self, answer: str) -> None:
        super().__init__()
        self.sender_answer = answer

    async def handle_MAIL(self, *_facts: Any) -> str:  # noqa: N802  the name the server calls
        return self.sender_answer


def test_connection_that_refuses_the_sender_is_told(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("baken.rooms.notices.tests.postman.Postbox", lambda: Picky("553 not you"))
    with post_office(settings):
        [told] = connection_problems()
    assert told == "The mail server does not take mail from BAKEN_MAIL_FROM: it answered 553."


def test_connection_that_hangs_up_is_told(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang_up(*_facts: Any) -> Any:
        raise smtplib.SMTPServerDisconnected("gone")

    with post_office(settings):
        monkeypatch.setattr(smtplib.SMTP, "mail", hang_up)
        [told] = connection_problems()
    assert "broke off" in told


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (smtplib.SMTPAuthenticationError(535, b"no"), "refused the user name"),
        (smtplib.SMTPNotSupportedError("x"), "offers no encryption"),
        (smtplib.SMTPDataError(554, b"<piet@voorbeeld.example>"), "answered 554"),
        (ssl.SSLError("x"), "certificate"),
        (TimeoutError("x"), "within 15 seconds"),
        (smtplib.SMTPException("piet@voorbeeld.example"), "broke off"),
        (ConnectionRefusedError("x"), "cannot be reached"),
    ],
)
def test_sentence_of_a_problem_holds_no_address(problem: Exception, told: str) -> None:
    assert told in sentence_of(problem)
    assert "@" not in sentence_of(problem)


def test_mail_server_refuses_a_certificate_nobody_vouches_for(settings: Any) -> None:
    with post_office(settings):
        settings.MAIL_TLS = "tls"
        with pytest.raises(ssl.SSLError):
            mail_server()
