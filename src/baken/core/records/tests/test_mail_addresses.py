"""Which texts are addresses for mail, and how they are written."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baken.core.records.mail_addresses import NoMailAddress, is_mail_address, mail_address


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("ik@voorbeeld.example", "ik@voorbeeld.example"),
        ("ik.en-jij+1@intranet", "ik.en-jij+1@intranet"),
        ("ik@bücher.example", "ik@xn--bcher-kva.example"),
        (f"ik@{'x' * 63}.example", f"ik@{'x' * 63}.example"),
        (f"{'i' * 246}@abc.def", f"{'i' * 246}@abc.def"),
    ],
)
def test_address_is_written_in_ascii(text: str, written: str) -> None:
    assert mail_address(text).addr_spec == written
    assert is_mail_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ik",
        "ik@",
        "@voorbeeld.example",
        "x@y@z.nl",
        ">x@y.nl",
        "x@y.nl>",
        "ik jij@y.nl",
        "ik@y nl",
        "a@x.nl,b@y.nl",
        "a@x.nl\nBcc: b@y.nl",
        "ik(thuis)@y.nl",
        "ik@y..nl",
        "hé@y.nl",
        "jan@[10.0.0.1",
        "a@[",
        "a@[ ",
        "a@[]",
        "jan@[10.0.0.1]",
        '"a b"@c.nl',
        "a@c.nl\x00",
        f"ik@{'x' * 64}.example",
        f"{'i' * 247}@abc.def",
    ],
)
def test_text_to_which_no_letter_can_be_written_is_no_address(text: str) -> None:
    assert not is_mail_address(text)
    with pytest.raises(NoMailAddress, match=r"^no address for mail$"):
        mail_address(text)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
@given(st.text(max_size=40) | st.text(alphabet='a@[]".<>é ', max_size=12))
def test_any_text_is_an_address_or_is_none(text: str) -> None:
    if is_mail_address(text):
        assert mail_address(text).addr_spec.isascii()
