"""Pure decisions about the time in which a unit exists: what fits into it, and what it was called."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from baken.rooms.org.rules.appointing import EVERYBODY
from baken.rooms.org.rules.rows import AppointmentRow, EarlierName, LineRow, UnitRow

# Of what came with the first import nobody knows since when it was so.
SINCE_ALWAYS = date(1900, 1, 1)
LONGEST_NAME = 120


@dataclass(frozen=True)
class Life:
    """The first and the last day of a unit and the one above it; None is not known, or no end.

    ``is_over`` when it was dissolved: its last day stands, and what was put on it is history.
    """

    parent: str = ""
    begin: date | None = None
    end: date | None = None
    is_over: bool = False

    def mistakes(self, begin: date, end: date | None) -> Iterator[tuple[str, str]]:
        """What of a period lies outside this life: the field, and why."""
        if self.begin is not None and begin < self.begin:
            yield "from", f"exists from {self.begin} on"
        if self.end is not None and (end is None or end > self.end):
            yield "to", f"ends on {self.end}"


Lives = Mapping[str, Life]


def lives_after(rows: Iterable[UnitRow], known: Lives) -> dict[str, Life]:
    """The life of each unit once these rows are in; parents stand before their children.

    A new unit of which the file gives no first day begins with the one above it.
    """
    lives = dict(known)
    for row in rows:
        there, above = known.get(row.code), lives.get(row.parent, Life())
        begin = row.from_on or (there.begin if there else above.begin)
        is_over = there is not None and there.is_over
        end = there.end if there and is_over else row.until
        lives[row.code] = Life(row.parent, begin, end, is_over)
    return lives


def life_problems(rows: Sequence[UnitRow], lives: Lives, today: date) -> Iterator[str]:
    """Why units cannot have the days and earlier names that the rows give them."""
    for row in rows:
        yield from _own_problems(row, lives[row.code])
        yield from _earlier_problems(row, lives[row.code], today)
    named = {row.code: row for row in rows}
    for code, life in lives.items():
        above = lives.get(life.parent)
        if above is not None and (code in named or life.parent in named):
            yield from _above_problems(code, life, above, is_named=code in named)


def coming_problems(
    rows: Iterable[UnitRow], lives: Lives, known: Lives, today: date
) -> Iterator[str]:
    """New units that have yet to begin: a unit that is in is there, in the tree and on every form."""
    for row in rows:
        begin = lives[row.code].begin
        if row.code not in known and begin is not None and begin > today:
            yield (
                f"unit {row.code}, field from: it begins on {begin}, and a unit comes in on its"
                " first day or later: bring it in from then on"
            )


def period_problems(
    lines: Iterable[LineRow],
    posts: Iterable[AppointmentRow],
    lives: Lives,
    stay: Collection[LineRow | AppointmentRow],
    today: date,
) -> Iterator[str]:
    """Lines and posts outside the life of their units; who is an employee stays one after it.

    On a unit that is over the rows of ``stay`` may be as they are: they are there already.
    """
    for line in lines:
        what = f"line of {line.unit} to {line.superior}"
        for code in (line.unit, line.superior):
            life = _life_for(code, line, lives, stay, today)
            for name, why in life.mistakes(line.from_on, line.until):
                yield f"{what}, field {name}: {code} {why}"
    for post in posts:
        if post.role == EVERYBODY:
            continue
        life = _life_for(post.unit, post, lives, stay, today)
        for name, why in life.mistakes(post.from_on, post.until):
            what = f"appointment {post.role} of {post.person} on {post.unit}"
            yield f"{what}, field {name}: {post.unit} {why}"


def _life_for(
    code: str,
    row: LineRow | AppointmentRow,
    lives: Lives,
    stay: Collection[LineRow | AppointmentRow],
    today: date,
) -> Life:
    """The life of a unit that a row must keep to; one without days when it need not."""
    life = lives.get(code, Life())
    if life.is_over and row in stay:
        return Life()
    if life.is_over and (row.until is None or row.until > today):
        return replace(life, end=None)  # the sentence that says what took over is enough
    return life


def _own_problems(row: UnitRow, life: Life) -> Iterator[str]:
    for name, day in (("from", row.from_on), ("to", row.until)):
        if day is not None and day < SINCE_ALWAYS:
            yield f"unit {row.code}, field {name}: {day} lies before the year 1900"
    if life.end and life.begin and life.end < life.begin:
        name = "to" if row.from_on and row.until else "from"
        yield f"unit {row.code}, field {name}: it ends on {life.end}, before it begins on {life.begin}"
    if row.until and not row.parent:
        yield f"unit {row.code}, field to: the top of the organisation cannot end"


def _above_problems(code: str, life: Life, above: Life, *, is_named: bool) -> Iterator[str]:
    if is_named and life.begin and above.begin and life.begin < above.begin:
        yield (
            f"unit {code}, field from: it begins on {life.begin},"
            f" and {life.parent} above it on {above.begin}"
        )
    free = above.is_over or above.end is None or not above.parent  # the top cannot end: said above
    if free or (life.end is not None and above.end is not None and life.end <= above.end):
        return
    lasts = f"lasts until {life.end}" if life.end else "has no last day"
    if is_named:
        yield f"unit {code}, field to: it {lasts}, and {life.parent} above it ends on {above.end}"
    else:
        yield f"unit {life.parent}, field to: it ends on {above.end}, and {code} below it {lasts}"


def _earlier_problems(row: UnitRow, life: Life, today: date) -> Iterator[str]:
    for place, one in enumerate(row.earlier, start=1):
        where = f"unit {row.code}, earlier {place}"
        yield from (f"{where}, field {name}: {why}" for name, why in _mistakes(one, life, today))
    for place, (one, following) in enumerate(pairwise(row.earlier), start=2):
        if following.until <= one.until:
            yield f"unit {row.code}, earlier {place}, field until: give the oldest name first"


def _mistakes(one: EarlierName, life: Life, today: date) -> Iterator[tuple[str, str]]:
    if one.until < SINCE_ALWAYS:
        yield "until", f"{one.until} lies before the year 1900"
    if one.until >= today:
        yield "until", f"{one.until} is not over yet: an earlier name lies in the past"
    if life.begin and one.until < life.begin:
        yield "until", f"on {one.until} the unit was not there: it begins on {life.begin}"
    if life.end and one.until >= life.end:
        yield "until", f"the unit ends on {life.end}: no day is left for its present name"
    for name, text in (("nl", one.name_nl), ("en", one.name_en)):
        if len(text) > LONGEST_NAME:
            yield name, f"at most {LONGEST_NAME} characters"
