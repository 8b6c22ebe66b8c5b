"""Who a mail goes to: found from their key, also while another thread learns the keys again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from baken.conftest import Cast
from baken.rooms.org.queries import addressees as module
from baken.rooms.org.queries.addressees import addressees


class Broken(Exception):
    """Learning that broke off."""


class Asked(list[str]):
    """Keys during whose second reading, when the persons are looked up, something else happens."""

    def __init__(self, keys: list[str], meanwhile: Callable[[], None]) -> None:
        super().__init__(keys)
        self.meanwhile, self.read = meanwhile, 0

    def __iter__(self) -> Iterator[str]:
        self.read += 1
        if self.read == 2:
            self.meanwhile()
        return super().__iter__()


def test_addressee_is_found_while_another_thread_learns_the_keys_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = cast.soldier.actor.own_key
    addressees([key])

    def breaks_off(_person: object) -> str:
        raise Broken

    def learning_begins() -> None:
        monkeypatch.setattr(module, "own_key_of", breaks_off)
        with suppress(Broken):
            addressees(["of nobody until now"])

    assert list(addressees(Asked([key], learning_begins))) == [key]


def test_key_of_nobody_is_looked_for_once_and_again_later(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Callable[..., object]
) -> None:
    key = cast.soldier.actor.own_key
    monkeypatch.setattr(module, "_known", [module._Known({}, frozenset(), 0.0)])
    for nobody, questions in (("a", 2), ("b", 2), ("a", 1), ("b", 1)):
        with django_assert_num_queries(questions):  # type: ignore[attr-defined]
            assert list(addressees([key, nobody])) == [key]
    monkeypatch.setattr(module, "LEARN_AGAIN", 0.0)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        addressees([key, "a"])
