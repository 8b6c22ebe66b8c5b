"""The codes that the fields of a step can have."""

from __future__ import annotations

from collections.abc import Collection

from baken.rooms.library.queries import advice_roles, code_list, domain_authorities

SCORE_KINDS = ("initial", "current", "target")
CONFIDENCES = ("low", "medium", "high")
VERDICTS = ("positive", "positive_with_conditions", "negative")
_OWN = {"score_kinds": SCORE_KINDS, "confidences": CONFIDENCES, "verdicts": VERDICTS}


def choices_of(name: str) -> Collection[str]:
    """The codes of a list: of this room, or of the library."""
    if name == "advice_kinds":
        return (*advice_roles(), *domain_authorities())
    return _OWN[name] if name in _OWN else tuple(code_list(name))
