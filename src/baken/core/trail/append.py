"""Writes step rows; the only code that does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from baken.core import clock
from baken.core.access import Actor
from baken.core.records.bulk import PLAIN, fresh, insert_many
from baken.core.records.numbers import anonymous_row_number, free_row_numbers, row_number
from baken.core.trail.chain import START, commitment, fresh_salts, row_hash
from baken.core.trail.models import AdministeredStep, StepRow
from baken.core.trail.registry import chain_for, chain_of


@dataclass(frozen=True)
class Entry:
    """What happened to a record: a trail code, states, public facts and erasable words.

    ``sealed`` names fields of the record whose present value the chain must vouch for; ``parts`` are
    rows of other tables that belong to the record, as plain values by key.
    """

    code: str
    to_state: str
    from_state: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Any] = field(default_factory=dict)
    sealed: Sequence[str] = ()
    parts: Mapping[str, Any] = field(default_factory=dict)


def append(*, record: Any, actor: Actor, at: datetime, entry: Entry) -> StepRow:
    """Add one step to a record that the caller has locked; returns the row."""
    rows = chain_of(type(record))
    last = rows.objects.of(record).order_by("-serial").only("serial", "hash").first()
    step = compose(record=record, actor=actor, at=at, entry=entry, after=last)
    step.save(force_insert=True)
    _note_administered([step], actor)
    return step


def append_first(*, record: Any, actor: Actor, at: datetime, entry: Entry) -> StepRow:
    """Add the first step to a record that the caller has just stored; returns the row."""
    step = compose(record=record, actor=actor, at=at, entry=entry, after=None)
    step.save(force_insert=True)
    _note_administered([step], actor)
    return step


def append_first_many(
    *, records: Sequence[Any], actor: Actor, at: datetime, entries: Sequence[Entry]
) -> None:
    """Add the first step of many new records of one kind in one statement."""
    steps = first_steps(records=records, actor=actor, at=at, entries=entries)
    append_steps(steps, actor=actor, at=at)


def first_steps(
    *, records: Sequence[Any], actor: Actor, at: datetime, entries: Sequence[Entry]
) -> list[StepRow]:
    """The first step of many new records of one kind, for ``append_steps``; asks no database."""
    return [
        compose(record=record, actor=actor, at=at, entry=entry, after=None)
        for record, entry in zip(records, entries, strict=True)
    ]


def append_steps(steps: Sequence[StepRow], *, actor: Actor, at: datetime) -> None:
    """Add the first steps of records that the caller has just stored, in one statement."""
    if not steps:
        return
    numbers = free_row_numbers(type(steps[0]), [at] * len(steps))
    for step, number in zip(steps, numbers, strict=True):
        step.number = number
    insert_many(steps)
    _note_administered(steps, actor)


def _note_administered(steps: Sequence[Any], actor: Actor) -> None:
    """Beside the histories, the log of an administration session: what was done in it, in order."""
    if actor.administers is None:
        return
    AdministeredStep.objects.bulk_create(
        AdministeredStep(
            number=row_number(step.at),
            session=actor.administers.id,
            table=type(step.record)._meta.label_lower,
            ref=_told_ref(step.record),
            code=step.code,
            at=step.at,
        )
        for step in steps
    )


def _told_ref(record: Any) -> str:
    privacy = getattr(record, "privacy", None)
    return "" if privacy and "ref" in privacy.personal else str(record.ref)


def compose(
    *, record: Any, actor: Actor, at: datetime, entry: Entry, after: StepRow | None
) -> StepRow:
    """The row for ``entry`` after the step ``after``, hashed but not stored.

    A step by nobody keeps the day and no moment, and no person. Every step vouches for the facts of
    the record as they are after it. Raises ValueError for words under the names of who signs.
    """
    words = {**entry.words, **_who(actor)}
    if lost := [name for name, word in entry.words.items() if words[name] != word]:
        raise ValueError(f"{entry.code}: {lost} says who signs; give these words another name")
    values = {**words, **_vouched(record, entry)}
    salts = dict(zip(values, fresh_salts(len(values)), strict=True))
    step = fresh(
        chain_of(type(record)),
        number=_number(actor, at),
        record_id=record.pk,
        serial=after.serial + 1 if after else 1,
        code=entry.code,
        from_state=entry.from_state,
        to_state=entry.to_state,
        at=actor.moment(at).astimezone(UTC),
        actor=actor.person,
        facts=dict(entry.facts),
        words=words,
        salts=salts,
        commitments={name: commitment(values[name], salts[name]) for name in salts},
        previous=after.hash if after else START,
    )
    step._state.fields_cache["record"] = record  # as setting it does, without its checks
    step.hash = row_hash(step.previous, step.content())
    return step


def _vouched(record: Any, entry: Entry) -> dict[str, Any]:
    """What the step commits to beside its words: fields, facts and parts."""
    facts = chain_for(type(record)).facts_name
    names = (*entry.sealed, facts) if facts else entry.sealed
    found = {f"record.{name}": sealed_value(record, name) for name in names}
    return found | {f"part.{key}": value for key, value in entry.parts.items()}


def sealed_value(record: Any, name: str) -> Any:
    """What the chain commits to under a name: a field, or a version of the facts."""
    if name.startswith("facts."):
        names = chain_for(type(record)).facts[int(name.removeprefix("facts."))]
        return {
            one: value if type(value := getattr(record, one)) in PLAIN else plain_value(value)
            for one in names
        }
    return plain_value(getattr(record, name))


def plain_value(value: Any) -> Any:
    """A value as it reads back from any database: moments in UTC, days and identifiers as text."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _who(actor: Actor) -> dict[str, str]:
    named = {"name": actor.name, "post": actor.post}
    if actor.person is not None:
        named["person"] = str(actor.person)
    return {key: value for key, value in named.items() if value}


def _number(actor: Actor, at: datetime) -> int:
    return anonymous_row_number(clock.local_date(at)) if actor.is_nobody else row_number(at)
