"""The file with the rules is checked when it is read: every mistake with its rule and field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from baken.conftest import Cast
from baken.rooms.reports.queries.route_rules import (
    RoutesRefused,
    load_routes,
    place_problems,
    route_rules,
)
from baken.site.apps import _refuse_wrong_routes

RULE: dict[str, Any] = {
    "code": "one",
    "nl": "Een regel",
    "en": "A rule",
    "why_nl": "Daarom.",
    "why_en": "Because.",
    "when": {"kinds": ["accident"]},
    "then": {"tell": ["commander"]},
}


def written(folder: Path, rules: Any, examples: Any = None, **more: Any) -> Path:
    path = folder / "mine.yaml"
    content = {"version": 1, "rules": rules, **more}
    if examples is not None:
        content["examples"] = examples
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


def problems(path: Path) -> list[str]:
    load_routes.cache_clear()
    with pytest.raises(RoutesRefused) as refused:
        load_routes(path)
    return refused.value.problems


def test_rules_that_come_along_are_whole() -> None:
    assert [one.code for one in load_routes(settings.ROUTES_FILE)] == [
        "place_of_another",
        "dangerous_equipment",
        "accident",
        "dangerous_goods",
        "substances",
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"code": ""}, "mine.yaml: rule 1, field code: give a text"),
        ({"nl": None}, "mine.yaml: rule one, field nl: give a text"),
        ({"en": "x" * 201}, "mine.yaml: rule one, field en: give a text of at most 200"),
        ({"extra": 1}, "mine.yaml: rule one, field extra: a rule has no such field."),
        ({"when": {}}, "mine.yaml: rule one, field when: give at least one."),
        ({"when": {"mood": ["bad"]}}, "field when.mood: there is no such condition; there are"),
        ({"when": {"kinds": ["crash"]}}, "field when.kinds: 'crash' is no code of the list kinds."),
        ({"when": {"kinds": "accident"}}, "field when.kinds: give a list of codes."),
        ({"when": {"subjects": []}}, "field when.subjects: give a list of codes."),
        ({"when": {"still_dangerous": "x"}}, "field when.still_dangerous: answer true or false."),
        ({"then": None}, "field then: give at least one."),
        ({"then": {"send": "x"}}, "field then.send: there is no such outcome"),
        ({"then": {"tell": ["wizard"]}}, "field then.tell: there is no role 'wizard'."),
        ({"then": {"tell": ["core_expert"]}}, "'core_expert' reads no reports: ask its advice"),
        ({"then": {"owner": "level 9"}}, "field then.owner: say “unit CODE”"),
        ({"then": {"owner": "unit"}}, "field then.owner: say “unit CODE”"),
        ({"then": {"owner": "site_holder X"}}, "field then.owner: say “unit CODE”"),
        ({"then": {"owner": "somebody"}}, "field then.owner: say “unit CODE”"),
        ({"then": {"advice": []}}, "field then.advice: give a role, and days from 1 to 365."),
        ({"then": {"advice": [{"role": "core_expert", "days": 0}]}}, "days from 1 to 365."),
        ({"then": {"advice": [{"role": "core_expert", "days": True}]}}, "days from 1 to 365."),
        ({"then": {"advice": [{"role": "core_expert"}]}}, "days from 1 to 365."),
        ({"then": {"advice": [{"role": "commander", "days": 5}]}}, "'commander' is no role that"),
        ({"then": {"advice": [{"role": "wizard", "days": 5}]}}, "'wizard' is no role that"),
    ],
)
def test_mistake_in_a_rule_is_named(tmp_path: Path, change: Any, told: str) -> None:
    found = problems(written(tmp_path, [{**RULE, **change}]))
    assert any(told in one for one in found), found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rules: [", "mine.yaml: is no readable YAML"),
        ("- one", "mine.yaml: give the fields version, rules and examples."),
        ("rules: x", "mine.yaml: field rules: give a list"),
        ("rules: []\nroutes: []", "mine.yaml: there is no field 'routes' at the top."),
        ("rules: [one]", "mine.yaml: rule 1: give the fields of a rule."),
    ],
)
def test_mistake_in_the_file_is_named(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    assert any(told in one for one in problems(path))


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "cannot be read" in problems(tmp_path / "gone.yaml")[0]


def test_two_rules_of_one_code_are_named(tmp_path: Path) -> None:
    found = problems(written(tmp_path, [RULE, RULE]))
    assert found == ["mine.yaml: rule one, field code: two rules have this code."]


@pytest.mark.parametrize(
    ("example", "told"),
    [
        (
            {"en": "Fall", "given": {"kind": "accident"}, "expect": {"rules": []}},
            "mine.yaml: example 1 (Fall), field rules: expected -, found one.",
        ),
        (
            {"given": {"mood": "x"}, "expect": {}},
            "example 1 (without a name): given.mood: there is",
        ),
        (
            {"given": {"kind": "crash"}, "expect": {}},
            "given: 'crash' is no code of the list kinds.",
        ),
        ({"given": {"subjects": ["x"]}, "expect": {}}, "'x' is no code of the list subjects."),
        ({"given": "x", "expect": {}}, "given: give the fields of a situation."),
        ({"given": {}, "expect": {"who": 1}}, "expect: give rules, owner, tell or advice."),
        ({"given": {}}, "expect: give rules, owner, tell or advice."),
        ("x", "example 1 (without a name): expect"),
    ],
)
def test_example_that_does_not_hold_is_named(tmp_path: Path, example: Any, told: str) -> None:
    found = problems(written(tmp_path, [RULE], [example]))
    assert any(told in one for one in found), found


def test_examples_that_are_no_list_are_named(tmp_path: Path) -> None:
    assert problems(written(tmp_path, [RULE], {"a": 1})) == [
        "mine.yaml: field examples: give a list."
    ]


def test_examples_that_hold_pass_with_units_and_sites(tmp_path: Path) -> None:
    given = {"units": ["CIE", "BAT"], "site": "HAV", "context": "exercise", "domains": ["road"]}
    when = {"units": ["BAT"], "sites": ["HAV"]}
    told = {"owner": "unit BAT", "advice": [{"role": "core_expert", "days": 5}]}
    example = {
        "given": given,
        "expect": {"owner": "unit BAT", "advice": ["core_expert"], "rules": ["one"]},
    }
    path = written(tmp_path, [{**RULE, "when": when, "then": told}], [example])
    load_routes.cache_clear()
    assert [str(one.owner) for one in load_routes(path)] == ["unit BAT"]


def test_units_and_sites_that_are_not_there_are_named(cast: Cast, tmp_path: Path) -> None:
    when = {"units": ["COMPANY", "MOON"], "sites": ["MARE"], "still_dangerous": True}
    rule = {**RULE, "when": when, "then": {"owner": "unit SUN"}}
    load_routes.cache_clear()
    assert list(place_problems(load_routes(written(tmp_path, [rule])))) == [
        "rule one: there is no unit 'MOON' in this organisation.",
        "rule one: there is no unit 'SUN' in this organisation.",
        "rule one: there is no site 'MARE' in this organisation.",
    ]


def test_installation_with_its_own_rules_uses_those(tmp_path: Path) -> None:
    with override_settings(ROUTES_FILE=written(tmp_path, [RULE])):
        load_routes.cache_clear()
        assert [one.code for one in route_rules()] == ["one"]
        _refuse_wrong_routes()


def test_start_stops_with_the_sentences(tmp_path: Path) -> None:
    path = written(tmp_path, [{**RULE, "then": {"tell": ["wizard"]}}])
    load_routes.cache_clear()
    with (
        override_settings(ROUTES_FILE=path),
        pytest.raises(ImproperlyConfigured, match=r"mine\.yaml: rule one, field then\.tell"),
    ):
        _refuse_wrong_routes()
