"""Edges of a graph without which it would fall apart: they lie on no circle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def bridges(edges: Sequence[tuple[int, int]]) -> set[int]:
    """The places of edges that lie on no circle of a graph; two edges between the same ends do.

    Source: Tarjan (1974), without recursion: trees of units are deep enough to exhaust it.
    """
    at: dict[int, list[int]] = {}
    for place, ends in enumerate(edges):
        for end in set(ends):
            at.setdefault(end, []).append(place)
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    found: set[int] = set()
    for start in at:
        if start not in order:
            found |= _bridges_from(start, edges, at, order, low)
    return found


def _bridges_from(
    start: int,
    edges: Sequence[tuple[int, int]],
    at: Mapping[int, list[int]],
    order: dict[int, int],
    low: dict[int, int],
) -> set[int]:
    """Those of one connected piece; ``low`` is the earliest that can be reached around an edge."""
    found: set[int] = set()
    order[start] = low[start] = len(order)
    path = [(start, -1, iter(at[start]))]
    while path:
        here, came_by, waiting = path[-1]
        place = next(waiting, None)
        if place is None:
            path.pop()
            if path:
                above = path[-1][0]
                low[above] = min(low[above], low[here])
                if low[here] > order[above]:
                    found.add(came_by)
            continue
        one, other = edges[place]
        there = other if one == here else one
        if place == came_by:
            continue
        if there in order:
            low[here] = min(low[here], order[there])
        else:
            order[there] = low[there] = len(order)
            path.append((there, place, iter(at[there])))
    return found
