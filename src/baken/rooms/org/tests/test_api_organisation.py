"""Reorganising, appointing, delegating and the matrix of roles over HTTP, as on the pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from baken.conftest import Cast
from baken.core.api.tests.calling import Caller, administrator, caller
from baken.rooms.org.models import Appointment, CommandLine, Unit
from baken.rooms.org.queries import tree
from baken.rooms.org.tests.factories import make_unit
from baken.rooms.reports.tests.factories import make_report

UNIT = "/units/COMPANY"
POSTS = f"{UNIT}/appointments"
GIVEN = {
    "person": "Speler soldier",
    "role": "supervisor",
    "below": False,
    "from_on": "2026-03-10",
    "until": "2026-06-30",
    "reason": "Vervangt de groepscommandant.",
}


@pytest.fixture
def admin(cast: Cast) -> Caller:
    """The functional administrator, who manages units."""
    return administrator(cast)


@pytest.fixture
def commander(cast: Cast) -> Caller:
    """The commander of the battalion, who appoints below them."""
    return caller(cast, "commander")


def step(admin: Caller, step: str, **fields: Any) -> Any:
    body = {"step": step, "fields": {"reason": "Order 12", **fields}}
    return admin.post(f"{UNIT}/steps", body)


# ---- units ----


def test_step_of_a_unit_is_taken_and_stands_in_its_history(cast: Cast, admin: Caller) -> None:
    answer = step(admin, "move", parent="SQUADRON")
    assert (answer.status_code, answer.json()["parent"]) == (200, "SQUADRON")
    steps = admin.get(f"{UNIT}/steps").json()["items"]
    assert [one["step"] for one in steps] == [None, "move"]
    assert steps[-1]["texts"] == {"reason": "Order 12"}


def test_unit_tells_its_last_day(cast: Cast, admin: Caller) -> None:
    make_unit("DET", parent=cast.battalion, level=1, ends_on=date(2026, 12, 31))
    found = admin.get("/units/DET").json()
    assert (found["state"], found["ends_on"]) == ("existing", "2026-12-31")
    assert admin.get(UNIT).json()["ends_on"] is None


def test_steps_that_are_possible_say_their_fields_and_who_may(cast: Cast, admin: Caller) -> None:
    items = admin.get(f"{UNIT}/available-steps").json()["items"]
    kinds = {one["name"]: one for one in items}["add_line"]["fields"]
    listed = next(one["choices"] for one in kinds if one["name"] == "kind")
    assert {one["code"] for one in listed} >= {"operational", "training", "host"}
    others = caller(cast, "soldier").get(f"{UNIT}/available-steps").json()["items"]
    assert not any(one["allowed"] for one in others)


def test_step_of_a_unit_with_what_was_seen_before_another_answers_409(admin: Caller) -> None:
    body = {"step": "rename", "fields": {"name_nl": "Nieuw", "reason": "Order 12"}, "seen": 1}
    assert admin.post(f"{UNIT}/steps", body).status_code == 200
    assert admin.post(f"{UNIT}/steps", body).status_code == 409
    assert admin.post(f"{UNIT}/steps", {**body, "seen": 2}).status_code == 200


@pytest.mark.parametrize(
    ("who", "body", "status"),
    [
        ("soldier", {"step": "rename", "fields": {"name_nl": "x", "reason": "y"}}, 403),
        ("functional_admin", {"step": "move", "fields": {"parent": "MARS", "reason": "y"}}, 400),
        ("functional_admin", {"step": "fly", "fields": {}}, 409),
        ("functional_admin", {"step": "rename", "fields": {"name_nl": ""}}, 400),
    ],
)
def test_step_of_a_unit_that_cannot_be_is_refused(
    cast: Cast, who: str, body: dict[str, Any], status: int
) -> None:
    asking = administrator(cast) if who == "functional_admin" else caller(cast, who)
    assert asking.post(f"{UNIT}/steps", body).status_code == status
    assert tree().by_code["COMPANY"].parent_id == cast.battalion.pk


def test_unit_that_waits_says_what_for_and_does_not_end(cast: Cast, admin: Caller) -> None:
    make_report(unit=cast.company, at=cast.at)
    waiting = admin.get(f"{UNIT}/open-items").json()["items"]
    assert [one["count"] for one in waiting if one["url"] == "/overdragen"] == [1, 0]
    assert step(admin, "dissolve").status_code == 409


def test_tree_and_unit_of_a_day_are_those_of_that_day(cast: Cast, admin: Caller) -> None:
    step(admin, "move", parent="SQUADRON")
    step(admin, "add_line", superior="ARMY", kind="training", from_on="2026-03-10")
    now, then = (admin.get(f"{UNIT}{query}").json() for query in ("", "?on=2026-03-09"))
    assert (now["parent"], then["parent"]) == ("SQUADRON", "BATTALION")
    assert now["line"] == ["SQUADRON", "NAVY", "MINISTRY"]
    assert [line["superior"] for line in now["lines"]] == ["ARMY"]
    assert then["lines"] == []
    listed = admin.get("/units?unit=BATTALION&on=2026-03-09").json()["items"]
    assert [one["code"] for one in listed] == ["BATTALION", "COMPANY"]


@pytest.mark.parametrize("query", ["?on=1800-01-01", "?on=yesterday", "?of=2026-03-09"])
def test_unit_asked_wrongly_answers_400(admin: Caller, query: str) -> None:
    assert admin.get(f"{UNIT}{query}").status_code == 400


def test_unit_before_it_was_there_is_not_found(cast: Cast, admin: Caller) -> None:
    Unit.objects.get(code="COMPANY").versions.update(from_on=date(2026, 3, 10))
    assert admin.get(f"{UNIT}?on=2026-03-09").status_code == 404


# ---- posts ----


def test_appointment_is_made_listed_and_ended(cast: Cast, commander: Caller) -> None:
    made = commander.post(POSTS, GIVEN)
    assert made.status_code == 201
    listed = commander.get(made.headers["Location"].removeprefix("/api/v1")).json()["items"]
    assert [(one["role"], one["may_act"]) for one in listed if one["id"] == made.json()["id"]] == [
        ("supervisor", True)
    ]
    ended = commander.post(
        f"/appointments/{made.json()['id']}/end", {"last_day": "2026-03-20", "reason": "Vertrek."}
    )
    assert (ended.status_code, ended.json()["until"]) == (200, "2026-03-20")


def test_appointments_of_a_unit_come_in_pages_the_last_given_first(
    cast: Cast, commander: Caller
) -> None:
    whole = commander.get(POSTS).json()
    assert whole["next"] is None
    pages, cursor = [], ""
    while cursor is not None:
        page = commander.get(f"{POSTS}?limit=1&cursor={cursor}").json()
        pages.append(page["items"])
        cursor = page["next"]
    assert [len(page) for page in pages] == [1] * len(whole["items"])
    assert [post for page in pages for post in page] == whole["items"]
    assert [post["id"] for post in whole["items"]] == sorted(
        (post["id"] for post in whole["items"]), reverse=True
    )
    assert commander.get(f"{POSTS}?cursor=nonsense").status_code == 400


@pytest.mark.parametrize(
    ("who", "change", "status"),
    [
        ("commander", {"person": "Niemand"}, 400),
        ("commander", {"role": "vms_office"}, 400),
        ("commander", {"kind": "delegate"}, 400),
        ("commander", {"reason": " "}, 400),
        ("commander", {"until": "2026-03-01"}, 400),
        ("commander", {"more": 1}, 400),
        ("soldier", {}, 403),
        ("outsider", {}, 403),
    ],
)
def test_appointment_that_cannot_be_is_refused(
    cast: Cast, who: str, change: dict[str, Any], status: int
) -> None:
    before = Appointment.objects.for_system(reason="access").count()
    answer = caller(cast, who).post(POSTS, GIVEN | change)
    assert answer.status_code == status
    assert Appointment.objects.for_system(reason="access").count() == before


def test_own_post_is_delegated_and_only_ones_own(cast: Cast, commander: Caller) -> None:
    held = commander.get("/me/appointments").json()["held"]
    post = next(one["id"] for one in held if one["role"] == "commander")
    body = {
        "to": cast.team_leader.person.ref,
        "unit": "BATTALION",
        "from_on": "2026-03-10",
        "until": "2026-03-24",
        "reason": "Verlof.",
        "classes": ["low", "medium"],
        "contexts": ["non_operational"],
    }
    made = commander.post(f"/appointments/{post}/delegations", body)
    assert (made.status_code, made.json()["kind"]) == (201, "delegate")
    given = commander.get("/me/appointments").json()["delegated"]
    assert [one["name"] for one in given] == ["Speler team_leader"]
    wrong = [
        caller(cast, "soldier").post(f"/appointments/{post}/delegations", body),
        commander.post(f"/appointments/{post}/delegations", body | {"unit": "MARS"}),
        commander.post("/appointments/999999/delegations", body),
        commander.post(f"/appointments/{2**64}/delegations", body),
    ]
    assert [answer.status_code for answer in wrong] == [400, 400, 404, 404]


def test_post_on_a_dissolved_unit_is_neither_given_nor_delegated(
    cast: Cast, commander: Caller
) -> None:
    gone = make_unit("GONE", parent=cast.battalion, level=2, state="dissolved")
    answer = commander.post(f"/units/{gone.code}/appointments", GIVEN)
    held = commander.get("/me/appointments").json()["held"]
    post = next(one["id"] for one in held if one["role"] == "commander")
    body = {key: GIVEN[key] for key in ("from_on", "until", "reason")}
    body |= {"to": "Speler soldier", "unit": gone.code}
    passed = commander.post(f"/appointments/{post}/delegations", body)
    for refused in (answer, passed):
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "unit")


def test_post_of_others_is_not_ended(cast: Cast) -> None:
    post = Appointment.objects.for_system(reason="access").get(
        record=cast.commander.person, role="commander"
    )
    body = {"last_day": "2026-03-20", "reason": "Weg."}
    assert caller(cast, "outsider").post(f"/appointments/{post.pk}/end", body).status_code == 403


def test_roles_tell_what_each_carries_and_gives(cast: Cast, commander: Caller) -> None:
    items = {one["role"]: one for one in commander.get("/roles").json()["items"]}
    rights = {
        right["permit"]: (line["reach"], line["confidentiality"])
        for line in items["safety_adviser"]["grants"]
        for right in line["rights"]
    }
    assert rights["reports.report.triage"] == ("unit", "sensitive")
    assert {"roles": ["commander"], "reach": "below", "from_level": 0} in items["commander"][
        "gives"
    ]


def test_lines_of_command_come_with_the_unit(cast: Cast, admin: Caller) -> None:
    step(admin, "add_line", superior="SQUADRON", kind="host", from_on="2026-03-10", order_ref="O1")
    assert CommandLine.objects.count() == 1
    (line,) = admin.get("/units/SQUADRON").json()["lines"]
    assert (line["unit"], line["superior"], line["kind"], line["order_ref"]) == (
        "COMPANY",
        "SQUADRON",
        "host",
        "O1",
    )
