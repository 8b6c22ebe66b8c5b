"""The doors of reports in the demonstration: posters of one barracks, a kiosk, and what came in by them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from baken.core import clock
from baken.core.access import NOBODY, Actor
from baken.core.events.outbox import deliver_pending
from baken.rooms.org.actions.kiosks import set_up_kiosk
from baken.rooms.org.actions.place_codes import give_place_codes
from baken.rooms.org.queries.place_lists import places_about, places_of
from baken.rooms.org.queries.places import Place
from baken.rooms.reports.actions import Submitted, submit_report
from baken.rooms.reports.actions.answer_questions import answer_questions
from baken.rooms.reports.actions.enter_report import enter_report
from baken.rooms.reports.queries.doors import arrived_at
from baken.rooms.reports.rules import Intake
from baken.site.demo.people import Cast

BARRACKS, HOLDER, BATTALION = "HAV-JPK", "43MECHBRIG", "45PAINFBAT"
DAYS_AGO, TEN_O_CLOCK = timedelta(days=2), timedelta(hours=10)


def load_doors(*, today: date) -> int:
    """Give the places of a barracks their codes, set a kiosk up, and report by it and at a desk.

    Returns how many reports came in.
    """
    at = clock.start_of_day(today - DAYS_AGO) + TEN_O_CLOCK
    cast = Cast()
    adviser = cast.handler(BATTALION, at)
    _give_codes(cast.handler(HOLDER, at), at)
    garage = next(one for one in _give_codes(adviser, at) if one.kind == "workplace")
    kiosk = set_up_kiosk(actor=adviser, place=garage, name="Kantine", at=at).kiosk
    arrived = replace(arrived_at(garage), kiosk=kiosk.code)
    intake = Intake(
        story="Bij de ingang ligt olie op de vloer. Ik gleed bijna uit.",
        identity="anonymous",
        channel="kiosk",
        just_now=True,
    )
    submit_report(actor=NOBODY, intake=intake, at=at, key="demo kiosk", arrived=arrived)
    _answer(_tell(adviser, at + timedelta(hours=1)), adviser, at + timedelta(hours=2))
    while deliver_pending(at=at + timedelta(hours=3)):
        pass
    return 2


def _give_codes(actor: Actor, at: datetime) -> list[Place]:
    places = places_of(actor, places_about(actor, site=BARRACKS)).items
    return give_place_codes(actor=actor, places=places, at=at)


def _tell(adviser: Actor, at: datetime) -> Submitted:
    """What somebody tells by telephone."""
    intake = Intake(
        story="Iemand belt: de trap bij de wapenkamer wiebelt. Je staat er twee meter hoog op.",
        unit_code=BATTALION,
        place="Johannes Postkazerne (HAV-JPK)",
        just_now=True,
        identity="named",
        channel="desk",
        contact="Magazijn, toestel 12345",
    )
    return enter_report(actor=adviser, intake=intake, at=at, key="demo desk")


def _answer(sent: Submitted, adviser: Actor, at: datetime) -> None:
    told = {"from_what": "ladder", "height_m": 2, "ladder_secured": "no", "protection": ["none"]}
    given = {"subject": "fall_from_height", "answers": told}
    answer_questions(actor=adviser, report=sent.report, at=at, **given)  # type: ignore[arg-type]
