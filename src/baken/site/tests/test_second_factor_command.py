"""``baken second-factor remove``, and the codes that the demonstration plays."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.accounts.factors import has_second_factor, use_code
from baken.core.accounts.models import AuthenticatorApp, Session
from baken.rooms.notices.queries import notices_of
from baken.site import cli
from baken.site.demo.signers import equip_signers, shown_codes

pytestmark = pytest.mark.django_db


def test_second_factor_is_removed_with_a_notice_and_all_sessions_end(
    cast: Cast, capsys: Any
) -> None:
    browser = Client()
    browser.force_login(cast.soldier.account)
    AuthenticatorApp.objects.create(account=cast.soldier.account, secret="x", made_at=cast.at)
    assert cli.main(["second-factor", "remove", "--user", "soldier"]) == 0
    assert (has_second_factor(cast.soldier.account), Session.objects.count()) == (False, 0)
    assert [one.code for one in notices_of(cast.soldier.actor).items] == [
        "site.second_factor_removed"
    ]
    assert "ended all sessions" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "said"), [("soldier", "has no second factor"), ("nobody", "no account called")]
)
def test_second_factor_that_is_not_there_is_a_problem(
    cast: Cast, capsys: Any, name: str, said: str
) -> None:
    assert cli.main(["second-factor", "remove", "--user", name]) == 1
    assert said in capsys.readouterr().err


def test_signers_of_the_demonstration_get_one_app_each(cast: Cast) -> None:
    for name in ("brigade", "clas"):
        cast.add(name, ("commander", "BATTALION", None))
    equip_signers(at=cast.at)
    before = set(AuthenticatorApp.objects.values_list("secret", flat=True))
    equip_signers(at=cast.at)
    assert (len(before), set(AuthenticatorApp.objects.values_list("secret", flat=True))) == (
        2,
        before,
    )


def test_code_that_the_demonstration_shows_is_right(cast: Cast) -> None:
    clas = cast.add("clas", ("commander", "BATTALION", None))
    equip_signers(at=cast.at)
    (shown,) = shown_codes(cast.at)
    assert shown.code in Client().get("/demo").content.decode()
    assert (shown.username, use_code(account=clas.account, code=shown.code, at=cast.at)) == (
        "clas",
        True,
    )


def test_code_shows_nowhere_but_in_the_demonstration(cast: Cast, settings: Any) -> None:
    cast.add("clas", ("commander", "BATTALION", None))
    equip_signers(at=cast.at)
    settings.DEMO = False
    assert shown_codes(cast.at) == []


def test_signer_of_the_demonstration_logs_in_without_a_code(cast: Cast) -> None:
    cast.add("clas", ("commander", "BATTALION", None))
    equip_signers(at=cast.at)
    browser = Client()
    browser.post("/inloggen", {"username": "clas", "password": "demo"})
    assert browser.get("/account").status_code == 200
    assert browser.get("/account/app")["Location"].startswith("/account/bevestigen")
