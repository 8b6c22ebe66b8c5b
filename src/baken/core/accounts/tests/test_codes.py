"""The codes of an app are those of the standard, and hold for a minute and a half."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from baken.core.accounts import codes

# Source: RFC 6238, appendix B (SHA-1), of which the last six digits are ours.
SECRET = base64.b32encode(b"12345678901234567890").decode()
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]
AT = datetime.fromtimestamp(1111111111, UTC)


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_code_is_that_of_the_standard(seconds: int, code: str) -> None:
    assert codes.code_of(SECRET, seconds // codes.SECONDS) == code


@pytest.mark.parametrize(
    ("away", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_code_fits_one_half_minute_around(away: int, fits: bool) -> None:
    step = codes.step_of(AT) + away
    found = codes.matching_step(SECRET, codes.code_of(SECRET, step), AT)
    assert found == (step if fits else None)


@pytest.mark.parametrize("code", ["", "05047", "0504711", "O50471", "é", "\x00"])
def test_code_that_is_none_fits_nothing(code: str) -> None:
    assert codes.matching_step(SECRET, code, AT) is None


def test_secrets_differ_and_hold_160_bits() -> None:
    first, second = codes.new_secret(), codes.new_secret()
    assert (len(base64.b32decode(first)), first == second) == (20, False)


def test_address_for_the_app_names_product_and_account() -> None:
    assert codes.app_address(SECRET, "jan de wit") == (
        f"otpauth://totp/Baken:jan%20de%20wit?digits=6&secret={SECRET}"
        "&algorithm=SHA1&issuer=Baken&period=30"
    )


def test_step_changes_every_half_minute() -> None:
    start = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    steps = [codes.step_of(start + timedelta(seconds=s)) for s in (0, 29, 30)]
    assert [step - steps[0] for step in steps] == [0, 0, 1]
