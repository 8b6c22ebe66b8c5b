"""The pages of measures: list, record, proposal, steps, export."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from baken.conftest import Cast
from baken.core.files.store import files_of
from baken.rooms.measures.models import Measure, MeasureStep
from baken.rooms.measures.tests.factories import (
    FIELDS,
    act,
    decided,
    implemented,
    owned_by,
    propose,
    risk_of,
)
from baken.rooms.measures.views.block import measures_block
from baken.rooms.register.models import Risk
from baken.rooms.reports.tests.factories import make_occurrence
from baken.rooms.reports.tests.pictures import png

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def test_measure_is_proposed_from_the_page_of_a_risk(cast: Cast, client_of: Browser) -> None:
    risk, client = risk_of(cast.company), client_of("safety_adviser")
    address = f"{reverse('measures:new')}?for={risk.ref}"
    assert address in client.get(reverse("register:risk", args=[risk.ref])).content.decode()
    page = client.get(address)
    assert risk.title in page.content.decode()
    sent = {**FIELDS, "key": page.context["form"].initial["key"]}
    answer = client.post(address, sent)
    [made] = Measure.objects.for_system(reason="controls")
    assert answer.headers["Location"] == reverse("measures:measure", args=[made.ref])
    assert client.post(address, sent).headers["Location"] == answer.headers["Location"]
    again = client.get(reverse("register:risk", args=[risk.ref])).content.decode()
    assert made.ref in again
    reused = client.post(address, {**sent, "title": "Anders"})
    assert reused.status_code == 400


def test_measure_is_proposed_from_the_page_of_an_occurrence(cast: Cast, client_of: Browser) -> None:
    occurrence, client = make_occurrence(unit=cast.company), client_of("safety_adviser")
    address = f"{reverse('measures:new')}?for={occurrence.ref}"
    page = client.get(reverse("reports:occurrence", args=[occurrence.ref]))
    assert address in page.content.decode()
    assert client.post(address, FIELDS).status_code == 302
    [made] = Measure.objects.for_system(reason="controls")
    page = client.get(reverse("reports:occurrence", args=[occurrence.ref]))
    assert made.title in page.content.decode()


def test_unit_that_acts_on_a_risk_of_another_proposes_from_its_page(cast: Cast) -> None:
    risk = risk_of(cast.company)
    rows: Any = Risk.objects.for_system(reason="advance").filter(pk=risk.pk)
    rows.update(owner_unit=cast.squadron)
    risk.refresh_from_db()
    block = measures_block(cast.outsider.actor, risk, cast.at, manages=True)
    assert block["propose_url"]


def test_standard_measures_are_those_against_the_hazard(cast: Cast, client_of: Browser) -> None:
    risk = risk_of(cast.company, hazard="mechanical.crushing")
    page = client_of("safety_adviser").get(f"{reverse('measures:new')}?for={risk.ref}")
    offered = [code for code, _label in page.context["form"].fields["standard"].choices]
    assert "std.interlock" in offered
    assert "std.substitute_substance" not in offered


@pytest.mark.parametrize("ref", ["", "R-2026-999999", "M-2026-000001"])
def test_measure_about_nothing_is_not_found(cast: Cast, client_of: Browser, ref: str) -> None:
    answer = client_of("safety_adviser").get(f"{reverse('measures:new')}?for={ref}")
    assert answer.status_code == 404


def test_proposal_that_is_refused_keeps_what_was_typed(cast: Cast, client_of: Browser) -> None:
    risk = risk_of(cast.company)
    sent = {**FIELDS, "control_level": "ppe", "title": "Handschoenen dragen"}
    answer = client_of("safety_adviser").post(f"{reverse('measures:new')}?for={risk.ref}", sent)
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (
        400,
        ["ends_on", "justification"],
    )
    assert "Handschoenen dragen" in answer.content.decode()


def test_list_shows_what_the_filters_ask(cast: Cast, client_of: Browser) -> None:
    record = decided(cast, cast.at)
    other = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at, title="Rooster")
    client, page = client_of("team_leader"), reverse("measures:measures")
    for query, seen in {
        "": {record.ref, other.ref},
        "state=decided": {record.ref},
        "state=open": {record.ref, other.ref},
        "mine=yes": {record.ref},
        "overdue=yes": set(),
        "q=rooster": {other.ref},
        "unit=COMPANY": {record.ref, other.ref},
        "unit=SQUADRON": set(),
        "control_level=ppe": set(),
        "risk_class=high": {record.ref, other.ref},
        "risk_class=low": set(),
        "risk_class=none": set(),
        "unit=NOWHERE": {record.ref, other.ref},
    }.items():
        rows = client.get(f"{page}?{query}").context["rows"]
        assert {row["ref"] for row in rows} == seen, query


def test_list_is_kept_as_a_view_and_forgotten(cast: Cast, client_of: Browser) -> None:
    client, page = client_of("team_leader"), reverse("measures:measure-views")
    client.post(f"{page}?state=open", {"name": "Open"})
    [saved] = client.get(reverse("measures:measures")).context["saved"]
    assert saved["name"] == "Open"
    client.post(f"{page}?state=open", {"name": ""})
    client.get(page)
    client.post(page, {"forget": saved["id"]})
    assert client.get(reverse("measures:measures")).context["saved"] == []
    assert client.get(f"{reverse('measures:measures')}?cursor=x").status_code == 302


def test_page_shows_facts_effect_and_steps(cast: Cast, client_of: Browser) -> None:
    told = {"budget": "1250", "budget_source": "zka", "standard": "std.interlock"}
    record = implemented(cast, cast.at, **told)
    page = client_of("safety_adviser").get(reverse("measures:measure", args=[record.ref]))
    facts = dict(page.context["facts"])
    assert any(str(one).startswith("€ 1,250.00, ") for one in facts.values())
    assert FIELDS["success_criterion"] in dict(page.context["effect"]).values()
    steps = [one["name"] for one in page.context["steps"]]
    assert steps[:2] == ["verify_effective", "verify_ineffective"]


def test_page_of_a_step_takes_it(cast: Cast, client_of: Browser) -> None:
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    client = client_of("commander")
    address = reverse("measures:step", args=[record.ref, "decide"])
    people = client.get(address).context["form"].fields["owner"].choices
    assert str(cast.team_leader.person.id) in dict(people)
    sent = {"owner": str(cast.team_leader.person.id), "authority_confirmed": "on"}
    refused = client.post(address, sent)
    assert (refused.status_code, list(refused.context["form"].errors)) == (400, ["due_on"])
    assert client.post(address, {**sent, "due_on": "2026-05-01"}).status_code == 302
    record.refresh_from_db()
    assert record.state == "decided"


def test_page_to_describe_otherwise_begins_with_what_stands(cast: Cast, client_of: Browser) -> None:
    told = {"budget": "1250", "budget_source": "zka"}
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at, **told)
    address = reverse("measures:step", args=[record.ref, "describe"])
    first = client_of("safety_adviser").get(address).context["form"].initial
    assert (first["title"], first["budget"]) == (record.title, "1250.00")


def test_page_of_a_step_that_is_not_theirs_is_closed(cast: Cast, client_of: Browser) -> None:
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    client = client_of("soldier")
    address = reverse("measures:step", args=[record.ref, "decide"])
    assert client.get(address).status_code == 403
    assert client.get(reverse("measures:step", args=[record.ref, "rise"])).status_code == 404


def test_owner_who_owns_it_no_more_keeps_what_they_typed(cast: Cast, client_of: Browser) -> None:
    record = act(decided(cast, cast.at), cast.team_leader.actor, cast.at, "start")
    record = owned_by(record, cast.soldier.person)
    address, client = (
        reverse("measures:step", args=[record.ref, "note_progress"]),
        client_of("soldier"),
    )
    assert client.get(address).status_code == 200
    owned_by(record, cast.team_leader.person)
    answer = client.post(address, {"progress": "De helft van de sloten zit erop."})
    assert (answer.status_code, client.get(address).status_code) == (403, 403)
    assert "De helft van de sloten zit erop." in answer.content.decode()
    assert not MeasureStep.objects.of(record).filter(code="measures.measure.progressed").exists()


def test_who_declined_and_reads_it_no_more_is_taken_to_the_list(
    cast: Cast, client_of: Browser
) -> None:
    record = propose(cast.safety_adviser.actor, risk_of(cast.company), cast.at)
    client = client_of("safety_adviser")
    ask = reverse("measures:step", args=[record.ref, "ask_unit"])
    assert client.post(ask, {"unit": "SQUADRON", "question": "Kan dit?"}).status_code == 302
    decline = reverse("measures:step", args=[record.ref, "decline"])
    answer = client_of("outsider").post(decline, {"reason": "Geen mensen."})
    assert answer.headers["Location"] == reverse("measures:measures")


def test_file_is_added_by_who_carries_it_out(cast: Cast, client_of: Browser) -> None:
    record = owned_by(decided(cast, cast.at), cast.soldier.person)
    address, client = reverse("measures:add-file", args=[record.ref]), client_of("soldier")
    for sent in ({}, {"file": SimpleUploadedFile("x.txt", b"geen foto")}):
        client.post(address, sent)
        assert not files_of(record).exists()
    for _nth in range(2):
        client.post(address, {"file": SimpleUploadedFile("foto.png", png(), "image/png")})
    assert files_of(record).count() == 1
    page = client.get(reverse("measures:measure", args=[record.ref])).content.decode()
    assert "foto.png" in page
    other = reverse("measures:add-file", args=[decided(cast, cast.at).ref])
    upload = SimpleUploadedFile("foto.png", png("blue"), "image/png")
    assert client.post(other, {"file": upload}).status_code == 403


def test_list_says_what_waits_was_put_off_or_is_late(cast: Cast, client_of: Browser) -> None:
    adviser = cast.safety_adviser.actor
    risk = risk_of(cast.company)
    asked = propose(adviser, risk, cast.at, title="Gevraagd")
    told = {"party": "Rijksvastgoedbedrijf", "question": "Kan dit?"}
    act(asked, adviser, cast.at, "ask_party", **told)
    late = decided(cast, cast.at - timedelta(days=60))
    off = decided(cast, cast.at)
    act(off, adviser, cast.at, "postpone", due_on="2026-12-01", reason="Laat.")
    gone = propose(adviser, risk, cast.at, title="Weg")
    act(gone, cast.commander.actor, cast.at, "cancel", reason="Dubbel.")
    client = client_of("safety_adviser")
    rows = {row["ref"]: row for row in client.get(reverse("measures:measures")).context["rows"]}
    badges = {ref: str(row["state"]).count("baken-badge") for ref, row in rows.items()}
    assert {ref: bool(count) for ref, count in badges.items()} == {
        asked.ref: True,
        off.ref: True,
        late.ref: False,
        gone.ref: False,
    }
    assert "baken-badge" in str(rows[late.ref]["due"])
    assert isinstance(rows[gone.ref]["due"], str)
    page = client.get(reverse("measures:measure", args=[asked.ref]))
    assert "Rijksvastgoedbedrijf" in dict(page.context["facts"]).values()


def test_export_is_a_file_with_the_filters_of_the_list(cast: Cast, client_of: Browser) -> None:
    record = decided(cast, cast.at)
    client, address = client_of("commander"), f"{reverse('measures:export')}?state=decided"
    assert client.get(address).status_code == 200
    answer = client.post(address, {"format": "csv", "purpose": ""})
    body = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert record.ref in body
    assert client.post(address, {"format": "pdf"}).status_code == 400
    rows: Any = Measure.objects.for_system(reason="advance").filter(pk=record.pk)
    rows.update(confidentiality=1)
    asked = client.post(address, {"format": "csv", "purpose": ""})
    assert (asked.status_code, list(asked.context["form"].errors)) == (400, ["purpose"])
