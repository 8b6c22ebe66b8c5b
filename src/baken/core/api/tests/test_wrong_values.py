"""A value that does not fit is told in the reader's language, with the limits it breaks."""

from __future__ import annotations

import typing
from datetime import date, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from django.utils import translation
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)

from baken.core.api.wrong_values import sentence_of

DAY = date(2000, 1, 1)


def _never(value: str) -> str:
    raise ValueError("That is in the future.")


class Inner(BaseModel):
    """A part of what is sent."""

    name: str


class Sent(BaseModel):
    """A field of every kind that bodies and queries have."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field("", min_length=2, max_length=5)
    number: int = Field(0, ge=0, lt=10)
    flag: bool = False
    choice: Literal["one", "two"] = "one"
    day: Annotated[date, Field(ge=date(2000, 1, 1))] | None = None
    at: AwareDatetime | None = None
    id: UUID | None = None
    several: list[int] = Field([], max_length=2)
    inner: Inner | None = None
    later: Annotated[str, AfterValidator(_never)] | None = None


def said(**values: Any) -> list[str]:
    """What is said of every value that does not fit."""
    with pytest.raises(ValidationError) as refused:
        Sent(**values)
    errors = refused.value.errors(include_url=False)
    return [sentence_of(typing.cast(dict[str, Any], error)) for error in errors]


CASES: list[tuple[dict[str, Any], str, str]] = [
    ({"text": "x" * 6}, "Use at most 5 characters.", "Gebruik hoogstens 5 tekens."),
    ({"text": "x"}, "Use at least 2 characters.", "Gebruik minstens 2 tekens."),
    ({"text": 3}, "Give a text.", "Geef een tekst."),
    ({"number": "x"}, "Give a whole number.", "Geef een heel getal."),
    ({"number": 2.5}, "Give a whole number.", "Geef een heel getal."),
    ({"number": -1}, "Give a number of at least 0.", "Geef een getal van minstens 0."),
    ({"number": 10}, "Give a number below 10.", "Geef een getal onder 10."),
    ({"flag": "maybe"}, "Give true or false.", "Geef true of false."),
    ({"choice": "x"}, "Choose one of: 'one', 'two'.", "Kies een van: 'one', 'two'."),
    ({"day": "gisteren"}, "Give a day, such as 2026-03-10.", "Geef een dag, zoals 2026-03-10."),
    ({"several": 3}, "Give a list.", "Geef een lijst."),
    ({"several": [1, 2, 3]}, "Give at most 2.", "Geef er hoogstens 2."),
    ({"id": "x"}, "This is no identifier (UUID).", "Dit is geen kenmerk (UUID)."),
    ({"inner": {}}, "This is needed.", "Dit is nodig."),
    ({"inner": 3}, "Give an object with fields.", "Geef een object met velden."),
    ({"more": 1}, "There is no such field here.", "Zo’n veld is hier niet."),
    ({"later": "x"}, "That is in the future.", "That is in the future."),
]


@pytest.mark.parametrize(("values", "english", "dutch"), CASES)
def test_wrong_value_is_told_in_either_language(
    values: dict[str, Any], english: str, dutch: str
) -> None:
    with translation.override("en"):
        assert said(**values) == [english]
    with translation.override("nl"):
        assert said(**values) == [dutch]


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        ({"ge": DAY}, "Give a day from 2000-01-01 on."),
        ({"gt": DAY}, "Give a day after 2000-01-01."),
        ({"le": DAY}, "Give a day up to and including 2000-01-01."),
        ({"lt": DAY}, "Give a day before 2000-01-01."),
    ],
)
def test_day_beyond_a_limit_is_told_as_a_day(limit: dict[str, date], text: str) -> None:
    kind: Any = Annotated[date, Field(**limit)]
    wrong = DAY - timedelta(days=1) if limit.keys() & {"ge", "gt"} else DAY + timedelta(days=1)
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(wrong)
    with translation.override("en"):
        assert [sentence_of(typing.cast(Any, one)) for one in refused.value.errors()] == [text]


def test_moment_without_a_time_zone_is_told_as_one() -> None:
    with translation.override("en"):
        assert said(at="2026-03-10T14:30:00") == [
            "Give a moment, such as 2026-03-10T14:30:00+01:00."
        ]


def test_kind_that_is_not_known_has_a_sentence_too() -> None:
    with translation.override("en"):
        assert sentence_of({"type": "brand_new", "msg": "?"}) == "This value does not fit here."
