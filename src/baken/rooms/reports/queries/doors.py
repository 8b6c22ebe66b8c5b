"""The doors of reports: what a code, a kiosk or a form brings along, and by which one a report came."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from baken.core.workflow.errors import FieldsRefused
from baken.rooms.org.queries import persons_named
from baken.rooms.org.queries.kiosks import Standing
from baken.rooms.org.queries.places import Place, place_behind
from baken.rooms.reports.models import Arrival, PaperForm, Report
from baken.rooms.reports.receipts import digest_of_code
from baken.rooms.reports.rules import ANYWHERE, Arrived


@dataclass(frozen=True)
class CameBy:
    """By which door a report came, as its handlers see it; what is empty does not apply."""

    place_code: str = ""
    place: str = ""
    equipment: str = ""
    kiosk: str = ""
    form: str = ""
    entered_by: str = ""
    entered_post: str = ""


def arrived_at(place: Place | None) -> Arrived:
    """What the place behind a code brings along; of no place, nothing."""
    if place is None:
        return ANYWHERE
    return Arrived(
        place_code=place.code,
        where=place.where,
        unit_code=place.unit.code,
        site_id=place.site.id if place.site else None,
        equipment_id=place.equipment.pk if place.equipment else None,
    )


def arrived_as_sent(code: str) -> Arrived:
    """The same for what a program sends, which may have waited: also of a code that was withdrawn.

    Raises FieldsRefused for a code that never was.
    """
    place = place_behind(code, held=True) if code else None
    if code and place is None:
        raise FieldsRefused({"place_code": _("This code is not known.")})
    return arrived_at(place)


def arrived_at_kiosk(standing: Standing) -> Arrived:
    """What a kiosk brings along: its place, and which one it is."""
    here = arrived_at(standing.place)
    return Arrived(**{**vars(here), "kiosk": standing.kiosk.code})


def came_by(report: Report) -> CameBy | None:
    """By which door a report came that was read through the guard; None of the ordinary form."""
    row = Arrival.objects.of(report).first()
    if row is None:
        return None
    place = place_behind(row.place_code, held=True) if row.place_code else None
    names = persons_named([row.entered_by]) if row.entered_by else {}
    return CameBy(
        place_code=row.place_code,
        place=place.where if place else "",
        equipment=place.equipment.ref if place and place.equipment else "",
        kiosk=row.kiosk,
        form=row.form or "",
        entered_by=names.get(row.entered_by, "") if row.entered_by else "",
        entered_post=row.entered_post,
    )


def form_numbered(number: str) -> PaperForm | None:
    """The form of a number that was printed here, with the unit it was printed for."""
    return PaperForm.objects.filter(number=number).select_related("unit").first()


def form_not_entered(code: str) -> PaperForm | None:
    """The form whose strip bears a receipt code, as long as nobody has entered it."""
    rows = PaperForm.objects.filter(report__isnull=True)
    return rows.filter(receipt_digest=digest_of_code(code)).first()


def was_entered_by(report: Report, person: uuid.UUID | None) -> bool:
    """Whether somebody entered a report for another; it is not a report of their own."""
    return person is not None and Arrival.objects.of(report).filter(entered_by=person).exists()
