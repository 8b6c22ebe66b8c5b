"""The only writer of ``state``: one step of one record, with its trail row and its event."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baken.core.access import Actor, refuse_unless, signing
from baken.core.events.outbox import emit
from baken.core.records.bulk import insert_meanwhile
from baken.core.rollups.changes import count_new, counting
from baken.core.search.many import words_of_many
from baken.core.trail.append import Entry, append, append_first, append_steps, first_steps
from baken.core.trail.models import StepRow
from baken.core.workflow.available import refusals_of
from baken.core.workflow.errors import StepRefused
from baken.core.workflow.registry import Binding, binding_of
from baken.core.workflow.table import Refusal, Step
from baken.core.workflow.unread import newest_step, who_took


@dataclass(frozen=True)
class Change:
    """What a step sets besides the state: record fields, public facts and erasable words.

    ``values`` are written on the record; those named in ``seal`` are committed into the chain, and
    so are ``parts``: rows of other tables that belong to the record. ``state`` is one of the row's
    ``targets``, for a step that goes back to where the record was. ``then`` is done with the record
    once the step stands in its history, in the same transaction. ``news`` goes along in the event,
    for whoever tells people: public values only.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Any] = field(default_factory=dict)
    seal: Sequence[str] = ()
    parts: Mapping[str, Any] = field(default_factory=dict)
    state: str = ""
    then: Callable[[Any], object] | None = None
    news: Mapping[str, Any] = field(default_factory=dict)

    def followed_by(self, then: Callable[[Any], object]) -> Change:
        """The same change, with something more that is done once the step stands."""
        first = self.then

        def both(record: Any) -> None:
            if first is not None:
                first(record)
            then(record)

        return replace(self, then=both)


def locked(record: Any) -> Any:
    """The record as it stands in the database now, locked until the transaction ends.

    Source: two people at once is the normal case; the second one sees what the first one did.
    """
    rows = type(record).objects.for_system(reason="advance").filter(pk=record.pk)
    units = {"unit", "owner_unit"} & {field.name for field in record._meta.concrete_fields}
    along = rows.select_related(*units) if units else rows
    return along.select_for_update(of=("self",)).get()


def check_step(*, record: Any, step: str, actor: Actor, at: datetime) -> Step:
    """The row of ``step`` when the actor may take it now; every door to the steps asks this first.

    Raises AccessDenied when it is not theirs, StepRefused when the state or a guard forbids it, or
    when the product takes it by itself and nobody else does.
    """
    row = _own_row(record, step, actor)
    if row.by_system and not actor.is_system:
        text = _("This follows from the facts by itself; nobody takes this step.")
        raise StepRefused(step, [Refusal("by_itself", text)])
    _refuse_now(record, row, actor, at)
    return row


def _own_row(record: Any, step: str, actor: Actor) -> Step:
    row: Step | None = binding_of(type(record)).workflow.step(step)
    if row is None:
        raise StepRefused(step, [Refusal("unknown_step", _("There is no step of this name."))])
    refuse_unless(actor, row.permit, record)
    return row


def _refuse_now(record: Any, row: Step, actor: Actor, at: datetime) -> None:
    """What the state and the guards say against a step."""
    binding = binding_of(type(record))
    if record.state not in row.sources:
        raise StepRefused(row.name, [_wrong_state(binding, row, record)])
    # What guards look at can be long work: a step without any asks for none of it.
    if not row.guards:
        return
    refusals = refusals_of(binding, row, binding.facts_of(record, actor, at))
    if refusals:
        raise StepRefused(row.name, refusals)


def advance(
    *,
    record: Any,
    step: str,
    actor: Actor,
    at: datetime,
    note: str = "",
    change: Change | None = None,
) -> Any:
    """Take one step with a record that the caller has locked; returns the trail row.

    Order: access, rules, write, trail, event. Refusals as in ``check_step``, save that what follows
    from what a person did is advanced in that person's name.
    """
    row = _own_row(record, step, actor)
    _refuse_now(record, row, actor, at)
    signer = signing(actor, row.permit, record)  # as it stands before: a step may give it away
    change = change or Change()
    before = record.state
    with counting(record):
        record.state = _state_after(row, before, change)
        for name, value in change.values.items():
            setattr(record, name, value)
        record.save(update_fields=["state", *change.values])
    words = {**change.words, **({"note": note} if note else {})}
    entry = Entry(
        code=row.trail,
        from_state=before,
        to_state=record.state,
        facts=change.facts,
        words=words,
        sealed=change.seal,
        parts=change.parts,
    )
    written = append(record=record, actor=signer, at=at, entry=entry)
    if change.then is not None:
        change.then(record)
    _announce(record, row.name, row.notice, actor, at, change.news)
    return written


