"""House rule 7: a list asks the database no more questions for three rows than for one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast, just_confirmed
from tests.house.addresses import all_addresses
from tests.house.walk import plant_everything

ROLES = sorted(yaml.safe_load(settings.ROLES_FILE.read_text(encoding="utf-8"))["roles"])
QUERIES = {"api/v1/search": "?q=kabel", "zoeken": "?q=kabel"}


def lists() -> list[str]:
    """Every address that shows more than one record: those without a variable part."""
    return [a.at({}) + QUERIES.get(a.route, "") for a in all_addresses() if not a.parts]


def questions_of(client: Client, path: str) -> int:
    """How many statements one GET runs, everything that is kept in memory being warm."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


def growing(before: dict[str, int], after: dict[str, int]) -> list[str]:
    """The addresses that asked more when there was more to show."""
    return [
        f"{path}: {count} queries for one of each record, {after[path]} for three;"
        " fetch what belongs to the rows together (select_related, one query by keys)"
        for path, count in before.items()
        if after[path] > count
    ]


@pytest.fixture
def client(cast: Cast) -> Client:
    posts = [(role, "BATTALION", None) for role in ROLES]
    client = Client(raise_request_exception=False)
    member = cast.add("ziet-alles", *posts)
    client.force_login(member.account)
    just_confirmed(client, member.account, cast.at)
    return client


def test_lists_ask_no_more_for_three_rows_than_for_one(cast: Cast, client: Client) -> None:
    plant_everything(unit=cast.company, word="een", at=cast.at)
    before = {path: questions_of(client, path) for path in lists()}
    sizes = {path: len(client.get(path).content) for path in lists()}
    for word in ("twee", "drie"):
        plant_everything(unit=cast.company, word=word, at=cast.at)
    after = {path: questions_of(client, path) for path in lists()}

    assert growing(before, after) == []
    grown = [path for path in sizes if len(client.get(path).content) > sizes[path]]
    assert {"/meldingen", "/api/v1/reports"} <= set(grown), "these lists showed no more rows"


def test_growing_planted_mistake_is_named(at: object) -> None:
    assert "fetch what belongs" in growing({"/x": 4}, {"/x": 6})[0]
    assert growing({"/x": 4}, {"/x": 4}) == []
    assert growing({"/x": 4}, {"/x": 3}) == []


def test_questions_of_counts_what_a_page_asks(cast: Cast, client: Client) -> None:
    def more(path: str) -> int:
        return questions_of(client, path)

    counted: Callable[[str], int] = more
    assert counted("/healthz") == 0
    assert counted("/meldingen") > 0
