"""The codes that the fields of a measure can have."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.rooms.library.queries import code_list
from baken.rooms.library.queries.hazards import standard_measures
from baken.rooms.library.queries.purchasing import purchasing
from baken.rooms.measures.texts import LABELS

STANDARD = "standard_measures"
# The lists of small purchases, in their own file of the library.
_BOUGHT = {
    "purchase_categories": "categories",
    "purchase_confirmations": "confirmations",
    "purchase_no_risk": "no_risk",
}


class Listed(NamedTuple):
    """An entry of a list, as entries of the library look."""

    code: str
    label: str
    description: str = ""


def choices_of(name: str) -> Collection[str]:
    """The codes of a list: of this room, or of the library."""
    if name == STANDARD:
        return standard_measures()
    if name in _BOUGHT:
        return tuple(_bought(name))
    return tuple(LABELS[name]) if name in LABELS else tuple(code_list(name))


def items_of(name: str) -> Mapping[str, Any]:
    """The entries of a list by their code, with label and description in the active language."""
    if name == STANDARD:
        return _standard()
    if name in _BOUGHT:
        return _bought(name)
    if name in LABELS:
        return {code: Listed(code, str(label)) for code, label in LABELS[name].items()}
    return code_list(name)


def standard_for(hazard: str) -> dict[str, Listed]:
    """The standard measures against a hazard; all of them when no hazard is known."""
    found = standard_measures()
    fits = {code for code, one in found.items() if not hazard or hazard in one.hazards}
    return {code: item for code, item in _standard().items() if code in fits}


def _bought(name: str) -> dict[str, Listed]:
    """A list of small purchases; of the kinds those that are never bought so come last, and say so."""
    language = get_language() or "nl"
    found: Mapping[str, Any] = getattr(purchasing(), _BOUGHT[name])
    return {code: Listed(code, _said(one, language)) for code, one in found.items()}


def _said(one: Any, language: str) -> str:
    text: str = one.text.said(language)
    if getattr(one, "is_forbidden", False):
        return _("%(kind)s (never bought small)") % {"kind": text}
    return text


def _standard() -> dict[str, Listed]:
    language = get_language() or "nl"
    return {
        code: Listed(code, one.text.said(language), one.description.said(language))
        for code, one in standard_measures().items()
    }
