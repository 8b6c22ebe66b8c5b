"""The filters of a list can be kept under a name, opened and deleted; by oneself alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.lists.models import SavedView

Clients = Callable[[str], Client]
PLACES = [("/meldingen", "reports"), ("/voorvallen", "occurrences")]


def saved(client: Client, place: str) -> list[tuple[str, str]]:
    return [(view["name"], view["url"]) for view in client.get(place).context["saved"]]


def keep(client: Client, place: str, query: str = "state=closed", **sent: Any) -> Any:
    return client.post(f"{place}/weergaven?{query}", sent or {"name": "Gesloten"}, follow=True)


@pytest.mark.parametrize(("place", "page"), PLACES)
def test_view_is_saved_and_stands_above_its_list(
    cast: Cast, client_of: Clients, place: str, page: str
) -> None:
    client = client_of("commander")
    answer = keep(client, place, "state=closed&cursor=x&strange=1")
    assert "Saved as “Gesloten”." in answer.content.decode()
    assert saved(client, place) == [("Gesloten", f"{place}?state=closed")]
    assert SavedView.objects.get().page == page


def test_view_that_is_open_is_marked(cast: Cast, client_of: Clients) -> None:
    client = client_of("commander")
    keep(client, "/meldingen")
    [view] = client.get("/meldingen?state=closed").context["saved"]
    assert view["current"] is True


@pytest.mark.parametrize(("place", "page"), PLACES)
def test_view_is_deleted(cast: Cast, client_of: Clients, place: str, page: str) -> None:
    client = client_of("commander")
    keep(client, place)
    answer = keep(client, place, forget=str(SavedView.objects.get().id))
    assert "The view was deleted." in answer.content.decode()
    assert saved(client, place) == []


def test_view_of_another_is_neither_seen_nor_deleted(cast: Cast, client_of: Clients) -> None:
    keep(client_of("commander"), "/meldingen")
    other = client_of("safety_adviser")
    keep(other, "/meldingen", forget=str(SavedView.objects.get().id))
    assert saved(other, "/meldingen") == []
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize("query", ["", "unit=NIETS"])
def test_view_without_a_good_filter_is_refused(cast: Cast, client_of: Clients, query: str) -> None:
    answer = keep(client_of("commander"), "/meldingen", query)
    assert "Choose at least one filter first" in answer.content.decode()
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(("place", "page"), PLACES)
def test_views_by_get_lead_back_to_the_list(client_of: Clients, place: str, page: str) -> None:
    answer = client_of("commander").get(f"{place}/weergaven?state=closed")
    assert (answer.status_code, answer["Location"]) == (302, f"{place}?state=closed")


@pytest.mark.parametrize(
    ("who", "status"), [("soldier", 302), ("functional_admin", 403), ("nobody", 302)]
)
def test_views_of_occurrences_open_for_readers(client_of: Clients, who: str, status: int) -> None:
    assert client_of(who).post("/voorvallen/weergaven", {"name": "x"}).status_code == status
