"""Mistakes in a mapping are told with their place, all of them, before the first row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from baken.rooms.reports.schemas.mapping import (
    MappingRefused,
    load_mapping,
    parse_mapping,
)
from baken.rooms.reports.tests.mappings import (
    field_problems,
    mapping_of,
    problems,
)


@pytest.mark.parametrize(
    ("top", "said"),
    [
        ({"kleur": 1}, "mapping: unknown key kleur"),
        ({"version": 2}, "version: this product reads version 1"),
        ({"language": "de"}, "language: expected nl or en"),
        ({"source": ""}, "source: expected a name of at most 60 characters"),
        ({"source": "x" * 61}, "source: expected a name of at most 60 characters"),
        ({"encoding": "utf-9"}, "encoding: 'utf-9' is not known"),
        ({"encoding": "rot13"}, "encoding: 'rot13' is not known"),
        ({"delimiter": ";;"}, "delimiter: expected one sign"),
        ({"key": []}, "key: expected a list of columns"),
        ({"key": [3]}, "key: 3 is no name of a column"),
        ({"empty_values": ["-1"]}, "empty_values: expected a list of values per column"),
        ({"empty_values": {"a": "-1"}}, "empty_values.a: expected a list of values"),
        ({"conditions": []}, "conditions: expected conditions by name"),
        (
            {"conditions": {"x": "later"}},
            "conditions.x: no condition above this line is called 'later'",
        ),
        ({"conditions": {"x": "x"}}, "conditions.x: no condition above this line is called 'x'"),
        ({"conditions": {"x": {"column": "a"}}}, "conditions.x: the key one of contains"),
        ({"conditions": {"x": {"min": 3}}}, "conditions.x: the key column is missing"),
        ({"conditions": {"x": {"any": []}}}, "conditions.x.any: expected a list of conditions"),
        ({"conditions": {"x": {"column": "a", "min": "3"}}}, "conditions.x.min: '3' is no number"),
        (
            {"conditions": {"x": {"column": "a", "empty": 1}}},
            "conditions.x.empty: expected true or",
        ),
        (
            {"conditions": {"x": {"column": "a", "matches": "("}}},
            "conditions.x.matches: '(' is no reg",
        ),
        (
            {"conditions": {"x": {"column": "a", "matches": ""}}},
            "conditions.x.matches: '' is no reg",
        ),
        (
            {"conditions": {"x": {"column": "a", "contains": " "}}},
            "conditions.x.contains: ' ' is no",
        ),
        ({"conditions": {"x": {"column": "a", "is": 1}}}, "conditions.x: unknown key is"),
        ({"conditions": {"x": 3}}, "conditions.x: 3 is no condition"),
        ({"story": "{a"}, "story: stray '{' in '{a'"),
        ({"story": "a]"}, "story: stray ']' in 'a]'"),
        ({"story": "[a [b]]"}, "story: stray '[' in '[a [b]]'"),
        ({"story": "[{a}"}, "story: a bracket stays open in '[{a}'"),
        ({"story": "[a]"}, "story: brackets without a column in '[a]'"),
        ({"story": "{a!groot}"}, "story: {a!groot}: after ! comes one of capitalise, lower, list"),
        ({"story": "{}"}, "story: '' is no name of a column"),
        ({"state": "merged"}, "state: 'merged' is not in the states of an occurrence"),
        ({"fields": []}, "fields: expected the fields of the report, with at least kind"),
        ({"fields": {}}, "fields.kind: is required"),
    ],
)
def test_mistake_on_top_is_told_with_its_place(top: dict[str, Any], said: str) -> None:
    assert any(problem.startswith(said) for problem in problems(**top)), problems(**top)


@pytest.mark.parametrize(
    ("name", "expression", "said"),
    [
        ("kleur", "rood", "fields: unknown key kleur"),
        ("kind", "ramp", "fields.kind: 'ramp' is not in kinds"),
        (
            "kind",
            {"column": "a", "map": {"x": "ramp"}},
            "fields.kind.map.x: 'ramp' is not in kinds",
        ),
        ("kind", {"column": "a", "default": "ramp"}, "fields.kind.default: 'ramp' is not in kinds"),
        ("category", 7, "fields.category: '7' is no whole number of 0 to 4"),
        ("category", True, "fields.category: 'True' is no whole number of 0 to 4"),
        ("subjects", ["fire", "vuur"], "fields.subjects[1]: 'vuur' is not in subjects"),
        ("place", ["a", "b"], "fields.place: one value is expected here, not a list"),
        ("place", {"colum": "a"}, "fields.place: expected one of the keys constant, column"),
        ("place", {"column": "a", "template": "x"}, "fields.place: expected one of the keys"),
        ("place", {"column": "a", "lengte": 3}, "fields.place: unknown key lengte"),
        ("place", {"column": ""}, "fields.place.column: '' is no name of a column"),
        ("place", {"column": "a", "max_length": 0}, "fields.place.max_length: 0 is no length"),
        ("place", {"column": "a", "map": {}}, "fields.place.map: expected pairs"),
        ("place", {"column": "a", "map": {True: "x"}}, "fields.place.map: put quotes around True"),
        ("place", {"column": "a", "extract": "("}, "fields.place.extract: '(' is no regular"),
        ("place", {"column": "a", "split": ""}, "fields.place.split: expected the sign"),
        ("place", {"template": 3}, "fields.place.template: a template is text"),
        ("place", {"rules": []}, "fields.place.rules: expected a list of rules"),
        ("place", {"rules": [{"if": 1}]}, "fields.place.rules[0]: a rule has the keys when and"),
        (
            "happened_at",
            {"column": "a", "date": "dag"},
            "fields.happened_at.date: 'dag' is no date",
        ),
        ("happened_at", {"column": "a", "date": "%Q"}, "fields.happened_at.date: '%Q' is no date"),
        ("happened_at", {"column": "a", "date": "%Y%Y"}, "fields.happened_at.date: '%Y%Y' is no"),
        (
            "happened_at",
            {"column": "a", "date": "%Y", "timezone": "Mars/Base"},
            "fields.happened_at.timezone: 'Mars/Base' is no time zone",
        ),
        (
            "happened_at",
            {"column": "a", "timezone": "UTC"},
            "fields.happened_at.timezone: a time zone",
        ),
        (
            "happened_at",
            {"column": "a", "split": ",", "date": "%Y"},
            "fields.happened_at.date: a value",
        ),
        ("injuries", {}, "fields.injuries: expected a list"),
        ("injuries", [{"naam": "x"}], "fields.injuries[0]: unknown key naam"),
        ("injuries", [{"count": 1}], "fields.injuries[0].outcome: is required"),
        ("injuries", [{"outcome": "pijn"}], "fields.injuries[0].outcome: 'pijn' is not in"),
    ],
)
def test_mistake_in_a_field_is_told_with_its_place(name: str, expression: Any, said: str) -> None:
    found = field_problems(name, expression)
    assert any(problem.startswith(said) for problem in found), found


def test_mistakes_are_told_together_and_with_the_file() -> None:
    with pytest.raises(MappingRefused) as refused:
        parse_mapping({"source": "x", "fields": {"kind": "ramp"}}, where="map.yaml")
    assert str(refused.value).splitlines() == [
        "map.yaml: key: is required",
        "map.yaml: story: is required",
        "map.yaml: unit: is required",
        "map.yaml: key: expected a list of columns",
        "map.yaml: fields.kind: 'ramp' is not in kinds",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a: [", "is no YAML"),
        (b"\xff\xfe\x00", "is no YAML"),
        (b"- x", "expected the keys source"),
    ],
)
def test_file_that_is_no_mapping_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "map.yaml"
    path.write_bytes(content)
    with pytest.raises(MappingRefused, match=said):
        load_mapping(path)


def test_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MappingRefused, match="No such file"):
        load_mapping(tmp_path / "map.yaml")


def test_mapping_nested_without_end_is_refused() -> None:
    nested: Any = {"column": "a"}
    for _ in range(3000):
        nested = {"column": "a", "default": nested}
    assert field_problems("place", nested) == ("is nested too deeply",)


def test_mapping_tells_its_columns_and_the_ones_a_file_lacks() -> None:
    mapping = mapping_of({"place": {"column": "b"}})
    assert list(mapping.columns) == ["nr", "b", "a"]
    assert mapping.missing_columns(["b", "nr"]) == ["story: the file has no column 'a'"]


def test_mapping_tells_the_units_it_writes_out() -> None:
    unit = {"column": "a", "map": {"x": "COMPANY"}, "default": {"column": "b"}}
    assert mapping_of(unit=unit).unit_codes == {"COMPANY"}
