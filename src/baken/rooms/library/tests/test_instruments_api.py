"""Instruments over HTTP: the list, one whole, bringing one in, and what comes of answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.conftest import Cast
from baken.core.instruments.tests.instruments import changed
from baken.rooms.library.models import ImportedInstrument
from baken.rooms.library.queries import instruments as queries
from baken.rooms.library.queries.instruments import instruments
from baken.rooms.library.rules.instrument_heads import newest_of_each
from baken.rooms.library.tests.factories import (
    CODE,
    NEXT_TEXT,
    NEXT_VERSION,
    SECTION_LIBRARY,
    TEXT,
    VERSION,
    WITH_LIBRARY,
    imported,
)

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]
ROOT = "/api/v1/instruments"
HERE = f"{ROOT}/{CODE}/{VERSION}"


@pytest.fixture
def ask(client_of: Clients) -> Callable[[str], Any]:
    """A GET by a soldier, answered in JSON."""
    client = client_of("soldier")
    return lambda path: client.get(f"{ROOT}{path}").json()


@pytest.fixture
def bureau(cast: Cast, client_of: Clients) -> Client:
    """Somebody of the central office, who may bring in instruments."""
    cast.add("bureau", ("vms_office", "MINISTRY", None))
    return client_of("bureau")


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(path, json.dumps(body), content_type="application/json")


def worked_out(client: Client, **body: Any) -> Any:
    """What comes of answers to the workshop with one lathe, as JSON."""
    given = {
        "answers": [{"question": "profile.has_machines", "value": "yes"}],
        "repetitions": {"machines": ["lathe"]},
    }
    return post(client, f"{HERE}/outcome", {**given, **body})


# ---- the list ----


def test_list_gives_every_instrument_once_page_by_page(ask: Callable[[str], Any]) -> None:
    imported()
    imported(NEXT_TEXT)
    found: list[dict[str, Any]] = []
    following = ""
    while following is not None:
        page = ask(f"?limit=1&cursor={following}")
        found += page["items"]
        following = page["next"]
    assert [one["code"] for one in found] == [one.code for one in newest_of_each(instruments())]
    mine = next(one for one in found if one["code"] == CODE)
    assert (mine["version"], mine["versions"]) == (NEXT_VERSION, [NEXT_VERSION, VERSION])
    assert (mine["is_imported"], mine["title"]["en"]) == (True, "Workshop")


def test_list_is_narrowed_by_what_a_unit_can_use(ask: Callable[[str], Any]) -> None:
    imported()
    fits = "?kind=rie&context=non_operational&unit_level=2&workplace_type=workshop"
    assert [one["code"] for one in ask(fits)["items"]] == ["rie_core", "rie_workshop", CODE]
    assert CODE not in {one["code"] for one in ask("?kind=rie&unit_level=6")["items"]}


@pytest.mark.parametrize(
    "query", ["kind=x", "context=x", "workplace_type=x", "unit_level=0", "colour=x"]
)
def test_filter_that_is_none_is_refused(client_of: Clients, query: str) -> None:
    assert client_of("soldier").get(f"{ROOT}?{query}").status_code == 400


# ---- one ----


def test_version_is_given_whole(ask: Callable[[str], Any]) -> None:
    imported()
    told = ask(f"/{CODE}/{VERSION}")
    assert (told["code"], told["version"], told["workflow"]) == (CODE, VERSION, "rie_full")
    assert told["roles"]["decide"] == "by_mandate"
    assert told["scoring"] == {"code": "fine_kinney_nl", "version": 1}
    assert [one["key"] for one in told["profile"]] == ["profile.has_machines", "profile.heads"]
    machines, room = told["sections"]
    assert machines["when"] == "profile.has_machines"
    assert machines["repeat"] == {"over": "equipment_ref", "least": 1, "most": 5}
    m1, m2, _m3, m4 = machines["questions"]
    assert m1["risk"]["default_scores"] == {"probability": "3", "exposure": "6", "effect": "7"}
    assert m1["actions"][0]["do"] == ["warn_stop_work"]
    assert (m2["unit"], m2["least"], m2["when"]) == ("dB(A)", 30, "m1 != 'na'")
    assert m2["triggers"][0]["instrument"] == "ni_noise"
    assert m4["expr"] == "m2 - 80"
    assert [one["id"] for one in room["questions"][1]["columns"]] == ["name", "mass"]
    assert room["questions"][0]["si_factor"] == 0.01
    assert [one["id"] for one in told["calculations"]] == ["worst_score", "loud"]
    assert told["rules"][0]["do"] == ["refuse"]


def test_newest_version_is_given_without_naming_one(ask: Callable[[str], Any]) -> None:
    imported()
    imported(NEXT_TEXT)
    assert ask(f"/{CODE}")["version"] == NEXT_VERSION
    assert ask(f"/{CODE}") == ask(f"/{CODE}/{NEXT_VERSION}")


@pytest.mark.parametrize("path", ["/dragons", f"/{CODE}/9.9.9", f"/{CODE}/x", "/dragons/1.0.0"])
def test_instrument_that_is_none_is_404(client_of: Clients, path: str) -> None:
    imported()
    assert client_of("soldier").get(f"{ROOT}{path}").status_code == 404
    assert post(client_of("soldier"), f"{ROOT}/dragons/1.0.0/outcome", {}).status_code == 404


def test_version_that_cannot_be_read_any_more_says_why(client_of: Clients) -> None:
    imported()
    ImportedInstrument.objects.update(text="x")
    queries._imported.cache_clear()
    for answer in (client_of("soldier").get(HERE), worked_out(client_of("soldier"))):
        assert answer.status_code == 409
        assert "this is not what was imported" in answer.json()["detail"]


def test_version_that_names_what_went_away_tells_where(
    client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported()
    queries._imported.cache_clear()
    known = queries.known_with(frozenset())
    without = type(known)(**{**vars(known), "roles": ("employee",)})
    monkeypatch.setattr(queries, "known_with", lambda _codes: without)
    answer = client_of("soldier").get(HERE)
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["line"] == 9
    assert worked_out(client_of("soldier")).status_code == 409
    queries._imported.cache_clear()


# ---- bringing one in ----


def test_import_is_created_once_and_unchanged_after(bureau: Client) -> None:
    body = {"name": "workshop.yaml", "text": TEXT}
    first, again = post(bureau, ROOT, body), post(bureau, ROOT, body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first["Location"] == HERE
    assert first.json()["is_new"] is True
    assert again.json() == {**first.json(), "is_new": False}
    assert bureau.get(first["Location"]).json()["code"] == CODE


def test_import_with_its_section_library(bureau: Client) -> None:
    library = {"name": "general.yaml", "text": SECTION_LIBRARY}
    body = {"name": "w.yaml", "text": WITH_LIBRARY, "libraries": [library]}
    assert post(bureau, ROOT, body).status_code == 201
    told = bureau.get(HERE).json()
    assert told["included"] == [{"code": "core_general", "version": "1.2.0"}]


def test_import_with_mistakes_tells_each_with_its_line(bureau: Client) -> None:
    wrong = changed("hazard: mechanical.rotating_parts", "hazard: dragons", TEXT)
    answer = post(bureau, ROOT, {"name": "w.yaml", "text": wrong})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    [told] = answer.json()["errors"]
    assert (told["file"], told["line"]) == ("w.yaml", 36)
    assert told["field"] == "instrument.sections.machines.questions.m1.risk.hazard"
    assert "“dragons” is not possible here" in told["message"]
    assert not ImportedInstrument.objects.exists()


def test_import_of_what_is_no_file_names_the_text(bureau: Client) -> None:
    [told] = post(bureau, ROOT, {"name": "w.yaml", "text": "a: ["}).json()["errors"]
    assert told["field"] == "text"


@pytest.mark.parametrize(
    "body",
    [{}, {"name": "w.yaml"}, {"name": "", "text": TEXT}, {"name": "w.yaml", "text": TEXT, "x": 1}],
)
def test_import_that_is_no_import_is_refused(bureau: Client, body: dict[str, Any]) -> None:
    assert post(bureau, ROOT, body).status_code == 400


def test_import_of_another_text_of_a_version_is_a_conflict(bureau: Client) -> None:
    imported()
    body = {"name": "w.yaml", "text": TEXT.replace("Geluid?", "Lawaai?")}
    answer = post(bureau, ROOT, body)
    assert answer.status_code == 409
    assert "may not change" in answer.json()["detail"]


def test_import_is_closed_to_who_does_not_manage_the_library(client_of: Clients) -> None:
    body = {"name": "workshop.yaml", "text": TEXT}
    assert post(client_of("commander"), ROOT, body).status_code == 403
    assert post(client_of("nobody"), ROOT, body).status_code == 401


# ---- what comes of answers ----


def test_outcome_of_nothing_is_what_is_asked_first(client_of: Clients) -> None:
    imported()
    told = post(client_of("soldier"), f"{HERE}/outcome", {}).json()
    assert [one["section"] for one in told["sections"]] == ["room"]
    assert [one["question"] for one in told["profile"]] == ["profile.has_machines", "profile.heads"]
    assert (told["is_complete"], told["worst_now"]) == (False, None)
    assert told["progress"]["required_answered"] == 0


def test_outcome_of_a_no_is_a_risk_with_its_class_and_a_warning(client_of: Clients) -> None:
    imported()
    answers = [
        {"question": "profile.has_machines", "value": "yes"},
        {"question": "m1", "repetition": "lathe", "value": "no"},
        {"question": "m2", "repetition": "lathe", "value": "92,5"},
        {"question": "more", "value": "not asked"},
    ]
    told = worked_out(client_of("soldier"), answers=answers).json()
    [risk] = told["risks"]
    assert (risk["question"], risk["repetition"], risk["is_proposed"]) == ("m1", "lathe", True)
    assert risk["hazard"] == "mechanical.rotating_parts"
    assert (risk["current"]["number"], risk["current"]["common"]) == (126, "high")
    assert (told["worst_now"], told["worst_after"]) == ("high", "high")
    assert told["calculations"]["worst_score"] == 126
    assert [one["do"] for one in told["told"]] == ["warn_stop_work"]
    assert told["told"][0]["place"] == {"question": "m1", "repetition": "lathe"}
    [noise] = told["follow_ups"]
    assert (noise["instrument"], noise["is_announced"]) == ("ni_noise", True)
    assert told["hidden"] == [{"question": "more", "repetition": ""}]
    [shown] = [one for one in told["sections"] if one["section"] == "machines"]
    assert shown["asked"][3] == {
        "question": "m4",
        "repetition": "lathe",
        "is_answered": False,
        "computed": 12.5,
    }


def test_outcome_with_scores_and_a_rule_that_refuses(client_of: Clients) -> None:
    imported()
    answers = [
        {"question": "profile.has_machines", "value": "yes"},
        {"question": "m1", "repetition": "lathe", "value": "partial"},
        {"question": "m2", "repetition": "lathe", "value": 99},
        {"question": "level", "value": "high"},
        {"question": "more", "value": "."},
        {"question": "wide", "value": 80},
    ]
    small = {"probability": "0.5", "exposure": "1", "effect": "3"}
    scores = [{"question": "m1", "repetition": "lathe", "current": small, "residual": small}]
    told = worked_out(client_of("soldier"), answers=answers, scores=scores).json()
    assert (told["worst_now"], told["is_complete"]) == ("low", True)
    assert told["risks"][0]["residual"]["choice"] == small
    assert [one["do"] for one in told["told"]] == ["notify_safety_adviser", "offer_report"]
    assert told["told"][0]["place"] is None


def test_outcome_says_what_is_missing_in_the_language_of_the_caller(client_of: Clients) -> None:
    imported()
    answers = [
        {"question": "profile.has_machines", "value": "yes"},
        {"question": "m1", "repetition": "lathe", "value": "na"},
    ]
    told = worked_out(client_of("soldier"), answers=answers).json()
    assert told["troubles"] == [
        {
            "question": "m1",
            "repetition": "lathe",
            "code": "no_reason",
            "text": "say why this question does not apply",
        }
    ]


def test_outcome_of_a_list_of_risks_gives_every_line(client_of: Clients) -> None:
    text = changed(
        "        - id: level\n",
        "        - {id: lines, type: risk_list, text: {nl: Risico’s, en: Risks}}\n        - id: level\n",
        TEXT,
    )
    imported(text)
    line = {"title": "Fall", "current": {"probability": "6", "exposure": "6", "effect": "15"}}
    answers = [{"question": "lines", "value": [line]}]
    told = worked_out(client_of("soldier"), answers=answers).json()
    [risk] = told["risks"]
    assert (risk["nth"], risk["title"], risk["current"]["common"]) == (1, "Fall", "extreme")
    assert risk["residual"] is None


def test_outcome_of_wrong_answers_tells_each_by_its_place(client_of: Clients) -> None:
    imported()
    body = {
        "answers": [
            {"question": "wide", "value": 900},
            {"question": "m1", "repetition": "lathe", "value": "maybe"},
            {"question": "dragons", "value": 1},
        ],
        "repetitions": {"room": ["a"]},
        "scores": [{"question": "wide", "current": {}}],
    }
    answer = post(client_of("soldier"), f"{HERE}/outcome", body)
    assert answer.status_code == 400
    assert [one["field"] for one in answer.json()["errors"]] == [
        "answers.wide",
        "answers.m1@lathe",
        "answers.dragons",
        "repetitions.room",
        "scores.wide",
    ]
    assert ImportedInstrument.objects.count() == 1


def test_outcome_with_a_rule_that_refuses_says_why(client_of: Clients) -> None:
    text = changed("loud and more == ''", "loud and level == 'low'", TEXT)
    imported(text)
    answers = [
        {"question": "profile.has_machines", "value": "yes"},
        {"question": "m2", "repetition": "lathe", "value": 99},
        {"question": "m1", "repetition": "lathe", "value": "yes"},
        {"question": "level", "value": "low"},
    ]
    told = worked_out(client_of("soldier"), answers=answers).json()
    assert told["refusals"] == ["Explain why."]
