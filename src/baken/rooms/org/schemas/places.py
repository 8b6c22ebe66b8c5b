"""What places with a code and kiosks look like over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from pydantic import BaseModel, Field

from baken.core.api.queries import ListQuery
from baken.core.api.schemas import Body
from baken.core.workflow.fields import LONGEST_LINE
from baken.rooms.org.actions.kiosks import SetUp
from baken.rooms.org.queries.kiosks import Standing
from baken.rooms.org.queries.places import MOST_PLACES, Place
from baken.rooms.org.schemas.addresses import address_of_kiosk, address_of_place


class PlacesQuery(ListQuery):
    """A page of places, and of what they are asked: one of the three."""

    site: str = Field("", max_length=20, description="Code of a site.")
    unit: str = Field("", max_length=40, description="Code of a unit: its own, not those below it.")
    equipment: str = Field("", max_length=80, description="Code or UUID of a piece of equipment.")


class KiosksQuery(ListQuery):
    """A page of kiosks, and of which site."""

    site: str = Field(
        "", max_length=20, description="Code of a site; empty: those that stand at none now."
    )
    state: Literal["", "open", "shut"] = Field(
        "",
        description="`open`: those that may report or wait for their device; `shut`: the others.",
    )


class CodesBody(Body):
    """For which places codes are drawn."""

    site: str = Field("", max_length=20, description="Code of a site.")
    unit: str = Field("", max_length=40, description="Code of a unit.")
    equipment: str = Field("", max_length=80, description="Code or UUID of equipment.")
    places: list[str] = Field(
        [],
        max_length=MOST_PLACES,
        description="`place` of each, a hundred at most; empty is all of them, a hundred at a time.",
    )
    cursor: str = Field(
        "", max_length=100, description="`next` of the answer before, to go on with all of them."
    )


class WithdrawBody(Body):
    """Why a code is to hold no more."""

    reason: str = Field(min_length=1, max_length=LONGEST_LINE, pattern=r"\S")


class KioskBody(Body):
    """Where a kiosk is to stand, and what it is called."""

    site: str = Field(max_length=20, description="Code of a site.")
    place: str = Field(max_length=200, description="`place` of one of the places of the site.")
    name: str = Field(max_length=80, description="Such as: gate north. It stands on the screen.")


class PlaceOut(BaseModel):
    """A place for which you make posters."""

    place: str = Field(description="What makes it this place, to name it by in a call.")
    kind: Literal["site", "building", "workplace", "equipment"]
    name: str
    where: str = Field(description="The whole place in one line, as a report tells it.")
    unit: str = Field(description="Code of the unit that acts on what is reported there.")
    code: str = Field(description="What the square on its poster holds; empty when it has none.")
    address: str = Field(description="The whole address that the square leads to, or empty.")


class PlacePage(BaseModel):
    """Places: sites and buildings first, then workplaces, then equipment."""

    items: list[PlaceOut]
    next: str | None


class KioskOut(BaseModel):
    """A kiosk that you manage."""

    code: str
    name: str
    where: str
    state: Literal["waiting", "at_work", "shut"]
    address: str = Field(description="The page to open on its device.")


class KioskPage(BaseModel):
    """Kiosks, newest first."""

    items: list[KioskOut]
    next: str | None


class KioskSetUp(KioskOut):
    """A kiosk with the code for its device, which is told now and never again."""

    setup_code: str
    setup_until: datetime | None


def place_out(request: HttpRequest, place: Place) -> PlaceOut:
    """A place as the API gives it."""
    return PlaceOut(
        place=place.word,
        kind=place.kind,  # type: ignore[arg-type]
        name=place.name,
        where=place.where,
        unit=place.unit.code,
        code=place.code,
        address=address_of_place(place.code, request),
    )


def kiosk_out(request: HttpRequest, found: Standing) -> KioskOut:
    """A kiosk as the API gives it."""
    return KioskOut(
        code=found.kiosk.code,
        name=found.kiosk.name,
        where=found.place.where,
        state=found.state,  # type: ignore[arg-type]
        address=address_of_kiosk(found.kiosk, request),
    )


def kiosk_set_up(request: HttpRequest, made: SetUp, place: Place) -> KioskSetUp:
    """A kiosk that waits for its device."""
    plain = kiosk_out(request, Standing(made.kiosk, place, "waiting"))
    until = made.kiosk.setup_until
    return KioskSetUp(**plain.model_dump(), setup_code=made.setup_code, setup_until=until)
