"""Select boxes made in Python are those that Django makes with its templates."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from baken.core.page.renderer import FormRenderer

CHOICES: list[Any] = [("", "All"), ("a&b", "<Axles>"), (3, "Three"), ("é'\"", "Quote \"'")]
GROUPED: list[Any] = [("", "All"), ("Land & sea", [("s", "Ship"), ("t", "Tank")])]


@pytest.mark.parametrize(
    ("widget", "value", "attrs"),
    [
        (forms.Select(choices=CHOICES), None, {}),
        (forms.Select(choices=CHOICES), 3, {"id": "x", "class": "a & b", "required": True}),
        (forms.Select(choices=CHOICES), "é'\"", {"disabled": False, "data-x": '"'}),
        (forms.Select(choices=GROUPED), "t", {}),
        (forms.Select(choices=[]), None, {}),
        (forms.SelectMultiple(choices=CHOICES), ["", "a&b"], {}),
        (forms.NullBooleanSelect(), True, {}),
        (forms.TextInput(), "<b>", {"class": "own"}),
    ],
)
def test_control_is_what_django_makes_of_it(
    widget: forms.Widget, value: Any, attrs: dict[str, Any]
) -> None:
    ours, theirs = (
        widget.render("kind<", value, attrs, renderer=renderer)
        for renderer in (FormRenderer(), DjangoTemplates())
    )
    assert parse_html(ours) == parse_html(theirs)
