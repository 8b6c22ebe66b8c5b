"""Where to: records by reference, pages, units and actions within the caller's rights."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from baken.core.api.endpoints import endpoint
from baken.core.api.queries import NamedQuery
from baken.rooms.org.permits import READ_UNIT
from baken.site.palette import palette_items

router = Router()


class PaletteQuery(NamedQuery):
    """What was typed."""

    q: str = Field("", max_length=100)


class PaletteOut(BaseModel):
    """One line of the palette."""

    label: str
    kind: str = Field(description="What it is, in words.")
    url: str = Field(description="Where it leads; empty for an action.")
    act: str = Field(description="What a page of the product does; empty for an address.")


class PaletteList(BaseModel):
    """The lines that fit, at most twenty, the likeliest first."""

    items: list[PaletteOut]


@router.get("/palette", response=PaletteList, operation_id="palette", url_name="palette")
@endpoint(permit=READ_UNIT)
def palette(request: HttpRequest, asked: Query[PaletteQuery]) -> PaletteList:
    """Where you can go: a reference such as `M-2026-000123` or `m 123`, a page, a unit or an action."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    names = PaletteOut.model_fields
    items = palette_items(actor, asked.q, at)
    return PaletteList(
        items=[PaletteOut(**{name: getattr(item, name) for name in names}) for item in items]
    )
