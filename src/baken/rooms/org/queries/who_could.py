"""Who could see a record on a day: by which post, along which line, as it was then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q

from baken.core import clock
from baken.core.access import Reach, permit_named
from baken.core.access.reach import ABOVE
from baken.core.access.roles import Role, load_roles
from baken.core.trail.registry import chain_of
from baken.rooms.org.models import Appointment
from baken.rooms.org.queries.actors import reach_of
from baken.rooms.org.queries.appointments import (
    appointments_on,
    live_appointments,
    ties_of_day,
    ties_on,
)
from baken.rooms.org.queries.holders import person_with_id
from baken.rooms.org.queries.past import tree_on, tree_through
from baken.rooms.org.queries.tree import Tree, UnitView
from baken.rooms.org.rules import Post

BY_UNIT = ("unit", ABOVE, "part", "all")


@dataclass(frozen=True)
class Onlooker:
    """Somebody who could see a record on a day, and by which post or case."""

    name: str
    role: str
    unit: UnitView | None
    kind: str
    person: int


@dataclass(frozen=True)
class Matter:
    """What decides who reaches a record on a day."""

    units: list[UnitView]
    site: int | None
    confidentiality: int

    def lies_in(self, reach: Reach) -> bool:
        """Whether a reach covers it: by a unit, or as host of the site."""
        by_unit = any(piece.covers(one.path) for piece in reach.ranges for one in self.units)
        return by_unit or any(
            self.site in one.sites and piece.covers(unit.path)
            for one in reach.hosted
            for piece in one.ranges
            for unit in self.units
        )


def who_could(*, record: Any, permits: Iterable[str], day: date) -> list[Onlooker]:
    """Everybody who held one of the permits for a record on a day, by post and by case.

    The tree, the lines, the posts, the holders of sites and the unit that acted are those of the day;
    the roles and the confidentiality are today's. Whoever was kept away is not among them; nor, from
    the day after it was withheld, who does not handle it, as long as it is withheld now. The maker
    of the record is not named: their own record is always theirs.
    """
    here = tree_through(day)
    kept_away = _kept_away(record, day)
    wanted = tuple(permits)
    by_post = list(_by_post(record, wanted, here, day, appointments_on(day), kept_away))
    if keys := _keys_on(record, day):
        keepers = _by_post(record, keys, here, day, appointments_on(day), kept_away)
        handling = {one.person for one in keepers} | _person_in(record)
        by_post = [one for one in by_post if one.person in handling]
    found = [*by_post, *_by_case(record, wanted, day, kept_away)]
    return sorted(found, key=lambda one: (-(len(one.unit.path) if one.unit else 0), one.name))


def holders_who_may(*, record: Any, permit: str, day: date) -> set[int]:
    """The row numbers of everybody whose post gives a permit for a record to the end of a day."""
    posts = live_appointments(day)
    found = _by_post(record, (permit,), tree_on(day), day, posts, _kept_away(record, day))
    return {one.person for one in found}


def _keys_on(record: Any, day: date) -> tuple[str, ...]:
    """The permits that open a record which is withheld all of a day; none when it is not."""
    rule = type(record).access.withheld
    since = getattr(record, rule.field) if rule else None
    withheld = since is not None and day > clock.local_date(since)
    return rule.keys if withheld else ()


def _person_in(record: Any) -> set[int]:
    """The row number of whoever stands in the record as the one who handles it."""
    value = record
    for name in type(record).access.withheld.person.split("__"):
        value = getattr(value, name, None)
    person = person_with_id(value) if value else None
    return {person.pk} if person else set()


def _by_post(
    record: Any, permits: tuple[str, ...], here: Tree, day: date, posts: Any, kept_away: set[int]
) -> Iterator[Onlooker]:
    matter = _matter(record, here, day)
    roles = _able(permits, matter.confidentiality)
    rows = posts.filter(_near(roles, matter.units, here)).select_related("record")
    for post in rows.order_by("id").iterator(chunk_size=1_000):
        if post.record_id in kept_away or post.unit_id not in here.by_id:
            continue
        role = roles[post.role]
        if _reaches(role, permits, post, matter, here, day):
            unit = here.by_id[post.unit_id]
            yield Onlooker(str(post.record), role.code, unit, post.kind, post.record_id)


def _by_case(
    record: Any, permits: tuple[str, ...], day: date, kept_away: set[int]
) -> Iterator[Onlooker]:
    roles = load_roles(settings.ROLES_FILE)
    held = ties_of_day(day).filter(_about(record, "case"), kind="case")
    for case in held.select_related("record").order_by("id"):
        role = roles.get(case.role)
        given = role.permits_by_case(record.confidentiality) if role else frozenset()
        holds = appointments_on(day).filter(record=case.record_id, role=case.role).exists()
        if given & set(permits) and holds and case.record_id not in kept_away:
            yield Onlooker(str(case.record), case.role, None, "case", case.record_id)


def _able(permits: tuple[str, ...], confidentiality: int) -> dict[str, Role]:
    """The roles that carry one of the permits by unit, deep enough for the record."""
    return {
        code: role
        for code, role in load_roles(settings.ROLES_FILE).items()
        if any(
            set(permits) & set(line.permits)
            and line.reach in BY_UNIT
            and line.confidentiality >= confidentiality
            for line in role.grants
        )
    }


def _near(roles: Mapping[str, Role], units: list[UnitView], here: Tree) -> Q:
    """Posts that may reach the units: above one of them, at a superior or below it, or far ones."""
    near, waiting = set(), list(units)
    while waiting:
        unit = waiting.pop()
        if unit.id in near:
            continue
        above = {one.id for one in here.line_up(unit)}
        near |= above
        waiting += [
            here.by_id[line.superior_id]
            for line in here.lines
            if line.unit_id in above and line.superior_id in here.by_id
        ]
    far, low = _reaching(roles, "part", "all"), _reaching(roles, ABOVE)
    under = here.ids_in(tuple(unit.range for unit in units))
    near_or_far = Q(unit__in=near) | Q(role__in=far) | Q(role__in=low, unit__in=under)
    return Q(role__in=list(roles)) & near_or_far


def _reaching(roles: Mapping[str, Role], *reaches: str) -> list[str]:
    """The roles with a line of one of these reaches."""
    return [code for code, role in roles.items() if any(g.reach in reaches for g in role.grants)]


def _reaches(
    role: Role,
    permits: tuple[str, ...],
    post: Appointment,
    matter: Matter,
    here: Tree,
    day: date,
) -> bool:
    unit = here.by_id[post.unit_id]
    place = Post(post.role, unit.path, post.below, here.part_of(unit).path)
    return any(
        matter.lies_in(reach_of(line, place, here, kind, day))
        for line in role.grants
        if line.confidentiality >= matter.confidentiality
        for kind in {permit_named(one).kind for one in set(permits) & set(line.permits)}
    )


def _matter(record: Any, here: Tree, day: date) -> Matter:
    """The unit of a record, the one that had to act on it on the day, and the site it is about."""
    ids = (record.unit_id, _owner_on(record, day))
    name = type(record).access.site
    return Matter(
        units=[here.by_id[one] for one in ids if one in here.by_id],
        site=getattr(record, f"{name}_id") if name else None,
        confidentiality=record.confidentiality,
    )


def _owner_on(record: Any, day: date) -> int | None:
    """The owner unit of a day, from the steps that handed the record over."""
    steps = chain_of(type(record)).objects.of(record).filter(facts__has_key="owner_unit")
    codes = {unit.code: unit.id for unit in tree_on(day).units}
    end = clock.start_of_day(day + timedelta(days=1))
    handed = list(steps.order_by("serial").values_list("at", "facts"))
    if not handed:
        return record.owner_unit_id  # type: ignore[no-any-return]
    before = [facts["owner_unit"] for at, facts in handed if at < end]
    return codes.get(before[-1]) if before else None


def kept_away_from(record: Any, day: date) -> set[int]:
    """The row numbers of everybody who is kept away from a record today."""
    return _kept_away(record, day)


def _kept_away(record: Any, day: date) -> set[int]:
    """Who saw nothing of a record to the end of a day; who was let in again that day is not here."""
    rows = ties_on(day).filter(_about(record, "conflict"), kind="conflict")
    return set(rows.values_list("record_id", flat=True))


def about_record(record: Any) -> Q:
    """Cases and conflicts about the record, or about what it belongs to as far as those count here."""
    return _about(record, "case") & Q(kind="case") | _about(record, "conflict") & Q(kind="conflict")


def _about(record: Any, kind: str) -> Q:
    about = Q(table=record._meta.label_lower, number=record.pk)
    for field, table in type(record).access.places(kind):
        if getattr(record, field) is not None:
            about |= Q(table=table, number=getattr(record, field))
    return about
