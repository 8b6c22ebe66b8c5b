"""Small scoring models to load and to spoil: a matrix, a product, and a class that is chosen itself."""

from __future__ import annotations

from typing import Any

from baken.core.instruments.scoring import ScoringModel, read_scoring_model


def named(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "nl": f"{code} nl", "en": f"{code} en", **more}


def native(code: str, common: str, **more: Any) -> dict[str, Any]:
    return named(code, action_nl="Doe", action_en="Do", common=common, **more)


def choice(one: str, other: str) -> dict[str, str]:
    return {"harm": one, "chance": other}


MATRIX: dict[str, Any] = {
    **named("grid", version=1, source="ours", help_nl="H", help_en="H"),
    "axes": [
        named("harm", values=[named("1"), named("2", help_nl="Ja", help_en="Yes")]),
        named("chance", values=[named("A"), named("B"), named("Z")]),
    ],
    "matrix": {
        "rows": "harm",
        "columns": "chance",
        "cells": {"1": ["hi", "mid", "gone"], "2": ["mid", "lo", "gone"]},
    },
    "written": {"axes": ["harm", "chance"]},
    "classes": [
        native("gone", "none"),
        native("lo", "low"),
        native("mid", "medium", term={"months": 12}),
        native("hi", "extreme", term={"days": 0}),
    ],
    "examples": [
        {"choice": choice("1", "A"), "class": "hi", "written": "1A"},
        {"choice": choice("2", "B"), "class": "lo", "written": "2B"},
        {"choice": choice("2", "Z"), "class": "gone", "written": "2Z"},
    ],
}
PRODUCT: dict[str, Any] = {
    **named("times", version=3, source="ours", help_nl="H", help_en="H"),
    "axes": [
        named("harm", values=[named("10", number=10), named("0.3", number=0.3)]),
        named("chance", values=[named("often", number=7), named("1", number=1)]),
    ],
    "formula": "harm * chance",
    "bands": [{"max": 2.1, "class": "a"}, {"max": 10, "class": "b"}, {"class": "c"}],
    "classes": [native("a", "low"), native("b", "high"), native("c", "high", urgent=True)],
    "examples": [
        {"choice": choice("0.3", "often"), "number": 2.1, "class": "a"},
        {"choice": choice("10", "1"), "number": 10, "class": "b"},
        {"number": 10.0001, "class": "c"},
    ],
}
DIRECT: dict[str, Any] = {
    **named("plain", version=1, source="ours", help_nl="H", help_en="H", only_instruments=True),
    "axes": [named("priority", values=[named("less"), named("more"), named("most")])],
    "direct": {"less": "lo", "more": "hi", "most": "hi"},
    "classes": [native("lo", "low"), native("hi", "high")],
    "examples": [
        {"choice": {"priority": "less"}, "class": "lo"},
        {"choice": {"priority": "more"}, "class": "hi"},
        {"choice": {"priority": "most"}, "class": "hi"},
    ],
}


def read(content: dict[str, Any], **changes: Any) -> ScoringModel:
    """A model with some fields changed; ``...`` leaves a field out."""
    changed = {name: value for name, value in (content | changes).items() if value is not ...}
    return read_scoring_model("scoring/own.yaml", changed)
