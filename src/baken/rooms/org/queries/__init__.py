"""Reads of the org room."""

from baken.rooms.org.queries.actors import actor_for, actor_of_person, own_key_of
from baken.rooms.org.queries.appointments import Held, own_appointments, own_roles, roles_held
from baken.rooms.org.queries.below import parts_below, tops_below
from baken.rooms.org.queries.commanders import PostFacts, commanders_on, every_post_of
from baken.rooms.org.queries.cover import Covered, cover_of
from baken.rooms.org.queries.history import (
    earlier_lines_of,
    history_of,
    lines_of,
    predecessors_of,
)
from baken.rooms.org.queries.holders import (
    Holder,
    display_name,
    holders_above,
    holders_by_unit,
    holders_on,
    nearest_anywhere,
    nearest_holders,
    person_numbered,
    person_of_account,
    person_of_actor,
    person_with_id,
    persons_named,
    posts_by_permit,
    posts_that_may,
    units_without,
)
from baken.rooms.org.queries.open_rows import open_rows
from baken.rooms.org.queries.past import tree_on
from baken.rooms.org.queries.posts import (
    appointment_numbered,
    may_end,
    person_meant,
    posts_of_actor,
    posts_of_unit,
)
from baken.rooms.org.queries.powers import roles_to_give
from baken.rooms.org.queries.ties import Given, Tied, Ties, cases_of, roles_with_cases, ties_of
from baken.rooms.org.queries.tree import SiteView, Tree, UnitView, one_tree, tree
from baken.rooms.org.queries.who_could import Onlooker, who_could
from baken.rooms.org.queries.zones import zone_of_unit

__all__ = [
    "Covered",
    "Given",
    "Held",
    "Holder",
    "Onlooker",
    "PostFacts",
    "SiteView",
    "Tied",
    "Ties",
    "Tree",
    "UnitView",
    "actor_for",
    "actor_of_person",
    "appointment_numbered",
    "cases_of",
    "commanders_on",
    "cover_of",
    "display_name",
    "earlier_lines_of",
    "every_post_of",
    "history_of",
    "holders_above",
    "holders_by_unit",
    "holders_on",
    "lines_of",
    "may_end",
    "nearest_anywhere",
    "nearest_holders",
    "one_tree",
    "open_rows",
    "own_appointments",
    "own_key_of",
    "own_roles",
    "parts_below",
    "person_meant",
    "person_numbered",
    "person_of_account",
    "person_of_actor",
    "person_with_id",
    "persons_named",
    "posts_by_permit",
    "posts_of_actor",
    "posts_of_unit",
    "posts_that_may",
    "predecessors_of",
    "roles_held",
    "roles_to_give",
    "roles_with_cases",
    "ties_of",
    "tops_below",
    "tree",
    "tree_on",
    "units_without",
    "who_could",
    "zone_of_unit",
]
