"""Mail as an administrator meets it: settings that stop the start, the check, and the worker's thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from baken.conftest import Cast
from baken.core.accounts.models import Account
from baken.core.records.numbers import row_number
from baken.rooms.notices.actions import notify
from baken.rooms.notices.jobs.mailer import Mailer
from baken.rooms.notices.models import MailOut
from baken.rooms.notices.tests.postman import give_address, post_office, use_server
from baken.rooms.reports.tests.factories import make_report
from baken.site import cli, worker
from baken.site.commands import check
from baken.site.settings import mail_must_be_whole
from baken.site.worker import Worker


@pytest.mark.parametrize(
    ("host", "sender", "address", "told"),
    [
        ("", "", "", ""),
        ("mail.example", "baken@voorbeeld.example", "https://baken.example", ""),
        ("mail.example", "", "https://baken.example", "BAKEN_MAIL_FROM"),
        ("mail.example", "baken", "https://baken.example", "BAKEN_MAIL_FROM"),
        ("mail.example", "<a@b@baken.example>", "https://baken.example", "BAKEN_MAIL_FROM"),
        ("mail.example", "baken@voorbeeld.example", "", "BAKEN_PUBLIC_URL"),
        ("mail.example", "baken@voorbeeld.example", "baken.example", "BAKEN_PUBLIC_URL"),
        ("", "", "baken.example", "BAKEN_PUBLIC_URL"),
        ("", "", "https://baken.example", ""),
    ],
)
def test_half_configured_mail_stops_the_start(
    host: str, sender: str, address: str, told: str
) -> None:
    if told:
        with pytest.raises(ImproperlyConfigured, match=told):
            mail_must_be_whole(host, sender, address)
    else:
        mail_must_be_whole(host, sender, address)


class TestCheck:
    """What ``baken check`` says about mail."""

    @pytest.fixture
    def post(self, db: None, settings: Any) -> Any:
        """Settings of mail that are right."""
        use_server(settings, 25)
        settings.MAIL_TLS, settings.MAIL_HOST = "starttls", "mail.voorbeeld.example"
        return settings

    def told(self) -> list[str]:
        return [one for one in check.settings_problems() if "MAIL" in one or "PUBLIC_URL" in one]

    def test_right_settings_are_no_problem(self, post: Any) -> None:
        assert self.told() == []

    @pytest.mark.parametrize(
        ("name", "value", "word"),
        [
            ("MAIL_TLS", "none", "without encryption"),
            ("PUBLIC_URL", "http://baken.example", "has no https"),
            ("MAIL_USER", "baken", "BAKEN_MAIL_PASSWORD_FILE"),
        ],
    )
    def test_setting_that_is_not_safe_is_a_problem(
        self, post: Any, name: str, value: str, word: str
    ) -> None:
        setattr(post, name, value)
        [told] = self.told()
        assert word in told

    def test_server_is_asked_only_when_wanted(self, db: None, settings: Any, capsys: Any) -> None:
        assert list(check.mail_server_problems()) == [
            "There is no mail server to ask: BAKEN_MAIL_HOST is not set."
        ]
        use_server(settings, 1)
        cli.main(["check"])
        assert "No mail can leave" not in capsys.readouterr().err
        cli.main(["check", "--mail"])
        assert "No mail can leave by 127.0.0.1: the mail server cannot be reached" in (
            capsys.readouterr().err
        )

    def test_mails_that_did_not_leave_are_told(self, cast: Cast, post: Any) -> None:
        assert list(check.mail_problems()) == []
        for name, stage in (("a", "given_up"), ("b", "given_up"), ("c", "waiting")):
            MailOut.objects.create(
                number=row_number(cast.at - timedelta(minutes=20)),
                once=name,
                kind="notice",
                to_key="x",
                stage=stage,
                problem="the mail server answered 550" if stage == "given_up" else "",
            )
        assert list(check.mail_problems()) == [
            "2 mails were given up; the last one because the mail server answered 550.",
            "Mails wait for longer than a quarter of an hour: run `baken check --mail` to see why.",
        ]
        post.MAIL_HOST = ""
        assert len(list(check.mail_problems())) == 1


class TestWorker:
    """The thread that sends beside the other work."""

    @pytest.fixture
    def hurried(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(worker, "MAIL_SECONDS", 0.01)

    def test_thread_sends_until_the_worker_stops(
        self, db: None, hurried: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = Worker()
        problems = OperationalError("gone"), KeyError("ik@voorbeeld.example")
        answers: Iterator[Any] = iter([1, 0, *problems, 0])
        asked = []

        def send(_mailer: Any, _at: Any) -> int:
            asked.append(threading.current_thread().name)
            answer = next(answers, None)
            if answer is None:
                made.stop()
                return 0
            if isinstance(answer, Exception):
                raise answer
            return int(answer)

        monkeypatch.setattr("baken.rooms.notices.jobs.mailer.Mailer.send_waiting", send)
        monkeypatch.setattr(worker, "close_old_connections", lambda: None)
        made._send_mails()
        assert len(asked) == 6

    @pytest.mark.parametrize("there", [True, False])
    def test_thread_runs_only_with_a_mail_server(
        self, db: None, settings: Any, monkeypatch: pytest.MonkeyPatch, there: bool
    ) -> None:
        if there:
            use_server(settings, 1)
        began = threading.Event()
        made = Worker()
        monkeypatch.setattr("signal.signal", lambda _number, _handler: None)
        monkeypatch.setattr(made, "_send_mails", began.set)
        monkeypatch.setattr(made, "_one_round", lambda: made.stop() or 0.0)
        made.run()
        assert began.wait(timeout=5 if there else 0.1) is there

    def test_round_plans_what_the_thread_sends(self, cast: Cast, settings: Any) -> None:
        give_address(cast.commander.person)
        Account.objects.update(language="en")
        with post_office(settings) as box:
            report = make_report(unit=cast.company, at=cast.at)
            keys = [cast.commander.actor.own_key]
            notify(to_keys=keys, code="reports.still_dangerous", record=report, at=cast.at)
            Worker().work_once(cast.at)
            assert Mailer().send_waiting(cast.at) == 1
        assert len(box.mails) == 1
