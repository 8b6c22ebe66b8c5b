"""The draft of a report: kept, given back, one's own alone, gone when sent; never for anonymous."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.access import AccessDenied
from baken.rooms.reports.actions.drafts import forget_draft, save_draft
from baken.rooms.reports.models import Draft
from baken.rooms.reports.tests.acts import send


def keep(cast: Cast, **fields: Any) -> Draft:
    return save_draft(actor=cast.soldier.actor, fields=fields, at=cast.at)


def drafts() -> list[dict[str, Any]]:
    return list(Draft.objects.values_list("fields", flat=True))


def test_draft_keeps_what_was_typed(cast: Cast) -> None:
    saved = keep(cast, story=["Kabel los"], still_dangerous=["yes"])
    assert saved.fields == {"story": ["Kabel los"], "still_dangerous": ["yes"]}
    assert (saved.account_id, saved.saved_at) == (cast.soldier.account.pk, cast.at)


def test_draft_second_takes_the_place_of_the_first(cast: Cast) -> None:
    keep(cast, story=["Kab"], place=["Garage"])
    keep(cast, story=["Kabel"])
    assert drafts() == [{"story": ["Kabel"]}]


def test_draft_keeps_known_fields_only(cast: Cast) -> None:
    assert keep(cast, story=["x"], csrf=["geheim"], contact=["1234"]).fields == {"story": ["x"]}


def test_draft_cuts_what_no_report_could_hold(cast: Cast) -> None:
    saved = keep(cast, story=["x" * 60_000], unit=["a", "b", "c", "d", "e", "f"], place=["a\x00b"])
    assert len(saved.fields["story"][0]) == 50_000
    assert (len(saved.fields["unit"]), saved.fields["place"]) == (5, ["ab"])


@pytest.mark.parametrize(
    "fields",
    [{"story": "x"}, {"story": [1]}, {"story": None}, [], "x", None, {"identity": ["anonymous"]}],
)
def test_draft_that_is_none_is_refused(cast: Cast, fields: Any) -> None:
    with pytest.raises(ValueError, match="draft"):
        save_draft(actor=cast.soldier.actor, fields=fields, at=cast.at)
    assert drafts() == []


def test_draft_without_the_right_to_report_is_denied(cast: Cast) -> None:
    with pytest.raises(AccessDenied):
        save_draft(actor=cast.functional_admin.actor, fields={"story": ["x"]}, at=cast.at)


def test_draft_forgotten_is_ones_own_alone(cast: Cast) -> None:
    keep(cast, story=["van de soldaat"])
    save_draft(actor=cast.team_leader.actor, fields={"story": ["van de teamleider"]}, at=cast.at)
    forget_draft(actor=cast.soldier.actor, at=cast.at)
    assert drafts() == [{"story": ["van de teamleider"]}]


@pytest.mark.parametrize("identity", ["named", "confidential", "anonymous"])
def test_draft_is_gone_once_the_report_is_sent(cast: Cast, identity: str) -> None:
    keep(cast, story=["Kabel los"])
    send(cast.soldier, at=cast.at, identity=identity)
    assert drafts() == []


def test_draft_stays_when_the_report_is_refused(cast: Cast) -> None:
    keep(cast, story=["Kabel los"])
    with pytest.raises(Exception, match="story"):
        send(cast.soldier, at=cast.at, story=" ")
    assert len(drafts()) == 1


# ---- the address the form saves to ----


def post(client: Client, body: Any) -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    return client.post("/melden/concept", text, content_type="application/json")


def test_draft_page_saves_and_says_when(cast: Cast, client_of: Callable[[str], Client]) -> None:
    answer = post(client_of("soldier"), {"fields": {"story": ["Kabel"]}})
    assert (answer.status_code, answer.json()) == (200, {"saved_at": cast.at.isoformat()})


def test_draft_page_gives_it_back_in_the_form(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    client = client_of("soldier")
    fields = {"story": ["Kabel <los>"], "place": ["Garage"], "still_dangerous": ["yes"], "unit": []}
    post(client, {"fields": fields})

    shown = client.get("/melden")

    form = shown.context["form"]
    assert (form["story"].value(), form["place"].value()) == ("Kabel <los>", "Garage")
    assert form["still_dangerous"].value() == "yes"
    assert f'data-draft-saved-at="{cast.at.isoformat()}"' in shown.content.decode()
    assert "Kabel &lt;los&gt;" in shown.content.decode()


@pytest.mark.parametrize(("photos", "asked"), [(["2"], "2"), (["0"], ""), (["x"], ""), ([], "")])
def test_draft_that_had_photos_asks_for_them_again(
    cast: Cast, client_of: Callable[[str], Client], photos: list[str], asked: str
) -> None:
    client = client_of("soldier")
    post(client, {"fields": {"story": ["Kabel"], "photos": photos}})
    shown = client.get("/melden")
    assert shown.context["photos"] == asked
    hidden = "data-photos-again hidden" in shown.content.decode()
    assert hidden is (asked == "")


def test_draft_of_another_is_not_in_my_form(cast: Cast, client_of: Callable[[str], Client]) -> None:
    post(client_of("soldier"), {"fields": {"story": ["Van mij"]}})
    assert client_of("team_leader").get("/melden").context["form"]["story"].value() is None


def test_draft_page_forgets(cast: Cast, client_of: Callable[[str], Client]) -> None:
    client = client_of("soldier")
    post(client, {"fields": {"story": ["Kabel"]}})
    assert client.delete("/melden/concept").status_code == 204
    assert drafts() == []


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        "3",
        '{"fields": 3}',
        '{"fields": {"story": {}}}',
        '{"x": 1}',
        "\ud800",
    ],
)
def test_draft_page_refuses_nonsense(
    cast: Cast, client_of: Callable[[str], Client], body: str
) -> None:
    sent = body.encode("utf-8", "surrogatepass")
    client = client_of("soldier")
    answer = client.post("/melden/concept", sent, content_type="application/json")
    assert answer.status_code == 400
    assert drafts() == []


def test_draft_page_refuses_an_anonymous_form(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    body = {"fields": {"story": ["Kabel"], "identity": ["anonymous"]}}
    assert post(client_of("soldier"), body).status_code == 400
    assert drafts() == []


def test_draft_page_is_closed_without_log_in(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    assert post(client_of("nobody"), {"fields": {"story": ["x"]}}).status_code == 302
    assert drafts() == []


def test_draft_page_is_not_for_reading(cast: Cast, client_of: Callable[[str], Client]) -> None:
    assert client_of("soldier").get("/melden/concept").status_code == 405
