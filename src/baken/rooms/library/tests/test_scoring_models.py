"""The scoring models as published: worked examples, every border and cell, and no version that changes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import pytest
from django.utils import translation

from baken.core.instruments.data_file import DataProblem
from baken.core.instruments.scoring import (
    Bands,
    ChoiceRefused,
    Direct,
    Example,
    Matrix,
    RiskClass,
    ScoringModel,
    native_class_of,
    score,
)
from baken.core.instruments.tests.scales import MATRIX
from baken.rooms.library.queries import code_list, label_of
from baken.rooms.library.queries.scoring import (
    risk_classes,
    scoring_model,
    scoring_models,
    scoring_models_for_risks,
    versions_of,
)
from baken.rooms.library.rules.scoring_models import read_scoring_models
from baken.rooms.library.texts import choice_problem_text, said

MODELS = scoring_models()
EVERY_VERSION = [
    scoring_model(code, version) for code in MODELS for version in reversed(versions_of(code))
]
EXAMPLES = [
    pytest.param(model, example, id=f"{model.code}-{model.version}-{place}")
    for model in EVERY_VERSION
    for place, example in enumerate(model.examples, start=1)
]
EVERY = pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
FINE_KINNEY = {
    "fine_kinney_nl": [20, 70, 200, 400],
    "fine_kinney_160_320": [20, 70, 160, 320],
    "fine_kinney_three_classes": [20, 70, 400],
    "fine_kinney_effect_40": [20, 70, 200, 400],
}
BORDERS = {**FINE_KINNEY, "oira_kinney": [15, 50]}
# What the files of OiRA say, and what that software multiplies for it.
OIRA = {
    "probability": {"small": 1, "medium": 3, "large": 5},
    "frequency": {"almost-never": 1, "regular": 4, "constant": 7},
    "effect": {"weak": 1, "significant": 5, "high": 10},
}
DIRECT = {"oira_priority": ("priority", "low medium high")}
# The tables of the reference, row by row as they are printed there.
CELLS = {
    "generic_5x5": (
        ("severity", "S5 S4 S3 S2 S1", "probability", "P1 P2 P3 P4 P5"),
        """
        medium high   high   extreme extreme
        medium medium high   high    extreme
        low    medium medium high    high
        low    low    medium medium  high
        low    low    low    medium  medium
        """,
    ),
    "mil_std_882e": (
        ("probability", "A B C D E F", "severity", "1 2 3 4"),
        """
        high       high       serious    medium
        high       high       serious    medium
        high       serious    medium     low
        serious    medium     medium     low
        medium     medium     medium     low
        eliminated eliminated eliminated eliminated
        """,
    ),
    "atp_5_19": (
        ("severity", "I II III IV", "probability", "A B C D E"),
        """
        EH EH H H M
        EH H  H M L
        H  M  M L L
        M  L  L L L
        """,
    ),
}
COMMON = {
    "generic_5x5": "low=low medium=medium high=high extreme=extreme",
    "mil_std_882e": "eliminated=None low=low medium=medium serious=high high=extreme",
    "atp_5_19": "L=low M=medium H=high EH=extreme",
    "fine_kinney_nl": "1=low 2=medium 3=high 4=high! 5=extreme",
    "fine_kinney_160_320": "1=low 2=medium 3=high 4=high! 5=extreme",
    "fine_kinney_effect_40": "1=low 2=medium 3=high 4=high! 5=extreme",
    "fine_kinney_three_classes": "1=low 2=medium 3=high! 3_stop=extreme",
    "oira_kinney": "low=low medium=medium high=high",
    "oira_priority": "low=low medium=medium high=high",
}


def outcome(model: ScoringModel, example: Example) -> tuple[str, float | None, str | None]:
    """What the model comes to in an example."""
    if example.choice is None:
        return native_class_of(model, example.number or 0).code, example.number, None
    found = score(model, example.choice)
    return found.native.code, found.number, found.written


# ---- worked examples ----


@pytest.mark.parametrize(("model", "example"), EXAMPLES)
def test_example_comes_out_as_written(model: ScoringModel, example: Example) -> None:
    assert outcome(model, example) == (example.native, example.number, example.written)


@EVERY
def test_examples_hold_every_border_or_every_cell(model: ScoringModel) -> None:
    chosen = {tuple((one.choice or {}).items()) for one in model.examples}
    numbers = {one.number for one in model.examples if one.choice is None}
    if isinstance(model.rule, Bands):
        for border in BORDERS[model.code]:
            assert border in numbers
            assert any(border < one < border + 1e-6 for one in numbers if one is not None)
        assert len({one.native for one in model.examples if one.choice}) == len(model.classes)
    else:
        assert chosen == {tuple(one.items()) for one in choices(model)}


@EVERY
def test_every_choice_has_a_class(model: ScoringModel) -> None:
    found = {score(model, one).native.code for one in choices(model)}
    assert found == {native.code for native in model.classes}


def choices(model: ScoringModel) -> Iterable[dict[str, str]]:
    """Every combination of values."""
    names = [axis.code for axis in model.axes]
    for codes in product(*(axis.codes for axis in model.axes)):
        yield dict(zip(names, codes, strict=True))


# ---- against the reference ----


def test_models_are_those_of_the_reference() -> None:
    assert set(MODELS) == set(COMMON)
    assert set(BORDERS) | set(CELLS) | set(DIRECT) == set(MODELS)


@pytest.mark.parametrize("code", CELLS)
def test_instruments_16_4_matrix_is_that_of_the_reference_cell_by_cell(code: str) -> None:
    (rows, row_codes, columns, column_codes), printed = CELLS[code]
    rule = MODELS[code].rule
    assert isinstance(rule, Matrix)
    assert (rule.rows, rule.columns) == (rows, columns)
    lines = [line.split() for line in printed.strip().splitlines()]
    assert rule.cells == {
        (row, column): native
        for row, line in zip(row_codes.split(), lines, strict=True)
        for column, native in zip(column_codes.split(), line, strict=True)
    }


@pytest.mark.parametrize("code", COMMON)
def test_classes_map_to_the_common_ones(code: str) -> None:
    told = {
        one.code: (one.common.value if one.common else "None") + ("!" if one.urgent else "")
        for one in MODELS[code].classes
    }
    assert told == dict(pair.split("=") for pair in COMMON[code].split())


@pytest.mark.parametrize(("code", "borders"), FINE_KINNEY.items())
def test_instruments_16_3_fine_and_kinney_gives_the_class_of_its_bands(
    code: str, borders: list[float]
) -> None:
    model = MODELS[code]
    count = 0
    for one in choices(model):
        number = float(one["probability"]) * float(one["exposure"]) * float(one["effect"])
        place = sum(number > border + 1e-9 for border in borders)
        assert score(model, one).native is model.classes[place]
        count += 1
    assert count == (210 if code == "fine_kinney_effect_40" else 252)


def test_terms_of_fine_and_kinney_are_those_of_the_reference() -> None:
    terms = [
        one.term and (one.term.unit, one.term.count) for one in MODELS["fine_kinney_nl"].classes
    ]
    assert terms == [None, ("months", 12), ("months", 3), ("days", 14), ("days", 0)]


@pytest.mark.parametrize(
    ("picked", "number", "native", "common", "urgent"),
    [
        ({"probability": 6, "exposure": 6, "effect": 7}, 252, "4", RiskClass.HIGH, True),
        ({"probability": 1, "exposure": 6, "effect": 7}, 42, "2", RiskClass.MEDIUM, False),
        ({"probability": 3, "exposure": 6, "effect": 7}, 126, "3", RiskClass.HIGH, False),
        ({"probability": 0.1, "exposure": 3, "effect": 7}, 2.1, "1", RiskClass.LOW, False),
    ],
)
def test_fine_and_kinney_workshop(
    picked: dict[str, float], number: float, native: str, common: RiskClass, *, urgent: bool
) -> None:
    found = score(scoring_model("fine_kinney_nl"), picked)
    assert (found.number, found.native.code) == (number, native)
    assert (found.common, found.urgent) == (common, urgent)


def test_no_fine_and_kinney_model_calls_less_than_extreme_what_the_usual_one_stops() -> None:
    """Above 400 the common class is extreme, whatever the native classes are called."""
    found = {
        (code, score(MODELS[code], one).common)
        for code in FINE_KINNEY
        for one in choices(MODELS[code])
        if float(one["probability"]) * float(one["exposure"]) * float(one["effect"]) > 400
    }
    assert found == {(code, RiskClass.EXTREME) for code in FINE_KINNEY}


@pytest.mark.parametrize("code", DIRECT)
def test_class_that_is_chosen_itself_is_that_class(code: str) -> None:
    axis, values = DIRECT[code]
    assert MODELS[code].rule == Direct(axis, {one: one for one in values.split()})


def test_calculated_risk_of_a_branch_survey_has_the_class_of_that_software() -> None:
    found = {}
    for one in choices(MODELS["oira_kinney"]):
        numbers = [OIRA[axis][value] for axis, value in one.items()]
        number = numbers[0] * numbers[1] * numbers[2]
        wanted = "low" if number <= 15 else "medium" if number <= 50 else "high"
        found[tuple(one.values())] = score(MODELS["oira_kinney"], one).native.code == wanted
    assert (len(found), all(found.values())) == (27, True)


def test_models_of_branch_surveys_are_not_offered_for_a_risk_that_somebody_states() -> None:
    """Their worst class is high: with a choice among them nothing would ever be extreme."""
    left_out = set(MODELS) - set(scoring_models_for_risks())
    assert left_out == {"oira_kinney", "oira_priority"}
    assert all(RiskClass.EXTREME in {one.common for one in MODELS[code].classes}
               for code in scoring_models_for_risks())  # fmt: skip


def test_first_version_with_three_classes_stays_readable_as_it_was() -> None:
    worst = {"probability": "10", "exposure": "10", "effect": "100"}
    first, second = (scoring_model("fine_kinney_three_classes", one) for one in (1, 2))
    assert (score(first, worst).common, score(second, worst).common) == (
        RiskClass.HIGH,
        RiskClass.EXTREME,
    )
    assert versions_of("fine_kinney_three_classes") == [2, 1]
    assert versions_of("go_by_feeling") == []


def test_landing_craft_in_surf_stays_high() -> None:
    found = score(scoring_model("atp_5_19"), {"severity": "I", "probability": "D"})
    assert (found.written, found.common) == ("I/D", RiskClass.HIGH)


def test_eliminated_hazard_has_no_class() -> None:
    found = score(scoring_model("mil_std_882e"), {"severity": 1, "probability": "F"})
    assert (found.written, found.native.code, found.common) == ("1F", "eliminated", None)


# ---- versions ----


def test_model_is_found_by_code_and_version() -> None:
    assert scoring_model("atp_5_19", 1) is scoring_model("atp_5_19")


@pytest.mark.parametrize(
    ("code", "version", "says"),
    [
        ("go_by_feeling", None, "there is no scoring model go_by_feeling"),
        ("atp_5_19", 9, "there is no scoring model atp_5_19, version 9"),
        ("../secrets", 1, "there is no scoring model"),
    ],
)
def test_unknown_model_or_version_is_a_mistake(code: str, version: int | None, says: str) -> None:
    with pytest.raises(LookupError, match=says):
        scoring_model(code, version)


def test_older_version_stays_readable_beside_the_newer() -> None:
    contents = {f"grid/{number}.yaml": MATRIX | {"version": number} for number in (10, 2, 1)}
    assert list(read_scoring_models(contents)["grid"]) == [1, 2, 10]


@pytest.mark.parametrize("name", ["grid/2.yaml", "raster/1.yaml"])
def test_file_says_the_code_and_version_of_its_place(name: str) -> None:
    says = rf"scoring/{name}, grid, version: by its code and version this is scoring/grid/1\.yaml"
    with pytest.raises(DataProblem, match=says):
        read_scoring_models({name: MATRIX})


# ---- the common classes ----


def test_common_classes_have_a_word_a_colour_and_a_shape_of_their_own() -> None:
    looks = {
        one.value: (item.extra["colour"], item.extra["shape"])
        for one, item in risk_classes().items()
    }
    assert list(risk_classes()) == list(RiskClass)
    assert looks == {
        "low": ("green", "circle"),
        "medium": ("yellow", "triangle"),
        "high": ("orange", "square"),
        "extreme": ("red", "octagon"),
    }


def test_common_class_is_said_in_the_active_language() -> None:
    with translation.override("nl"):
        assert label_of("risk_classes", "medium") == "Midden"
    with translation.override("en"):
        assert label_of("risk_classes", "medium") == "Medium"


REFERENCE = {
    "risk_categories": "safety health environment social_safety operational materiel legal financial"
    " reputation",
    "control_levels": "source collective_engineering organisational ppe",
}


@pytest.mark.parametrize("name", REFERENCE)
def test_list_of_the_reference_has_its_codes_in_its_order(name: str) -> None:
    assert list(code_list(name)) == REFERENCE[name].split()


# ---- what people are told ----


def test_text_of_a_model_is_said_in_the_active_language() -> None:
    text = scoring_model("generic_5x5").text
    with translation.override("nl"):
        assert said(text) == "Matrix van 5 bij 5"
    with translation.override("en"):
        assert said(text) == "5 by 5 matrix"
    with translation.override(None):
        assert said(text) == "Matrix van 5 bij 5"


def test_choice_that_is_refused_is_explained_in_the_words_of_the_model() -> None:
    model = scoring_model("fine_kinney_nl")
    with pytest.raises(ChoiceRefused) as refused:
        score(model, {"probability": 5, "effect": 3, "luck": 1})
    with translation.override("en"):
        told = [choice_problem_text(model, one) for one in refused.value.problems]
    assert told == [
        "“5” is no value of Probability. Choose one of these: 10, 6, 3, 1, 0.5, 0.2, 0.1.",
        "Choose a value for Exposure: 10, 6, 3, 2, 1, 0.5.",
        "Fine & Kinney does not ask for “luck”.",
    ]
