"""What a signal about a barrier, its end, and evidence that a barrier works set on a bow-tie."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from baken.core import clock
from baken.core.access import Actor
from baken.core.events.outbox import emit
from baken.core.links.registry import tie
from baken.core.workflow.advance import Change
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.queries.barriers import barrier_model
from baken.rooms.library.rules.barrier_model import SignalKind
from baken.rooms.register.actions.bow_tie_parts import Fields, new_code, part_named
from baken.rooms.register.events import BARRIER_SIGNALLED
from baken.rooms.register.models import (
    Barrier,
    BarrierEvidence,
    BarrierSignal,
    BowTie,
    BowTieStep,
)
from baken.rooms.register.queries.bow_ties import SHOWS, SIGNALS
from baken.rooms.register.queries.red_barriers import risks_hit_by

REPORT = "report"
EARLIEST = date(2000, 1, 1)
NOTED_ALREADY = lazy("This record was noted at this barrier already.")


def signalled(
    record: BowTie, actor: Actor, at: datetime, fields: Fields, source: Any = None
) -> Change:
    """A signal about a barrier; of a critical one that a grave risk leans on, news at once."""
    barrier = part_named(record, "barrier", fields["barrier"], Barrier)
    kind = barrier_model().signals[fields.get("kind", REPORT)]
    signal = BarrierSignal(
        record=record,
        barrier=barrier,
        kind=kind.code,
        grade=fields.get("grade", ""),
        strength=_strength(kind, fields),
        since=_since(fields, at),
        noted_at=at,
        words=fields["words"],
        source_table=source._meta.label_lower if source is not None else "",
        source=source.pk if source is not None else None,
    )
    _refuse_twice(signal)
    signal.code = new_code(record, "s")
    signal.save()
    facts = {
        "barrier": barrier.code,
        "signal": signal.code,
        "kind": kind.code,
        "grade": signal.grade,
        "strength": signal.strength,
        "since": clock.local_date(signal.since).isoformat(),
        "source": source.ref if source is not None else "",
    }

    def then(fresh: BowTie) -> None:
        if source is not None:
            tie(source=source, relation=SIGNALS, target=fresh, at=at)
        _tell(fresh, barrier, signal, at)

    return Change(
        values={"last_part": record.last_part},
        facts=facts,
        words={"words": signal.words},
        then=then,
    )


def close_signal(record: BowTie, actor: Actor, at: datetime, fields: Fields) -> Change:
    """What was wrong is so no longer."""
    signal = part_named(record, "signal", fields["signal"], BarrierSignal)
    if signal.closed_at is not None:
        raise FieldsRefused({"signal": _("This was closed already.")})
    signal.closed_at = at
    signal.save(update_fields=["closed_at"])
    return Change(facts={"signal": signal.code}, words={"words": fields["words"]})


def note_evidence(
    record: BowTie, actor: Actor, at: datetime, fields: Fields, source: Any = None
) -> Change:
    """What showed that a barrier works, on a day that is not still to come; a record shows it once."""
    barrier = part_named(record, "barrier", fields["barrier"], Barrier)
    facts: dict[str, Any] = {"barrier": barrier.code, "kind": fields["kind"]}
    if source is not None:
        facts["source"] = source.ref
        _refuse_shown_twice(record, facts)
    on = _past(fields, "on", at)
    BarrierEvidence(
        record=record,
        barrier=barrier,
        kind=fields["kind"],
        on=on,
        words=fields["words"],
        noted_at=at,
    ).save()

    def then(fresh: BowTie) -> None:
        if source is not None:
            tie(source=source, relation=SHOWS, target=fresh, at=at)

    facts["on"] = on.isoformat()
    return Change(facts=facts, words={"words": fields["words"]}, then=then)


def _refuse_twice(signal: BarrierSignal) -> None:
    if signal.source is None:
        return
    same = BarrierSignal.objects.of(signal.record).filter(
        barrier=signal.barrier,
        kind=signal.kind,
        source_table=signal.source_table,
        source=signal.source,
    )
    if same.exists():
        raise FieldsRefused({"barrier": NOTED_ALREADY})


def _refuse_shown_twice(record: BowTie, facts: Fields) -> None:
    """The history tells which record showed what: evidence itself keeps no record that it came from."""
    told = BowTieStep.objects.of(record).filter(code="register.bow_tie.evidence_noted")
    if any(one.facts.items() >= facts.items() for one in told):
        raise FieldsRefused({"barrier": NOTED_ALREADY})


def _tell(record: BowTie, barrier: Barrier, signal: BarrierSignal, at: datetime) -> None:
    """News of a signal about a critical barrier that grave risks lean on, before it turns red."""
    hit = risks_hit_by(barrier) if barrier.critical else []
    if hit:
        payload = {
            "barrier": barrier.code,
            "kind": signal.kind,
            "risks": [one.pk for one in hit],
        }
        emit(name=BARRIER_SIGNALLED, record=record, at=at, payload=payload)


def _strength(kind: SignalKind, fields: Fields) -> float:
    """How strong a signal is, from 0 to 1. Raises FieldsRefused for what does not fit its kind."""
    errors = _misfits(kind, fields)
    if errors:
        raise FieldsRefused(errors)
    if kind.is_measured:
        return 1 - fields["covered"] / 100
    return kind.grades[fields["grade"]].strength if kind.grades else 1.0


def _misfits(kind: SignalKind, fields: Fields) -> dict[str, str]:
    grades = kind.grades or {}
    errors: dict[str, str] = {}
    if grades and fields.get("grade") not in grades:
        errors["grade"] = _("Say how grave it is, with a choice that fits what is wrong.")
    if not grades and "grade" in fields:
        errors["grade"] = _("This is not asked here; leave it empty.")
    if kind.is_measured and not 0 <= fields.get("covered", -1) < 100:
        errors["covered"] = _("Give a whole number from 0 to 99.")
    if not kind.is_measured and "covered" in fields:
        errors["covered"] = _("This is not asked here; leave it empty.")
    return errors


def _since(fields: Fields, at: datetime) -> datetime:
    if "since" not in fields:
        return at
    day = _past(fields, "since", at)
    return at if day == clock.local_date(at) else clock.start_of_day(day)


def _past(fields: Fields, name: str, at: datetime) -> date:
    day: date = fields[name]
    if not EARLIEST <= day <= clock.local_date(at):
        raise FieldsRefused({name: _("Give a day that is not still to come, from 2000 on.")})
    return day
