"""Risk classes in conditions: they compare by their order and never as text."""

from __future__ import annotations

import re
from typing import Any

import pytest

from baken.core.instruments.expressions import (
    Declared,
    ExpressionError,
    Kind,
    compiled,
    sentences,
)
from baken.core.instruments.expressions.answers import Reason
from baken.core.instruments.risk_classes import RiskClass, worst_class
from baken.core.instruments.texts import Text, listed, plain

LOW, MEDIUM, HIGH, EXTREME = RiskClass
SCHEMA = {
    "one": Declared(Kind.CLASS),
    "other": Declared(Kind.CLASS),
    "all": Declared(Kind.CLASSES),
    "name": Declared(Kind.TEXT),
    "size": Declared(Kind.NUMBER, least=0, most=2),
    "free": Declared(Kind.NUMBER, least=0),
}


def value(text: str, **facts: Any) -> Any:
    return compiled(text, schema=SCHEMA, wanted=None).answer(facts).value


@pytest.mark.parametrize(
    ("text", "facts", "result"),
    [
        ("one > other", {"one": EXTREME, "other": HIGH}, True),
        ("one > other", {"one": HIGH, "other": HIGH}, False),
        ("one < other", {"one": LOW, "other": MEDIUM}, True),
        ("one == other", {"one": LOW, "other": LOW}, True),
        ("one >= 'high'", {"one": EXTREME}, True),
        ("one >= 'high'", {"one": MEDIUM}, False),
        ("'low' == one", {"one": LOW}, True),
        ("'medium' < one", {"one": HIGH}, True),
        ("one != 'extreme'", {"one": HIGH}, True),
        ("one in ['high', 'extreme']", {"one": HIGH}, True),
        ("one in ['high', 'extreme']", {"one": LOW}, False),
        ("'high' in all", {"all": [LOW, HIGH]}, True),
        ("'high' in all", {"all": [LOW, None]}, None),
        ("'high' in all", {"all": [None, HIGH]}, True),
        ("'high' in all", {"all": [None]}, None),
        ("'high' in all", {"all": []}, False),
        ("one in all", {"one": LOW, "all": [LOW]}, True),
        ("worst(all)", {"all": [LOW, EXTREME, HIGH]}, EXTREME),
        ("worst(all) >= 'high'", {"all": [LOW, MEDIUM]}, False),
        ("worst(all)", {"all": []}, None),
        ("worst(all)", {"all": [HIGH, None]}, None),
        ("count(all)", {"all": [HIGH, None]}, 2),
        ("one > 'low'", {}, None),
        ("coalesce(one, other)", {"other": LOW}, LOW),
        ("if(one > other, one, other)", {"one": LOW, "other": HIGH}, HIGH),
    ],
)
def test_class_compares_by_its_order(text: str, facts: dict[str, Any], result: Any) -> None:
    assert value(text, **facts) == result


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("one > 'severe'", 7, "“severe” is not one of: low, medium, high, extreme"),
        ("one in ['high', 'huge']", 17, "“huge” is not one of: low"),
        ("'huge' in all", 1, "“huge” is not one of: low"),
        ("one > name", 5, "compares a risk class with a text"),
        ("one > 3", 5, "compares a risk class with a number"),
        ("one in [3]", 5, "looks for a risk class in a list of numbers"),
        ("name in all", 6, "looks for a text in a list of risk classes"),
        ("one + 1", 1, "a number is expected, and this is a risk class"),
        ("max(all)", 5, "written max(numbers) or max(a, b), and here it is given: a list of risk"),
        ("worst([1])", 7, "written worst(classes)"),
        ("size > 80", 8, "this is never 80: it lies from 0 to 2"),
        ("-1 == size", 1, "this is never -1"),
    ],
)
def test_class_or_number_that_can_never_be_is_refused(text: str, column: int, says: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        value(text)
    assert refused.value.column == column
    assert says in refused.value.message


@pytest.mark.parametrize("text", ["size >= 2", "size == 0", "free > 80", "size + 80 > 3"])
def test_number_that_can_be_is_accepted(text: str) -> None:
    assert compiled(text, schema=SCHEMA).kind is Kind.YES_NO


def test_class_that_is_declared_as_another_kind_is_refused() -> None:
    with pytest.raises(ExpressionError, match="a fact here is not of the kind"):
        value("name == 'abc'", name=HIGH)


def test_class_has_a_worst_or_is_impossible() -> None:
    answer = compiled("worst(all)", schema=SCHEMA, wanted=Kind.CLASS).answer({"all": []})
    assert [trouble.reason for trouble in answer.troubles] == [Reason.EMPTY]


def test_worst_of_codes_goes_by_their_order_and_not_by_their_letters() -> None:
    assert worst_class(["medium", "high", "low"]) == "high"
    for codes in ([], ["low", "grave"]):
        with pytest.raises(ValueError, match=r"empty|grave"):
            worst_class(codes)


# ---- what is said of it, in both languages ----


SENTENCES = [
    (name, text)
    for name, found in vars(sentences).items()
    for text in (found.values() if isinstance(found, dict) else [found])
    if isinstance(text, Text)
]
PLACE = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize(("name", "text"), SENTENCES)
def test_sentence_is_there_in_both_languages_with_the_same_places(name: str, text: Text) -> None:
    assert text.nl.strip()
    assert text.en.strip()
    assert text.nl != text.en
    assert sorted(PLACE.findall(text.nl)) == sorted(PLACE.findall(text.en))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "one >",
            "hier hoort een feit, een getal, een tekst, true, false, not of een haakje openen",
        ),
        ("naam == 'a'", "er is geen feit “naam”; bedoel je name?"),
        ("one + 1", "hier hoort een getal te staan, en dit is een risicoklasse"),
        ("max(all)", "dit schrijf je als max(numbers) of max(a, b), en hier krijgt het: een lijst"),
        ("if(name, 1, 2)", "if(condition, a, b), met a en b van één soort"),
        ("1 / 0", "delen door nul kan niet"),
    ],
)
def test_sentence_is_said_in_dutch_when_that_is_the_language(text: str, says: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        value(text)
    assert says in refused.value.within("f").text.said("nl")


def test_kinds_and_reasons_have_their_words() -> None:
    assert set(sentences.KINDS) == set(Kind)
    assert set(sentences.REASONS) == set(Reason)
    assert all(text.en == kind.value for kind, text in sentences.KINDS.items())


def test_text_with_places_is_filled_in_each_language() -> None:
    text = Text("{a} van {b}", "{a} of {b}").filled(a=plain(3), b=Text("zes", "six"))
    assert text == Text("3 van zes", "3 of six")
    assert listed([text, plain("x")]) == Text("3 van zes, x", "3 of six, x")
