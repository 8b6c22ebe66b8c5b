"""The handover of 45 Painfbat, prepared for the announced successor, with what the commander says of it."""

from __future__ import annotations

from datetime import datetime

from baken.core.access import system_actor
from baken.core.events.outbox import deliver_pending
from baken.core.workflow.unread import newest_step
from baken.rooms.org.actions.handover_steps import take_handover_step
from baken.rooms.org.actions.keep_handovers import keep_handovers, prepare_handovers
from baken.rooms.org.models import Handover, HandoverItem, Person
from baken.rooms.org.queries import tree
from baken.site.demo.people import Cast

UNIT = "45PAINFBAT"
NARRATIVE = (
    "Je krijgt een goed bataljon. Er wordt veel gemeld, en dat is winst: ga er zo mee door. Mijn grootste"
    " zorg is de koepel. Zolang de schakelaars niet vervangen zijn, hangt het op de vrijmelding van het dek."
    " Spreek in je eerste week met de veiligheidsadviseur en met het hoofd van de remise. Kijk vóór de"
    " schietweek op de baan zelf: op papier lijkt die ruimer dan zij is."
)
ABOUT = {
    "accepted": (
        "Ik heb dit aanvaard omdat uitstel ons de oefening had gekost, en alleen met de maatregelen die erbij"
        " staan. Of die worden nageleefd zag ik zelf op de werkvloer. Doe dat ook, voor je opnieuw tekent."
    ),
    "undecided": (
        "Dit ligt er nog. Lees het advies en ga zelf kijken: wie tekent, moet het daarna ook dragen. Ben ik"
        " er nog, dan teken ik het voor ik ga; anders vertelt de veiligheidsadviseur je waar het op wacht."
    ),
}


def load_handovers(*, cast: Cast, at: datetime) -> None:
    """Make the handovers that the worker would have made, and write the one of 45 Painfbat."""
    clock = system_actor("clock")
    prepare_handovers(actor=clock, at=at)
    keep_handovers(actor=clock, at=at)
    rows = Handover.objects.for_system(reason="demo").filter(unit=tree().by_code[UNIT].id)
    record = rows.filter(state="prepared").first()
    if record is not None:
        _write(record, cast, at)
    while deliver_pending(at=at):
        pass


def _write(record: Handover, cast: Cast, at: datetime) -> None:
    person = Person.objects.for_system(reason="demo").get(id=record.outgoing)
    said = [("write", {"narrative": NARRATIVE})]
    items = HandoverItem.objects.of(record).filter(one_by_one=True).order_by("place")
    said += [("write_item", {"item": one.ref, "narrative": ABOUT[one.kind]}) for one in items[:2]]
    for step, fields in said:
        take_handover_step(
            actor=cast.actor(person, at),
            record=record,
            step=step,
            at=at,
            fields=fields,
            seen=newest_step(record).serial,
        )