def _state_after(row: Step, before: str, change: Change) -> str:
    if not change.state:
        return row.leads_to(before)
    if change.state not in row.targets:
        raise ValueError(f"{row.name} does not lead to {change.state!r}")
    return change.state


def begin(
    *, record: Any, code: str, actor: Actor, at: datetime, change: Change, notice: str = ""
) -> Any:
    """Store a new record in its initial state with the first row of its chain."""
    binding = binding_of(type(record))
    record.state = binding.workflow.initial
    record.save(force_insert=True)
    count_new([record])
    entry = Entry(
        code=code,
        to_state=record.state,
        facts=change.facts,
        words=change.words,
        sealed=change.seal,
        parts=change.parts,
    )
    written = append_first(record=record, actor=actor, at=at, entry=entry)
    _announce(record, code, notice, actor, at, change.news)
    return written


def begin_many(
    *,
    records: Sequence[Any],
    code: str,
    actor: Actor,
    at: datetime,
    seal: Sequence[str],
    states: Sequence[str],
    facts: Sequence[Mapping[str, Any]] = (),
    parts: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Store many new records at once, each with its first trail row and no news.

    Legacy rows enter in the state they have reached, which must be one of the workflow's.
    ``facts`` are the public facts of each record and ``parts`` what belongs to it, or none at all.
    """
    if not records:
        return
    binding = binding_of(type(records[0]))
    for record, state in zip(records, states, strict=True):
        if state not in binding.workflow.states:
            raise ValueError(f"{binding.workflow.name} has no state {state!r}")
        record.state = state
    entries = [
        Entry(code=code, to_state=record.state, facts=told, sealed=seal, parts=held)
        for record, told, held in zip(
            records, facts or [{}] * len(records), parts or [{}] * len(records), strict=True
        )
    ]

    def made() -> list[StepRow]:
        return first_steps(records=records, actor=actor, at=at, entries=entries)

    with words_of_many(type(records[0]), records):
        steps = insert_meanwhile(records, made)
    count_new(records)
    append_steps(steps, actor=actor, at=at)


def _announce(
    record: Any, step: str, notice: str, actor: Actor, at: datetime, news: Mapping[str, Any]
) -> None:
    emit(
        name=binding_of(type(record)).announce,
        record=record,
        at=at,
        payload={**news, "step": step, "notice": notice, "state": record.state},
        by_nobody=actor.is_nobody,
    )


def _wrong_state(binding: Binding, row: Step, record: Any) -> Refusal:
    state = binding.workflow.states[record.state]
    text = _("This step is not possible while the state is “%(state)s”.") % {"state": state}
    said = (text, _way_there(binding, row, record.state), _last_step(binding, record))
    return Refusal("wrong_state", " ".join(part for part in said if part))


def _way_there(binding: Binding, row: Step, state: str) -> str:
    """Which steps bring the record where this one is possible, when one is enough."""
    leading = [
        f"“{step.label}”"
        for step in binding.workflow.from_state(state)
        if not step.by_system and set(step.ways_from(state)) & set(row.sources)
    ]
    return _("It is possible after: %(steps)s.") % {"steps": ", ".join(leading)} if leading else ""


def _last_step(binding: Binding, record: Any) -> str:
    """Who brought the record where it is, for somebody who did not know: two at once is usual."""
    newest = newest_step(record)
    labels = {step.trail: step.label for step in binding.workflow.steps}
    if newest is None or newest.code not in labels:
        return ""
    told = {"step": labels[newest.code], "who": who_took(newest)}
    return _("The last step was “%(step)s”, by %(who)s: look at the record first.") % told
