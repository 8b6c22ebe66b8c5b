"""The pages of a handover of command, and the same over HTTP: who sees what, and in how many queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core import clock
from baken.rooms.org.actions.keep_handovers import keep_handovers, prepare_handovers
from baken.rooms.org.models import Handover, HandoverItem
from baken.rooms.org.queries import own_key_of
from baken.rooms.register.tests.deciding import CONSIDERED, RECORD
from baken.rooms.register.tests.planted_decisions import decision_in
from baken.rooms.register.tests.test_handover import CLOCK, START, Battalion, battalion

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]


@pytest.fixture
def opened(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Battalion:
    """A handover on its first day, with a medium and a low risk, seen on that day."""
    it = battalion(cast, low=1, medium=1)
    it.work(cast.at)
    it.work(START)
    monkeypatch.setattr(clock, "now", lambda: START)
    return it


def page(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer


def test_page_lists_each_item_with_the_steps_of_the_room_that_owns_it(
    opened: Battalion, client_of: Clients
) -> None:
    shown = page(client_of("successor"), f"/overdracht/{opened.handover.ref}")
    [first], [low] = shown.context["first"], shown.context["rest"]
    medium = opened.medium[0]
    assert f"/risicos/{medium.ref}/stap/renew?until=2026-09-01" in str(first["became"])
    assert "/stap/revoke" in str(first["became"])
    assert f"/risicos/{medium.ref}/stap/hand_up" in str(first["became"])
    assert opened.low[0].ref in low["title"]


def test_form_to_accept_again_starts_from_what_was_weighed_and_leaves_why_to_the_signer(
    opened: Battalion, client_of: Clients
) -> None:
    shown = page(client_of("successor"), f"/risicos/{opened.medium[0].ref}/stap/renew")
    first = {field.name: field.value() for field in shown.context["form"]}
    assert first["alternatives_rejected"] == RECORD["alternatives_rejected"]
    for row in CONSIDERED:
        assert first[f"alarp.{row['level']}.1.measure"] == row["measure"]
        assert first[f"alarp.{row['level']}.1.rejected_because"] == row["rejected_because"]
    assert first["indicators"] == RECORD["indicators"]
    said_anew = ("reason", "informed_on", "controls_then_and_now", "conclusion")
    assert [first[name] for name in said_anew] == [None] * len(said_anew)


def test_page_shows_who_may_not_read_an_item_neither_name_nor_words(
    opened: Battalion, client_of: Clients
) -> None:
    HandoverItem.objects.of(opened.handover).update(narrative="geheimwoord")
    left = opened.cast.commander
    said = {"item": opened.medium[0].ref, "narrative": "geheimwoord"}
    opened.step(left, "write_item", START, **said)
    reader = opened.cast.add("reader", ("employee", "SQUADRON", None))
    rows = Handover.objects.for_system(reason="terms")
    rows.update(own_key=own_key_of(reader.person.id))
    shown = page(client_of("reader"), f"/overdracht/{opened.handover.ref}")
    assert [row["title"] for row in shown.context["first"]] == ["something you may not read"]
    words = shown.content.decode()
    assert "geheimwoord" not in words
    assert opened.medium[0].ref not in words
    items = page(client_of("reader"), f"/api/v1/handovers/{opened.handover.ref}/items").json()
    assert {(one["ref"], one["narrative"]) for one in items["items"]} == {(None, "")}
    steps = page(client_of("reader"), f"/api/v1/handovers/{opened.handover.ref}/steps")
    assert "geheimwoord" not in steps.content.decode()


def test_step_of_writing_shows_a_commander_above_no_words_about_an_item(
    opened: Battalion, client_of: Clients
) -> None:
    HandoverItem.objects.of(opened.handover).update(narrative="geheimwoord")
    address = f"/overdracht/{opened.handover.ref}/stap/write_item?item={opened.medium[0].ref}"
    assert "geheimwoord" not in page(client_of("general"), address).content.decode()
    assert "geheimwoord" in page(client_of("commander"), address).content.decode()


def test_step_of_writing_about_an_unprintable_item_is_empty(
    opened: Battalion, client_of: Clients
) -> None:
    address = f"/overdracht/{opened.handover.ref}/stap/write_item?item=%00R-1"
    shown = page(client_of("commander"), address)
    assert shown.context["form"].initial == {"item": "", "narrative": ""}


def test_page_of_a_risk_says_that_it_is_to_be_taken_over(
    opened: Battalion, client_of: Clients
) -> None:
    shown = page(client_of("successor"), f"/risicos/{opened.medium[0].ref}").content.decode()
    assert "Accepted by the predecessor; to be taken over before 19 April 2026." in shown


def test_first_hour_says_what_to_decide_what_ends_and_who_to_call(
    opened: Battalion, client_of: Clients
) -> None:
    shown = page(client_of("successor"), f"/overdracht/{opened.handover.ref}/eerste-uur")
    assert [opened.medium[0].ref in row["title"] for row in shown.context["deciding"]] == [True]
    assert len(shown.context["accepted"]) == 2
    assert any("safety_adviser" in one for one in shown.context["people"])


def test_low_ones_are_taken_over_with_one_click(opened: Battalion, client_of: Clients) -> None:
    client, ref = client_of("successor"), opened.handover.ref
    asked = client.get(f"/overdracht/{ref}/stap/take_over")
    sent = client.post(f"/overdracht/{ref}/stap/take_over", {"seen": asked.context["seen"]})
    assert sent.headers["Location"] == f"/overdracht/{ref}"
    kept = HandoverItem.objects.of(opened.handover).values_list("risk_class", "outcome")
    assert dict(kept) == {"medium": "", "low": "taken_over"}


def test_inbox_of_who_comes_counts_what_is_to_be_taken_over(
    opened: Battalion, client_of: Clients
) -> None:
    cards = page(client_of("successor"), "/api/v1/inbox").json()["items"]
    [card] = [one for one in cards if one["ref"] == opened.handover.ref]
    assert card["reason"] == "2 items to take over before 19 April 2026."


def test_inbox_of_who_leaves_asks_to_write(cast: Cast, client_of: Clients) -> None:
    it = battalion(cast, low=0, medium=0)
    it.work(cast.at)
    cards = page(client_of("commander"), "/api/v1/inbox").json()["items"]
    asked = [one["action"] for one in cards if one["ref"] == it.handover.ref]
    assert asked == ["Write the handover"]


def test_handover_over_http_has_items_steps_and_thread(
    opened: Battalion, client_of: Clients
) -> None:
    client, base = client_of("successor"), f"/api/v1/handovers/{opened.handover.ref}"
    assert [one["ref"] for one in client.get("/api/v1/handovers").json()["items"]] == [
        opened.handover.ref
    ]
    items = client.get(f"{base}/items").json()["items"]
    assert [(one["risk_class"], one["one_by_one"]) for one in items] == [
        ("medium", True),
        ("low", False),
    ]
    available = client.get(f"{base}/available-steps").json()["items"]
    assert {one["name"]: one["allowed"] for one in available}["take_over"] is True
    answers = {one: client.get(f"{base}/{one}").status_code for one in ("steps", "thread")}
    assert answers == {"steps": 200, "thread": 200}
    refused = client.post(f"{base}/steps", {"step": "complete"}, content_type="application/json")
    assert refused.status_code == 409


def test_handover_of_another_unit_is_not_there(opened: Battalion, client_of: Clients) -> None:
    for address in (
        f"/overdracht/{opened.handover.ref}",
        f"/api/v1/handovers/{opened.handover.ref}",
    ):
        assert client_of("outsider").get(address).status_code == 404


@pytest.mark.parametrize("address", ["", "/eerste-uur", "api"])
def test_pages_ask_as_many_queries_for_five_hundred_items_as_for_ten(
    cast: Cast, client_of: Clients, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    it = battalion(cast, low=0, medium=1)
    for _one in range(10):
        decision_in(unit=cast.battalion)
    it.work(START)
    monkeypatch.setattr(clock, "now", lambda: START)
    ref = it.handover.ref
    path = f"/api/v1/handovers/{ref}/items" if address == "api" else f"/overdracht/{ref}{address}"
    client = client_of("successor")
    few = _queries(client, path)
    for _one in range(490):
        decision_in(unit=cast.battalion)
    _looked_again(it)
    assert HandoverItem.objects.of(it.handover).count() == 501
    assert _queries(client, path) == few


def test_worker_asks_as_many_queries_for_many_items_as_for_few(cast: Cast) -> None:
    it = battalion(cast, low=0, medium=1)
    decision_in(unit=cast.battalion)
    it.work(START)
    _due_again(it)
    with CaptureQueriesContext(connection) as few:
        keep_handovers(actor=CLOCK, at=START)
    for _one in range(40):
        decision_in(unit=cast.battalion)
    _looked_again(it)
    _due_again(it)
    with CaptureQueriesContext(connection) as many:
        keep_handovers(actor=CLOCK, at=START)
    assert len(many) == len(few)


def _queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def _due_again(it: Battalion) -> None:
    rows = Handover.objects.for_system(reason="terms")
    rows.filter(pk=it.handover.pk).update(look_at=START)


def _looked_again(it: Battalion) -> None:
    _due_again(it)
    prepare_handovers(actor=CLOCK, at=START)
    keep_handovers(actor=CLOCK, at=START)
