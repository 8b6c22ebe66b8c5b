"""Rows of the page about who sees a record: onlookers, cases and who is kept away."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from baken.core.access.roles import is_asked_for_advice, role_label
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.forms import Choice
from baken.rooms.org.queries import Onlooker, Tied, Ties


def onlooker_columns() -> list[dict[str, Any]]:
    """The columns of the table of onlookers."""
    return [
        {"key": "name", "label": _("Who"), "head": True, "phone": "lead"},
        {"key": "role", "label": _("Role"), "phone": "line"},
        {"key": "unit", "label": _("Unit"), "phone": "line", "blank": True},
        {"key": "kind", "label": _("How"), "phone": "line"},
    ]


def onlooker_row(one: Onlooker) -> dict[str, Any]:
    """Somebody who could see the record, as a row."""
    kinds = {
        "permanent": _("permanent"),
        "acting": _("acting"),
        "delegate": _("delegated"),
        "case": _("case given"),
    }
    return {
        "name": one.name,
        "role": role_label(one.role),
        "unit": one.unit.name if one.unit else "",
        "kind": _("asked for advice") if _is_advice(one) else kinds[one.kind],
    }


def _is_advice(one: Onlooker) -> bool:
    return one.kind == "case" and is_asked_for_advice(one.role)


def role_with_case(code: str) -> str:
    """A role as it is given a case: of an expert, that they are asked for advice."""
    label = role_label(code)
    return (
        _("%(role)s (asked for advice)") % {"role": label} if is_asked_for_advice(code) else label
    )


def ties_shown(ties: Ties | None) -> dict[str, Any]:
    """The tables of cases and of who is kept away; nothing for who does not give out cases."""
    if ties is None:
        return {}
    return {
        "tied": True,
        "case_columns": [_who(), {"key": "role", "label": _("Role"), "phone": "line"}, *_since()],
        "cases": [_row(one) for one in ties.cases],
        "away_columns": [_who(), *_since()[:1], *_since()[2:]],
        "kept_away": [_row(one) for one in ties.kept_away],
    }


def choices_to_lift(ties: Ties) -> list[Choice]:
    """Who is kept away by a note of somebody else on the record itself."""
    return [
        (str(one.number), str(one.person))
        for one in ties.kept_away
        if one.here and not one.by_reader
    ]


def choices_to_end(ties: Ties) -> list[Choice]:
    """The cases that were given on the record itself."""
    return [
        (str(one.number), f"{one.person} – {role_label(one.role)}")
        for one in ties.cases
        if one.here
    ]


def tie_chosen(ties: Ties | None, number: str) -> Tied:
    """The tie that was chosen; raises FieldsRefused when somebody else ended it meanwhile."""
    known = [*ties.cases, *ties.kept_away] if ties else []
    found = next((one for one in known if str(one.number) == number), None)
    if found is None:
        raise FieldsRefused({"tie": _("Choose one of the options shown.")})
    return found


def _who() -> dict[str, Any]:
    return {"key": "name", "label": _("Who"), "head": True, "phone": "lead"}


def _since() -> list[dict[str, Any]]:
    return [
        {"key": "from_on", "label": _("From"), "phone": "line"},
        {"key": "until", "label": _("To and including"), "phone": "line"},
        {"key": "why", "label": _("Why"), "phone": "line"},
    ]


def _row(one: Tied) -> dict[str, Any]:
    elsewhere = _("Noted on the occurrence")
    return {
        "name": str(one.person),
        "role": role_with_case(one.role) if one.role else "",
        "from_on": one.from_on,
        "until": one.until or _("until further notice"),
        "why": f"{one.ground} ({one.by})" if one.by else one.ground or elsewhere,
    }
