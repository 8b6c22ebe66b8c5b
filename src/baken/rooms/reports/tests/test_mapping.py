"""Mapping files: what expressions, templates and conditions give, and what is said of mistakes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from baken.core.page.cutting import cut_at_word
from baken.rooms.reports.actions.legacy_rows import LegacyInjury
from baken.rooms.reports.schemas.mapping import (
    MappingRefused,
    RowUnfit,
    find_mapping,
    load_mapping,
    parse_mapping,
)
from baken.rooms.reports.tests.mappings import (
    BASE,
    NOW,
    field,
    mapping_of,
    read,
)


@pytest.mark.parametrize(
    ("expression", "value", "expected"),
    [
        ({"column": "a"}, "  Loods 3 ", "Loods 3"),
        ({"column": "a"}, "een\r\ntwee", "een twee"),
        ({"column": "a", "default": "leeg"}, "", "leeg"),
        ({"column": "a", "map": {"X": "kruis"}}, "x", "kruis"),
        ({"column": "a", "map": {1: "een"}}, "1", "een"),
        ({"column": "a", "map": {"x": "kruis"}, "default": "anders"}, "y", "anders"),
        ({"column": "a", "map": {"x": None}, "default": "anders"}, "x", ""),
        ({"column": "a", "map": {"": "niets"}}, "", "niets"),
        ({"column": "a", "map": {"x": {"column": "b"}}}, "x", "uit b"),
        ({"column": "a", "extract": r"hal \d"}, "in HAL 4 boven", "HAL 4"),
        ({"column": "a", "extract": r"(\w+)-(\w+)"}, "x a-b", "a b"),
        ({"column": "a", "extract": r"\d", "default": "geen"}, "x", "geen"),
        ({"column": "a", "extract": r"\w+", "map": {"een": "1"}}, "een twee", "1"),
        ({"column": "a", "split": ","}, "b, a ,,b", "b, a"),
        ({"column": "a", "split": ";", "map": {"x": "kruis"}}, "x;y", "kruis"),
        ({"column": "a", "split": ",", "default": "geen"}, " , ", "geen"),
        ({"column": "a", "max_length": 9}, "een twee drie", "een twee…"),
        ({"template": "{a!capitalise}"}, "één", "Één"),
        ({"template": "{a!lower}"}, "HAL", "hal"),
        ({"template": "{a!list}"}, ",x, x,y", "x, y"),
        ({"template": "[hal {a}, ]boven"}, "", ""),
        ({"template": "[hal {a}, ]boven {b}"}, "", "boven uit b"),
        ({"template": "{a}  en   {b}"}, "x", "x en uit b"),
        ({"template": "{a}"}, "[x] {y}", "[x] {y}"),
        ({"template": "altijd"}, "", "altijd"),
        ({"rules": [{"when": {"column": "a", "empty": True}, "value": "leeg"}]}, "", "leeg"),
        (
            {
                "rules": [
                    {"when": {"column": "a", "min": 2}, "value": "veel"},
                    {"when": {"column": "a", "min": 1}, "value": "weinig"},
                ],
                "default": "niets",
            },
            "1.5",
            "weinig",
        ),
        ("vast", "", "vast"),
        (None, "", ""),
    ],
)
def test_expression_gives_text(expression: Any, value: str, expected: str) -> None:
    assert field("place", expression, a=value, b="uit b") == expected


@pytest.mark.parametrize(
    ("expression", "value", "expected"),
    [
        ("fire", "", ("fire",)),
        ({"constant": ["fire", "explosion", "fire"]}, "", ("fire", "explosion")),
        (
            [{"constant": "fire"}, {"column": "a", "map": {"x": "weather"}}],
            "x",
            ("fire", "weather"),
        ),
        ([{"column": "a", "map": {"x": "weather"}}], "y", ()),
        (
            {"column": "a", "split": ",", "map": {"x": "fire", "y": "weather"}},
            "y,z,x",
            ("weather", "fire"),
        ),
        (
            {
                "rules": [
                    {"when": {"column": "a", "contains": "brand"}, "value": "fire"},
                    {"when": {"column": "a", "contains": "knal"}, "value": ["explosion", "fire"]},
                ],
                "default": "other",
            },
            "Brand na een KNAL",
            ("fire", "explosion"),
        ),
        (
            {
                "rules": [{"when": {"column": "a", "contains": "x"}, "value": "fire"}],
                "default": "other",
            },
            "y",
            ("other",),
        ),
    ],
)
def test_list_field_joins_every_result_once(
    expression: Any, value: str, expected: tuple[str, ...]
) -> None:
    assert field("subjects", expression, a=value) == expected


@pytest.mark.parametrize(
    ("condition", "value", "holds"),
    [
        ({"column": "a", "contains": "HAL"}, "in de hal", True),
        ({"column": "a", "contains": ["x", "hal"]}, "in de hal", True),
        ({"column": "a", "contains": "x"}, "", False),
        ({"column": "a", "equals": "Hal"}, "hal", True),
        ({"column": "a", "equals": ["x", 3]}, "3", True),
        ({"column": "a", "equals": "hal"}, "hal 2", False),
        ({"column": "a", "matches": r"^hal\b"}, "HAL 2", True),
        ({"column": "a", "matches": r"^hal$"}, "hal 2", False),
        ({"column": "a", "min": 6}, "6", True),
        ({"column": "a", "min": 6}, "5.9", False),
        ({"column": "a", "min": 6}, "zes", False),
        ({"column": "a", "min": 6}, "inf", False),
        ({"column": "a", "max": 6}, "", False),
        ({"column": "a", "min": 1, "max": 3}, "3", True),
        ({"column": "a", "min": 1, "max": 3}, "4", False),
        ({"column": "a", "empty": False}, "x", True),
        ({"column": "a", "empty": False}, "  ", False),
        ({"not": {"column": "a", "empty": True}}, "x", True),
        ({"any": [{"column": "a", "equals": "x"}, "named"]}, "y", True),
        ({"all": [{"column": "a", "equals": "x"}, "named"]}, "y", False),
        ({"column": "a", "contains": "y", "not": "named"}, "y", False),
        ("named", "y", True),
    ],
)
def test_condition(condition: Any, value: str, holds: bool) -> None:
    rule = {"rules": [{"when": condition, "value": "ja"}], "default": "nee"}
    mapping = mapping_of({"place": rule}, conditions={"named": {"column": "a", "equals": "y"}})
    assert read(mapping, a=value).place == ("ja" if holds else "nee")


@pytest.mark.parametrize(
    ("facts", "value", "expected"),
    [
        ({"date": "%Y-%m-%d %H:%M"}, "2020-07-01 14:00", datetime(2020, 7, 1, 12, tzinfo=UTC)),
        ({"date": "%d-%m-%Y"}, "01-12-2019", datetime(2019, 12, 1, 11, tzinfo=UTC)),
        ({"date": "%d %B %Y"}, "3 Maart 2019", datetime(2019, 3, 3, 11, tzinfo=UTC)),
        ({"date": "%a %d %b %Y"}, "za 4 mei 2019", datetime(2019, 5, 4, 10, tzinfo=UTC)),
        ({"date": "%Y-%m-%d %H:%M"}, "2021-03-28 02:30", datetime(2021, 3, 28, 1, 30, tzinfo=UTC)),
        ({"date": "%Y-%m-%d %H:%M"}, "2021-10-31 02:30", datetime(2021, 10, 31, 0, 30, tzinfo=UTC)),
        (
            {"date": "%Y-%m-%d %H:%M", "timezone": "America/Chicago"},
            "2020-01-01 06:00",
            datetime(2020, 1, 1, 12, tzinfo=UTC),
        ),
        (
            {"date": "%Y-%m-%dT%H:%M%z"},
            "2020-01-01T06:00+0200",
            datetime(2020, 1, 1, 4, tzinfo=UTC),
        ),
        ({"date": "%Y-%m-%d"}, "onbekend", None),
        ({"date": "%Y-%m-%d"}, "2020-02-30", None),
        ({"date": "%Y-%m-%d"}, "0001-01-01", None),
        ({"date": "%Y-%m-%d %H:%M"}, "0001-01-01 00:00", None),
        (
            {"date": "%Y-%m-%d", "timezone": "UTC"},
            "1839-05-01",
            datetime(1839, 5, 1, 12, tzinfo=UTC),
        ),
        ({"date": "%Y-%m-%d"}, "2026-03-11", None),
        ({"date": "%Y-%m-%d"}, "", None),
        (
            {"date": "%Y-%m-%d", "default": {"column": "b", "date": "%Y"}},
            "?",
            datetime(2015, 1, 1, 11, tzinfo=UTC),
        ),
        ({"date": "%Y-%m-%d", "default": {"column": "b", "date": "%Y"}}, "2099-01-01", None),
    ],
)
def test_date(facts: dict[str, Any], value: str, expected: datetime | None) -> None:
    assert field("happened_at", {"column": "a"} | facts, a=value, b="2015") == expected


def test_date_in_english_reads_english_months_only() -> None:
    mapping = mapping_of({"happened_at": {"column": "a", "date": "%d %B %Y"}}, language="en")
    assert read(mapping, a="3 May 2019").happened_at == datetime(2019, 5, 3, 10, tzinfo=UTC)
    assert read(mapping, a="3 mei 2019").happened_at is None


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        ("{a}\n[Plaats: {b}.]", {"a": "Val."}, "Val."),
        ("{a}\n[Plaats: {b}.]", {"a": "Val.", "b": "Hal"}, "Val.\nPlaats: Hal."),
        ("{a}.\n{b}", {"b": "Verhaal"}, "Verhaal"),
        ("{a}", {"a": "regel 1\r\n\r\nregel 2"}, "regel 1\n\nregel 2"),
        ("Melding:\n{a}", {}, ""),
        ("{a}", {"a": "   "}, ""),
        ("[{a}][ en {b}]", {"b": "x"}, "en x"),
        ({"column": "a"}, {"a": " een\rtwee "}, "een\ntwee"),
    ],
)
def test_story_keeps_lines_and_drops_empty_ones(
    template: Any, values: dict[str, str], expected: str
) -> None:
    assert (
        read(mapping_of({"summary": {"column": "b"}}, story=template), **values).story == expected
    )


def test_empty_values_count_as_nothing_in_their_own_column_only() -> None:
    mapping = mapping_of({"place": {"template": "{a}[ {b}]"}}, empty_values={"b": ["-1", 0]})
    assert read(mapping, a="-1", b=" -1 ").place == "-1"
    assert read(mapping, a="x", b="0").place == "x"
    assert read(mapping, a="x", b="1").place == "x 1"


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("category", "4", 4),
        ("category", "2.0", 2),
        ("category", "", None),
        ("actual_severity", "5", 5),
        ("potential_severity", "0", 0),
        ("kind", "accident", "accident"),
        ("context", "exercise", "exercise"),
        ("context", "", "non_operational"),
    ],
)
def test_field_keeps_what_it_may_hold(name: str, value: str, kept: Any) -> None:
    assert field(name, {"column": "a"}, a=value) == kept


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("category", "5", "category: '5' is no whole number of 0 to 4"),
        ("category", "-1", "category: '-1' is no whole number of 0 to 4"),
        ("category", "hoog", "category: 'hoog' is no whole number of 0 to 4"),
        ("actual_severity", "1.5", "actual_severity: '1.5' is no whole number of 0 to 5"),
        ("kind", "ramp", "kind: 'ramp' is not in kinds"),
        ("kind", "", "kind: no value"),
        ("context", "thuis", "context: 'thuis' is not in contexts"),
        ("subjects", "vuur", "subjects: 'vuur' is not in subjects"),
        (
            "happened_at",
            "gisteren",
            "happened_at: 'gisteren' is no moment: name its format with date",
        ),
    ],
)
def test_row_with_a_value_that_does_not_fit_is_unfit(name: str, value: str, said: str) -> None:
    with pytest.raises(RowUnfit, match=f"^{said}$"):
        field(name, {"column": "a"}, a=value)


def test_long_title_and_place_are_cut_at_a_word() -> None:
    report = read(mapping_of({"title": {"column": "a"}, "place": {"column": "a"}}), a="woord " * 90)
    assert len(report.title) <= 200
    assert report.title == report.place == ("woord " * 33).strip() + "…"


@pytest.mark.parametrize(
    ("top", "values", "said"),
    [
        ({}, {"nr": " "}, "the key is empty"),
        ({}, {"nr": "9" * 121}, "the key is longer than 120 characters"),
        ({}, {"a": "x" * 1_000_001}, "story: longer than 1,000,000 characters"),
        ({"unit": {"column": "a"}}, {}, "unit: no value"),
        ({"state": {"column": "a"}}, {"a": "merged"}, "state: 'merged' is not in the states of an"),
    ],
)
def test_row_without_what_it_needs_is_unfit(
    top: dict[str, Any], values: dict[str, str], said: str
) -> None:
    with pytest.raises(RowUnfit, match=said):
        read(mapping_of(**top), **values)


def test_story_of_a_million_characters_is_kept() -> None:
    assert len(read(mapping_of(), a="x" * 1_000_000).story) == 1_000_000


def test_key_and_group_of_several_columns_cannot_be_mistaken() -> None:
    mapping = mapping_of(key=["nr", "deel"], group_by=["jaar", "zaak"])
    one = read(mapping, nr="1|2", deel="3", jaar="", zaak="")
    two = read(mapping, nr="1", deel="2|3", jaar="2011", zaak="7")
    assert (one.key, two.key) == ("1\\|2|3", "1|2\\|3")
    assert (one.group, two.group) == ("", "2011|7")


def test_state_decides_the_state_of_the_report() -> None:
    mapping = mapping_of(state={"column": "a", "map": {"open": "handling"}, "default": "closed"})
    assert (read(mapping, a="open").state, read(mapping, a="open").report_state) == (
        "handling",
        "in_handling",
    )
    assert (read(mapping, a="af").state, read(mapping, a="af").report_state) == ("closed", "closed")
    assert read(mapping_of()).state == "closed"


def test_digest_follows_the_values_and_not_their_order() -> None:
    mapping = mapping_of({"place": {"column": "b"}})
    row = {"nr": "1", "a": "x", "b": "y"}
    same = mapping.read(dict(reversed(row.items())), line=9, now=NOW)
    other = mapping.read(row | {"b": "y "}, line=2, now=NOW)
    assert same.digest == mapping.read(row, line=2, now=NOW).digest
    assert other.digest != same.digest


INJURIES = [
    {
        "when": {"column": "dead", "min": 1},
        "count": {"column": "dead"},
        "person_kind": "contractor",
        "outcome": "death",
        "hospital_admission": None,
    },
    {
        "count": {"column": "hurt"},
        "outcome": {"column": "how", "default": "first_aid"},
        "permanent": {"column": "lasting"},
        "absence_days": {"column": "days"},
    },
]


def test_injuries_are_counted_and_say_no_more_than_the_source() -> None:
    mapping = mapping_of({"injuries": INJURIES})
    found = read(mapping, dead="2", hurt="1", lasting="nee", days="12").injuries
    dead = LegacyInjury(outcome="death", person_kind="contractor")
    hurt = LegacyInjury(outcome="first_aid", permanent=False, absence_days=12)
    assert found == (dead, dead, hurt)
    assert read(mapping, dead="0", hurt="").injuries == ()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"dead": "1001"}, r"injuries\[0\].count: '1001' is no whole number of 0 to 1000"),
        (
            {"hurt": "1", "lasting": "soms"},
            r"injuries\[1\].permanent: 'soms' is neither yes nor no",
        ),
        ({"hurt": "1", "how": "pijn"}, r"injuries\[1\].outcome: 'pijn' is not in injury_outcomes"),
    ],
)
def test_injury_that_does_not_fit_makes_the_row_unfit(values: dict[str, str], said: str) -> None:
    with pytest.raises(RowUnfit, match=said):
        read(mapping_of({"injuries": INJURIES}), **values)


@pytest.mark.parametrize("name", ["treinstoringen", "osha_abstracts"])
def test_shipped_mapping_is_found_by_its_name_and_right(name: str, tmp_path: Path) -> None:
    mapping = load_mapping(find_mapping(name))
    copy = tmp_path / "eigen.yaml"
    copy.write_text(find_mapping(name).read_text(encoding="utf-8"), encoding="utf-8")
    assert load_mapping(find_mapping(str(copy))).source == mapping.source
    assert mapping.source.attribution != ""


@given(st.text(max_size=60), st.integers(2, 40))
def test_cut_at_word_never_grows_and_keeps_a_beginning(text: str, longest: int) -> None:
    cut = cut_at_word(text, longest)
    assert len(cut) <= longest
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "column",
                        "template",
                        "rules",
                        "when",
                        "value",
                        "map",
                        "date",
                        "constant",
                        "default",
                        "split",
                        "extract",
                        "any",
                        "min",
                    ]
                ),
                inner,
                max_size=3,
            )
        ),
        max_leaves=12,
    )
)
def test_any_yaml_whatever_is_refused_or_works_but_never_crashes(content: Any) -> None:
    for top in ("story", "unit", "conditions", "fields", "empty_values", "key"):
        try:
            mapping = parse_mapping(BASE | {top: content}, where="map.yaml")
        except MappingRefused:
            continue
        try:
            mapping.read(dict.fromkeys(mapping.columns, "x"), line=2, now=NOW)
        except RowUnfit:
            continue


def test_readme_examples_of_expressions_are_right() -> None:
    text = (find_mapping("treinstoringen").parent / "README.md").read_text(encoding="utf-8")
    block = text.split("```yaml\n")[1].split("```")[0]
    for line in filter(None, block.splitlines()):
        expression = yaml.safe_load(line)
        assert problems_of_readme(expression) == [], line


def problems_of_readme(expression: Any) -> list[str]:
    """Mistakes of form in an expression; codes are no matter for a text field."""
    try:
        mapping_of({"summary": expression})
    except MappingRefused as refused:
        return list(refused.problems)
    return []
