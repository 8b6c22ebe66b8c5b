"""The pages of recommendations: list, record, entering, steps, files, use by part, export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from baken.conftest import Cast
from baken.core.files.store import files_of
from baken.rooms.measures.models import Measure, Recommendation
from baken.rooms.measures.tests.factories import FIELDS
from baken.rooms.measures.tests.recommending import (
    HALF_A_YEAR,
    RECOMMENDED,
    accepted,
    act,
    planned,
    receive,
    with_inspector,
)
from baken.rooms.reports.tests.pictures import png

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


@pytest.fixture
def stage(cast: Cast) -> Cast:
    return with_inspector(cast)


def test_recommendation_is_entered_once_from_its_page(stage: Cast, client_of: Browser) -> None:
    client, address = client_of("inspector"), reverse("measures:receive")
    form = client.get(address).context["form"]
    assert [code for code, _label in form.fields["source"].choices if code] == ["ivd"]
    sent = {**RECOMMENDED, "key": form.initial["key"]}
    answer = client.post(address, sent)
    [made] = Recommendation.objects.for_system(reason="repeats")
    assert answer.headers["Location"] == reverse("measures:recommendation", args=[made.ref])
    assert client.post(address, sent).headers["Location"] == answer.headers["Location"]
    assert client.post(address, {**sent, "title": "Anders"}).status_code == 400
    assert client_of("commander").get(address).status_code == 403


def test_office_enters_recommendations_of_every_source(stage: Cast, client_of: Browser) -> None:
    form = client_of("office").get(reverse("measures:receive")).context["form"]
    assert len(form.fields["source"].choices) > 8


def test_list_shows_what_the_filters_ask(stage: Cast, client_of: Browser) -> None:
    record = accepted(stage, stage.at)
    fields = {"title": "Trap verlichten", "cause": "design", "description": "Zet er licht bij."}
    other = receive(stage.office.actor, stage.at, source="ovv", **fields)
    client, page = client_of("commander"), reverse("measures:recommendations")
    for query, seen in {
        "": {record.ref, other.ref},
        "state=appreciated": {record.ref},
        "state=open": {record.ref, other.ref},
        "mine=yes": {record.ref},
        "overdue=yes": set(),
        "overdue=answer": set(),
        "q=trap": {other.ref},
        "source=ovv": {other.ref},
        "cause=training": {record.ref},
        "category=health": set(),
        "unit=BATTALION": {record.ref, other.ref},
        "unit=SQUADRON": set(),
        "unit=NOWHERE": {record.ref, other.ref},
    }.items():
        rows = client.get(f"{page}?{query}").context["rows"]
        assert {row["ref"] for row in rows} == seen, query


def test_list_is_kept_as_a_view_and_forgotten(stage: Cast, client_of: Browser) -> None:
    client, page = client_of("commander"), reverse("measures:recommendation-views")
    client.post(f"{page}?state=open", {"name": "Open"})
    [saved] = client.get(reverse("measures:recommendations")).context["saved"]
    assert saved["name"] == "Open"
    client.post(f"{page}?state=open", {"name": ""})
    client.get(page)
    client.post(page, {"forget": saved["id"]})
    assert client.get(reverse("measures:recommendations")).context["saved"] == []
    assert client.get(f"{reverse('measures:recommendations')}?cursor=x").status_code == 302


def test_overdue_stands_in_a_word_in_the_list(stage: Cast, client_of: Browser) -> None:
    told = {"offered_on": "2026-01-05", "report_on": "2026-01-02"}
    record = receive(stage.inspector.actor, stage.at, **told)
    page = client_of("commander").get(f"{reverse('measures:recommendations')}?overdue=answer")
    [row] = page.context["rows"]
    assert row["ref"] == record.ref
    assert "<time" in str(row["due"])


def test_page_names_what_was_recommended_before_as_far_as_one_reads(
    stage: Cast, client_of: Browser
) -> None:
    first = receive(stage.inspector.actor, stage.at)
    told = {"addressee": "COMPANY", "publication": "https://voorbeeld.invalid/ivd"}
    again = receive(stage.inspector.actor, stage.at, **told)
    address = reverse("measures:recommendation", args=[again.ref])
    page = client_of("safety_adviser").get(address)
    assert [one["ref"] for one in page.context["before"]] == [first.ref]
    unseen = client_of("soldier").get(address)
    assert (unseen.context["before"], unseen.context["unseen_before"]) == ([], 1)
    assert first.ref not in unseen.content.decode()
    back = client_of("safety_adviser").get(reverse("measures:recommendation", args=[first.ref]))
    assert [one["ref"] for one in back.context["after"]] == [again.ref]


def test_measure_is_proposed_from_the_page_of_a_recommendation(
    stage: Cast, client_of: Browser
) -> None:
    record, client = accepted(stage, stage.at), client_of("safety_adviser")
    address = f"{reverse('measures:new')}?for={record.ref}"
    page = client.get(reverse("measures:recommendation", args=[record.ref]))
    assert address in page.content.decode()
    assert client.post(address, FIELDS).status_code == 302
    [made] = Measure.objects.for_system(reason="controls")
    page = client.get(reverse("measures:recommendation", args=[record.ref]))
    assert made.title in page.content.decode()


def test_page_of_a_step_takes_it(stage: Cast, client_of: Browser) -> None:
    record, client = receive(stage.inspector.actor, stage.at), client_of("commander")
    address = reverse("measures:recommendation-step", args=[record.ref, "appreciate"])
    people = client.get(address).context["form"].fields["owner"].choices
    owner = str(stage.commander.person.id)
    assert owner in dict(people)
    sent = {"appreciation": "accepted_partly", "owner": owner}
    refused = client.post(address, sent)
    assert (refused.status_code, list(refused.context["form"].errors)) == (400, ["reason"])
    assert client.post(address, {**sent, "reason": "Deels."}).status_code == 302
    plan = reverse("measures:recommendation-step", args=[record.ref, "plan"])
    assert client.get(plan).status_code == 200
    assert client_of("desk").get(plan).status_code == 403
    missing = reverse("measures:recommendation-step", args=[record.ref, "warn"])
    assert client.get(missing).status_code == 404


def test_plan_that_is_made_anew_begins_with_what_stands(stage: Cast, client_of: Browser) -> None:
    record = planned(stage, stage.at)
    address = reverse("measures:recommendation-step", args=[record.ref, "plan"])
    first = client_of("commander").get(address).context["form"].initial
    assert (first["plan"], first["due_on"]) == (record.plan, record.due_on)


def test_addressee_for_whom_one_enters_nothing_is_refused(stage: Cast, client_of: Browser) -> None:
    stage.add("auditor", ("auditor", "ARMY", None))
    record = receive(stage.auditor.actor, stage.at, source="audit")
    address = reverse("measures:recommendation-step", args=[record.ref, "readdress"])
    sent = {"addressee": "SQUADRON", "reason": "Van hen."}
    answer = client_of("auditor").post(address, sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["addressee"])


def test_file_is_added_by_who_follows_it_up(stage: Cast, client_of: Browser) -> None:
    record = accepted(stage, stage.at)
    address = reverse("measures:recommendation-file", args=[record.ref])
    client = client_of("commander")
    for sent in ({}, {"file": SimpleUploadedFile("x.txt", b"geen foto")}):
        client.post(address, sent)
        assert not files_of(record).exists()
    client.post(address, {"file": SimpleUploadedFile("foto.png", png(), "image/png")})
    assert files_of(record).count() == 1
    file = SimpleUploadedFile("foto.png", png(), "image/png")
    assert client_of("desk").post(address, {"file": file}).status_code == 403


def test_parts_are_shown_with_the_list_behind_them(stage: Cast, client_of: Browser) -> None:
    receive(stage.inspector.actor, stage.at)
    page = client_of("inspector").get(reverse("measures:parts"))
    [row] = page.context["rows"]
    assert row["url"] == f"{reverse('measures:recommendations')}?unit=ARMY"
    assert (row["all"], row["open"]) == ("1", "1")


def test_verdict_stands_on_the_page(stage: Cast, client_of: Browser) -> None:
    record = act(planned(stage, stage.at), stage.commander.actor, stage.at, "start")
    done = {"proof": "Verslag.", "none_needed": "Kon zo."}
    record = act(record, stage.commander.actor, stage.at, "report_done", **done)
    told = {"verdict": "partly_met", "verdict_reason": "Half gezien."}
    act(record, stage.inspector.actor, stage.at + HALF_A_YEAR, "assess", **told)
    page = client_of("soldier").get(reverse("measures:recommendation", args=[record.ref]))
    assert page.status_code == 404
    page = client_of("commander").get(reverse("measures:recommendation", args=[record.ref]))
    assert "Half gezien." in page.content.decode()


def test_list_is_taken_away_as_a_file(stage: Cast, client_of: Browser) -> None:
    record, client = accepted(stage, stage.at), client_of("commander")
    address = f"{reverse('measures:export-recommendations')}?state=appreciated"
    assert client.get(address).status_code == 200
    answer: Any = client.post(address, {"format": "csv"})
    assert record.ref in b"".join(answer.streaming_content).decode()
    assert client.post(address, {"format": "stone"}).status_code == 400
    assert client_of("soldier").get(address).status_code == 403
