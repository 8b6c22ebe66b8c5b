"""Scores of several people as the rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from baken.core.instruments.scoring import ScoringModel, choice_problems, score
from baken.rooms.org.queries import persons_named
from baken.rooms.sheets.models import SheetScore
from baken.rooms.sheets.texts import MOMENTS, said
from baken.rooms.sheets.views.shown import score_shown


def score_rows(model: ScoringModel, rows: Sequence[SheetScore]) -> list[dict[str, Any]]:
    """Everybody's scores, as they are now first; who gave them, on which values, why, and what came out."""
    names = persons_named({row.by for row in rows if row.by})
    ordered = sorted(rows, key=lambda row: (row.moment != "current", row.at))
    return [_row(model, row, names) for row in ordered]


def _row(model: ScoringModel, row: SheetScore, names: Any) -> dict[str, Any]:
    texts = {axis.code: said(axis.text) for axis in model.axes}
    is_known = not choice_problems(model, row.choice)
    return {
        "by": names.get(row.by, "") if row.by else "",
        "post": row.post,
        "moment": MOMENTS[row.moment],
        "values": ", ".join(
            f"{texts.get(axis, axis)} {value}" for axis, value in row.choice.items()
        ),
        "score": score_shown(score(model, row.choice)) if is_known else None,
        "argument": row.argument,
        "at": row.at,
    }
