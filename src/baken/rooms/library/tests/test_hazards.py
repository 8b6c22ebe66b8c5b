"""Hazards with their groups, and standard measures against them."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from baken.core.instruments.data_file import DataProblem
from baken.rooms.library.queries import code_list, label_of
from baken.rooms.library.queries.hazards import hazards_by_group, standard_measures
from baken.rooms.library.rules.hazards import read_hazards
from baken.rooms.library.rules.standard_measures import (
    KnownCodes,
    StandardMeasure,
    read_standard_measures,
)

# Codes that the reference names: instruments and bow-ties point at them.
NAMED = {
    "mechanical.rotating_parts",
    "ammunition.live_firing",
    "weapon.friendly_fire",
    "substances.welding_fume",
}
# The main risk groups of the risk inventory, and what Defence adds.
GROUPS = {
    "psychosocial", "substances", "fire", "biological", "physical", "working_time", "mechanical",
    "workplace", "physical_load", "special_groups", "ammunition", "weapon", "vehicle", "diving",
    "air", "ship", "field", "dangerous_goods", "multinational",
}  # fmt: skip


def test_every_hazard_stands_in_its_group_once() -> None:
    grouped = [hazard.code for members in hazards_by_group().values() for hazard in members]
    assert grouped == list(code_list("hazards"))


def test_every_group_has_hazards() -> None:
    assert [group.code for group, members in hazards_by_group().items() if not members] == []


def test_hazards_cover_the_main_risk_groups_and_those_of_defence() -> None:
    assert GROUPS - set(code_list("hazard_groups")) == set()
    assert NAMED - set(code_list("hazards")) == set()


def test_hazard_is_said_in_the_active_language() -> None:
    with translation.override("nl"):
        assert label_of("hazards", "mechanical.rotating_parts") == "Draaiende delen"
    with translation.override("en"):
        assert label_of("hazards", "mechanical.rotating_parts") == "Rotating parts"


# ---- standard measures ----


def test_library_has_measures_on_every_level_of_control() -> None:
    levels = {one.control_level for one in standard_measures().values()}
    assert levels == set(code_list("control_levels"))
    assert {"std.guard_fixed", "std.interlock", "std.instruction_loto"} <= set(standard_measures())


def test_protective_equipment_is_never_the_only_measure_against_a_hazard() -> None:
    """Somebody who is offered it is offered something higher in the order of controls as well."""
    levels: dict[str, set[str]] = {}
    for one in standard_measures().values():
        for hazard in one.hazards:
            levels.setdefault(hazard, set()).add(one.control_level)
    assert [hazard for hazard, found in levels.items() if found == {"ppe"}] == []


KNOWN = KnownCodes(["a.b"], ["source", "ppe"], ["small"], ["strong"])
GOOD: dict[str, Any] = {
    "code": "std.fence",
    "nl": "X",
    "en": "X",
    "description_nl": "Doe x.",
    "description_en": "Do x.",
    "control_level": "source",
    "hazards": ["a.b"],
    "effect_on": {"severity": 1, "probability": 3},
    "cost_band": "small",
    "evidence_level": "strong",
}


def read(**changes: Any) -> StandardMeasure:
    row = {name: value for name, value in (GOOD | changes).items() if value is not ...}
    [measure] = read_standard_measures("own.yaml", {"items": [row]}, KNOWN).values()
    return measure


def test_measure_that_is_whole_is_read() -> None:
    measure = read()
    assert measure.description.en == "Do x."
    assert measure.effect_on == (("probability", 3), ("severity", 1))
    assert (measure.hazards, measure.control_level) == (("a.b",), "source")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"code": "guard"}, "own.yaml, guard, code: a code is std. and lower-case letters"),
        ({"code": ...}, "own.yaml, entry 1, code: a text is needed"),
        ({"nl": ""}, "own.yaml, std.fence, nl: a text is needed"),
        ({"description_en": ...}, "own.yaml, std.fence, description_en: a text is needed"),
        ({"control_level": "rule"}, "std.fence, control_level: “rule” is not one of: ppe, source"),
        ({"hazards": ["a.c"]}, "std.fence, hazards: unknown: a.c; known: a.b"),
        ({"hazards": []}, "std.fence, hazards: name at least one hazard"),
        ({"effect_on": ...}, "std.fence, effect_on, steps: give steps on at least one of"),
        ({"effect_on": {"luck": 1}}, "std.fence, effect_on, luck: there is no such field"),
        ({"effect_on": {"severity": 4}}, "effect_on, severity: give a whole number from 1 to 3"),
        ({"effect_on": {"severity": 0}}, "effect_on, severity: give a whole number from 1 to 3"),
        ({"cost_band": "huge"}, "std.fence, cost_band: “huge” is not one of: small"),
        ({"evidence_level": "hope"}, "std.fence, evidence_level: “hope” is not one of: strong"),
        ({"owner": "me"}, "std.fence, owner: there is no such field"),
    ],
)
def test_measure_with_a_mistake_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(DataProblem) as refused:
        read(**changes)
    assert says in str(refused.value)


def test_measure_that_stands_twice_is_refused() -> None:
    with pytest.raises(DataProblem, match=r"own\.yaml, std\.fence, code: this code stands twice"):
        read_standard_measures("own.yaml", {"items": [GOOD, GOOD]}, KNOWN)


# ---- the file of hazards ----


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"code": "rotating_parts"}, "code: write group and hazard"),
        ({"code": "weather.frost"}, "code: there is no group weather"),
        ({"en": ""}, "en: a text is needed"),
        ({"colour": "red"}, "colour: there is no such field"),
    ],
)
def test_hazard_with_a_mistake_is_refused(change: dict[str, Any], says: str) -> None:
    entry = {"code": "fire.smoke", "nl": "Rook", "en": "Smoke"} | change
    content = {"version": 1, "source": "x", "items": [entry]}
    with pytest.raises(DataProblem) as refused:
        read_hazards("hazards.yaml", content, groups=["fire"])
    assert says in str(refused.value)


def test_hazard_that_stands_twice_is_refused() -> None:
    entry = {"code": "fire.smoke", "nl": "Rook", "en": "Smoke"}
    content = {"version": 1, "source": "x", "items": [entry, entry]}
    with pytest.raises(
        DataProblem, match=r"hazards\.yaml, fire\.smoke, code: this code stands twice"
    ):
        read_hazards("hazards.yaml", content, groups=["fire"])
