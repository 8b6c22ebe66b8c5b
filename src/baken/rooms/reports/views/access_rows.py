"""Rows of the page about who sees a record: onlookers, cases and who is kept away."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.access.roles import is_asked_for_advice, role_label
from baken.core.workflow.errors import FieldsRefused
from baken.core.workflow.forms import Choice
from baken.rooms.org.queries import Onlooker, Tied, Ties
from baken.rooms.reports.queries.identity import Released


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


def releases_shown(releases: list[Released] | None) -> dict[str, Any]:
    """The table of who may know who reported; nothing for others, or when nothing was released."""
    if not releases:
        return {}
    named = releases[0].to is not None
    return {
        "release_columns": [
            *([_who()] if named else []),
            {"key": "post", "label": _("Post"), "head": not named, "phone": "line"},
            *_since(),
            *([{"key": "by", "label": _("By whom"), "phone": "line"}] if named else []),
            {"key": "how", "label": _("Now"), "phone": "line"},
        ],
        "releases": [_release_row(one) for one in releases],
    }


def choices_to_end_release(releases: list[Released] | None) -> list[Choice]:
    """The releases that run, to choose from by whoever may see to whom they were made."""
    return [
        (str(one.id), f"{one.to} – {date_format(one.until, 'j F Y')}")
        for one in releases or []
        if one.runs and one.to is not None
    ]


def _release_row(one: Released) -> dict[str, Any]:
    return {
        "name": one.to,
        "post": one.post or _("not written down"),
        "from_on": clock.local_date(one.at),
        "until": one.until,
        "why": one.ground,
        "by": one.by,
        "how": _("runs") if one.runs else _("ended at once") if one.ended_at else _("over"),
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
