"""Changes of command: who comes on which unit's post after whom, and for which no handover was made yet."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from baken.core import clock
from baken.rooms.org.models import Appointment, Handover, Unit, UnitStep
from baken.rooms.org.queries.appointments import last_day_of, live_appointments
from baken.rooms.org.queries.commanders import COMMANDER, DELEGATE
from baken.rooms.org.queries.heirs import living
from baken.rooms.org.queries.tree import UnitView, tree
from baken.rooms.org.queries.zones import zone_of_unit
from baken.rooms.org.questions import CommandChange, handover_terms
from baken.rooms.org.rules.handovers import PERMANENT, Terms, is_needed

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Coming:
    """Somebody who takes command: their post, after whom, and the unit whose post that one held."""

    post: Appointment
    outgoing: uuid.UUID
    from_unit: UnitView
    starts_on: date

    @property
    def unit(self) -> UnitView:
        """Where command is taken."""
        return tree().by_id[self.post.unit_id]


def terms() -> Terms:
    """The terms of a handover, as the library has them."""
    return handover_terms.ask()[0]


def start_of(day: date, unit: UnitView) -> datetime:
    """00:00 of a day where a unit lives (UTC)."""
    return datetime.combine(day, time(0), tzinfo=zone_of_unit(unit)).astimezone(UTC)


def change_of(handover: Handover) -> CommandChange:
    """The change of command of a handover, as the rooms above are asked about it."""
    unit = tree().by_id[handover.unit_id]
    starts_at = start_of(handover.starts_on, unit)
    return CommandChange(handover.from_unit_id, handover.outgoing, handover.incoming, starts_at)


def changes_coming(day: date) -> list[Coming]:
    """Commanders who come, or came lately, after somebody else, and have no handover yet; three queries.

    A short absence of the commander asks none; of who is the first on a post nobody hands over, and
    who goes on in it by another appointment took it over before.
    """
    agreed = terms()
    since = day - timedelta(days=max(agreed.days.values()))
    rows = _commanders().filter(from_on__gt=since).filter(~_handed("pk", "unit"))
    over = Q(until__isnull=False, until__lt=day)
    found = [
        post
        for post in rows.filter(~over, withdrawn_at=None, unit__state="existing")
        if is_needed(post.kind, post.from_on, post.until, agreed)
    ]
    before = list(_commanders().filter(unit__in={post.unit_id for post in found}))
    taken, units = _taken_over(before), tree().by_id
    return [
        Coming(post, last.record.id, units[post.unit_id], post.from_on)
        for post in found
        for last in _predecessor(post, before)
        if not any(taken[one.pk] for one in _on_the_eve(post, before))
    ]


def units_gone(day: date) -> Iterator[Coming]:
    """Units that ended lately: their commander's post goes to that of the unit that took over.

    One on which records waited ends long after what was announced as its last day.
    """
    since = day - timedelta(days=max(terms().days.values()))
    lately = Q(ends_on__gte=since) | Q(pk__in=_ended_since(since))
    rows: Any = Unit.objects.filter(lately, state="dissolved", ends_on__lt=day)
    here = tree()
    for unit in rows.order_by("pk"):
        gone, heir = here.by_id[unit.pk], living(here.by_id[unit.pk])
        posts = _commanders().filter(unit=unit.pk).order_by("from_on", "pk")
        last = next((one for one in reversed(posts) if _began(one)), None)
        post = _last(commanding(heir.id, day))
        if last is None or post is None or last.record.id == post.record.id:
            continue
        made = Handover.objects.for_system(reason="terms").filter(from_unit=unit)
        goes_on = Q(incoming=post.record.id) & ~Q(state="withdrawn")
        if not made.filter(Q(post=post) | goes_on).exists():
            starts_on = max(unit.ends_on + ONE_DAY, post.from_on)
            yield Coming(post, last.record.id, gone, starts_on)


def _ended_since(day: date) -> Any:
    """The units whose history says since a day that they ended."""
    rows = UnitStep.objects.for_system(reason="terms").filter(to_state="dissolved")
    lately = rows.exclude(from_state="dissolved").filter(at__gte=clock.start_of_day(day))
    return lately.values("record")


def _commanders() -> Any:
    rows = Appointment.objects.for_system(reason="access").filter(role=COMMANDER)
    return rows.exclude(kind=DELEGATE).select_related("record").order_by("from_on", "pk")


def commanding(unit: int, day: date) -> Any:
    """The posts by which somebody commands a unit on a day, what is delegated left out."""
    rows = live_appointments(day).filter(role=COMMANDER, unit=unit).exclude(kind=DELEGATE)
    return rows.select_related("record").order_by("from_on", "pk")


def _last(rows: Any) -> Appointment | None:
    found: Appointment | None = rows.last()
    return found


def _handed(post: str, unit: str) -> Exists:
    made = Handover.objects.for_system(reason="terms")
    return Exists(made.filter(post=OuterRef(post), from_unit=OuterRef(unit)))


def _taken_over(posts: Sequence[Appointment]) -> dict[int, bool]:
    """Of each post whether whoever held it took it over, or had nobody to take it over from.

    A short absence is no taking over, nor is a handover that was withdrawn.
    """
    agreed = terms()
    rows = Handover.objects.for_system(reason="terms").filter(post__in=posts, from_unit=F("unit"))
    known = {post: state != "withdrawn" for post, state in rows.values_list("post", "state")}
    asked = {one.pk: is_needed(one.kind, one.from_on, one.until, agreed) for one in posts}
    return asked | known


def _on_the_eve(post: Appointment, all_posts: Sequence[Appointment]) -> Iterator[Appointment]:
    """The posts by which whoever comes commanded there already on the day before."""
    for other in all_posts:
        is_same = (other.unit_id, other.record.id) == (post.unit_id, post.record.id)
        if is_same and other.from_on < post.from_on and _lasts_to(other, post.from_on - ONE_DAY):
            yield other


def _lasts_to(post: Appointment, day: date) -> bool:
    last = last_day_of(post)
    return last is None or last >= day


def _predecessor(post: Appointment, all_posts: Sequence[Appointment]) -> list[Appointment]:
    """Whose post it was before: who held it on the day before, permanent first; else who held it last."""
    eve = post.from_on - ONE_DAY

    def nearness(other: Appointment) -> tuple[bool, bool, date]:
        return _lasts_to(other, eve), other.kind == PERMANENT, other.from_on

    before = [
        other
        for other in all_posts
        if other.unit_id == post.unit_id
        and other.record.id != post.record.id
        and other.from_on < post.from_on
        and _began(other)
    ]
    return sorted(before, key=nearness)[-1:]


def _began(post: Appointment) -> bool:
    return _lasts_to(post, post.from_on)
