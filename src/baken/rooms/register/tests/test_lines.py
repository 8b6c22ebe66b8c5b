"""Which line decides, and who stands in it."""

from __future__ import annotations

from datetime import date

import pytest

from baken.rooms.org.rules.lines import Tie
from baken.rooms.register.rules.lines import LinesOfDay, Risky, Seat, decisive_line, units_in_line

SEATS = {
    "MINDEF": Seat(7),
    "CDS": Seat(6, "MINDEF"),
    "DOPS": Seat(5, "CDS"),
    "ATF": Seat(4, "DOPS"),
    "CAMP": Seat(3, "DOPS"),
    "CZSK": Seat(5, "MINDEF"),
    "MARINES": Seat(4, "CZSK"),
    "1MCG": Seat(3, "MARINES"),
    "BOATS": Seat(2, "1MCG"),
    "DOSCO": Seat(5, "MINDEF"),
    "SCHOOL": Seat(3, "DOSCO"),
}


def tie(unit: str, superior: str, kind: str) -> Tie:
    """A line of command that holds on the day."""
    return Tie(unit, superior, kind, date(2026, 10, 1))


STANDING = tie("CZSK", "CDS", "operational")
OCTOBER = (tie("1MCG", "ATF", "operational"), tie("ATF", "DOPS", "operational"))
GUEST = tie("SCHOOL", "CAMP", "host")


def command(*ties: Tie) -> LinesOfDay:
    return LinesOfDay(SEATS, (STANDING, *ties))


@pytest.mark.parametrize(
    ("risk", "ties", "line"),
    [
        (Risky("1MCG"), (), "organic"),  # the standing line of the part is no command of its units
        (Risky("1MCG"), OCTOBER, "operational"),
        (Risky("BOATS"), OCTOBER, "operational"),  # through the unit it belongs to
        (Risky("MARINES"), OCTOBER, "organic"),
        (Risky("SCHOOL", about_site=True), (GUEST,), "host"),
        (Risky("SCHOOL"), (GUEST,), "organic"),
        (Risky("SCHOOL", about_site=True), (), "organic"),  # nobody hosts it
        (Risky("1MCG"), (tie("1MCG", "ATF", "functional"),), "organic"),
    ],
)
def test_decisive_line_by_what_holds_on_the_day(
    risk: Risky, ties: tuple[Tie, ...], line: str
) -> None:
    assert decisive_line(risk, command(*ties)) == line


@pytest.mark.parametrize(
    ("unit", "line", "units"),
    [
        ("BOATS", "organic", ("BOATS", "1MCG", "MARINES", "CZSK", "CDS", "MINDEF")),
        ("BOATS", "operational", ("BOATS", "1MCG", "ATF", "DOPS", "CDS", "MINDEF")),
        ("SCHOOL", "organic", ("SCHOOL", "DOSCO", "MINDEF")),
        ("SCHOOL", "host", ("CAMP", "DOPS", "CDS", "MINDEF")),
        ("BOATS", "host", ()),
    ],
)
def test_units_in_line_nearest_first(unit: str, line: str, units: tuple[str, ...]) -> None:
    assert units_in_line(Risky(unit), line, command(*OCTOBER, GUEST)) == units


def test_units_in_line_that_turns_in_a_circle_ends() -> None:
    circle = command(tie("ATF", "1MCG", "operational"), OCTOBER[0])
    assert units_in_line(Risky("1MCG"), "operational", circle) == ("1MCG", "ATF")
