"""A picture as a page and a sheet of paper show it: figures with their addresses, rows and sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baken.core.export.figures import counted_alone
from baken.core.page.cards import level_html
from baken.core.page.cutting import cut_at_word
from baken.core.page.phases import PHASES
from baken.rooms.insight.queries import LevelRow, Picture, RiskPicture
from baken.rooms.insight.rules import Concentration, Silent
from baken.rooms.library.queries import code_list, label_of
from baken.rooms.measures.queries.lists import NO_CLASS
from baken.rooms.measures.queries.of_units import Overdue
from baken.rooms.org.queries import tree
from baken.rooms.register.queries.lists import HELD, NO_LONGER_SCORED, SCORED, TO_DECIDE
from baken.rooms.register.queries.of_units import lapses_on
from baken.rooms.register.workflow import RISK

UNKNOWN = "–"
MOST = 10_000


@dataclass(frozen=True)
class Room:
    """How much fits: risks in a list, units in the table, letters of a title."""

    listed: int
    units: int
    words: int


WHOLE = Room(listed=20, units=MOST, words=MOST)


def picture_shown(found: Picture, room: Room) -> dict[str, Any]:
    """Everything of a picture in the words of its reader; what does not fit is counted as ``more``."""
    code = found.unit.code
    risks = _risks(code, found.risks, room) if found.risks else {}
    return {
        **risks,
        "knows_risks": found.risks is not None,
        "overdue": None if found.overdue is None else _overdue(found, found.overdue),
        "phases": _phases(code, found.reports.phases),
        "silent": [_silence(one) for one in found.silent[: room.listed]],
        "more_silent": max(0, len(found.silent) - room.listed),
        "whole": found.whole,
        "at": found.at,
    }


def _risks(code: str, found: RiskPicture, room: Room) -> dict[str, Any]:
    oldest = found.oldest_days
    return {
        "to_decide": _figures(code, found.to_decide, state=TO_DECIDE),
        "oldest": None if oldest is None else _days(oldest),
        "held": _figures(code, found.held, state=HELD),
        "lapsing": [_risk(one, room) for one in found.lapsing[: room.listed]],
        "more_lapsing": max(0, len(found.lapsing) - room.listed),
        "worst": [_risk(one, room) for one in found.worst[: room.listed]],
        "more_worst": max(0, len(found.worst) - room.listed),
        "columns": _columns(),
        "rows": (rows := [_level_row(row) for row in found.rows[: room.units]]),
        "paper_rows": [[_plain(row[key]) for key in ("name", *_keys())] for row in rows],
        "more_units": max(0, len(found.rows) - room.units),
        "concentrations": [_concentration(code, c) for c in found.concentrations[: room.listed]],
        "more_concentrations": max(0, len(found.concentrations) - room.listed),
        "lapsing_columns": _listed_columns(lapses=True),
        "worst_columns": _listed_columns(lapses=False),
    }


def _worst_first() -> list[tuple[str, str]]:
    """Codes and labels of the classes."""
    return [(code, item.label) for code, item in reversed(code_list("risk_classes").items())]


def _list_of_risks(code: str, **asked: str) -> str:
    return f"{reverse('register:risks')}?{urlencode({'unit': code, **asked})}"


def _figures(code: str, counts: Mapping[str, int], *, state: str) -> list[dict[str, Any]]:
    """A figure per class, the worst first, each with the list of what it counts."""
    return [
        {
            "label": label,
            "value": str(counts.get(one, 0)),
            "url": _list_of_risks(code, state=state, risk_class=one),
        }
        for one, label in _worst_first()
    ]


def _overdue(found: Picture, rows: Sequence[Overdue]) -> dict[str, Any]:
    """Overdue measures by class of what they serve, the worst first, and how old the oldest is."""
    counts = {row.risk_class: row.measures for row in rows}
    labels = [*_worst_first(), ("", _("without a class"))]
    days = [max(0, (found.at - row.since).days) for row in rows]
    return {
        "figures": [
            {
                "label": label,
                "value": str(counts.get(one, 0)),
                "url": _list_of_overdue(found.unit.code, one),
            }
            for one, label in labels
        ],
        "oldest": _days(max(days)) if days else None,
    }


def _list_of_overdue(code: str, risk_class: str) -> str:
    asked = {"unit": code, "overdue": "yes", "risk_class": risk_class or NO_CLASS}
    return f"{reverse('measures:measures')}?{urlencode(asked)}"


def _phases(code: str, counts: Mapping[str, int | None]) -> list[dict[str, Any]]:
    """How much stands in each phase; under five stays hidden, for this goes on paper to others.

    What is to be weighed has a list that holds just that; the others are of several states.
    """
    weigh = urlencode({"unit": code, "state": "triaged"})
    lists = {"weigh": f"{reverse('reports:occurrences')}?{weigh}"}
    labels = dict(PHASES)
    return [
        {
            "label": str(labels[one]),
            "value": UNKNOWN if count is None else str(counted_alone(count)),
            "url": "" if count is None else lists.get(one, ""),
        }
        for one, count in counts.items()
    ]


def _risk(risk: Any, room: Room) -> dict[str, Any]:
    unit = tree().by_id[risk.owner_unit_id or risk.unit_id]
    return {
        "ref": risk.ref,
        "url": reverse("register:risk", args=[risk.ref]),
        "title": cut_at_word(risk.title, room.words),
        "level": level_html(risk.current_class or "unknown"),
        "level_word": label_of("risk_classes", risk.current_class),
        "unit": unit.name,
        "state": str(RISK.states[risk.state]),
        "lapses": lapses_on(risk),
    }


def _listed_columns(*, lapses: bool) -> list[dict[str, Any]]:
    last = {"key": "lapses", "label": _("Lapses on")} if lapses else None
    return [
        {"key": "ref", "label": _("Reference"), "url": "url", "head": True, "phone": "line"},
        {"key": "title", "label": _("Risk"), "phone": "lead"},
        {"key": "level", "label": _("Class"), "phone": "line"},
        {"key": "unit", "label": _("Unit"), "phone": "line"},
        {**(last or {"key": "state", "label": _("State")}), "phone": "line"},
    ]


def _columns() -> list[dict[str, Any]]:
    """The columns of the table per unit; no column is the sum of others.

    On a phone each figure keeps its word: a row of bare numbers says nothing.
    """
    classes = [(code, item.label) for code, item in code_list("risk_classes").items()]
    beside = [
        ("outside", _("Outside appetite")),
        ("oldest", _("Oldest undecided (days)")),
        ("scored", _("Still being scored")),
    ]
    figures = [{"key": key, "label": label, "numeric": True} for key, label in (*classes, *beside)]
    return [{"key": "name", "label": _("Unit"), "head": True}, *figures]


def _level_row(row: LevelRow) -> dict[str, Any]:
    """A unit with its figures, each with the list behind it; of a unit itself there is no such list."""
    unit = row.unit
    if not row.seen:
        return {"name": unit.name, **dict.fromkeys(_keys(), UNKNOWN)}
    counts: dict[str, tuple[int | None, dict[str, str]]] = {
        code: (row.classes.get(code, 0), {"state": NO_LONGER_SCORED, "risk_class": code})
        for code in code_list("risk_classes")
    }
    counts |= {
        "outside": (row.outside, {"state": NO_LONGER_SCORED, "outside": "yes"}),
        "oldest": (row.oldest_days, {"state": TO_DECIDE}),
        "scored": (row.scored, {"state": SCORED}),
    }
    name: Any = _("%(unit)s itself") % {"unit": unit.name}
    if not row.itself:
        name = (unit.name, reverse("insight:picture", args=[unit.code]))
    return {
        "name": name,
        **{key: _cell(row, value, asked) for key, (value, asked) in counts.items()},
    }


def _plain(cell: Any) -> str:
    """What stands in a cell, without its address."""
    return str(cell[0] if isinstance(cell, tuple) else cell)


def _keys() -> list[str]:
    return [*code_list("risk_classes"), "outside", "oldest", "scored"]


def _cell(row: LevelRow, value: int | None, asked: Mapping[str, str]) -> Any:
    if value is None:
        return UNKNOWN
    return str(value) if row.itself else (str(value), _list_of_risks(row.unit.code, **asked))


def _concentration(code: str, found: Concentration) -> dict[str, str]:
    """A hazard that is met in several units, with what is proposed about it."""
    text = _(
        "“%(hazard)s” was met in %(units)s units below in 12 months. Proposal: tackle it once for all"
        " of them, at this level or above."
    )
    told = {"hazard": label_of("hazards", found.hazard), "units": found.units}
    return {"text": text % told, "url": _list_of_risks(code, hazard=found.hazard)}


def _silence(one: Silent) -> dict[str, str]:
    """A question about a unit of which nothing was heard."""
    unit = tree().by_id[one.unit]
    told = {"unit": unit.name, "people": one.strength, "expected": one.expected}
    if one.strength is None:
        text = _("%(unit)s (strength unknown): does nothing happen there, or is nothing told?")
    elif one.expected is None:
        text = _("%(unit)s (%(people)s people): does nothing happen there, or is nothing told?")
    else:
        text = _(
            "%(unit)s (%(people)s people; as much as beside it would be about %(expected)s reports):"
            " does nothing happen there, or is nothing told?"
        )
    return {"text": text % told, "url": reverse("insight:picture", args=[unit.code])}


def _days(days: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
