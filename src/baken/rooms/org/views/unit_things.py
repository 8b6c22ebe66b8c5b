"""What a unit's page shows besides posts: its sites, councils, persons and equipment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from baken.core.access import Actor
from baken.rooms.org.permits import MAKE_POSTER, READ_EQUIPMENT, READ_PERSON
from baken.rooms.org.queries import Holder, UnitView
from baken.rooms.org.queries.sites import MOST_OF_UNIT, councils_of, sites_page
from baken.rooms.org.queries.tree import name_of
from baken.rooms.org.texts import COUNCILS
from baken.rooms.org.views.sites import links_of

COUNCIL_ROLE = "council_member"


def things_of_unit(actor: Actor, unit: UnitView, holders: Sequence[Holder]) -> dict[str, Any]:
    """Sites where the unit or one below it works, its councils, and ways to persons and equipment.

    ``holders`` are the posts on the unit that the caller has read already.
    """
    found = sites_page(actor, unit=unit, limit=MOST_OF_UNIT)
    members = [h.name for h in holders if h.role == COUNCIL_ROLE and h.unit.id == unit.id]
    persons = reverse("org:persons", args=[unit.code])
    equipment = f"{reverse('org:equipment-list')}?unit={unit.code}"
    posters = f"{reverse('org:posters')}?unit={unit.code}"
    return {
        "sites": links_of(found.items),
        "more_sites_url": f"{reverse('org:sites')}?unit={unit.code}" if found.next_cursor else "",
        "councils": [
            {"name": name_of(one), "kind": COUNCILS[one.kind], "members": members}
            for one in councils_of(actor, [unit])
        ],
        "persons_url": persons if _reaches(actor, READ_PERSON, unit) else "",
        "posters_url": posters if _reaches(actor, MAKE_POSTER, unit) else "",
        "equipment_url": equipment if _reaches(actor, READ_EQUIPMENT, unit) else "",
    }


def _reaches(actor: Actor, permit: str, unit: UnitView) -> bool:
    """Whether the permit reaches the unit itself."""
    return any(unit.id in grant.reach.unit_ids for grant in actor.grants_of(permit))
