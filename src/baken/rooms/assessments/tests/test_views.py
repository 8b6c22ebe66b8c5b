"""The pages of assessments: what each reader sees, and that nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baken.conftest import Cast
from baken.rooms.assessments.models import Assessment, AssessmentFinding
from baken.rooms.assessments.queries.sheet import findings_of, sheet_of, whole_of
from baken.rooms.assessments.queries.shown import inside_of
from baken.rooms.assessments.tests.factories import (
    DESCRIBED,
    JUDGED,
    assessment_in,
    brought_to,
    expert,
    make_assessment,
    step,
)
from baken.rooms.assessments.views.rows import finding_rows
from baken.rooms.consultation.tests.test_views import picture
from baken.rooms.library.queries.files import instrument_publications
from baken.rooms.library.queries.instruments import newest
from baken.rooms.sheets.tests.factories import know_workshop

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]


def text_of(client: Client, address: str) -> str:
    """What a page says."""
    found = client.get(address)
    assert found.status_code == 200, found.status_code
    return str(found.content.decode())


def only() -> Assessment:
    """The one assessment there is."""
    return Assessment.objects.for_system(reason="trail").get()


def test_list_shows_assessments_by_filter(cast: Cast, client_of: Clients) -> None:
    record = assessment_in(unit=cast.company, at=cast.at, state="in_force")
    client = client_of("commander")
    for query in ("", "?state=holding", "?state=in_force", "?unit=BATTALION", "?q=werkplaats"):
        assert record.ref in text_of(client, f"/rie{query}")
    for query in ("?state=making", "?unit=SQUADRON", "?q=keuken"):
        assert record.ref not in text_of(client, f"/rie{query}")
    assert "There is no unit with this code" in text_of(client, "/rie?unit=NOWHERE")
    assert client.get("/rie?cursor=nonsense").status_code == 302


def test_assessment_of_three_years_is_shown_as_old(cast: Cast, client_of: Clients) -> None:
    old = cast.at - timedelta(days=3 * 365)
    record = assessment_in(unit=cast.company, at=cast.at, state="in_force", in_force_at=old)
    for address in ("/rie", f"/rie/{record.ref}"):
        assert "three years or older" in text_of(client_of("commander"), address)
    fresh = assessment_in(
        unit=cast.company, at=cast.at, state="in_force", in_force_at=old + timedelta(days=1)
    )
    assert "three years or older" not in text_of(client_of("commander"), f"/rie/{fresh.ref}")


def test_new_assessment_is_begun_by_its_form(cast: Cast, client_of: Clients) -> None:
    know_workshop()
    client = client_of("commander")
    assert "small_workshop" in text_of(client, "/rie/nieuw")
    wrong = client.post("/rie/nieuw", {**DESCRIBED, "unit": "COMPANY", "headcount": "0"})
    assert wrong.status_code == 400
    assert "RI&amp;E herstelwerkplaats" in wrong.content.decode()
    made = client.post("/rie/nieuw", {**DESCRIBED, "unit": "COMPANY"})
    assert made.headers["Location"] == f"/rie/{only().ref}"
    assert client_of("soldier").get("/rie/nieuw").status_code == 403


def test_steps_are_taken_by_their_forms(cast: Cast, client_of: Clients) -> None:
    record, client = brought_to(cast, "draft"), client_of("commander")
    page = text_of(client, f"/rie/{record.ref}")
    assert f"/rie/{record.ref}/stap/start" in page
    assert client.post(f"/rie/{record.ref}/stap/start", {}).status_code == 302
    place = f"/rie/{record.ref}/stap/settle_basis"
    form = text_of(client, f"{place}?item=input.absence")
    assert "Analysis of absence" in form
    told = {"item": "input.absence", "standing": "settled", "text": "Verzuimrapport", "seen": "2"}
    assert client.post(place, {**told, "text": ""}).status_code == 400
    assert client.post(place, told).status_code == 302
    assert "Verzuimrapport" in text_of(client, f"/rie/{record.ref}")
    refused = client.post(f"/rie/{record.ref}/stap/end_inventory", {})
    assert "still missing" in refused.content.decode()
    for name in ("call_for_review", "nothing"):
        assert client.get(f"/rie/{record.ref}/stap/{name}").status_code == 404
    assert client_of("team_leader").get(f"/rie/{record.ref}/stap/start").status_code == 403


def test_expert_sees_and_reviews_it_and_the_page_says_what_is_needed(
    cast: Cast, client_of: Clients
) -> None:
    record = brought_to(cast, "in_expert_review")
    expert(cast, "hvk")
    client = client_of("expert")
    assert "still needed" in text_of(client, f"/rie/{record.ref}")
    place = f"/rie/{record.ref}/stap/review"
    assert "Is it complete?" in text_of(client, place)
    seen = record.steps.model.objects.of(record).count()
    given = {
        **JUDGED,
        "scope": "system",
        "seen": str(seen),
        "outcome": "with_conditions",
        "conditions": "Meet het geluid",
        "conditions_due_on": "2026-12-31",
    }
    assert client.post(place, given).status_code == 302
    told = text_of(client, f"/rie/{record.ref}")
    for said in ("Meet het geluid", "positive with conditions", "Gezien in de werkplaats."):
        assert said in told


def test_threads_say_in_words_how_things_hang_together(cast: Cast, client_of: Clients) -> None:
    record, client = brought_to(cast, "plan_drafting"), client_of("commander")
    own = text_of(client, f"/rie/{record.ref}")
    assert own.count("Say what it rests on and covers") == 1, "a button, and no line of the thread"
    [finding] = findings_of(record)
    risk = text_of(client, f"/risicos/{finding.risk_ref}")
    assert risk.count(f'href="/rie/{record.ref}"') == 1, "told by the risk itself, and not twice"
    assert "filled_in_on" not in text_of(client, f"/bladen/{sheet_of(record).ref}")


def test_worst_finding_stands_in_front(cast: Cast) -> None:
    record = brought_to(cast, "plan_drafting")
    [finding] = findings_of(record)
    finding.common = "low"
    other = AssessmentFinding(record=record, common="high", title="Val", risk_number=1, at=cast.at)
    unscored = AssessmentFinding(record=record, title="Kou", risk_number=2, at=cast.at)
    inside = replace(inside_of(cast.commander.actor, record), findings=[unscored, finding, other])
    assert [one["common"] for one in finding_rows(inside)] == ["high", "low", ""]


def test_in_force_page_shows_findings_with_the_plan_and_who_signed(
    cast: Cast, client_of: Clients
) -> None:
    record = brought_to(cast, "in_force")
    told = text_of(client_of("commander"), f"/rie/{record.ref}")
    for said in (
        "Intrekking: Draaibank",
        "Vaste afscherming",
        cast.commander.actor.name,
        "positive",
    ):
        assert said in told


def test_instruments_16_13_every_employee_opens_the_in_force_rie_and_plan_of_own_unit(
    cast: Cast, client_of: Clients
) -> None:
    """Acceptance test 13. Source: domain reference, instruments, section 16; Working Conditions Act 5."""
    record = brought_to(cast, "approved")
    soldier = client_of("soldier")
    assert soldier.get(f"/rie/{record.ref}").status_code == 403
    assert record.ref not in text_of(soldier, "/rie")
    step(cast.commander.actor, record, "sign", cast.at)
    told = text_of(soldier, f"/rie/{record.ref}")
    for said in ("Intrekking: Draaibank", "Vaste afscherming"):
        assert said in told
    assert record.ref in text_of(soldier, "/rie")
    assert "Guarded?" in text_of(soldier, f"/rie/{record.ref}/kopie")
    assert client_of("outsider").get(f"/rie/{record.ref}").status_code == 404


def test_copy_is_read_once_it_is_frozen(cast: Cast, client_of: Clients) -> None:
    record = brought_to(cast, "draft")
    assert client_of("commander").get(f"/rie/{record.ref}/kopie").status_code == 404


@pytest.mark.parametrize(
    ("state", "mark"), [("expired", "Expired"), ("superseded", "Replaced by a newer version")]
)
def test_instruments_16_14_expired_assessments_stay_readable_and_are_watermarked(
    cast: Cast, client_of: Clients, state: str, mark: str
) -> None:
    """Acceptance test 14. Source: domain reference, instruments, section 16."""
    record = assessment_in(unit=cast.company, at=cast.at, state=state)
    told = text_of(client_of("soldier"), f"/rie/{record.ref}")
    assert f'<p class="baken-watermark" role="note">{mark}</p>' in told
    holds = assessment_in(unit=cast.company, at=cast.at, state="in_force")
    assert "baken-watermark" not in text_of(client_of("soldier"), f"/rie/{holds.ref}")


def test_document_is_added_while_it_is_made(cast: Cast, client_of: Clients) -> None:
    record, client = brought_to(cast, "in_inventory"), client_of("commander")
    place = f"/rie/{record.ref}/bestand"
    client.post(place, {"file": SimpleUploadedFile("plattegrond.png", picture(), "image/png")})
    assert "plattegrond.png" in text_of(client, f"/rie/{record.ref}")
    assert "Choose a file first" in client.post(place, {}, follow=True).content.decode()
    photo = SimpleUploadedFile("a.png", picture(), "image/png")
    assert client_of("team_leader").post(place, {"file": photo}).status_code == 403


def test_progress_tells_units_apart_and_never_calls_a_bare_one_in_order(
    cast: Cast, client_of: Clients
) -> None:
    old = cast.at - timedelta(days=3 * 365)
    assessment_in(unit=cast.company, at=cast.at, state="in_force", in_force_at=old)
    assessment_in(unit=cast.company, at=cast.at, state="in_inventory")
    assessment_in(unit=cast.battalion, at=cast.at, state="expired")
    client = client_of("commander")
    told = text_of(client, "/rie/voortgang")
    assert "Three years or older" in told
    assert "unit=COMPANY" in told
    assert text_of(client, "/rie/voortgang?unit=COMPANY")
    assert client.get("/rie/voortgang?unit=SQUADRON").status_code == 404
    assert client.get("/rie/voortgang?unit=NOWHERE").status_code == 404


def test_inbox_shows_what_waits_for_whom(cast: Cast, client_of: Clients) -> None:
    waiting = brought_to(cast, "in_expert_review")
    expert(cast, "hvk")
    assert waiting.ref in text_of(client_of("expert"), "/")
    assert waiting.ref not in text_of(client_of("commander"), "/")
    approved = assessment_in(unit=cast.company, at=cast.at, state="approved")
    assert approved.ref in text_of(client_of("commander"), "/")


def test_search_finds_an_assessment_by_words_and_reference(cast: Cast, client_of: Clients) -> None:
    record = assessment_in(unit=cast.company, at=cast.at, state="in_force")
    client = client_of("commander")
    assert record.ref in text_of(client, "/zoeken?q=herstelwerkplaats")
    found = client.get(f"/zoeken?q={record.ref}")
    assert found.headers["Location"] == f"/rie/{record.ref}"


def test_unit_page_counts_assessments(cast: Cast, client_of: Clients) -> None:
    assessment_in(unit=cast.company, at=cast.at, state="in_force")
    found: Any = text_of(client_of("commander"), "/eenheden/BATTALION")
    assert "RI&amp;E’s in force" in found


# ---- what comes along ----


WHOLE = "rie_core"  # it includes every section library, so their parts are opened here alone
COME_ALONG = sorted(
    {
        one.code
        for one in instrument_publications().values()
        if not one.is_library and one.code.startswith("rie_")
    }
)


@pytest.mark.parametrize("instrument", COME_ALONG)
def test_rie_that_comes_along_is_offered_and_opens_in_every_part(
    cast: Cast, client_of: Clients, instrument: str
) -> None:
    client = client_of("commander")
    assert f'value="{instrument}"' in text_of(client, "/rie/nieuw")
    record = make_assessment(actor=cast.commander.actor, unit=cast.company, instrument=instrument)
    step(cast.commander.actor, record, "start", cast.at)
    sheet, sections = sheet_of(record), whole_of(record).definition.sections
    assert text_of(client, f"/rie/{record.ref}")
    page = text_of(client, f"/bladen/{sheet.ref}")
    parts = set(re.findall(rf"/bladen/{sheet.ref}/deel/([\w-]+)", page))
    elsewhere = {one.id for one in newest(WHOLE).sections} if instrument != WHOLE else set()
    own = sorted(parts - elsewhere)
    assert len(parts) >= 5
    assert {one for one in own if one in {section.id for section in sections}}
    for part in own:
        assert "<form" in text_of(client, f"/bladen/{sheet.ref}/deel/{part}")
