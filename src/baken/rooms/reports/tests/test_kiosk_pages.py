"""A kiosk: only its own device, one after another, and nothing left of whoever was there before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.rooms.org.actions.kiosks import SetUp, renew_kiosk, shut_kiosk
from baken.rooms.org.queries.places import Place
from baken.rooms.org.tests.factories import make_kiosk, make_place_code, make_site, place_of_site
from baken.rooms.reports.models import Identity, Report
from baken.rooms.reports.queries.receipts import report_of_code
from baken.rooms.reports.views import kiosk as views

Clients = Callable[[str], Client]


@pytest.fixture
def place(cast: Cast) -> Place:
    site = make_site("HAV-1", holder=cast.company, name_nl="Kazerne")
    return make_place_code(place_of_site(site))


@pytest.fixture
def made(place: Place) -> SetUp:
    return make_kiosk(place, "Poort noord")


@pytest.fixture
def device(made: SetUp, client_of: Clients) -> Client:
    """The device of the kiosk, on its first screen."""
    client = client_of("nobody")
    answer = client.post(f"/kiosk/{made.kiosk.code}", {"setup_code": made.setup_code})
    assert answer.status_code == 302
    client.get(f"/kiosk/{made.kiosk.code}")
    return client


def path(made: SetUp) -> str:
    return f"/kiosk/{made.kiosk.code}/melden"


def filled(client: Client, made: SetUp, **fields: Any) -> dict[str, Any]:
    form = client.get(path(made)).context["form"]
    said = {"story": "Gladde trap.", "still_dangerous": "no", "identity": "anonymous"}
    return said | {name: form[name].value() for name in ("key", "visit")} | fields


def reports() -> list[Report]:
    return list(Report.objects.for_system(reason="trail"))


def test_device_proves_itself_by_a_cookie_of_its_own(made: SetUp, device: Client) -> None:
    cookie = device.cookies[views.DEVICE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        f"/kiosk/{made.kiosk.code}",
        True,
        "Strict",
    )
    assert cookie["max-age"] == views.LONGEST_COOKIE
    assert "baken_session" not in device.cookies


def test_first_screen_speaks_both_languages_and_is_not_kept(made: SetUp, device: Client) -> None:
    answer = device.get(f"/kiosk/{made.kiosk.code}")
    text = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert "language=nl" in text
    assert "language=en" in text
    assert "Poort noord" in text


def test_report_shows_the_code_once_and_clears_itself(
    cast: Cast, made: SetUp, device: Client
) -> None:
    answer = device.post(path(made), filled(device, made))
    text = answer.content.decode()
    (report,) = reports()
    assert report_of_code(answer.context["receipt"]) is not None
    assert (report.channel, report.unit_id, report.place) == (
        "kiosk",
        cast.company.pk,
        "Kazerne (HAV-1)",
    )
    assert 'data-kiosk-idle="60"' in text
    assert f'content="60; url=/kiosk/{made.kiosk.code}"' in text
    assert answer["Cache-Control"] == "no-store"


def test_double_tap_is_one_report_with_the_same_code(made: SetUp, device: Client) -> None:
    sent = filled(device, made)
    codes = {device.post(path(made), sent).context["receipt"] for _time in range(2)}
    assert (len(codes), len(reports())) == (1, 1)


def test_next_visitor_cannot_send_or_see_what_was_before(made: SetUp, device: Client) -> None:
    sent = filled(device, made)
    device.post(path(made), sent)
    device.get(f"/kiosk/{made.kiosk.code}")
    answer = device.post(path(made), sent)
    assert (answer.status_code, answer["Location"]) == (302, f"/kiosk/{made.kiosk.code}")
    assert len(reports()) == 1
    assert "Gladde trap" not in device.get(path(made)).content.decode()


def test_several_reports_one_after_another(made: SetUp, device: Client) -> None:
    for number in range(3):
        device.get(f"/kiosk/{made.kiosk.code}")
        device.post(path(made), filled(device, made, story=f"Trap {number}."))
    assert len(reports()) == 3


def test_other_language_keeps_what_was_typed(made: SetUp, device: Client) -> None:
    sent = filled(device, made, language="en", other_language="nl")
    answer = device.post(path(made), sent)
    assert answer.context["form"]["story"].value() == "Gladde trap."
    assert '<html lang="nl"' in answer.content.decode()
    assert reports() == []


@pytest.mark.parametrize(
    ("fields", "identity", "contact"),
    [
        ({"identity": "named", "contact": "Jan, 1234"}, "named", "Jan, 1234"),
        ({"identity": "confidential", "contact": "Jan"}, "confidential", "Jan"),
        ({"identity": "confidential"}, "confidential", None),
        ({"identity": "anonymous", "contact": "Jan"}, "anonymous", None),
    ],
)
def test_name_is_kept_only_as_it_was_chosen(
    made: SetUp, device: Client, fields: dict[str, str], identity: str, contact: str | None
) -> None:
    device.post(path(made), filled(device, made, **fields))
    (report,) = reports()
    held = Identity.objects.of(report).first()
    assert (report.identity, held.contact if held else None) == (identity, contact)
    assert report.reporter_key is None


def test_named_without_a_name_is_asked_again(made: SetUp, device: Client) -> None:
    answer = device.post(path(made), filled(device, made, identity="named"))
    assert answer.status_code == 400
    assert reports() == []


def test_somebody_logged_in_on_the_device_leaves_no_name(
    cast: Cast, made: SetUp, device: Client
) -> None:
    device.force_login(cast.soldier.account)
    device.post(path(made), filled(device, made))
    assert reports()[0].reporter_key is None


def test_danger_tells_who_was_alarmed(made: SetUp, device: Client) -> None:
    answer = device.post(path(made), filled(device, made, still_dangerous="yes"))
    assert "These have been alarmed" in answer.content.decode()


def test_other_device_is_asked_for_the_set_up_code(made: SetUp, client_of: Clients) -> None:
    client = client_of("nobody")
    assert "Set-up code" in client.get(f"/kiosk/{made.kiosk.code}").content.decode()
    assert client.get(path(made)).status_code == 302
    assert client.post(path(made), {"story": "x"}).status_code == 302
    wrong = client.post(f"/kiosk/{made.kiosk.code}", {"setup_code": "ZZZZ9999"})
    assert wrong.status_code == 400
    assert reports() == []


def test_guessing_set_up_codes_is_stopped(made: SetUp, client_of: Clients) -> None:
    client = client_of("nobody")
    for _time in range(10):
        client.post(f"/kiosk/{made.kiosk.code}", {"setup_code": "ZZZZ9999"})
    answer = client.post(f"/kiosk/{made.kiosk.code}", {"setup_code": made.setup_code})
    assert answer.status_code == 400


def test_renewed_and_shut_kiosk_take_no_more(
    cast: Cast, place: Place, made: SetUp, device: Client
) -> None:
    sent, given = filled(device, made), {"kiosk": made.kiosk, "place": place, "at": cast.at}
    renew_kiosk(actor=cast.safety_adviser.actor, **given)
    assert device.post(path(made), sent).status_code == 302
    shut_kiosk(actor=cast.safety_adviser.actor, **given)
    gone = device.get(f"/kiosk/{made.kiosk.code}")
    assert gone.status_code == 404
    assert "not in use" in gone.content.decode()
    assert reports() == []


@pytest.mark.parametrize("code", ["ZZZZ9999", "x" * 300, "%00"])
def test_kiosk_that_never_was_is_told_kindly(db: None, client_of: Clients, code: str) -> None:
    assert client_of("nobody").get(f"/kiosk/{code}").status_code == 404


def test_kiosk_in_small_letters_is_the_same(made: SetUp, device: Client) -> None:
    answer = device.get(f"/kiosk/{made.kiosk.code.lower()}")
    assert answer["Location"] == f"/kiosk/{made.kiosk.code}"


def test_very_many_reports_are_slowed_down(
    made: SetUp, device: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views.sendings, "most", 1)
    device.post(path(made), filled(device, made))
    answer = device.post(path(made), filled(device, made, story="Nog een."))
    assert answer.status_code == 400
    assert "Nog een." in answer.content.decode()
    assert len(reports()) == 1


@pytest.mark.parametrize("fields", [{"story": ""}, {"story": "a\x00b"}, {"still_dangerous": ""}])
def test_mistake_keeps_what_was_typed(made: SetUp, device: Client, fields: dict[str, str]) -> None:
    answer = device.post(path(made), filled(device, made, place="Boven", **fields))
    assert answer.status_code == 400
    assert answer.context["form"]["place"].value() == "Boven"
