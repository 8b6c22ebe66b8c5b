"""Brings the named posts in line with a file: which unit's commander each is, with its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from baken.core.access import Actor
from baken.core.trail.append import Entry, append
from baken.rooms.org.actions.import_checks import units_after
from baken.rooms.org.actions.import_outcome import ImportOutcome
from baken.rooms.org.actions.versions import turn_page
from baken.rooms.org.models import NamedPost, Unit
from baken.rooms.org.queries.codes import codes_of
from baken.rooms.org.queries.parts import named_parts
from baken.rooms.org.rules import NamedPostRow, OrganisationFile, twice

NAMES = "named_posts"


def named_post_problems(content: OrganisationFile) -> list[str]:
    """Named posts that are not known, stand on no unit, or share one."""
    rows, known = content.named_posts, codes_of(NAMES)
    _parents, levels = units_after(content)
    moved = {row.post for row in rows}
    stay = NamedPost.objects.filter(withdrawn_at=None).exclude(code__in=moved)
    units = [*stay.values_list("unit__code", flat=True), *(row.unit for row in rows)]
    found = [
        f"named post {row.post}: there is no such post ({', '.join(known)})"
        for row in rows
        if row.post not in known
    ]
    found += [
        f"named post {row.post}: there is no unit {row.unit}"
        for row in rows
        if row.unit not in levels
    ]
    found += [f"named post {one}: stands in the file twice" for one in twice(r.post for r in rows)]
    return found + [f"unit {one}: its commander has one name" for one in twice(units) if rows]


def import_named_posts(
    rows: Sequence[NamedPostRow], *, actor: Actor, at: datetime, outcome: ImportOutcome
) -> None:
    """Let the posts stand on the units that the rows say; the units tell it in their history.

    All that move leave their units first, so that two may change places.
    """
    units = {unit.code: unit for unit in Unit.objects.select_for_update()} if rows else {}
    kept = {one.code: one for one in NamedPost.objects.filter(withdrawn_at=None)}
    fresh = []
    touched: dict[int, list[NamedPost]] = {}
    for row in rows:
        before = kept.get(row.post)
        if before is not None and before.unit_id == units[row.unit].pk:
            outcome.note(f"named post {row.post}", "unchanged")
            continue
        outcome.note(f"named post {row.post}", "changed" if before else "created")
        fresh.append(NamedPost(unit=units[row.unit], code=row.post, named_at=at))
        if before is not None:
            before.withdrawn_at = at
            before.save(update_fields=["withdrawn_at"])
            touched.setdefault(before.unit_id, []).append(before)
    for one in fresh:
        one.save(force_insert=True)
        touched.setdefault(one.unit_id, []).append(one)
    _tell(touched, actor, at)


def _tell(touched: dict[int, list[NamedPost]], actor: Actor, at: datetime) -> None:
    for unit in Unit.objects.filter(pk__in=touched).order_by("path"):
        posts = touched[unit.pk]
        entry = Entry(
            code="org.unit.post_named",
            from_state=unit.state,
            to_state=unit.state,
            facts={"posts": sorted(one.code for one in posts if one.withdrawn_at is None)},
            parts=named_parts(posts),
        )
        append(record=unit, actor=actor, at=at, entry=entry)
    if touched:
        turn_page()
