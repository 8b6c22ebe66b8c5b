"""Empty forms over HTTP: a pile once per key, for who enters for others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from baken.conftest import Cast
from baken.core.api.tests.calling import caller
from baken.rooms.org.queries import tree
from baken.rooms.reports.actions import print_forms
from baken.rooms.reports.models import PaperForm


def test_pile_is_made_once_for_a_key(cast: Cast, settings: Any) -> None:
    settings.PUBLIC_URL = "https://baken.voorbeeld.example"
    adviser = caller(cast, "safety_adviser")
    body = {"unit": "COMPANY", "count": 3}
    piles = [adviser.post("/paper-forms", body, **{"Idempotency-Key": "k"}) for _ in range(2)]
    assert [one.status_code for one in piles] == [201, 201]
    assert piles[0].json() == piles[1].json()
    first = piles[0].json()["items"][0]
    assert first["address"] == f"https://baken.voorbeeld.example/papier/{first['number']}"
    assert piles[0].json()["code_page"] == "https://baken.voorbeeld.example/code"
    assert PaperForm.objects.count() == 3
    adviser.post("/paper-forms", {"unit": "COMPANY"})
    assert PaperForm.objects.count() == 4


def test_pile_with_a_number_that_is_on_another_form_is_refused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_forms, "_number", lambda _batch, _serial: "AAAA0000")
    adviser = caller(cast, "safety_adviser")
    codes = [adviser.post("/paper-forms", {"unit": "COMPANY"}).status_code for _ in range(2)]
    assert (codes, PaperForm.objects.count()) == ([201, 400], 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite lets one writer in at a time: there is no race"
)
def test_pile_that_is_asked_for_twice_at_once_is_one_pile(cast: Cast) -> None:
    start = Barrier(4)

    def work(_number: int) -> list[Any]:
        start.wait(timeout=20)
        try:
            return print_forms.print_forms(
                actor=cast.safety_adviser.actor,
                unit=tree().by_id[cast.company.id],
                count=20,
                key="k",
                at=cast.at,
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        piles = list(pool.map(work, range(4)))
    assert (piles.count(piles[0]), PaperForm.objects.count()) == (4, 20)


@pytest.mark.parametrize(
    "wrong", [{"unit": "NONE"}, {"count": 0}, {"count": 101}, {"colour": "red"}]
)
def test_pile_that_cannot_be_is_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    body = {"unit": "COMPANY", "count": 1, **wrong}
    assert caller(cast, "safety_adviser").post("/paper-forms", body).status_code == 400
    assert PaperForm.objects.count() == 0


def test_pile_is_not_for_who_enters_for_nobody(cast: Cast) -> None:
    assert caller(cast, "soldier").post("/paper-forms", {"unit": "COMPANY"}).status_code == 403
