"""Answers that hold several things, typed as lines of text: a row on each line, cells with | between them.

Only for trying an instrument; who fills in a sheet has a box for every cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from baken.core.instruments.definitions import Form
from baken.core.instruments.scoring import ScoringModel

CELL = "|"
MEASURE = ("text", "level", "owner", "when")
RISK = ("title", "hazard", "scenario", "current", "residual")
SERIES = ("values", "uncertainty", "calibrated_on", "instrument")
Model = ScoringModel | None


def typed(form: Form, text: str, model: Model = None) -> Any:
    """What a text is as an answer of this kind, ready to be checked; a text where that is enough."""
    return _WAYS[form.type](form, text, model) if form.type in _WAYS else text


def cells_of(form: Form) -> tuple[str, ...]:
    """What is typed beside each other on a line; nothing where a line is no row."""
    if form.columns:
        return tuple(column.id for column in form.columns)
    return {"measure_list": MEASURE, "risk_list": RISK, "measurement_series": SERIES}.get(
        form.type, ()
    )


def _rows(text: str, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The lines of a text as rows; a cell too many is named by its place, so that it is told."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split(CELL)]
        if any(cells):
            yield {
                names[nth] if nth < len(names) else str(nth + 1): cell
                for nth, cell in enumerate(cells)
                if cell
            }


def _table(form: Form, text: str, _model: Model) -> list[dict[str, Any]]:
    return list(_rows(text, cells_of(form)))


def _risks(form: Form, text: str, model: Model) -> list[dict[str, Any]]:
    """Lines of a list of risks; a score is the values of the axes in their order."""
    found = list(_rows(text, cells_of(form)))
    axes = [axis.code for axis in model.axes] if model else []
    for row in found:
        for moment in ("current", "residual"):
            if moment in row:
                row[moment] = dict(zip(axes, row[moment].split(), strict=False))
    return found


def _series(form: Form, text: str, _model: Model) -> dict[str, Any] | None:
    for row in _rows(text, cells_of(form)):
        return {**row, "values": row.get("values", "").split()}
    return None


_WAYS: Mapping[str, Callable[[Form, str, Model], Any]] = {
    "table": _table,
    "measure_list": _table,
    "risk_list": _risks,
    "measurement_series": _series,
}
