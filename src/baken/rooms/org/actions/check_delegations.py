"""Looks through the delegations of an organisation file, and finds the posts they are taken from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from baken.rooms.org.actions.import_checks import units_after
from baken.rooms.org.models import Appointment, NamedPost, Unit
from baken.rooms.org.queries.codes import codes_of
from baken.rooms.org.questions import decisions_to_pass_on
from baken.rooms.org.rules import LEVELS, AppointmentRow, OrganisationFile
from baken.rooms.org.rules.delegating import Decision, Held, in_order, problems_of_scope, source_of

DELEGATE = "delegate"
LONGEST_REASON = 300
PROBLEMS: Mapping[str, str] = {
    "say_for_what": "name at least one: a delegation says for what it is given",
    "decides_nothing": "leave it out: by this post nothing is decided on risks",
    "beyond_your_mandate": "that is more than the post it is taken from may decide or pass on",
    "not_together": "not every class may be decided by that post in each kind of work",
}

Parents = Mapping[str, str]


def delegation_problems(content: OrganisationFile) -> list[str]:
    """What is wrong with the delegations of a file, as delegating by hand refuses it."""
    parents, levels = units_after(content)
    named = _named_after(content)
    held = {**held_by({row.of for row in content.appointments if row.of}), **_held_in(content)}
    passed = _kept_delegations(content.appointments)
    found = []
    for row in content.appointments:
        if row.unit in levels:
            source = source_of(row, held.values(), line_up(row.unit, parents))
            able: list[Decision] = []
            if source is not None:
                place = (levels[source.unit], named.get(source.unit, ""))
                able = decisions_to_pass_on.ask(row.role, *place)
            is_kept = (row.person, row.role, row.unit, row.from_on) in passed
            what = f"appointment of {row.person} on {row.unit}"
            found += [f"{what}, {one}" for one in _wrong(row, source, able, is_kept)]
    return found


def _named_after(content: OrganisationFile) -> dict[str, str]:
    """The names of the commanders' posts by unit, as they are once the file is in."""
    kept = NamedPost.objects.filter(withdrawn_at=None).values_list("unit__code", "code")
    moved = {row.post for row in content.named_posts}
    stay = {unit: post for unit, post in kept if post not in moved}
    return stay | {row.unit: row.post for row in content.named_posts}


def _kept_delegations(rows: Collection[AppointmentRow]) -> set[Any]:
    """Which posts of the persons in some rows are kept as delegations."""
    kept = Appointment.objects.for_system(reason="import").filter(kind=DELEGATE, withdrawn_at=None)
    found = kept.exclude(taken_from=None).values_list(
        "record__ref", "role", "unit__code", "from_on"
    )
    return set(found) if rows else set()


def held_by(persons: Collection[str]) -> dict[Any, Held]:
    """The posts of some persons that are no delegations and were not withdrawn, as they are kept."""
    rows = Appointment.objects.for_system(reason="import").filter(
        record__ref__in=persons, withdrawn_at=None
    )
    names = ("record__ref", "role", "unit__code", "below", "from_on", "until", "pk")
    kept = (Held(*one) for one in rows.exclude(kind=DELEGATE).values_list(*names))
    return {_key(one): one for one in kept}


def values_passed_on(rows: Collection[AppointmentRow]) -> dict[AppointmentRow, dict[str, Any]]:
    """What is kept of delegations beside their period; the caller has checked that each has a source."""
    held = held_by({row.of for row in rows}).values()
    parents = {
        unit: parent or "" for unit, parent in Unit.objects.values_list("code", "parent__code")
    }
    classes, contexts = codes_of("risk_classes"), codes_of("contexts")
    found = {}
    for row in rows:
        source = source_of(row, held, line_up(row.unit, parents))
        found[row] = {
            "taken_from_id": source.number if source else None,
            "classes": in_order(row.classes, classes),
            "contexts": in_order(row.contexts, contexts),
            "reason": row.reason,
        }
    return found


def line_up(unit: str, parents: Parents) -> list[str]:
    """A unit and those above it, nearest first."""
    line = [unit]
    while (above := parents.get(line[-1])) and above not in line:
        line.append(above)
    return line


def _held_in(content: OrganisationFile) -> dict[Any, Held]:
    rows = (row for row in content.appointments if row.kind != DELEGATE)
    kept = (Held(r.person, r.role, r.unit, r.below, r.from_on, r.until) for r in rows)
    return {_key(one): one for one in kept}


def _key(held: Held) -> Any:
    return (held.person, held.role, held.unit, held.from_on)


def _wrong(
    row: AppointmentRow, source: Held | None, able: Collection[Decision], is_kept: bool
) -> Iterator[str]:
    """What is wrong with a row, each from the name of its field on."""
    if len(row.reason) > LONGEST_REASON or "\x00" in row.reason:
        yield f"field reason: at most {LONGEST_REASON} characters"
    if row.kind == DELEGATE:
        yield from _wrong_source(row, source, able)
    elif row.of or row.classes or row.contexts:
        yield "field kind: only what is delegated (kind: delegate) says of, classes or contexts"
    elif is_kept:
        yield "field kind: this is kept as a delegation; end that first"


def _wrong_source(
    row: AppointmentRow, source: Held | None, able: Collection[Decision]
) -> Iterator[str]:
    if not row.of:
        if _decides(row.role):
            yield "field of: by this role one decides on risks; say whose post it is taken from"
        return
    if source is None:
        yield f"field of: {row.of} holds no such post there in all that time"
        return
    if row.until is None:
        yield "field to: a delegation has a last day"
    if able and not row.reason.strip():
        yield "field reason: say why it is delegated"
    beyond = problems_of_scope(row.classes, row.contexts, able)
    yield from (f"field {field}: {PROBLEMS[code]}" for field, code in beyond.items())


def _decides(role: str) -> bool:
    """Whether one decides on risks by a role, on some level."""
    return any(decisions_to_pass_on.ask(role, level, "") for level in LEVELS.values())
