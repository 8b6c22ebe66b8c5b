"""What is sealed can be read here, and nowhere else, and not for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from baken.core.accounts.vault import digest_of, seal, unseal


def test_sealed_secret_is_read_again_and_does_not_show() -> None:
    sealed = seal("GEHEIM")
    assert ("GEHEIM" in sealed, unseal(sealed)) == (False, "GEHEIM")


def test_sealed_secret_of_another_server_is_not_read(settings: Any) -> None:
    sealed = seal("GEHEIM")
    settings.SECRET_KEY = "another"
    assert unseal(sealed) is None


@pytest.mark.parametrize("sealed", ["", "x", "é", "gAAAAA"])
def test_nonsense_is_not_read(sealed: str) -> None:
    assert unseal(sealed) is None


@pytest.mark.parametrize(
    ("within", "read"), [(timedelta(minutes=1), "a"), (timedelta(days=-1), None)]
)
def test_sealed_secret_is_read_within_its_term(within: timedelta, read: str | None) -> None:
    assert unseal(seal("a"), within) == read


def test_digest_depends_on_purpose_secret_and_server(settings: Any) -> None:
    found = {digest_of("a", "x"), digest_of("b", "x"), digest_of("a", "y")}
    settings.SECRET_KEY = "another"
    assert len(found | {digest_of("a", "x")}) == 4
