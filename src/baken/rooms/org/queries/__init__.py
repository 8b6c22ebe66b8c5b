"""Reads of the org room."""

from baken.rooms.org.queries.actors import actor_for, actor_of_person, own_key_of
from baken.rooms.org.queries.appointments import Held, own_appointments
from baken.rooms.org.queries.cover import Covered, cover_of
from baken.rooms.org.queries.holders import (
    Holder,
    holders_by_unit,
    nearest_holders,
    person_of_account,
    persons_named,
    posts_that_may,
)
from baken.rooms.org.queries.tree import Tree, UnitView, one_tree, tree

__all__ = [
    "Covered",
    "Held",
    "Holder",
    "Tree",
    "UnitView",
    "actor_for",
    "actor_of_person",
    "cover_of",
    "holders_by_unit",
    "nearest_holders",
    "one_tree",
    "own_appointments",
    "own_key_of",
    "person_of_account",
    "persons_named",
    "posts_that_may",
    "tree",
]
