"""The handover of 45 Painfbat, prepared for the announced successor, with what the commander says of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from baken.core import clock
from baken.core.access import system_actor
from baken.core.events.outbox import deliver_pending
from baken.core.workflow.unread import newest_step
from baken.rooms.org.actions.handover_steps import take_handover_step
from baken.rooms.org.actions.keep_handovers import keep_handovers, prepare_handovers
from baken.rooms.org.models import Handover, HandoverItem, Person
from baken.rooms.org.queries import tree
from baken.rooms.org.queries.changes import changes_coming, start_of
from baken.rooms.register.models import Risk
from baken.rooms.register.rules.handovers import ACCEPTED
from baken.site.demo.people import Cast

UNIT = "45PAINFBAT"
NARRATIVE = (
    "Je krijgt een goed bataljon. Er wordt veel gemeld, en dat is winst: ga er zo mee door. Mijn grootste"
    " zorg is de koepel. Zolang de schakelaars niet vervangen zijn, hangt het op de vrijmelding van het dek."
    " Spreek in je eerste week met de veiligheidsadviseur en met het hoofd van de remise. Kijk vóór de"
    " schietweek op de baan zelf: op papier lijkt die ruimer dan zij is."
)
# What the commander says of what is looked at one by one, by the title of the risk.
ABOUT = {
    "Chauffeur valt in slaap op de terugreis van de oefening": (
        "Zes uur slaap is op papier zo geregeld. Vraag het de chauffeurs zelf, en teken pas als je het"
        " gelooft."
    ),
    "Gehoorschade door de headset van de bemanning": (
        "Deze score hoort bij de oude headset. De nieuwe zijn er sinds vorige maand: laat opnieuw meten en"
        " scoren voordat je tekent."
    ),
    "Voertuig zakt weg bij het doorwaden van een beek": (
        "Ik heb dit aanvaard omdat elke plek op de dag zelf te voet wordt verkend. Loop er één keer mee."
    ),
    "Hitteletsel bij een mars met bepakking": (
        "De grens aan de warmte houdt alleen als jij een mars durft af te blazen. Ik heb dat twee keer"
        " gedaan."
    ),
    "Schutter ziet eigen mensen niet bij schieten in het donker": (
        "De brigade tekende dit voor dertig dagen. Die eindigen in jouw eerste maand; zijn de kijkers er"
        " dan niet, leg het dan opnieuw hogerop."
    ),
}
# So many days before the change the commander had written it all.
WRITTEN = timedelta(days=2)


def load_handovers(*, cast: Cast, at: datetime) -> None:
    """Make the handovers that the worker would have made, and write the one of 45 Painfbat.

    When command has changed already, it was written before that day, and is open now.
    """
    written = _written_at(at)
    if written is not None:
        _prepare(written)
        rows = Handover.objects.for_system(reason="demo").filter(unit=tree().by_code[UNIT].id)
        record = rows.filter(state="prepared").first()
        if record is not None:
            _write(record, cast, written)
    _prepare(at)
    while deliver_pending(at=at):
        pass


def _written_at(at: datetime) -> datetime | None:
    """When the commander of 45 Painfbat writes of what is handed over; None when nothing is."""
    here = [one for one in changes_coming(clock.local_date(at)) if one.unit.code == UNIT]
    return (
        min([at, *(start_of(one.starts_on, one.unit) - WRITTEN for one in here)]) if here else None
    )


def _prepare(at: datetime) -> None:
    worker = system_actor("clock")
    prepare_handovers(actor=worker, at=at)
    keep_handovers(actor=worker, at=at)


def _write(record: Handover, cast: Cast, at: datetime) -> None:
    person = Person.objects.for_system(reason="demo").get(id=record.outgoing)
    said = [("write", {"narrative": NARRATIVE})]
    items = HandoverItem.objects.of(record).filter(one_by_one=True, kind=ACCEPTED).order_by("place")
    titles = dict(Risk.objects.for_system(reason="demo").values_list("ref", "title"))
    said += [
        ("write_item", {"item": one.ref, "narrative": ABOUT[titles[one.ref]]})
        for one in items
        if titles[one.ref] in ABOUT
    ]
    for step, fields in said:
        take_handover_step(
            actor=cast.actor(person, at),
            record=record,
            step=step,
            at=at,
            fields=fields,
            seen=newest_step(record).serial,
        )
