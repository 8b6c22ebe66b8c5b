"""A synthetic organisation: 6,000 units in eight levels, and the persons who look."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from baken.core import clock
from baken.core.access import system_actor
from baken.core.access.roles import load_roles
from baken.core.accounts.models import Account
from baken.rooms.org.actions import import_organisation
from baken.rooms.org.queries import UnitView, tree
from baken.rooms.org.rules import (
    AppointmentRow,
    EarlierName,
    OrganisationFile,
    PersonRow,
    UnitRow,
)

UNITS = 6_000
YEARS = 10
FANS = (6, 5, 4, 4, 3)
LEVELS = (7, 5, 4, 3, 2, 2, 1, 1)
RESTRICTED = 5
SCATTERED = 150
BENCH = system_actor("bench")

# Which depth of the tree stands for what, and how many of them look.
VIEWS = {"company": (5, 3), "battalion": (4, 3), "part": (1, 2), "ministry": (0, 1)}
# Of which of them the commander looks too, at what waits for a decision.
COMMANDED = ("battalion", "part", "ministry")


def load_units(rnd: random.Random, at: datetime) -> None:
    """Six parts of uneven size below one root; five subtrees are restricted."""
    depths: list[list[str]] = [["U0"]]
    parents: dict[str, str] = {"U0": ""}
    for fan in FANS:
        depths.append(_children([p for p in depths[-1] for _ in range(fan)], parents))
    missing = UNITS - len(parents)
    for size in (missing * 3 // 5, missing - missing * 3 // 5):
        depths.append(_children([rnd.choice(depths[-1]) for _ in range(size)], parents))
    closed = set(rnd.sample(depths[4], RESTRICTED))
    years = _years(clock.local_date(at))
    rows = [
        UnitRow(
            code=code,
            parent=parents[code],
            level=LEVELS[depth],
            name_nl=f"Eenheid {code}",
            restricted=code in closed,
            from_on=years[0],
            earlier=_earlier(code, years),
        )
        for depth, codes in enumerate(depths)
        for code in codes
    ]
    _import(OrganisationFile(units=rows), at)


def _years(today: date) -> list[date]:
    """The first days of ten years of history."""
    return [today - timedelta(days=365 * year) for year in range(YEARS, 0, -1)]


def _earlier(code: str, years: Sequence[date]) -> tuple[EarlierName, ...]:
    """A version of each year but the last, so that every unit has a past."""
    ends = [start - timedelta(days=1) for start in years[1:]]
    return tuple(EarlierName(end, f"Eenheid {code}") for end in ends)


def load_lookers(rnd: random.Random, busy: Mapping[int, int], at: datetime) -> dict[str, list[str]]:
    """Safety advisers of every view, commanders of the same units, two with scattered posts, three who
    report: log-ins by view.

    ``busy`` counts the reports of each unit and all below it; units that are neither empty nor the
    busiest are looked at.
    """
    here = tree()
    posts: dict[str, tuple[str, list[UnitView]]] = {}
    looking: dict[str, list[str]] = {}
    for view, (depth, most) in VIEWS.items():
        for unit in _usual(here.units, depth, busy)[:most]:
            name = f"{view}-{unit.code.lower()}"
            posts[name] = ("safety_adviser", [unit])
            looking.setdefault(view, []).append(name)
    commanders = commanders_beside({name: units[0] for name, (_role, units) in posts.items()})
    for view, names in commanders.items():
        posts |= {name: ("commander", [unit]) for name, unit in names}
        looking[view] = [name for name, _unit in names]
    for name in ("scattered-1", "scattered-2"):
        posts[name] = ("safety_adviser", rnd.sample(here.units, SCATTERED))
        looking.setdefault("scattered", []).append(name)
    for place, unit in enumerate(_usual(here.units, 6, busy)[:3]):
        posts[f"reporter-{place}"] = ("employee", [unit])
        looking.setdefault("reporter", []).append(f"reporter-{place}")
    _import(_posts(posts), at)
    return looking


def commanders_beside(
    advised: Mapping[str, UnitView],
) -> dict[str, list[tuple[str, UnitView]]]:
    """Log-ins of commanders by view, each with their unit: that of an adviser whose log-in is given."""
    return {
        f"commander, {view}": [
            (f"co-{name}", unit) for name, unit in advised.items() if name.startswith(view)
        ]
        for view in COMMANDED
    }


def _posts(posts: Mapping[str, tuple[str, list[UnitView]]]) -> OrganisationFile:
    persons = [
        PersonRow(number=name, name=f"Persoon {name}", unit=units[0].code, account=name)
        for name, (_role, units) in posts.items()
    ]
    appointments = [
        AppointmentRow(
            person=name,
            role=role,
            unit=unit.code,
            from_on=date(2020, 1, 1),
            below=len(units) == 1,
        )
        for name, (role, units) in posts.items()
        for unit in units
    ]
    return OrganisationFile(persons=persons, appointments=appointments)


def _children(above: Iterable[str], parents: dict[str, str]) -> list[str]:
    made = []
    for parent in above:
        code = f"U{len(parents)}"
        parents[code] = parent
        made.append(code)
    return made


def _usual(units: Sequence[UnitView], depth: int, busy: Mapping[int, int]) -> list[UnitView]:
    """The units of a depth with reports, from three quarters of the way up to the busiest."""
    mine = [
        u for u in units if len(u.path) // 4 - 1 == depth and busy.get(u.id) and not u.restricted
    ]
    mine.sort(key=lambda unit: busy[unit.id])
    return mine[len(mine) * 3 // 4 :] or mine


def _import(content: OrganisationFile, at: datetime) -> None:
    from django.conf import settings

    outcome = import_organisation(
        actor=BENCH,
        at=at,
        content=content,
        account_of=_account,
        roles=list(load_roles(settings.ROLES_FILE)),
    )
    if outcome.problems:
        raise ValueError(outcome.problems[0])


def _account(username: str) -> Any:
    return Account.objects.create_account(username)
