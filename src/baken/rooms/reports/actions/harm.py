"""Reads and keeps what an occurrence did to people and things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from baken.core import clock
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.queries import code_list
from baken.rooms.reports.models import Damage, Injury, Occurrence
from baken.rooms.reports.rules.duties import moments_known

_INJURY_KEYS = {
    "person_kind",
    "outcome",
    "permanent",
    "hospital_admission",
    "known_at",
    "absence_days",
}

_FLAGS = ("permanent", "hospital_admission")


def injuries_from(rows: Sequence[Mapping[str, Any]], *, known_at: datetime) -> list[Injury]:
    """Injuries from plain rows; raises FieldsRefused naming the row that is wrong."""
    made = []
    for place, row in enumerate(rows, start=1):
        problem = _injury_problem(row)
        if problem:
            raise FieldsRefused({"injuries": _row_text(place, problem)})
        made.append(
            Injury(
                person_kind=row.get("person_kind", "employee"),
                outcome=row["outcome"],
                permanent=row.get("permanent", False),
                hospital_admission=row.get("hospital_admission", False),
                absence_days=row.get("absence_days"),
                known_at=_moment(row.get("known_at")) or known_at,
            )
        )
    return made


def damages_from(rows: Sequence[Mapping[str, Any]]) -> list[Damage]:
    """Damages from plain rows; raises FieldsRefused naming the row that is wrong."""
    made = []
    for place, row in enumerate(rows, start=1):
        what, amount = str(row.get("what", "")).strip(), row.get("amount_eur")
        if set(row) - {"what", "amount_eur"} or not what or len(what) > 200 or "\x00" in what:
            raise FieldsRefused({"damages": _row_text(place, _("say what was damaged"))})
        if amount is not None and not _whole(amount, most=2_000_000_000):
            raise FieldsRefused({"damages": _row_text(place, _("the amount is in whole euros"))})
        made.append(Damage(what=what, amount_eur=amount))
    return made


@dataclass(frozen=True)
class Told:
    """The harm that was told; None of what nothing was said about."""

    injuries: list[Injury] | None
    damages: list[Damage] | None


def harm_told(occurrence: Occurrence, fields: Mapping[str, Any], at: datetime) -> Told:
    """The harm among the fields of a step; raises FieldsRefused naming the row that is wrong."""
    injuries, damages = fields.get("injuries"), fields.get("damages")
    made = None if injuries is None else injuries_from(injuries, known_at=at)
    if made and not occurrence._state.adding:
        _know_again(made, list(Injury.objects.of(occurrence)), at)
    return Told(
        injuries=made,
        damages=None if damages is None else damages_from(damages),
    )


def _know_again(told: Sequence[Injury], standing: Sequence[Injury], at: datetime) -> None:
    """Let what is told anew about an injured person be known since now, and keep the rest as it was."""
    said = [(_harm(one), None if one.known_at == at else one.known_at) for one in told]
    before = [(_harm(one), one.known_at or at) for one in standing]
    for one, moment in zip(told, moments_known(said, before, at), strict=True):
        one.known_at = moment


def _harm(one: Injury) -> tuple[str, str, bool, bool]:
    return one.person_kind, one.outcome, one.permanent, one.hospital_admission


def harm_of(
    occurrence: Occurrence, fields: Mapping[str, Any], at: datetime
) -> tuple[list[Injury], list[Damage]]:
    """The harm as it is after a step: what was told, and what stands of the rest."""
    told = harm_told(occurrence, fields, at)
    injuries, damages = told.injuries, told.damages
    is_new = occurrence._state.adding
    if injuries is None:
        injuries = [] if is_new else list(Injury.objects.of(occurrence))
    if damages is None:
        damages = [] if is_new else list(Damage.objects.of(occurrence))
    return injuries, damages


def keep_harm(
    *,
    occurrence: Occurrence,
    injuries: Sequence[Injury] | None,
    damages: Sequence[Damage] | None,
) -> None:
    """Replace the injuries and damages of an occurrence by these; None leaves them as they are.

    A row that is told again as it stands stays the same row: what a merged occurrence brought is
    still known to be its own.
    """
    for model, rows in ((Injury, injuries), (Damage, damages)):
        if rows is None:
            continue
        standing = list(model.objects.of(occurrence).order_by("pk"))
        fresh = [row for row in rows if not _stood(row, standing)]
        model.objects.of(occurrence).filter(pk__in=[row.pk for row in standing]).delete()
        for row in fresh:
            row.record = occurrence
        model.objects.bulk_create(fresh)


def _stood(row: Any, standing: list[Any]) -> bool:
    """Whether the same thing stands already; then it is taken out of what goes."""
    names = [one.attname for one in row._meta.concrete_fields if one.name not in ("id", "record")]
    same = (one for one in standing if all(getattr(one, n) == getattr(row, n) for n in names))
    twin = next(same, None)
    if twin is not None:
        standing.remove(twin)
    return twin is not None


def _injury_problem(row: Mapping[str, Any]) -> str:
    if set(row) - _INJURY_KEYS:
        return _("a name that is not known")
    if str(row.get("outcome")) not in code_list("injury_outcomes"):
        return _("choose the outcome")
    if str(row.get("person_kind", "employee")) not in code_list("person_kinds"):
        return _("choose who was injured")
    if not all(isinstance(row.get(flag, False), bool) for flag in _FLAGS):
        return _("answer yes or no")
    days = row.get("absence_days")
    if days is not None and not _whole(days, most=30_000):
        return _("give the absence in whole days")
    if row.get("known_at") and _moment(row["known_at"]) is None:
        return _("give the moment it was known as a date and time")
    return ""


def _whole(value: Any, *, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _moment(value: Any) -> datetime | None:
    if isinstance(value, datetime) or not value:
        return value or None
    try:
        found = parse_datetime(str(value))
    except ValueError:
        return None
    if found is None or not 1900 <= found.year <= 2200:
        return None
    return found.replace(tzinfo=found.tzinfo or clock.local_zone())


def _row_text(place: int, problem: str) -> str:
    return _("Row %(place)s: %(problem)s.") % {"place": place, "problem": problem}
