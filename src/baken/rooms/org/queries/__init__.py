"""Reads of the org room."""

from baken.rooms.org.queries.actors import actor_for, actor_of_person, own_key_of
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
    "Holder",
    "Tree",
    "UnitView",
    "actor_for",
    "actor_of_person",
    "holders_by_unit",
    "nearest_holders",
    "one_tree",
    "own_key_of",
    "person_of_account",
    "persons_named",
    "posts_that_may",
    "tree",
]
