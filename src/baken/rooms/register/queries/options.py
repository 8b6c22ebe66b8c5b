"""The options of a risk as they stand, for who revises them."""

from __future__ import annotations

from typing import Any

from baken.rooms.register.models import Risk, RiskOption
from baken.rooms.register.queries.decision_parts import plain_options


def options_known(risk: Risk) -> dict[str, Any]:
    """What is filled in now: what waiting does, and a row for every option."""
    rows = plain_options(RiskOption.objects.of(risk))
    waiting = next((row["what"] for row in rows if not row["nth"]), "")
    return {
        "effect_of_not_deciding": waiting,
        "options": [row for row in rows if row["nth"]],
    }
