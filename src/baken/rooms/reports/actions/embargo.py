"""Sets and lifts an information embargo on a report or an occurrence, and on all that belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from baken.core.access import Actor
from baken.core.rollups.changes import counting
from baken.core.trail.append import Entry, append
from baken.core.workflow.advance import Change, locked
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.reports.actions.immediate import since_when
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.queries.embargo import kin_waiting
from baken.rooms.reports.rules import immediate_problem
from baken.rooms.reports.rules.embargo import kin_left, persons_problem, shared
from baken.rooms.reports.texts import INTAKE_PROBLEMS


def set_embargo(record: Any, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    """Keep the record, its reports and what was merged into it with those who handle it."""
    persons = fields.get("persons")
    _refuse_persons({"persons": persons}, least=1)
    spread(record, at, actor=actor, at=at)
    return Change(
        values={"embargo_at": at},
        facts={"kin_waiting": persons},
        words={"reason": fields["reason"]},
    )


def note_kin(record: Any, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    """Note that next of kin of some were informed, when and by whom; the embargo stays."""
    _refuse_persons({"persons": fields["persons"]}, least=1)
    _refuse_persons({"still": fields.get("still")}, least=0)
    left = kin_left(
        waiting=kin_waiting(record), informed=fields["persons"], still=fields.get("still")
    )
    told = _informed(record, at, fields)
    return Change(
        facts={**told, "persons": fields["persons"], "kin_waiting": left}, words=_by(fields)
    )


def lift_embargo(record: Any, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    """The next of kin of everybody know: everybody reads again what is theirs to read."""
    told = _informed(record, at, fields)
    spread(record, None, actor=actor, at=at)
    reason = {"reason": fields["reason"]} if "reason" in fields else {}
    return Change(
        values={"embargo_at": None},
        facts={**told, "kin_waiting": 0},
        words={**_by(fields), **reason},
    )


def withdraw_embargo(record: Any, actor: Actor, at: datetime, fields: Mapping[str, Any]) -> Change:
    """There were no next of kin to inform."""
    spread(record, None, actor=actor, at=at)
    return Change(
        values={"embargo_at": None}, facts={"kin_waiting": 0}, words={"reason": fields["reason"]}
    )


def share_with(
    *, report: Report, occurrence: Occurrence, actor: Actor, at: datetime
) -> datetime | None:
    """Since when both are under an embargo, now that the report belongs to the occurrence."""
    moment = shared(report.embargo_at, occurrence.embargo_at)
    if moment is not None and occurrence.embargo_at != moment:
        waiting = kin_waiting(report)
        fresh = locked(occurrence)
        follow(fresh, moment, actor=actor, at=at, told={"with": report.ref, "kin_waiting": waiting})
        spread(fresh, moment, actor=actor, at=at)
        occurrence.embargo_at = moment
    return moment


def under_one_embargo(
    occurrence: Occurrence, target: Occurrence, *, actor: Actor, at: datetime
) -> datetime | None:
    """Since when both are under an embargo, now that one is merged into the other, which is locked."""
    moment = shared(occurrence.embargo_at, target.embargo_at)
    if moment is not None and target.embargo_at != moment:
        told = {"with": occurrence.ref, "kin_waiting": kin_waiting(occurrence)}
        follow(target, moment, actor=actor, at=at, told=told)
    spread(target, moment, actor=actor, at=at)
    return moment


def spread(record: Any, moment: datetime | None, *, actor: Actor, at: datetime) -> None:
    """Let the reports of an occurrence, and what was merged into it, stand as it does itself."""
    for one in _belonging_to(record):
        if one.embargo_at != moment:
            follow(one, moment, actor=actor, at=at, told={"with": record.ref})


def follow(
    record: Any,
    moment: datetime | None,
    *,
    actor: Actor,
    at: datetime,
    told: Mapping[str, Any],
) -> None:
    """Set the embargo of a locked record because of another one, with a row in its own history."""
    with counting(record):
        record.embargo_at = moment
        record.save(update_fields=["embargo_at"])
    entry = Entry(
        code=f"reports.{record._meta.model_name}.embargo_followed",
        from_state=record.state,
        to_state=record.state,
        facts={"embargo": moment is not None, **told},
    )
    append(record=record, actor=actor, at=at, entry=entry)


def _belonging_to(record: Any) -> Iterator[Any]:
    if isinstance(record, Report):
        return
    for root, field in ((Report, "occurrence"), (Occurrence, "merged_into")):
        rows = root.objects.for_system(reason="advance").filter(**{field: record})
        yield from rows.order_by("number").select_for_update(of=("self",))


def _informed(record: Any, at: datetime, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The moment that next of kin were informed; a moment that cannot be is refused."""
    moment: datetime = fields["informed_at"]
    if problem := immediate_problem(moment, since=since_when(record), now=at):
        raise FieldsRefused({"informed_at": str(INTAKE_PROBLEMS[problem])})
    return {"informed_at": moment.astimezone(UTC).isoformat()}


def _by(fields: Mapping[str, Any]) -> dict[str, str]:
    return {"by_whom": fields["by_whom"]}


def _refuse_persons(named: Mapping[str, int | None], *, least: int) -> None:
    for name, persons in named.items():
        if problem := persons_problem(persons, least=least):
            raise FieldsRefused({name: str(INTAKE_PROBLEMS[problem])})


EMBARGO_STEPS = {
    "set_embargo": set_embargo,
    "note_kin": note_kin,
    "lift_embargo": lift_embargo,
    "withdraw_embargo": withdraw_embargo,
}
