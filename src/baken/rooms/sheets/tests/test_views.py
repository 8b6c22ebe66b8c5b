"""The pages of sheets: what each reader sees, several people at once, and that nothing typed is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.instruments.filling import Place
from baken.core.instruments.tests.instruments import question, questions
from baken.rooms.consultation.tests.test_views import picture
from baken.rooms.sheets.actions import freeze_sheet
from baken.rooms.sheets.models import Sheet, SheetEvidence, SheetRival
from baken.rooms.sheets.queries.filled import whole_of
from baken.rooms.sheets.tests.factories import (
    OFTEN,
    answer,
    every_type,
    make_sheet,
    standing,
    with_machine,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 22  # of a page of a sheet
Clients = Callable[[str], Client]


@pytest.fixture
def sheet(cast: Cast) -> Sheet:
    return make_sheet(actor=cast.commander.actor, unit=cast.company, at=cast.at)


def text_of(client: Client, address: str) -> str:
    """What a page says."""
    found = client.get(address)
    assert found.status_code == 200, found.status_code
    return str(found.content.decode())


def typed(page: str, **changed: Any) -> dict[str, Any]:
    """What a browser sends of the hidden fields of a page, with what somebody typed."""
    hidden = dict(
        re.findall(r'<input type="hidden" name="([^"]+__(?:seen|was))" value="([^"]*)"', page)
    )
    told = {name: value.replace("&quot;", '"') for name, value in hidden.items()}
    return told | {name.replace("8", "-"): value for name, value in changed.items()}


def test_list_shows_sheets_by_filter(cast: Cast, client_of: Clients, sheet: Sheet) -> None:
    client = client_of("commander")
    for query in ("", "?state=open", "?unit=COMPANY&instrument=small_workshop", "?q=werkplaats"):
        assert sheet.ref in text_of(client, f"/bladen{query}")
    for query in ("?state=frozen", "?unit=SQUADRON", "?instrument=other", "?q=keuken"):
        assert sheet.ref not in text_of(client, f"/bladen{query}")
    assert "There is no unit with this code" in text_of(client, "/bladen?unit=NOWHERE")
    assert client.get("/bladen?cursor=nonsense").status_code == 302


def test_sheet_shows_how_far_it_is_and_what_is_missing(
    cast: Cast, client_of: Clients, sheet: Sheet
) -> None:
    told = text_of(client_of("commander"), f"/bladen/{sheet.ref}")
    assert "0 of 5 questions answered" in told
    assert "this question must be answered" in told
    name = with_machine(actor=cast.commander.actor, record=sheet, at=cast.at, m1="no", m2="85")
    told = text_of(client_of("commander"), f"/bladen/{sheet.ref}")
    for said in ("Draaibank", "Drawing in", "nobody scored it yet", "noise", "Too loud"):
        assert said in told
    assert f"/bladen/{sheet.ref}/deel/machines/{name}" in told


def test_section_keeps_what_was_typed_and_goes_on(
    cast: Cast, client_of: Clients, sheet: Sheet
) -> None:
    client, place = client_of("commander"), f"/bladen/{sheet.ref}/deel/room"
    sent = typed(text_of(client, place), wide="120,5", level="high")
    assert client.post(place, sent).status_code == 302
    assert standing(sheet) == {"wide": 120.5, "level": "high"}
    again = text_of(client, place)
    assert 'value="120,5"' in again
    assert cast.commander.actor.name in again
    last = client.post(place, typed(again, wide="120,5", level="low", next="1"))
    assert last.headers["Location"] == f"/bladen/{sheet.ref}"
    first = f"/bladen/{sheet.ref}/deel/profile"
    on = client.post(first, typed(text_of(client, first), profile8heads="12", next="1"))
    assert on.headers["Location"] == f"/bladen/{sheet.ref}/deel/room"


def test_wrong_answer_stands_at_its_question_and_nothing_typed_is_lost(
    cast: Cast, client_of: Clients, sheet: Sheet
) -> None:
    client, place = client_of("commander"), f"/bladen/{sheet.ref}/deel/room"
    told = client.post(place, typed(text_of(client, place), wide="wide", level="low"))
    assert told.status_code == 400
    text = told.content.decode()
    assert "give a number" in text
    assert 'value="wide"' in text
    assert standing(sheet) == {}


def test_what_nobody_changed_is_not_sent_again(
    cast: Cast, client_of: Clients, sheet: Sheet
) -> None:
    client, place = client_of("commander"), f"/bladen/{sheet.ref}/deel/room"
    page = text_of(client, place)
    answer(actor=cast.safety_adviser.actor, record=sheet, given={"wide": 80}, at=cast.at)
    client.post(place, typed(page, wide="", level="low"))
    assert standing(sheet) == {"wide": 80.0, "level": "low"}
    assert not SheetRival.objects.of(sheet).exists()


def test_two_people_who_answer_otherwise_both_see_it_and_choose(
    cast: Cast, client_of: Clients, sheet: Sheet
) -> None:
    client, place = client_of("commander"), f"/bladen/{sheet.ref}/deel/room"
    page = text_of(client, place)
    answer(actor=cast.safety_adviser.actor, record=sheet, given={"wide": 80}, at=cast.at)
    client.post(place, typed(page, wide="90"))
    for who in ("commander", "safety_adviser"):
        told = text_of(client_of(who), place)
        assert "Which answer holds?" in told
        assert "80 cm" in told
        assert "90 cm" in told
    whole = text_of(client, f"/bladen/{sheet.ref}")
    assert whole.count(f'href="{place}"') == 2  # among the parts, and where two answers stand
    rival = SheetRival.objects.of(sheet).get().serial
    choice = {"key": "wide", "repetition": "", "serial": rival, "seen": rival}
    client_of("safety_adviser").post(f"/bladen/{sheet.ref}/keuze", choice)
    assert standing(sheet) == {"wide": 90.0}
    assert client.post(f"/bladen/{sheet.ref}/keuze", choice | {"serial": "x"}).status_code == 404
    assert client.post(f"/bladen/{sheet.ref}/keuze", choice).status_code == 302
    assert client.post(f"/bladen/{sheet.ref}/keuze", choice | {"key": "none"}).status_code == 404


def test_question_is_kept_by_itself_while_it_is_answered(
    cast: Cast, client_of: Clients, sheet: Sheet
) -> None:
    client, place = client_of("commander"), f"/bladen/{sheet.ref}/deel/room"
    sent = {"wide": "120", "wide__seen": "0", "wide__was": '[null,""]'}
    told = client.post(place, sent, headers={"X-Baken-Autosave": "1"}).json()
    assert (told["serials"], told["answered"], told["asked"]) == ({"wide": 1}, 1, 5)
    assert told["was"] == {"wide": '[120.0,""]'}
    late = sent | {"wide": "130"}  # typed before the answer to the first one was there
    again = client.post(place, late, headers={"X-Baken-Autosave": "1"}).json()
    assert (again["serials"], again["beside"]) == ({"wide": 2}, [])
    other = client_of("safety_adviser").post(place, sent, headers={"X-Baken-Autosave": "1"}).json()
    assert other["beside"] == ["wide"]
    wrong = client.post(place, sent | {"wide": "x"}, headers={"X-Baken-Autosave": "1"})
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["wide"])


def test_frozen_sheet_takes_no_answers_by_its_page(
    cast: Cast, client_of: Clients, sheet: Sheet
) -> None:
    client, place = client_of("commander"), f"/bladen/{sheet.ref}/deel/room"
    page = text_of(client, place)
    answer(
        actor=cast.commander.actor, record=sheet, given={"profile.has_machines": "no"}, at=cast.at
    )
    freeze_sheet(actor=cast.commander.actor, record=sheet, at=cast.at)
    assert client.post(place, typed(page, wide="90")).headers["Location"] == f"/bladen/{sheet.ref}"
    sent = typed(page, wide="90")
    assert client.post(place, sent, headers={"X-Baken-Autosave": "1"}).status_code == 409
    assert "wide" not in standing(sheet)
    copy = text_of(client, f"/bladen/{sheet.ref}/kopie")
    assert "Machines?" in copy
    assert cast.commander.actor.name in copy


def test_copy_is_there_once_it_is_frozen_and_comparison_only_with_a_sheet_before(
    cast: Cast, client_of: Clients, sheet: Sheet
) -> None:
    client = client_of("commander")
    assert client.get(f"/bladen/{sheet.ref}/kopie").status_code == 404
    assert client.get(f"/bladen/{sheet.ref}/verschil").status_code == 404
    answer(actor=cast.commander.actor, record=sheet, given={"wide": 80, "level": "low"}, at=cast.at)
    later = make_sheet(actor=cast.commander.actor, unit=cast.company, at=cast.at, earlier=sheet)
    answer(actor=cast.commander.actor, record=later, given={"wide": 90, "level": "low"}, at=cast.at)
    told = text_of(client, f"/bladen/{later.ref}/verschil")
    assert "80 cm" in told
    assert "90 cm" in told
    assert "Low" not in told


@pytest.mark.parametrize("part", ["none", "machines", "machines/x", "room/x", "profile/x"])
def test_part_that_is_not_shown_is_not_found(client_of: Clients, sheet: Sheet, part: str) -> None:
    assert client_of("commander").get(f"/bladen/{sheet.ref}/deel/{part}").status_code == 404


def test_machine_is_added_and_taken_away(cast: Cast, client_of: Clients, sheet: Sheet) -> None:
    client, place = client_of("commander"), f"/bladen/{sheet.ref}/herhaling"
    client.post(place, {"section": "machines", "label": "Draaibank"})
    told = client.post(place, {"section": "machines", "label": "Draaibank"}, follow=True)
    assert "This one is there already" in told.content.decode()
    [row] = whole_of(sheet).repetitions["machines"]
    client.post(f"{place}/{row.name}/weg")
    assert whole_of(sheet).repetitions == {}
    told = client.post(f"{place}/{row.name}/weg", follow=True)
    assert "not there any more" in told.content.decode()


def test_score_is_given_before_others_are_seen(
    cast: Cast, client_of: Clients, sheet: Sheet
) -> None:
    name = with_machine(actor=cast.commander.actor, record=sheet, at=cast.at, m1="no")
    place = f"/bladen/{sheet.ref}/score/m1?voor={name}"
    scores = {f"axis_{axis}": value for axis, value in OFTEN.items()}
    first = client_of("commander").post(
        place, {"moment": "current", "argument": "gezien", **scores}
    )
    assert first.status_code == 302
    adviser = client_of("safety_adviser")
    told = text_of(adviser, place)
    assert "gezien" not in told
    assert "1 person scored this" in told
    whole = text_of(adviser, f"/bladen/{sheet.ref}")
    assert "1 person scored it: you see how once you gave your own score." in whole
    section = f"/bladen/{sheet.ref}/deel/machines/{name}"
    assert "Extreme" in text_of(client_of("commander"), section)
    assert "Extreme" not in text_of(adviser, section)
    assert "540" not in whole
    assert adviser.post(place, {"moment": "current"}).status_code == 400
    adviser.post(place, {"moment": "current", "argument": "ook gezien", **scores})
    both = text_of(adviser, place)
    assert "gezien" in both
    assert "540" in both
    assert "2 people scored it" in text_of(adviser, f"/bladen/{sheet.ref}")


def test_risk_that_is_not_there_is_not_scored(cast: Cast, client_of: Clients, sheet: Sheet) -> None:
    assert client_of("commander").get(f"/bladen/{sheet.ref}/score/m1").status_code == 404


def test_photo_goes_with_an_answer(cast: Cast, client_of: Clients, sheet: Sheet) -> None:
    name = with_machine(actor=cast.commander.actor, record=sheet, at=cast.at, m1="no")
    client, place = client_of("commander"), f"/bladen/{sheet.ref}/bewijs/m1?voor={name}"
    photo = SimpleUploadedFile("hendel.png", picture(), "image/png")
    assert client.post(place, {"file": photo}).status_code == 302
    assert SheetEvidence.objects.of(sheet).count() == 1
    assert "hendel.png" in text_of(client, place)
    assert "1 photo or document" in text_of(client, f"/bladen/{sheet.ref}/deel/machines/{name}")
    told = client.post(place, {}, follow=True)
    assert "Choose a file first" in told.content.decode()
    assert client.get(f"/bladen/{sheet.ref}/bewijs/none").status_code == 404


@pytest.mark.parametrize("who", ["outsider", "former_holder", "soldier"])
def test_sheet_is_found_only_within_reach(client_of: Clients, sheet: Sheet, who: str) -> None:
    assert client_of(who).get(f"/bladen/{sheet.ref}").status_code == 404


def test_section_of_five_hundred_questions_sends_as_few_queries_as_one_of_three(
    cast: Cast, client_of: Clients
) -> None:
    """Source: criterion of speed; a page has one budget whatever the size of its instrument."""

    def sent(code: str, count: int) -> int:
        lines = [question(f"q{number}", "yes_no") for number in range(count)]
        text = questions(*lines, kind="fine_kinney_nl, version: 1").replace(
            "[operational]", "[exercise]"
        )
        record = make_sheet(
            actor=cast.commander.actor, unit=cast.company, at=cast.at, code=code,
            text=text.replace("code: small", f"code: {code}"),
        )  # fmt: skip
        answer(
            actor=cast.commander.actor, record=record, given={"q0": "yes", "q1": "no"}, at=cast.at
        )
        client = client_of("commander")
        asked = 0
        for address in (f"/bladen/{record.ref}", f"/bladen/{record.ref}/deel/all"):
            text_of(client, address)
            with CaptureQueriesContext(connection) as queries:
                text_of(client, address)
            asked += len(queries)
        return asked

    few = sent("few", 3)
    assert sent("many", 500) == few <= 2 * MOST_QUERIES


# ---- every kind of answer ----


def test_every_kind_of_answer_is_given_and_read_back_on_its_page(
    cast: Cast, client_of: Clients
) -> None:
    sheet = make_sheet(
        actor=cast.commander.actor,
        unit=cast.company,
        at=cast.at,
        code="every_type",
        text=every_type(),
    )
    client, place = client_of("commander"), f"/bladen/{sheet.ref}/deel/all"
    page = text_of(client, place)
    sent = {
        "a_words": "na", "a_words__reason": "geen", "a_choice": "x", "a_several": ["x", "y"], "a_scale": "3",
        "a_number": "2,5", "a_day": "2026-03-01", "a_moment": "2026-03-01T14:05", "a_text": "kort",
        "a_long": "een\ntwee", "a_place": "52.1, 5.2", "a_signature": "J. Jansen", "a_lines": "een\ntwee",
        "a_table__0__name": "zaag", "a_table__0__mass": "2,5", "a_table__1__name": "", "a_table__1__mass": "",
        "a_series__values": "80\n81,5", "a_series__uncertainty": "1", "a_series__calibrated_on": "2026-01-01",
        "a_series__instrument": "meter", "a_measures__0__text": "Scherm", "a_measures__0__level": "source",
        "a_measures__0__owner": "werkplaats", "a_measures__0__when": "nu", "a_risks__0__title": "Val",
        "a_risks__0__scenario": "van dak", "a_risks__0__hazard": "mechanical.rotating_parts",
        "a_risks__0__exposed__own": "3", "a_risks__0__current__probability": "3",
        "a_risks__0__current__exposure": "6", "a_risks__0__current__effect": "7",
        "a_risks__0__measures": "net",
    }  # fmt: skip
    told = client.post(place, typed(page) | sent)
    assert told.status_code == 302, told.content.decode()[:3000]
    kept = standing(sheet)
    assert set(kept) == {name.split("__")[0] for name in sent}
    assert kept["a_moment"] == "2026-03-01T14:05:00+01:00"
    assert kept["a_risks"][0]["current"] == {"probability": "3", "exposure": "6", "effect": "7"}
    assert kept["a_series"]["values"] == [80.0, 81.5]
    again = text_of(client, place)
    client.post(place, typed(again) | sent)
    assert sum(1 for _one in SheetRival.objects.of(sheet)) == 0
    for said in ("2.5", "J. Jansen", "zaag", "Scherm", "80, 81.5 dB(A)"):
        assert said in again
    assert json.dumps(kept["a_place"]) == '{"lat": 52.1, "lon": 5.2}'


def test_photo_as_an_answer_is_the_answer(cast: Cast, client_of: Clients) -> None:
    sheet = make_sheet(
        actor=cast.commander.actor,
        unit=cast.company,
        at=cast.at,
        code="every_type",
        text=every_type(),
    )
    client, place = client_of("commander"), f"/bladen/{sheet.ref}/bewijs/a_photo"
    client.post(place, {"file": SimpleUploadedFile("a.png", picture(), "image/png")})
    row = SheetEvidence.objects.of(sheet).get()
    assert standing(sheet)["a_photo"] == [str(row.file)]
    assert whole_of(sheet).answers[Place("a_photo")].by == cast.commander.person.id
