"""The codes that the fields of a step can have."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from django.utils.translation import get_language

from baken.rooms.library.queries import (
    CodeItem,
    advice_roles,
    code_list,
    domain_authorities,
    stacking_rules,
)
from baken.rooms.library.queries.hazard_domains import authority_domains
from baken.rooms.register.rules.turns import CURRENT
from baken.rooms.register.texts import LABELS

SCORE_KINDS = ("initial", CURRENT, "target")
CONFIDENCES = ("low", "medium", "high")
VERDICTS = ("positive", "positive_with_conditions", "negative")
STACKING_FACTORS = "stacking_factors"
ADVICE_KINDS = "advice_kinds"
AUTHORITY_DOMAINS = "authority_domains"
_OWN = {"score_kinds": SCORE_KINDS, "confidences": CONFIDENCES, "verdicts": VERDICTS}


class Listed(NamedTuple):
    """An entry of a list of this room, as entries of the library look."""

    code: str
    label: str
    description: str = ""


def choices_of(name: str) -> Collection[str]:
    """The codes of a list: of this room, or of the library."""
    if name == ADVICE_KINDS:
        return (*advice_roles(), *domain_authorities())
    if name == STACKING_FACTORS:
        return tuple(stacking_rules().factors)
    if name == AUTHORITY_DOMAINS:
        return authority_domains()
    return _OWN[name] if name in _OWN else tuple(code_list(name))


def stacking_factors() -> Mapping[str, CodeItem]:
    """The factors that the stacking rules know, as entries of a code list."""
    factors = stacking_rules().factors.items()
    return {code: CodeItem(code=code, nl=text.nl, en=text.en) for code, text in factors}


def items_of(name: str) -> Mapping[str, Any]:
    """The entries of a list by their code, with label and description in the active language."""
    if name == ADVICE_KINDS:
        return _advice_kinds()
    if name in _OWN:
        return {code: Listed(code, str(LABELS[name][code])) for code in _OWN[name]}
    if name == AUTHORITY_DOMAINS:
        return {code: code_list("domains")[code] for code in authority_domains()}
    return code_list(name)


def _advice_kinds() -> dict[str, Listed]:
    """The kinds of advisers, and the authorities over a subject."""
    language = get_language() or "nl"
    advisers = {code: one.text for code, one in advice_roles().items()}
    authorities = {code: one.authority for code, one in domain_authorities().items()}
    named = {**advisers, **authorities}
    return {code: Listed(code, text.said(language)) for code, text in named.items()}
