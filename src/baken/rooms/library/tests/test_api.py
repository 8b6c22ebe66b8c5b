"""The library over HTTP: what the pages say, for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baken.rooms.library.queries import code_list, mandate_table
from baken.rooms.library.queries.files import publications, source_of
from baken.rooms.library.queries.hazards import standard_measures
from baken.rooms.library.queries.scoring import scoring_models

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]
ROOT = "/api/v1"


@pytest.fixture
def ask(client_of: Clients) -> Callable[[str], Any]:
    """A GET by a soldier, answered in JSON."""
    client = client_of("soldier")
    return lambda path: client.get(f"{ROOT}{path}").json()


def test_library_lists_every_published_version(ask: Callable[[str], Any]) -> None:
    items = ask("/library")["items"]
    assert sorted(one["file"] for one in items) == sorted(publications())
    old = next(one for one in items if one["file"].endswith("three_classes/1.yaml"))
    assert (old["in_force"], old["version"], old["subject"]) == (False, 1, "scoring")
    assert all(one["approved_by"] and one["source"] and one["title"] for one in items)


def test_source_is_the_file(client_of: Clients) -> None:
    client = client_of("soldier")
    answer = client.get(f"{ROOT}/library/source?file=hazards.yaml")
    assert answer.content == source_of(publications()["hazards.yaml"])
    assert client.get(f"{ROOT}/library/source?file=../x").status_code == 404
    assert client.get(f"{ROOT}/library/source").status_code == 400


def test_models_are_all_there_with_their_versions(ask: Callable[[str], Any]) -> None:
    items = {one["code"]: one for one in ask("/scoring-models")["items"]}
    assert list(items) == list(scoring_models())
    assert items["fine_kinney_three_classes"]["versions"] == [2, 1]


def test_model_with_a_table_gives_its_cells(ask: Callable[[str], Any]) -> None:
    told = ask("/scoring-models/atp_5_19")
    assert (told["rows"], told["columns"], len(told["cells"])) == ("severity", "probability", 20)
    assert (told["formula"], told["bands"]) == (None, [])
    assert all(one["right"] for one in told["examples"])


def test_model_whose_class_is_chosen_itself_gives_it_for_every_value(
    ask: Callable[[str], Any],
) -> None:
    told = ask("/scoring-models/oira_priority")
    assert (told["rows"], told["columns"], told["formula"]) == ("priority", None, None)
    assert told["cells"] == [
        {"row": one, "column": None, "native": one} for one in ("low", "medium", "high")
    ]


def test_model_with_a_formula_gives_its_bands_in_the_version_asked_for(
    ask: Callable[[str], Any],
) -> None:
    first, newest = (
        ask(f"/scoring-models/fine_kinney_three_classes{q}") for q in ("?version=1", "")
    )
    assert [one["most"] for one in first["bands"]] == [20, 70, None]
    assert [one["most"] for one in newest["bands"]] == [20, 70, 400, None]
    assert newest["classes"][-1]["common"] == "extreme"
    assert newest["formula"] == "probability*exposure*effect"


@pytest.mark.parametrize("path", ["go_by_feeling", "atp_5_19?version=9"])
def test_model_that_is_none_is_404(client_of: Clients, path: str) -> None:
    assert client_of("soldier").get(f"{ROOT}/scoring-models/{path}").status_code == 404


def tried(client: Client, code: str, body: dict[str, Any]) -> Any:
    return client.post(
        f"{ROOT}/scoring-models/{code}/score", json.dumps(body), content_type="application/json"
    )


def test_try_gives_the_class_and_why(client_of: Clients) -> None:
    values = {"probability": 6, "exposure": "6", "effect": 7}
    told = tried(client_of("soldier"), "fine_kinney_nl", {"values": values}).json()
    assert (told["number"], told["native"]["code"], told["common"]) == (252, "4", "high")
    assert told["urgent"] is True
    assert "6 × 6 × 7 = 252." in told["explanation"]


def test_try_in_an_older_version(client_of: Clients) -> None:
    values = {"probability": 10, "exposure": 10, "effect": 100}
    body = {"values": values, "version": 1}
    told = tried(client_of("soldier"), "fine_kinney_three_classes", body).json()
    assert (told["version"], told["common"]) == (1, "high")


def test_try_without_a_class_says_which_value_is_wrong(client_of: Clients) -> None:
    answer = tried(client_of("soldier"), "atp_5_19", {"values": {"severity": "V", "luck": 1}})
    assert answer.status_code == 400
    told = {one["field"]: one["message"] for one in answer.json()["errors"]}
    assert list(told) == ["values.severity", "values.probability", "values.luck"]
    assert "is no value of" in told["values.severity"]
    assert tried(client_of("soldier"), "nothing", {"values": {}}).status_code == 404


def test_hazard_without_risk_has_no_common_class(client_of: Clients) -> None:
    values = {"severity": 1, "probability": "F"}
    told = tried(client_of("soldier"), "mil_std_882e", {"values": values}).json()
    assert (told["common"], told["native"]["common"], told["written"]) == (None, None, "1F")


def test_hazards_come_page_by_page(ask: Callable[[str], Any]) -> None:
    found: list[str] = []
    following = ""
    while following is not None:
        page = ask(f"/hazards?limit=50&cursor={following}")
        found += [one["code"] for one in page["items"]]
        following = page["next"]
    assert found == sorted(code_list("hazards"))


def test_hazard_names_its_group_and_measures(ask: Callable[[str], Any]) -> None:
    [one] = ask("/hazards?q=rotating_parts&group=mechanical")["items"]
    assert (one["group"], one["text"]["en"]) == ("mechanical", "Rotating parts")
    assert "std.guard_fixed" in one["standard_measures"]


def test_measures_are_narrowed(ask: Callable[[str], Any]) -> None:
    assert len(ask("/standard-measures?limit=200")["items"]) == len(standard_measures())
    asked = "level=organisational&hazard=mechanical.rotating_parts"
    codes = [one["code"] for one in ask(f"/standard-measures?{asked}")["items"]]
    assert "std.instruction_loto" in codes
    assert "std.guard_fixed" not in codes
    [guard] = ask("/standard-measures?q=std.guard_fixed")["items"]
    assert guard["effect_on"] == {"probability": 2}


@pytest.mark.parametrize(
    "path",
    [
        "hazards?group=x",
        "standard-measures?level=x",
        "standard-measures?hazard=x",
        "hazards?colour=x",
    ],
)
def test_filter_that_is_none_is_refused(client_of: Clients, path: str) -> None:
    assert client_of("soldier").get(f"{ROOT}/{path}").status_code == 400


def test_mandate_gives_every_row(ask: Callable[[str], Any]) -> None:
    told = ask("/mandate")
    assert [one["code"] for one in told["rows"]] == list(mandate_table().rows)
    assert told["highest_level"]["exercise"] == 6
    assert told["published"]["version"] == 1
    assert ask("/mandate?version=1") == told


def test_mandate_of_a_version_that_is_none_is_404(client_of: Clients) -> None:
    assert client_of("soldier").get(f"{ROOT}/mandate?version=9").status_code == 404


@pytest.mark.parametrize(
    ("path", "name", "holds"),
    [
        ("advice", "authorities", "diving_rules"),
        ("escalation", "decisions", "high_urgent"),
        ("stacking", "counts", "two_high"),
        ("appetite", "categories", "social_safety"),
    ],
)
def test_what_stands_beside_the_mandate_is_given(
    ask: Callable[[str], Any], path: str, name: str, holds: str
) -> None:
    assert holds in [one["code"] for one in ask(f"/mandate/{path}")[name]]


def test_acceptance_gives_what_is_required(ask: Callable[[str], Any]) -> None:
    told = ask("/mandate/acceptance")
    assert "alternatives_rejected" in told["required"]["medium"]
    assert told["severe_from"] == 4


def test_library_is_closed_without_a_post(client_of: Clients) -> None:
    assert client_of("former_holder").get(f"{ROOT}/library").status_code == 403
    assert client_of("nobody").get(f"{ROOT}/library").status_code == 401
