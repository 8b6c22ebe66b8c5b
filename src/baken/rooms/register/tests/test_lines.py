"""Which line decides, and who stands in it."""

from __future__ import annotations

import pytest

from baken.rooms.register.rules.lines import Command, Risky, Seat, Tie, decisive_line, units_in_line

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
STANDING = Tie("CZSK", "CDS", "operational")
OCTOBER = (Tie("1MCG", "ATF", "operational"), Tie("ATF", "DOPS", "operational"))
GUEST = Tie("SCHOOL", "CAMP", "host")


def command(*ties: Tie) -> Command:
    return Command(SEATS, (STANDING, *ties))


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
        (Risky("1MCG"), (Tie("1MCG", "ATF", "functional"),), "organic"),
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
    circle = command(Tie("ATF", "1MCG", "operational"), OCTOBER[0])
    assert units_in_line(Risky("1MCG"), "operational", circle) == ("1MCG", "ATF")
