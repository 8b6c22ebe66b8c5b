"""A second factor is set up, used once, and taken away; each act leaves a trace and a notice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.accounts import factors
from baken.core.accounts.codes import code_of, new_secret, step_of
from baken.core.accounts.models import Account, AuthenticatorApp, Passkey, RecoveryCode
from baken.core.accounts.traces import leave_trace
from baken.core.accounts.vault import seal
from baken.rooms.notices.queries import notices_of
from baken.rooms.org.models import PersonStep

pytestmark = pytest.mark.django_db

HALF_MINUTE = timedelta(seconds=30)


@pytest.fixture
def soldier(cast: Cast) -> Account:
    return cast.soldier.account


@pytest.fixture
def secret(cast: Cast, soldier: Account) -> str:
    """The soldier has an app with this secret, set up an hour ago."""
    made = new_secret()
    AuthenticatorApp.objects.create(account=soldier, secret=seal(made), made_at=cast.at)
    return made


def give_passkey(account: Account, at: Any, credential: str = "abc") -> Passkey:
    return Passkey.objects.create(
        account=account, credential=credential, public_key=b"x", label="telefoon", made_at=at
    )


def acts_of(cast: Cast) -> list[str]:
    rows = PersonStep.objects.for_system(reason="trail").filter(record=cast.soldier.person.pk)
    return [row.code.removeprefix("org.person.") for row in rows.order_by("serial")][1:]


def told(cast: Cast) -> list[str]:
    return [one.code.removeprefix("site.") for one in notices_of(cast.soldier.actor).items]


def test_app_is_added_by_its_first_code(cast: Cast, soldier: Account) -> None:
    secret = new_secret()
    code = code_of(secret, step_of(cast.at))
    given = {"actor": cast.soldier.actor, "account": soldier, "secret": secret, "at": cast.at}
    assert factors.add_app(code=f"{code[:3]} {code[3:]}", **given)
    app = AuthenticatorApp.objects.get()
    assert (secret in app.secret, str(app)) == (False, f"app of {soldier.pk}")
    assert (acts_of(cast), told(cast)) == (["app_added"], ["app_added"])
    assert not factors.use_code(account=soldier, code=code, at=cast.at), "the first code is used up"


def test_app_is_not_added_by_a_code_of_something_else(cast: Cast, soldier: Account) -> None:
    code = code_of(new_secret(), step_of(cast.at))
    given = {"actor": cast.soldier.actor, "account": soldier, "at": cast.at}
    assert not factors.add_app(secret=new_secret(), code=code, **given)
    assert (AuthenticatorApp.objects.count(), acts_of(cast)) == (0, [])


def test_code_of_the_app_works_once(cast: Cast, soldier: Account, secret: str) -> None:
    code = code_of(secret, step_of(cast.at))
    tries = [factors.use_code(account=soldier, code=code, at=cast.at) for _ in range(2)]
    assert tries == [True, False]


def test_code_before_the_last_one_used_works_no_more(
    cast: Cast, soldier: Account, secret: str
) -> None:
    older, newer = (code_of(secret, step_of(cast.at) + away) for away in (0, 1))
    moment = cast.at + HALF_MINUTE
    tries = [factors.use_code(account=soldier, code=one, at=moment) for one in (newer, older)]
    assert tries == [True, False]


def test_code_of_the_app_of_somebody_else_works_not(
    cast: Cast, soldier: Account, secret: str
) -> None:
    code = code_of(secret, step_of(cast.at))
    assert not factors.use_code(account=cast.commander.account, code=code, at=cast.at)


def test_app_sealed_by_another_server_opens_nothing(cast: Cast, soldier: Account) -> None:
    AuthenticatorApp.objects.create(account=soldier, secret="gAAAAA", made_at=cast.at)
    assert not factors.use_code(account=soldier, code="123456", at=cast.at)


def test_recovery_codes_replace_the_earlier_and_are_kept_as_digests(
    cast: Cast, soldier: Account
) -> None:
    given = {"actor": cast.soldier.actor, "account": soldier, "at": cast.at}
    old, new = factors.make_recovery_codes(**given), factors.make_recovery_codes(**given)
    assert (len(new), len(set(old) | set(new))) == (10, 20)
    assert not factors.use_code(account=soldier, code=old[0], at=cast.at)
    stored = RecoveryCode.objects.first()
    assert stored is not None
    assert (stored.digest in new, str(stored)) == (False, f"recovery code of {soldier.pk}")


@pytest.mark.parametrize("change", [str.upper, lambda c: c.replace("-", ""), lambda c: f" {c} "])
def test_recovery_code_works_once_however_it_is_typed(
    cast: Cast, soldier: Account, change: Any
) -> None:
    code = factors.make_recovery_codes(actor=cast.soldier.actor, account=soldier, at=cast.at)[0]
    tries = [factors.use_code(account=soldier, code=change(code), at=cast.at) for _ in range(2)]
    assert (tries, factors.recovery_codes_left(soldier)) == ([True, False], 9)
    assert acts_of(cast) == ["recovery_made", "recovery_used"]


def test_recovery_code_of_somebody_else_works_not(cast: Cast, soldier: Account) -> None:
    code = factors.make_recovery_codes(actor=cast.soldier.actor, account=soldier, at=cast.at)[0]
    assert not factors.use_code(account=cast.commander.account, code=code, at=cast.at)


def test_recovery_codes_go_with_the_last_second_factor(
    cast: Cast, soldier: Account, secret: str
) -> None:
    passkey = give_passkey(soldier, cast.at)
    given = {"actor": cast.soldier.actor, "account": soldier, "at": cast.at}
    factors.make_recovery_codes(**given)
    factors.remove_app(**given)
    assert (factors.has_second_factor(soldier), factors.recovery_codes_left(soldier)) == (True, 10)
    factors.remove_passkey(passkey=str(passkey.id), **given)
    assert (factors.has_second_factor(soldier), factors.recovery_codes_left(soldier)) == (False, 0)
    assert (str(passkey), acts_of(cast)[1:]) == ("telefoon", ["app_removed", "passkey_removed"])


def test_nothing_to_remove_leaves_no_trace(cast: Cast, soldier: Account) -> None:
    other = give_passkey(cast.commander.account, cast.at)
    given = {"actor": cast.soldier.actor, "account": soldier, "at": cast.at}
    factors.remove_app(**given)
    factors.remove_passkey(passkey=str(other.id), **given)
    assert not factors.remove_second_factor(**given)
    assert (acts_of(cast), Passkey.objects.count()) == ([], 1)


def test_all_of_it_is_removed_for_somebody_who_lost_it(
    cast: Cast, soldier: Account, secret: str
) -> None:
    give_passkey(soldier, cast.at)
    given = {"actor": cast.functional_admin.on_duty, "account": soldier, "at": cast.at}
    assert factors.remove_second_factor(**given)
    assert (factors.has_second_factor(soldier), told(cast)) == (False, ["second_factor_removed"])


@pytest.mark.parametrize(
    ("setting", "has_app", "needed"),
    [
        ("never", True, False),
        ("own", True, True),
        ("own", False, False),
        ("required", False, True),
    ],
)
def test_second_step_is_needed_as_the_setting_says(
    cast: Cast, soldier: Account, settings: Any, setting: str, has_app: bool, needed: bool
) -> None:
    settings.SECOND_FACTOR = setting
    if has_app:
        AuthenticatorApp.objects.create(account=soldier, secret="x", made_at=cast.at)
    assert factors.needs_second_step(soldier) == needed


def test_trace_of_an_account_of_nobody_is_kept_nowhere(cast: Cast) -> None:
    nobody = Account.objects.create_account("los")
    assert not leave_trace(account=nobody, act="app_added", at=cast.at)


def test_trace_of_an_unknown_act_is_a_mistake(cast: Cast, soldier: Account) -> None:
    with pytest.raises(LookupError, match="add it to ACTS"):
        leave_trace(account=soldier, act="mood_changed", at=cast.at)
