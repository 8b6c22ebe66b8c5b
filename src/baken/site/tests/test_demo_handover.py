"""The handover of 45 Painfbat in the demonstration of the day after the change, walked to its end.

Source: domain reference, integral risk management, section 15: the worked example.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from baken.core import clock
from baken.core.access import Actor, system_actor
from baken.core.trail.verify import breaks
from baken.core.workflow.unread import newest_step
from baken.rooms.org.actions.handover_steps import take_handover_step
from baken.rooms.org.actions.keep_handovers import keep_handovers
from baken.rooms.org.models import Handover, HandoverItem
from baken.rooms.org.queries import person_with_id, tree
from baken.rooms.register.actions.take_decision_step import take_decision_step
from baken.rooms.register.models import Risk
from baken.rooms.register.tests.deciding import HANDED_UP, RECORD, standing, take
from baken.rooms.register.workflow.decision_fields import COMPARISON
from baken.site.demo import loader
from baken.site.tests.demo_walks import hear, the_risk, whoever

# The demonstration once more, a day later: which lines of it are reached is known from its other tests.
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
TODAY, CHANGE = date(2027, 1, 16), date(2027, 1, 15)
KEPT = ("Chauffeur valt in slaap", "Voertuig zakt weg", "Hitteletsel bij een mars")
OLD_SCORE, ENDS_SOON, WAITING = "Gehoorschade door de headset", "Schutter ziet", "Beknelling tussen"


def test_demo_of_the_day_after_the_change_is_taken_over_by_who_came() -> None:
    with transaction.atomic():
        loader.load_demo(today=TODAY)
    people = [person_with_id(one) for one in (handover().outgoing, handover().incoming)]
    assert [one.account.username for one in people if one and one.account] == [
        "commandant",
        "opvolger",
    ]
    assert (handover().state, handover().starts_on, bool(handover().narrative)) == (
        "open",
        CHANGE,
        True,
    )
    accepted = items(kind="accepted")
    assert Counter(accepted.values_list("risk_class", flat=True)) == {
        "low": 9,
        "medium": 4,
        "high": 1,
    }
    told = Counter(accepted.exclude(narrative="").values_list("risk_class", flat=True))
    assert told == {"medium": 4, "high": 1}

    sixth = clock.start_of_day(CHANGE + timedelta(days=5)) + timedelta(hours=9)
    take_over(sixth)
    low = accepted.filter(risk_class="low").values_list("outcome", flat=True)
    assert Counter(low) == {"taken_over": 9}
    for title in KEPT:
        accept_again(title, sixth)
    revise(OLD_SCORE, sixth)
    for title in (ENDS_SOON, WAITING):
        take(incoming(sixth), the_risk(title), "hand_up", sixth, HANDED_UP)
    hear(sixth)
    above = Counter(accepted.exclude(risk_class="low").values_list("outcome", flat=True))
    assert above == {"reaccepted": 3, "revised": 1, "handed_up": 1}
    assert the_risk(ENDS_SOON).raised_to.code == "43MECHBRIG"

    thirtieth = clock.start_of_day(CHANGE + timedelta(days=30))
    keep_handovers(actor=system_actor("clock"), at=thirtieth)
    assert items(outcome="").count() == 0
    assert items(outcome="lapsed").count() == 0
    assert list(breaks()) == []


def handover() -> Handover:
    """The handover of 45 Painfbat."""
    rows = Handover.objects.for_system(reason="demo")
    found: Handover = rows.get(unit=tree().by_code["45PAINFBAT"].id)
    return found


def items(**wanted: Any) -> Any:
    """What is taken over by it."""
    return HandoverItem.objects.of(handover()).filter(**wanted)


def incoming(at: datetime) -> Actor:
    """Who takes over."""
    return whoever("opvolger", at)


def take_over(at: datetime) -> None:
    """Everything that is low or only to be known, in one act."""
    record = handover()
    seen = newest_step(record).serial
    take_handover_step(
        actor=incoming(at), record=record, step="take_over", at=at, fields={}, seen=seen
    )
    hear(at)


def accept_again(title: str, at: datetime) -> None:
    """Sign for a risk anew, for what is left of its term, after the comparison."""
    risk = the_risk(title)
    kept = {"conditions": [{"text": "Zoals het was", "expression": ""}]}
    days = {"ends_on": str(standing(risk).ends_on), "informed_on": str(at.date())}
    compared = {field.name: "Gelijk gebleven." for field in COMPARISON}
    said = {**RECORD, **kept, **days, **compared, "stack_seen": True}
    risk = take(incoming(at), risk, "renew", at, said)
    assert risk.state == "accepted"


def revise(title: str, at: datetime) -> None:
    """Ask a risk anew, whose score was about equipment that was replaced since."""
    risk: Risk = the_risk(title)
    take_decision_step(
        actor=incoming(at),
        record=standing(risk),
        step="revoke",
        at=at,
        fields={"reason": "Er zijn nieuwe headsets: de score ging over de oude."},
    )
    hear(at)
    assert the_risk(title).state == "decision_pending"
