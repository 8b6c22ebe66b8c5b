"""What is new for a unit: the first equipment of its kind, a site that it came to hold."""

from __future__ import annotations

from typing import Any

from baken.rooms.org.models import Equipment, Site
from baken.rooms.org.queries.tree import tree


def unit_of_new_kind(number: int) -> int | None:
    """The unit that has a piece of equipment in use, when it and what is below it have no other like it.

    By row number, as news names it. None otherwise, so that the tenth of a kind is no news.
    """
    rows: Any = Equipment.objects.for_system(reason="deliver").filter(pk=number, state="in_use")
    found = rows.values_list("unit_id", "kind").first()
    if found is None:
        return None
    unit, kind = found
    here = tree()
    inside = here.among("unit_id", here.ids_in((here.by_id[unit].range,)))
    others: Any = Equipment.objects.for_system(reason="deliver").exclude(pk=number)
    is_known = others.filter(inside, kind=kind, state="in_use").exists()
    return None if is_known else int(unit)


def units_of_site(number: int) -> set[int]:
    """The unit that holds a site now, by the row number of the site; none when nobody does."""
    held = Site.objects.filter(pk=number, holder__isnull=False)
    return set(held.values_list("holder", flat=True))
