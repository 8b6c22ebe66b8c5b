"""One's own sessions and tokens over the API: looked at, ended, and never somebody else's."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.accounts.models import Account, ApiToken
from baken.core.accounts.tokens import make_token

Clients = Callable[[str], Client]
ROOT = "/api/v1/me"


def bearer(cast: Cast, name: str) -> Any:
    token = make_token(account=cast.members[name].account, at=cast.at, label="script")
    return Client(headers={"authorization": f"Bearer {token}"})


def send(client: Client, path: str, chosen: object) -> Any:
    return client.post(f"{ROOT}{path}", {"id": str(chosen)}, content_type="application/json")


def test_sessions_are_listed_and_ended(cast: Cast, client_of: Clients) -> None:
    browser, caller = client_of("soldier"), bearer(cast, "soldier")
    (session,) = caller.get(f"{ROOT}/sessions").json()["items"]
    answer = send(caller, "/sessions/end", session["id"])
    assert (answer.status_code, answer.json()) == (200, {"ended": 1})
    assert caller.get(f"{ROOT}/sessions").json() == {"items": []}
    assert browser.get("/account").status_code == 302


def test_session_of_somebody_else_is_not_there(cast: Cast, client_of: Clients) -> None:
    browser, caller = client_of("commander"), bearer(cast, "soldier")
    (other,) = cast.commander.account.sessions.all()
    assert send(caller, "/sessions/end", other.handle).status_code == 404
    assert browser.get("/account").status_code == 200


def test_token_withdraws_itself(cast: Cast) -> None:
    caller = bearer(cast, "soldier")
    (token,) = caller.get(f"{ROOT}/tokens").json()["items"]
    assert (token["account"], token["label"], token["state"]) == ("soldier", "script", "live")
    assert send(caller, "/tokens/revoke", token["id"]).json() == {"ended": 1}
    assert caller.get(f"{ROOT}/tokens").status_code == 401


def test_token_of_a_service_is_withdrawn_by_who_answers_for_it(cast: Cast) -> None:
    service = Account.objects.create_account(
        "dienst", is_service=True, kept_by=cast.commander.account
    )
    make_token(account=service, at=cast.at)
    token = ApiToken.objects.get(account=service)
    assert send(bearer(cast, "soldier"), "/tokens/revoke", token.id).status_code == 404
    keeper = bearer(cast, "commander")
    assert send(keeper, "/tokens/revoke", token.id).json() == {"ended": 1}
    assert send(keeper, "/tokens/revoke", token.id).json() == {"ended": 0}


@pytest.mark.parametrize("path", ["/sessions/end", "/tokens/revoke"])
@pytest.mark.parametrize("chosen", ["", "x", "\x00", uuid.UUID(int=0)])
def test_nonsense_is_refused_with_a_sentence(cast: Cast, path: str, chosen: Any) -> None:
    answer = send(bearer(cast, "soldier"), path, chosen)
    assert answer.status_code in (400, 404)
    assert answer.json()["detail"]


@pytest.mark.parametrize("path", ["/sessions", "/tokens"])
def test_nobody_is_told_nothing(cast: Cast, path: str) -> None:
    assert Client().get(f"{ROOT}{path}").status_code == 401
