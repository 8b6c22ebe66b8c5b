"""What endpoints are asked about: a unit in the path."""

from __future__ import annotations

from django.http import Http404

from baken.rooms.org.queries import UnitView, tree


def unit_at(code: str) -> UnitView:
    """The unit of a code in the path. Raises Http404 when there is none."""
    found = tree().find(code)
    if found is None:
        raise Http404
    return found
