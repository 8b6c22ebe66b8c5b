"""The pages of equipment, and the same over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baken.conftest import Cast
from baken.core.api.tests.calling import Caller, caller, refs
from baken.core.files.store import files_of
from baken.rooms.org.models import Equipment, Inspection
from baken.rooms.org.tests.factories import inspected, make_equipment, make_site
from baken.rooms.reports.tests.pictures import png

Clients = Callable[[str], Client]
TOLD = {"kind": "periodic", "done_on": "2026-03-09", "result": "passed", "due_on": "2027-03-09"}


@pytest.fixture
def ladder(cast: Cast) -> Equipment:
    """A ladder of the company, overdue since yesterday."""
    site = make_site("HAV-1", holder=cast.army)
    record = make_equipment(
        unit=cast.company, ref="LADR-1", name="Ladder", site=site, due_on=date(2026, 3, 9)
    )
    inspected(record, done_on=date(2025, 3, 9), due_on=date(2026, 3, 9), remarks="Netjes.")
    return record


def state_of(record: Equipment) -> str:
    return Equipment.objects.for_system(reason="advance").get(pk=record.pk).state


def listed(client: Client, query: str = "") -> list[str]:
    rows = client.get(f"/materieel{query}").context["rows"]
    return [row["url"].removeprefix("/materieel/") for row in rows]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["KRAAN-1", "LADR-1"]),
        ("?unit=company", ["LADR-1"]),
        ("?unit=BATTALION&kind=ladder", ["LADR-1"]),
        ("?kind=lifting_gear", ["KRAAN-1"]),
        ("?site=hav-1", ["LADR-1"]),
        ("?overdue=on", ["LADR-1"]),
        ("?state=out_of_use", ["KRAAN-1"]),
        ("?q=kraan", ["KRAAN-1"]),
        ("?q=ladr", ["LADR-1"]),
        ("?site=NERGENS&unit=MARS&kind=dragon&state=flying", ["KRAAN-1", "LADR-1"]),
    ],
)
def test_list_filters_as_the_address_says(
    cast: Cast, ladder: Equipment, client_of: Clients, query: str, found: list[str]
) -> None:
    make_equipment(
        unit=cast.battalion,
        ref="KRAAN-1",
        name="Kraan",
        kind="lifting_gear",
        state="out_of_use",
        due_on=date(2026, 1, 1),
    )
    make_equipment(unit=cast.squadron, ref="BUUR-1")
    assert sorted(listed(client_of("commander"), query)) == found


@pytest.mark.parametrize("address", ["/materieel", "/materieel/etiketten"])
def test_list_with_a_strange_cursor_starts_anew(client_of: Clients, address: str) -> None:
    answer = client_of("commander").get(f"{address}?cursor=x")
    assert (answer.status_code, answer["Location"]) == (302, address)


def test_page_shows_facts_inspections_and_history(ladder: Equipment, client_of: Clients) -> None:
    answer = client_of("safety_adviser").get("/materieel/ladr-1")
    text = answer.content.decode()
    for said in ("LADR-1", "inspection overdue", "Keurbedrijf", "Netjes.", "/locaties/HAV-1"):
        assert said in text
    names = [step["name"] for step in answer.context["steps"]]
    assert names == ["inspect", "take_out", "hand_over"]
    assert [node.title for node in answer.context["thread"]] == [
        "Record an inspection",
        "Came in with an organisation file",
    ]


def test_page_greys_the_steps_of_others_and_says_who_can(
    ladder: Equipment, client_of: Clients
) -> None:
    closed = client_of("team_leader").get("/materieel/LADR-1").context["closed_steps"]
    assert {step["name"]: step["who"] for step in closed} == {
        "inspect": ["Safety adviser BATTALION"],
        "take_out": ["Commander BATTALION", "Safety adviser BATTALION"],
        "hand_over": ["Commander BATTALION", "Safety adviser BATTALION"],
    }


@pytest.mark.parametrize(
    ("who", "status"), [("commander", 200), ("soldier", 404), ("outsider", 404), ("nobody", 302)]
)
@pytest.mark.parametrize("page", ["", "/etiket"])
def test_page_is_for_readers_in_reach(
    ladder: Equipment, client_of: Clients, who: str, status: int, page: str
) -> None:
    assert client_of(who).get(f"/materieel/LADR-1{page}").status_code == status


def test_page_takes_few_queries_however_much_was_inspected(
    cast: Cast, ladder: Equipment, client_of: Clients
) -> None:
    client = client_of("safety_adviser")

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/materieel/LADR-1")
        return len(seen)

    asked()
    few = asked()
    for year in (2021, 2022, 2023):
        inspected(ladder, done_on=date(year, 3, 9))
    assert asked() == few <= 20


def test_inspection_form_records_with_its_report(ladder: Equipment, client_of: Clients) -> None:
    document = SimpleUploadedFile("keuring.png", png(), "image/png")
    told = TOLD | {"remarks": "Goed.", "document": document}
    answer = client_of("safety_adviser").post("/materieel/LADR-1/stap/inspect", told)
    assert (answer.status_code, answer["Location"]) == (302, "/materieel/LADR-1")
    made = Inspection.objects.of(ladder).get(done_on=date(2026, 3, 9))
    assert (made.remarks, [made.document]) == ("Goed.", list(files_of(ladder)))
    page = client_of("safety_adviser").get("/materieel/LADR-1").content.decode()
    assert f"/bestanden/{made.document.id}" in page


def test_inspection_form_shown_starts_with_today(ladder: Equipment, client_of: Clients) -> None:
    answer = client_of("safety_adviser").get("/materieel/LADR-1/stap/inspect")
    assert answer.context["form"].initial["done_on"] == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"done_on": "2027-01-01"}, "done_on"),
        ({"kind": ""}, "kind"),
        ({"due_on": "2020-01-01"}, "due_on"),
        ({"document": SimpleUploadedFile("x.txt", b"tekst", "text/plain")}, "document"),
    ],
)
def test_inspection_form_filled_in_wrongly_says_so_at_the_field(
    ladder: Equipment, client_of: Clients, wrong: dict[str, Any], field: str
) -> None:
    answer = client_of("safety_adviser").post("/materieel/LADR-1/stap/inspect", TOLD | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
    assert Inspection.objects.of(ladder).count() == 1


def test_inspection_by_who_did_not_see_the_last_one_is_refused_and_keeps_what_was_typed(
    ladder: Equipment, client_of: Clients
) -> None:
    """Two advisers stand at one ladder: the slower one hears of the other before anything is kept."""
    address, adviser = "/materieel/LADR-1/stap/inspect", client_of("safety_adviser")
    known = adviser.get(address).context["seen"]
    assert adviser.post(address, TOLD | {"seen": known}).status_code == 302

    slower = TOLD | {"kind": "after_assembly", "remarks": "Sport los.", "seen": known}
    answer = adviser.post(address, slower)

    assert (answer.status_code, len(answer.context["form"].non_field_errors())) == (400, 1)
    assert answer.context["form"]["remarks"].value() == "Sport los."
    assert Inspection.objects.of(ladder).filter(kind="after_assembly").count() == 0
    again = slower | {"seen": answer.context["seen"]}
    assert adviser.post(address, again).status_code == 302
    assert Inspection.objects.of(ladder).filter(kind="after_assembly").count() == 1


def test_step_form_takes_out_with_a_reason(ladder: Equipment, client_of: Clients) -> None:
    client = client_of("commander")
    assert client.get("/materieel/LADR-1/stap/take_out").status_code == 200
    answer = client.post("/materieel/LADR-1/stap/take_out", {"reason": "Sport los."})
    assert (answer.status_code, state_of(ladder)) == (302, "out_of_use")


def test_step_form_refused_by_the_state_says_why(ladder: Equipment, client_of: Clients) -> None:
    answer = client_of("commander").post("/materieel/LADR-1/stap/put_back", {})
    assert (answer.status_code, len(answer.context["form"].non_field_errors())) == (400, 1)


@pytest.mark.parametrize(
    ("who", "step", "status"),
    [
        ("team_leader", "inspect", 403),
        ("commander", "inspect", 403),
        ("commander", "reject", 404),
        ("commander", "fly", 404),
        ("outsider", "inspect", 404),
    ],
)
def test_step_form_of_somebody_else_or_of_nothing_is_closed(
    ladder: Equipment, client_of: Clients, who: str, step: str, status: int
) -> None:
    assert client_of(who).get(f"/materieel/LADR-1/stap/{step}").status_code == status


def test_labels_print_one_or_a_sheet(cast: Cast, ladder: Equipment, client_of: Clients) -> None:
    make_equipment(unit=cast.company)
    make_equipment(unit=cast.squadron)
    client = client_of("commander")

    def drawn(address: str) -> int:
        return client.get(address).content.decode().count('class="org-label"')

    assert drawn("/materieel/LADR-1/etiket") == 1
    assert drawn("/materieel/etiketten") == 2
    assert drawn("/materieel/etiketten?overdue=on") == 1


# ---- over HTTP ----


@pytest.fixture
def adviser(cast: Cast) -> Caller:
    return caller(cast, "safety_adviser")


def test_api_list_pages_and_filters(cast: Cast, ladder: Equipment, adviser: Caller) -> None:
    for _ in range(2):
        make_equipment(unit=cast.company)
    first = adviser.get("/equipment", limit=2)
    rest = adviser.get("/equipment", limit=2, cursor=first.json()["next"])
    assert len({*refs(first), *refs(rest)}) == 3
    asked = {"unit": "COMPANY", "kind": "ladder", "site": "HAV-1", "state": "in_use"}
    assert refs(adviser.get("/equipment", **asked, q="ladr", overdue=True)) == ["LADR-1"]


@pytest.mark.parametrize(
    "query", [{"unit": "X"}, {"kind": "X"}, {"site": "X"}, {"state": "X"}, {"color": "X"}]
)
def test_api_list_asked_wrongly_names_the_filter(adviser: Caller, query: dict[str, str]) -> None:
    answer = adviser.get("/equipment", **query)
    assert answer.status_code == 400
    assert [one["field"] for one in answer.json()["errors"]] == list(query)


def test_api_record_shows_inspections_and_whether_it_is_overdue(
    ladder: Equipment, adviser: Caller
) -> None:
    shown = adviser.get("/equipment/LADR-1").json()
    assert (shown["overdue"], shown["site"], shown["unit"]) == (True, "HAV-1", "COMPANY")
    assert [one["result"] for one in shown["inspections"]] == ["passed"]
    assert adviser.get(f"/equipment/{ladder.id}").json() == shown


@pytest.mark.parametrize(("who", "status"), [("soldier", 404), ("outsider", 404), ("nobody", 401)])
def test_api_record_is_for_readers_in_reach(
    cast: Cast, ladder: Equipment, who: str, status: int
) -> None:
    assert caller(cast, who).get("/equipment/LADR-1").status_code == status


def test_api_inspection_is_recorded(ladder: Equipment, adviser: Caller) -> None:
    answer = adviser.post("/equipment/LADR-1/inspections", TOLD | {"result": "failed"})
    assert (answer.status_code, answer["Location"]) == (201, "/api/v1/equipment/LADR-1")
    assert (answer.json()["result"], state_of(ladder)) == ("failed", "out_of_use")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (TOLD | {"done_on": "2027-01-01", "due_on": None}, 400),
        (TOLD | {"result": "fine"}, 400),
        (TOLD | {"kind": "dance"}, 400),
        (TOLD | {"color": "red"}, 400),
        ({}, 400),
    ],
)
def test_api_inspection_that_cannot_be_is_refused(
    ladder: Equipment, adviser: Caller, body: dict[str, Any], status: int
) -> None:
    assert adviser.post("/equipment/LADR-1/inspections", body).status_code == status
    assert Inspection.objects.of(ladder).count() == 1


def test_api_inspection_by_a_reader_is_forbidden(cast: Cast, ladder: Equipment) -> None:
    answer = caller(cast, "commander").post("/equipment/LADR-1/inspections", TOLD)
    assert answer.status_code == 403


def test_api_steps_files_and_thread_are_those_of_every_record(
    ladder: Equipment, adviser: Caller
) -> None:
    steps = adviser.get("/equipment/LADR-1/available-steps").json()["items"]
    assert [one["name"] for one in steps] == ["inspect", "take_out", "hand_over"]
    kinds = steps[0]["fields"][0]["choices"]
    assert {"code": "periodic", "label": "Periodic inspection"} in kinds
    body = {"step": "take_out", "fields": {"reason": "Los."}}
    assert adviser.post("/equipment/LADR-1/steps", body).json()["state"] == "out_of_use"
    assert adviser.upload("/equipment/LADR-1/files", "foto.png", png()).status_code == 201
    codes = [one["code"] for one in adviser.get("/equipment/LADR-1/steps").json()["items"]]
    assert codes == [
        "org.equipment.imported",
        "org.equipment.inspected",
        "org.equipment.taken_out",
        "org.equipment.file_added",
    ]
    thread = adviser.get("/equipment/LADR-1/thread").json()["items"]
    assert [one["title"] for one in thread][:1] == ["File added"]
