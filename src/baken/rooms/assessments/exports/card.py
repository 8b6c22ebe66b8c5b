"""The card for the notice board: the worst risks, what is done about them, and whom to ask, on one side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from baken.core.papers.blocks import Block, Bullets, Paragraph, Square, Table
from baken.rooms.assessments.exports.findings import title_of, worst_first
from baken.rooms.assessments.exports.words import cut, day, mark, warning_of
from baken.rooms.assessments.models import AssessmentFinding
from baken.rooms.assessments.permits import DECIDE, WORK
from baken.rooms.assessments.queries.papers import Told


@dataclass(frozen=True)
class Room:
    """How much a card says: risks, measures with each, signs of a text, and posts to ask."""

    risks: int
    measures: int
    signs: int
    posts: int


# From generous to scant: the first that fits on one side of A4 is the one that is printed.
ROOMS = (
    Room(10, 3, 200, 8),
    Room(8, 3, 160, 6),
    Room(7, 2, 120, 6),
    Room(6, 2, 90, 4),
    Room(5, 1, 70, 3),
    Room(3, 1, 50, 2),
)


def card_front(told: Told, room: Room) -> Iterator[Block]:
    """Of whom it is and until when it holds."""
    record = told.record
    warning = warning_of(record)
    if warning:
        yield Paragraph(_("%(state)s: this does not hold.") % {"state": warning}, "warning")
    if record.valid_until:
        yield Paragraph(_("Valid until %(day)s") % {"day": day(record.valid_until)}, "lead")


def top_risks(told: Told, room: Room) -> Iterator[Block]:
    """The worst risks, each with what is done about it."""
    found = worst_first(told)
    if not found:
        yield Paragraph(_("There is no finding in the register yet."), "muted")
        return
    rows = tuple(
        (cut(title_of(told, one), room.signs), mark(one.common), _done(told, one, room))
        for one in found[: room.risks]
    )
    caption = _("%(shown)s of %(all)s findings, the worst first") % {
        "shown": len(rows),
        "all": len(found),
    }
    yield Table(caption, (_("Risk"), _("Class"), _("What we do about it")), rows, (5, 2, 5))


def _done(told: Told, one: AssessmentFinding, room: Room) -> str:
    found = told.measures_of(one)
    shown = [cut(m.title, room.signs) for m in found[: room.measures]]
    more = len(found) - len(shown)
    if more > 0:
        shown.append(_("and %(count)s more") % {"count": more})
    return "\n".join(shown) or _("nothing yet")


def ask(told: Told, room: Room) -> Iterator[Block]:
    """The posts that decide and that make assessments there, the first in front."""
    posts = dict.fromkeys([*told.posts.get(DECIDE, ()), *told.posts.get(WORK, ())])
    shown = tuple(list(posts)[: room.posts])
    yield Bullets(shown) if shown else Paragraph(_("nobody yet"), "muted")


def link(told: Told, room: Room) -> Iterator[Block]:
    """The way to the whole assessment, which everybody in the unit may read."""
    yield Square(told.address, _("Read the whole RI&E and its plan:"))
