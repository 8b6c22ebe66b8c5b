"""The measures of the demonstration: one that waits for others, one that is verified, one that is late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from baken.core import clock
from baken.core.access import Actor
from baken.core.events.outbox import deliver_pending
from baken.core.workflow.unread import newest_step
from baken.rooms.measures.actions import propose_measure, take_step
from baken.rooms.measures.models import Measure
from baken.rooms.measures.questions import served_meant
from baken.rooms.org.queries import nearest_holders, tree
from baken.rooms.register.models import Risk
from baken.site.demo.people import Cast

MORNING = timedelta(hours=10)
ADVISER, COMMANDER = "safety_adviser", "commander"


@dataclass(frozen=True)
class Act:
    """A step, so many days before the demonstration's day, by the nearest holder of a role.

    ``days`` of a field is a day so many days after the demonstration's day.
    """

    days_ago: int
    role: str
    step: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """A measure about the risk of a title: what is proposed, and what came of it."""

    about: str
    days_ago: int
    fields: Mapping[str, Any]
    acts: tuple[Act, ...] = ()


LINES = Told(
    "Val van het voertuigdak bij onderhoud",
    38,
    {
        "title": "Lijnsysteem boven remise 5 en 6",
        "description": "Een vaste lijn boven elke werkplek, met een valblok voor wie op een dak staat.",
        "control_level": "collective_engineering",
        "due_on": 60,
        "interim": "Tot de lijn hangt staat er een rolsteiger naast het voertuig en werkt niemand alleen.",
        "budget": "18.500",
        "budget_source": "regular",
        "expected_residual": "low",
        "success_criterion": "Niemand staat op een dak zonder vast te zitten, bij tien steekproeven.",
        "verification_method": "Tien keer onaangekondigd kijken, verspreid over een maand.",
    },
    (
        Act(36, COMMANDER, "decide", {"authority_confirmed": True}),
        Act(35, COMMANDER, "start", {}),
        Act(
            12,
            COMMANDER,
            "ask_party",
            {
                "party": "Rijksvastgoedbedrijf",
                "question": "Kan het dak van remise 5 en 6 de lijn dragen, en wanneer kan die erin?",
            },
        ),
    ),
)
SCAFFOLD = Told(
    "Val van het voertuigdak bij onderhoud",
    38,
    {
        "title": "Rolsteiger naast elk voertuig",
        "description": "Een rolsteiger met leuning op werkhoogte bij elke onderhoudsplaats.",
        "control_level": "collective_engineering",
        "due_on": -10,
        "expected_residual": "low",
        "success_criterion": "Bij elk voertuig waarop gewerkt wordt staat de steiger.",
    },
    (
        Act(36, COMMANDER, "decide", {"authority_confirmed": True}),
        Act(34, COMMANDER, "start", {}),
        Act(9, COMMANDER, "implement", {"done": "In beide remises staan er twee, gekeurd."}),
    ),
)
HOSES = Told(
    "Uitlaatgas in de remise bij draaiende motoren",
    50,
    {
        "title": "Slangen op de uitlaat",
        "description": "Elke draaiende motor binnen gaat aan een slang die naar buiten afvoert.",
        "standard": "std.exhaust_hose",
        "control_level": "collective_engineering",
        "due_on": -20,
        "expected_residual": "low",
        "success_criterion": "Het CO-alarm blijft in een maand stil.",
    },
    (
        Act(48, COMMANDER, "decide", {"authority_confirmed": True}),
        Act(45, COMMANDER, "start", {}),
        Act(25, COMMANDER, "implement", {"done": "Acht slangen, en iedereen kreeg uitleg."}),
        Act(
            3,
            ADVISER,
            "verify_effective",
            {"finding": "Dertig dagen geen alarm; bij zes van zes keer kijken zat de slang erop."},
        ),
    ),
)
EXTRACTION = Told(
    "Lasrook van gecoate delen",
    20,
    {
        "title": "Afzuiging aan de lastafel",
        "description": "Een afzuigarm bij elke lasplek en een jaarlijkse meting van de trek.",
        "standard": "std.local_exhaust",
        "control_level": "collective_engineering",
        "due_on": -4,
        "interim": "Tot dan wordt de coating eerst gestraald en last niemand langer dan een uur achtereen.",
        "budget": "9.800",
        "budget_source": "zka",
        "expected_residual": "medium",
        "alarp_more": "Een robotcel, waarin niemand staat.",
        "alarp_cost": "Ruim twee ton voor dertig delen per jaar.",
        "alarp_time": "Een aanbesteding van anderhalf jaar.",
        "alarp_trouble": "De delen verschillen te veel voor één programma.",
    },
    (
        Act(18, COMMANDER, "decide", {"authority_confirmed": True}),
        Act(17, COMMANDER, "start", {}),
    ),
)
TOOLS = Told(
    "Blijvend tintelende handen door trillend gereedschap",
    6,
    {
        "title": "Trillingsarm gereedschap",
        "description": "Vervang de oudste twaalf slijpmachines door machines onder 2,5 m/s².",
        "control_level": "source",
        "due_on": 45,
        "expected_residual": "low",
    },
)
ALL = (LINES, SCAFFOLD, HOSES, EXTRACTION, TOOLS)


def load_measures(*, today: date, told_of: Iterable[Told] = ALL) -> list[str]:
    """Propose them and let happen what happened; returns their references.

    A demonstration of an earlier day may not have the risk of one yet: that one is left out.
    """
    cast, made = Cast(), []
    for told in told_of:
        at = moment(today, told.days_ago)
        known = Risk.objects.for_system(reason="demo").filter(identified_at__lt=at)
        risk = known.filter(title=told.about).order_by("-number").first()
        if risk is not None:
            made.append(_tell(told, risk, cast, today).ref)
    return made


def _tell(told: Told, risk: Risk, cast: Cast, today: date) -> Measure:
    at = moment(today, told.days_ago)
    actor = holder(ADVISER, risk, cast, at)
    serves = served_meant.ask(actor, risk.ref)[0]
    fields = with_days(told.fields, today)
    record = propose_measure(actor=actor, serves=serves, fields=fields, at=at)
    for act in told.acts:
        play_act(act, record, cast, today)
    return record


def play_act(act: Act, record: Measure, cast: Cast, today: date) -> None:
    """Take a step with a measure, and tell who hears of it."""
    at = moment(today, act.days_ago)
    actor = holder(act.role, record, cast, at)
    fields = with_days(act.fields, today)
    if act.step == "decide":
        fields["owner"] = str(holder(COMMANDER, record, cast, at).person)
    seen = newest_step(record).serial
    take_step(actor=actor, record=record, step=act.step, at=at, fields=fields, seen=seen)
    while deliver_pending(at=at):
        pass


def holder(role: str, record: Any, cast: Cast, at: datetime) -> Actor:
    """The nearest holder of a role to the unit that acts."""
    unit = tree().by_id[record.owner_unit_id or record.unit_id]
    found = nearest_holders(roles=(role,), unit=unit, at=at)
    return cast.actor(cast.person(found[0].person), at)


def moment(today: date, days_ago: int) -> datetime:
    """The morning of so many days before the demonstration's day."""
    return clock.start_of_day(today - timedelta(days=days_ago)) + MORNING


def with_days(fields: Mapping[str, Any], today: date) -> dict[str, Any]:
    """What is filled in, a day that was told in days from now as that day."""
    due = fields.get("due_on")
    day = {} if due is None else {"due_on": (today + timedelta(days=due)).isoformat()}
    return {**fields, **day}
