"""Loading a scoring model: every mistake is refused with file, entry and field."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from baken.core.instruments.data_file import DataProblem
from baken.core.instruments.scoring import Bands, Direct, Matrix, RiskClass, read_scoring_model
from baken.core.instruments.tests.scales import DIRECT, MATRIX, PRODUCT, choice, named, native, read

VALUES = [named("1"), named("2")]
CHANCE = MATRIX["axes"][1]
HARM = PRODUCT["axes"][0]
LAST = PRODUCT["bands"][2]


def test_matrix_that_is_whole_is_read() -> None:
    model = read(MATRIX)
    assert (model.code, model.version, model.source) == ("grid", 1, "ours")
    assert isinstance(model.rule, Matrix)
    assert len(model.rule.cells) == 6
    assert model.rule.cells["2", "A"] == "mid"
    assert model.axis("harm").values[1].help.en == "Yes"
    assert model.axis("harm").values[0].help.nl == ""
    assert model.native("gone").common is None
    assert model.native("hi").common is RiskClass.EXTREME


def test_product_that_is_whole_is_read_and_its_formula_is_kept() -> None:
    model = read(PRODUCT)
    assert isinstance(model.rule, Bands)
    assert model.rule.formula == "harm * chance"
    assert [band.most for band in model.rule.bands] == [2.1, 10, None]
    assert model.axis("chance").values[0].number == 7
    assert model.written is None
    assert model.native("c").urgent


def test_model_whose_class_is_chosen_itself_is_read() -> None:
    model = read(DIRECT)
    assert model.rule == Direct("priority", {"less": "lo", "more": "hi", "most": "hi"})
    assert (model.is_for_instruments, read(MATRIX).is_for_instruments) == (True, False)


def test_unknown_names_of_a_model_are_mistakes() -> None:
    with pytest.raises(KeyError):
        read(MATRIX).axis("luck")
    with pytest.raises(KeyError):
        read(MATRIX).native("worst")


def axes(**changes: Any) -> list[Any]:
    """The axes of the matrix with the first one changed."""
    return [MATRIX["axes"][0] | changes, CHANCE]


def numbered(*values: Any) -> list[Any]:
    """The axes of the product with other values on the first one."""
    return [HARM | {"values": list(values)}, PRODUCT["axes"][1]]


def cells(**changes: Any) -> dict[str, Any]:
    """The matrix with other cells; ``r1`` and ``r2`` are its rows."""
    rows = {name.removeprefix("r"): value for name, value in changes.items()}
    made = MATRIX["matrix"]["cells"] | rows
    return MATRIX["matrix"] | {
        "cells": {row: line for row, line in made.items() if line is not ...}
    }


def classes(place: int, **changes: Any) -> list[Any]:
    """The classes of the matrix with one changed."""
    made = deepcopy(MATRIX["classes"])
    made[place] |= changes
    return [{name: value for name, value in one.items() if value is not ...} for one in made]


def example(**changes: Any) -> list[Any]:
    """The examples of the matrix with the first one changed."""
    first = MATRIX["examples"][0] | changes
    kept = {name: value for name, value in first.items() if value is not ...}
    return [kept, *MATRIX["examples"][1:]]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"code": "Grid!"}, "Grid!, code: a code is lower-case letters, digits and _"),
        ({"code": ...}, "model, code: a text is needed"),
        ({"version": 0}, "grid, version: give a whole number from 1"),
        ({"version": "1"}, "grid, version: give a whole number from 1"),
        ({"source": ""}, "grid, source: a text is needed"),
        ({"nl": ...}, "grid, nl: a text is needed"),
        ({"help_en": ...}, "grid, help_en: a text is needed"),
        ({"colour": "red"}, "grid, colour: there is no such field"),
        # axes
        ({"axes": "harm"}, "grid, axes: a list is needed"),
        ({"axes": [CHANCE]}, "grid, axes: give at least two"),
        ({"axes": [CHANCE, CHANCE]}, "grid, axes: “chance” stands twice"),
        ({"axes": axes(code="Harm")}, "grid, axes 1, code: a code is lower-case letters"),
        ({"axes": axes(en="")}, "grid, axes 1, en: a text is needed"),
        ({"axes": axes(unit="x")}, "grid, axes 1, unit: there is no such field"),
        ({"axes": axes(values=VALUES[:1])}, "grid, axes 1, values: give at least two"),
        ({"axes": axes(values=[*VALUES, VALUES[0]])}, "axes 1, values: “1” stands twice"),
        ({"axes": axes(values=[VALUES[0], named("2", nl="1 nl")])}, "values: “1 nl” stands twice"),
        ({"axes": axes(values=[VALUES[0], named("2", en="1 en")])}, "values: “1 en” stands twice"),
        ({"axes": axes(values=[{"code": 1, "nl": "a", "en": "b"}])}, "values 1, code: a text is"),
        ({"axes": axes(values=[named("1", number=1)])}, "values 1, number: there is no such field"),
        ({"axes": axes(values=[named("1", help_nl="a")])}, "values 1, help_en: a text is needed"),
        # matrix
        ({"matrix": ...}, "grid, matrix: give either a matrix, or a formula with bands"),
        ({"formula": "harm*chance"}, "axes 1, values 1, number: a number above zero is needed"),
        ({"matrix": []}, "grid, matrix: names with values are needed"),
        ({"matrix": cells() | {"rows": "luck"}}, "matrix, rows: “luck” is not one of: chance, harm"),
        ({"matrix": cells() | {"columns": "harm"}}, "matrix, columns: a matrix has two axes"),
        ({"matrix": cells() | {"legend": 1}}, "grid, matrix, legend: there is no such field"),
        ({"matrix": cells(r1=...)}, "matrix, cells, 1: this row is missing"),
        ({"matrix": cells(r1=["hi", "mid"])}, "cells, 1: give 3 classes, one for every column"),
        ({"matrix": cells(r1=["hi"] * 4)}, "cells, 1: give 3 classes, one for every column"),
        ({"matrix": cells(r1=["hi", "md", "lo"])}, "cells, 1: unknown: md; known: gone, hi, lo"),
        ({"matrix": cells(r1="hi")}, "matrix, cells, 1: a list is needed"),
        ({"matrix": cells(r3=["hi"] * 3)}, "matrix, cells, 3: there is no such field"),
        ({"matrix": cells(r2=["mid", "mid", "gone"])}, "matrix, cells: no cell has the class lo"),
        # classes
        ({"classes": MATRIX["classes"][:1]}, "grid, classes: give at least two"),
        ({"classes": MATRIX["classes"] * 2}, "grid, classes: “gone” stands twice"),
        ({"classes": MATRIX["classes"][::-1]}, "classes: write them from the least bad to the worst"),
        ({"classes": classes(1, common="tiny")}, "classes 2, common: “tiny” is not one of: extreme"),
        ({"classes": classes(1, common=...)}, "classes 2, common: a text is needed"),
        ({"classes": classes(1, action_nl="")}, "classes 2, action_nl: a text is needed"),
        ({"classes": classes(1, urgent="yes")}, "classes 2, urgent: write true or false"),
        ({"classes": classes(1, rush=1)}, "classes 2, rush: there is no such field"),
        ({"classes": classes(1, term="12 months")}, "classes 2, term: names with values"),
        ({"classes": classes(1, term={})}, "classes 2, term: give exactly one of: days, months"),
        ({"classes": classes(1, term={"days": 1, "months": 1})}, "term: give exactly one of"),
        ({"classes": classes(1, term={"months": 0})}, "term, months: give a whole number from 1 to 24"),
        ({"classes": classes(1, term={"days": 367})}, "term, days: give a whole number from 0 to 366"),
        ({"classes": classes(1, term={"weeks": 2})}, "term, weeks: there is no such field"),
        # how it is written
        ({"written": "1A"}, "grid, written: names with values are needed"),
        ({"written": {"axes": ["harm"]}}, "written, axes: name every axis once"),
        ({"written": {"axes": ["harm", "harm"]}}, "written, axes: one of these stands twice"),
        ({"written": {"axes": ["harm", "chance"], "between": 1}}, "between: a text is needed"),
        ({"written": {"axes": ["harm", "chance"], "by": "x"}}, "by: there is no such field"),
        # examples
        ({"examples": ...}, "grid, examples: give at least 3"),
        ({"examples": example(choice=...)}, "examples 1, choice: give a choice, or only a number"),
        ({"examples": example(choice="1A")}, "examples 1, choice: names with values are needed"),
        ({"examples": example(choice={"harm": "1"})}, "examples 1: choose a value for chance"),
        ({"examples": example(choice=choice("9", "A"))}, "examples 1: “9” is no value of harm"),
        ({"examples": example(choice=choice("2", "B"))}, "examples 1: the model comes to: lo, 2B"),
        ({"examples": example(written=...)}, "examples 1: the model comes to: hi, 1A"),
        ({"examples": example(number=1)}, "examples 1: the model comes to: hi, 1A"),
        ({"examples": example(choice=..., number=1)}, "examples 1: grid has no formula and knows no"),
        ({"examples": example(ernst="hi")}, "examples 1, ernst: there is no such field"),
        ({"examples": example(**{"class": ...})}, "examples 1, class: a text is needed"),
    ],
)  # fmt: skip
def test_matrix_with_a_mistake_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(DataProblem) as refused:
        read(MATRIX, **changes)
    assert str(refused.value).startswith("scoring/own.yaml, ")
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"axes": numbered(named("x"), named("y"))}, "values 1, number: a number above zero"),
        ({"axes": numbered(named("x", number=1), named("y", number=1))}, "“number 1” stands twice"),
        ({"axes": numbered(named("10", number=9))}, "code: a code that is a number must be its number: 9"),
        ({"axes": numbered(named("x", number=9, rank=1))}, "values 1, rank: there is no such field"),
        ({"formula": 7}, "times, formula: a text is needed"),
        ({"formula": "harm+chance"}, "times, formula: write a product of axes, such as harm*chance"),
        ({"formula": "harm*luck"}, "times, formula: there is no axis luck"),
        ({"matrix": MATRIX["matrix"]}, "times, matrix: give either a matrix, or a formula"),
        ({"bands": ...}, "times, bands: give one for every class, in order: a, b, c"),
        ({"bands": [{"max": 1, "class": "d"}]}, "bands 1, class: “d” is not one of: a, b, c"),
        ({"bands": [{"max": "2", "class": "a"}]}, "bands 1, max: a number above zero is needed"),
        ({"bands": [{"max": 2, "min": 1, "class": "a"}]}, "bands 1, min: there is no such field"),
        ({"bands": PRODUCT["bands"][:2]}, "times, bands: give one for every class, in order"),
        ({"bands": PRODUCT["bands"][::-1]}, "times, bands: give one for every class, in order"),
        (
            {"bands": [*PRODUCT["bands"][:2], LAST | {"max": 20}]},
            "times, bands: every band but the last has a max, and the last has none",
        ),
        (
            {"bands": [{"max": 1, "class": "a"}, {"class": "b"}, LAST]},
            "times, bands: every band but the last has a max, and the last has none",
        ),
        (
            {"bands": [{"max": 5, "class": "a"}, {"max": 5, "class": "b"}, LAST]},
            "times, bands: every max is higher than the one before it",
        ),
        (
            {"bands": [{"max": 5, "class": "a"}, {"max": 4, "class": "b"}, LAST]},
            "times, bands: every max is higher than the one before it",
        ),
        (
            {"classes": [native("a", "low"), native("b", "high", urgent=True), native("c", "high")]},
            "times, classes: write them from the least bad to the worst",
        ),
        (
            {"examples": [{"choice": choice("10", "1"), "class": "b"}, *PRODUCT["examples"]]},
            "times, examples 1: the model comes to: b, 10.0",
        ),
        (
            {"examples": [*PRODUCT["examples"], {"number": 10, "class": "c"}]},
            "times, examples 4: the model comes to: b, 10.0",
        ),
    ],
)  # fmt: skip
def test_product_with_a_mistake_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(DataProblem) as refused:
        read(PRODUCT, **changes)
    assert str(refused.value).startswith("scoring/own.yaml, ")
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"axes": MATRIX["axes"]}, "plain, axes: where the class is chosen directly there is one"),
        ({"direct": "less"}, "plain, direct: names with values are needed"),
        ({"direct": {"less": "lo", "more": "hi"}}, "plain, direct, most: a text is needed"),
        ({"direct": DIRECT["direct"] | {"most": "worst"}}, "direct, most: “worst” is not one of: hi, lo"),
        ({"direct": DIRECT["direct"] | {"least": "lo"}}, "direct, least: there is no such field"),
        ({"direct": dict.fromkeys(DIRECT["direct"], "hi")}, "direct: no cell has the class lo"),
        ({"formula": "priority"}, "values 1, number: a number above zero is needed"),
        ({"matrix": MATRIX["matrix"]}, "plain, matrix: give either a matrix, or a formula with bands, or"),
        ({"only_instruments": "yes"}, "plain, only_instruments: write true or false"),
        ({"examples": [{"number": 1, "class": "lo"}] * 3}, "examples 1: plain has no formula"),
    ],
)  # fmt: skip
def test_direct_model_with_a_mistake_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(DataProblem) as refused:
        read(DIRECT, **changes)
    assert str(refused.value).startswith("scoring/own.yaml, ")
    assert says in str(refused.value)


def test_file_of_another_shape_is_refused() -> None:
    with pytest.raises(DataProblem, match=r"own\.yaml: names with values are needed"):
        read_scoring_model("own.yaml", ["grid"])
