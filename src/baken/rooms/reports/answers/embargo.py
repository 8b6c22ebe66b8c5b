"""What an information embargo answers: work for the duty officer, and a reference that tells no more."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from baken.core.access import Actor
from baken.core.access.declarations import withheld_record
from baken.core.page.addresses import record_address
from baken.core.questions import InboxAsk, InboxCard, SearchHit
from baken.rooms.library.queries import terms_of
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.queries.embargo import embargoes_to_lift, kin_waiting, long_after
from baken.rooms.reports.rules.embargo import is_long

QUIET, PRESSING = 35, 95


def embargo_cards(ask: InboxAsk) -> Iterable[InboxCard]:
    """Every embargo that the duty officer may lift; one that is on for long comes to the front."""
    hours = terms_of("embargo")["long_after_hours"]
    for record in embargoes_to_lift(ask.actor, ask.limit):
        long = is_long(since=record.embargo_at, now=ask.at, hours=hours)
        yield InboxCard(
            ref=record.ref,
            title=_("Information embargo on %(ref)s") % {"ref": record.ref},
            reason=_told(kin_waiting(record), long=long),
            url=record_address(record),
            action=_("Look"),
            due=record.embargo_at + long_after(),
            weight=PRESSING if long else QUIET,
        )


def _told(waiting: int | None, *, long: bool) -> str:
    if long:
        return _("This embargo is on for long. Do all next of kin know? Then lift it.")
    if waiting == 0:
        return _("All next of kin that were noted know. Lift the embargo.")
    return _("Lift it as soon as the next of kin of everybody know.")


def withheld_hits(actor: Actor, ref: str) -> Iterable[SearchHit]:
    """A reference that is searched for by somebody from whom its record is kept, who may know that."""
    for root, kind in ((Report, _("Report")), (Occurrence, _("Occurrence"))):
        record = withheld_record(actor, root, ref)
        if record is not None:
            url = record_address(record)
            yield SearchHit(kind, record.ref, _("Information embargo"), "", url, record.number)
