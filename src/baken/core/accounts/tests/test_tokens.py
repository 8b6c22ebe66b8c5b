"""A token is shown once, kept as a digest, and opens nothing once it is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from baken.core.accounts.models import Account, ApiToken
from baken.core.accounts.tokens import PREFIX, make_token, token_shown

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def _account(token: str, at: datetime) -> Account | None:
    shown = token_shown(token, at)
    return shown.account if shown else None


@pytest.fixture
def account() -> Account:
    """A service account."""
    return Account.objects.create_account("koppeling", is_service=True)


def test_token_opens_the_account_it_was_made_for(account: Account) -> None:
    token = make_token(account=account, at=AT)
    assert (token.startswith(PREFIX), _account(token, AT)) == (True, account)


def test_token_itself_is_kept_nowhere(account: Account) -> None:
    token = make_token(account=account, at=AT)
    (stored,) = ApiToken.objects.values()
    assert [value for value in stored.values() if token in str(value)] == []
    assert str(ApiToken.objects.get()) == f"token of {account.pk}"


def test_tokens_of_one_account_differ(account: Account) -> None:
    assert make_token(account=account, at=AT) != make_token(account=account, at=AT)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (AT + 30 * DAY - timedelta(seconds=1), True),
        (AT + 30 * DAY, False),
        (AT + 31 * DAY, False),
    ],
)
def test_token_opens_until_it_expires(account: Account, moment: datetime, opens: bool) -> None:
    token = make_token(account=account, at=AT, days=30)
    assert _account(token, moment) == (account if opens else None)


def test_token_that_was_withdrawn_opens_nothing(account: Account) -> None:
    token = make_token(account=account, at=AT)
    ApiToken.objects.update(revoked_at=AT)
    assert token_shown(token, AT) is None


def test_token_of_an_account_that_was_closed_opens_nothing(account: Account) -> None:
    token = make_token(account=account, at=AT)
    Account.objects.update(is_active=False)
    assert token_shown(token, AT) is None


@pytest.mark.parametrize("change", [str.upper, str.lower, lambda t: t + " ", lambda t: t[:-1]])
def test_token_that_differs_in_the_least_opens_nothing(account: Account, change: Any) -> None:
    token = make_token(account=account, at=AT)
    assert token_shown(change(token), AT) is None


@pytest.mark.parametrize("token", ["", "\x00", "baken_", "é", "x" * 10_000])
def test_token_that_is_nonsense_opens_nothing(account: Account, token: str) -> None:
    make_token(account=account, at=AT)
    assert token_shown(token, AT) is None


def test_token_used_keeps_the_day_of_its_last_use(account: Account) -> None:
    token = make_token(account=account, at=AT)
    token_shown(token, AT + DAY)
    assert ApiToken.objects.get().last_used_on == date(2026, 3, 11)


def test_token_used_again_the_same_day_writes_nothing(
    account: Account, django_assert_num_queries: Any
) -> None:
    token = make_token(account=account, at=AT)
    token_shown(token, AT)
    with django_assert_num_queries(1):
        token_shown(token, AT + timedelta(hours=1))


def test_account_without_a_password_cannot_log_in_with_one(account: Account) -> None:
    assert (account.has_usable_password(), account.check_password(""), str(account)) == (
        False,
        False,
        "koppeling",
    )
