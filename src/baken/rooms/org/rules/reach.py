"""Pure decisions about what a post reaches: in the tree, and along lines of command."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from baken.core.access.reach import (
    ABOVE,
    ACT,
    GUARDED,
    READ,
    SEGMENT,
    PathRange,
    below,
    cut,
    only,
    span,
    union,
)

# Which kinds of permit a line of command carries from the superior to the unit. The tree itself is
# the organic line and carries all. Host carries only what is about a site: see ``guests_of``.
# Source: domain reference, organisation, sections 1 and 7; the project's access design.
CARRIED: dict[str, frozenset[str]] = {
    "operational": frozenset({READ, ACT, GUARDED}),
    "training": frozenset({READ}),
    "functional": frozenset({READ}),
    "host": frozenset(),
    "administrative": frozenset(),
}


@dataclass(frozen=True)
class Post:
    """One live appointment as reach is computed from it."""

    role: str
    path: str
    below: bool
    part_path: str


@dataclass(frozen=True)
class Line:
    """A line of command as reach is computed from it: ``path`` answers to ``superior``."""

    path: str
    superior: str
    kind: str


@dataclass(frozen=True)
class Fences:
    """The restricted units' paths: what lies inside one is closed to readers from outside it."""

    paths: tuple[str, ...] = field(default=())

    def cut_from(self, ranges: Iterable[PathRange], standing_at: str) -> tuple[PathRange, ...]:
        """The ranges without restricted units, except one the post itself stands in."""
        closed = [below(path) for path in self.paths if not standing_at.startswith(path)]
        return cut(ranges, closed)


def along_lines(ranges: Iterable[PathRange], lines: Sequence[Line]) -> tuple[PathRange, ...]:
    """The ranges, with every unit (and all below it) whose superior on a line they reach.

    Lines follow on each other: the superior of one may be the unit of another.
    """
    reached, waiting = union(ranges), list(lines)
    while True:
        found = [one for one in waiting if any(p.covers(one.superior) for p in reached)]
        if not found:
            return reached
        reached = union([*reached, *(below(one.path) for one in found)])
        waiting = [one for one in waiting if one not in found]


def ranges_of(
    *,
    post: Post,
    reach: str,
    fences: Fences,
    opens_restricted: bool,
    lines: Sequence[Line] = (),
) -> tuple[PathRange, ...]:
    """The units a grant of a post reaches; ``own``, ``case`` and ``none`` reach no unit.

    A reach of ``unit`` is the appointment's unit, with what lies below when the appointment says
    so; ``part`` the whole organisation part; ``all`` everything. ``lines`` are those that carry the
    grant's permit. A closed unit stays closed along any line. ``above`` is each unit above the
    appointment's own in the tree, and what answers to those along a line is not: who stands inside a
    closed unit is not kept out of it.
    """
    if reach == ABOVE:
        return tuple(map(only, paths_above(post.path)))
    if reach == "unit":
        wide = (span(post.path, post.below),)
    elif reach == "part":
        wide = (below(post.part_path),)
    elif reach == "all":
        wide = (PathRange("", "9" * SEGMENT),)
    else:
        return ()
    reached = along_lines(wide, lines)
    return reached if opens_restricted else fences.cut_from(reached, post.path)


def paths_above(path: str) -> list[str]:
    """The paths of the units above one, the highest first."""
    return [path[:end] for end in range(SEGMENT, len(path), SEGMENT)]


def guests_of(
    *,
    post: Post,
    ranges: Sequence[PathRange],
    hosts: Sequence[Line],
    fences: Fences,
    opens_restricted: bool,
) -> dict[str, tuple[PathRange, ...]]:
    """The guests of whoever reads in ``ranges``: per host's path their units outside the ranges.

    A host reads of a guest what is about the sites that it and what lies below it hold, as far as
    that lies in the ranges, and nothing else. A closed guest stays closed.
    Source: domain reference, organisation, section 1.2; the project's access design.
    """
    guests: dict[str, list[PathRange]] = {}
    for one in hosts:
        if any(piece.covers(one.superior) for piece in ranges):
            guests.setdefault(one.superior, []).append(below(one.path))
    found = {host: cut(units, ranges) for host, units in guests.items()}
    if not opens_restricted:
        found = {host: fences.cut_from(units, post.path) for host, units in found.items()}
    return {host: units for host, units in found.items() if units}
