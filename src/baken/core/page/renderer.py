"""How form controls become HTML: as Django does, but for lists of choices.

Django fills in a template for each option; a list with three filters has a hundred of them, and
that took a third of the page's time (docs/performance.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SELECT = "django/forms/widgets/select.html"


class FormRenderer(DjangoTemplates):
    """Django's renderer of controls, with select boxes made in Python."""

    def render(self, template_name: str, context: Any, request: Any = None) -> str:
        """The HTML of a control."""
        if template_name == SELECT:
            return select_html(context["widget"])
        return super().render(template_name, context, request)


def select_html(widget: Mapping[str, Any]) -> SafeString:
    """A select box with its options, in groups where there are any."""
    return format_html(
        '<select name="{}"{}>{}</select>',
        widget["name"],
        flatatt(widget["attrs"]),
        format_html_join("", "{}", ((part,) for part in _groups(widget["optgroups"]))),
    )


def _groups(groups: Iterable[tuple[str | None, list[Mapping[str, Any]], int]]) -> Iterator[str]:
    for name, options, _index in groups:
        inside = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((str(one["value"]), flatatt(one["attrs"]), one["label"]) for one in options),
        )
        yield format_html('<optgroup label="{}">{}</optgroup>', name, inside) if name else inside
