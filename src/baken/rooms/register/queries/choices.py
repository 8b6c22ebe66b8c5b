"""The codes that the fields of a step can have."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from baken.rooms.library.queries import (
    CodeItem,
    advice_roles,
    code_list,
    domain_authorities,
    stacking_rules,
)

SCORE_KINDS = ("initial", "current", "target")
CONFIDENCES = ("low", "medium", "high")
VERDICTS = ("positive", "positive_with_conditions", "negative")
STACKING_FACTORS = "stacking_factors"
_OWN = {"score_kinds": SCORE_KINDS, "confidences": CONFIDENCES, "verdicts": VERDICTS}


def choices_of(name: str) -> Collection[str]:
    """The codes of a list: of this room, or of the library."""
    if name == "advice_kinds":
        return (*advice_roles(), *domain_authorities())
    if name == STACKING_FACTORS:
        return tuple(stacking_rules().factors)
    return _OWN[name] if name in _OWN else tuple(code_list(name))


def stacking_factors() -> Mapping[str, CodeItem]:
    """The factors that the stacking rules know, as entries of a code list."""
    factors = stacking_rules().factors.items()
    return {code: CodeItem(code=code, nl=text.nl, en=text.en) for code, text in factors}
