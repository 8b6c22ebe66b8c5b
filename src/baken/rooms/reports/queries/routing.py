"""Where a report goes and why: the rules tried on it, with the unit and the posts that they mean here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from baken.core import clock
from baken.core.access.roles import role_label
from baken.rooms.org.queries import (
    Holder,
    UnitView,
    nearest_anywhere,
    nearest_holders,
    own_key_of,
    tree,
)
from baken.rooms.org.queries.equipment import equipment_kind_named
from baken.rooms.org.queries.who_could import kept_away_from
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.queries.route_rules import route_rules
from baken.rooms.reports.rules.routing import (
    LEVEL,
    UNIT,
    Advice,
    Owner,
    Route,
    RouteRule,
    Situation,
    route,
    turns_on,
)

ACTING_ROLES = ("safety_adviser", "commander")


@dataclass(frozen=True)
class Matter:
    """What a route is asked about: the unit, the site and what is known of the rest."""

    unit: UnitView
    site: int | None = None
    place: str = ""
    subjects: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    context: str = ""
    kind: str = ""
    still_dangerous: bool = False
    equipment_kind: str = ""


@dataclass(frozen=True)
class TooClose:
    """Who may not be told or asked: who is kept away from the records, and who made the reports."""

    numbers: frozenset[int] = frozenset()
    keys: frozenset[str] = frozenset()

    def holds(self, holder: Holder) -> bool:
        """Whether somebody is too close."""
        return holder.number in self.numbers or own_key_of(holder.person) in self.keys


@dataclass(frozen=True)
class Told:
    """A role that is told, and its nearest holders that are not too close."""

    role: str
    rule: RouteRule
    holders: tuple[Holder, ...]

    @property
    def posts(self) -> list[str]:
        """The posts in words, never a name."""
        return posts_of(self.holders)


@dataclass(frozen=True)
class Asked:
    """A role that is asked for advice, until how many days from now, and who it would be."""

    advice: Advice
    rule: RouteRule
    holders: tuple[Holder, ...]

    @property
    def posts(self) -> list[str]:
        """The post that is asked, in words, never a name."""
        return posts_of(self.holders[:1])


@dataclass(frozen=True)
class Routing:
    """The rules tried, and what they come to here; ``owner`` is empty when the unit itself acts."""

    route: Route
    unit: UnitView
    owner: UnitView | None
    owner_rule: RouteRule | None
    told: tuple[Told, ...]
    asked: tuple[Asked, ...]

    @property
    def acting(self) -> UnitView:
        """The unit that acts."""
        return self.owner or self.unit


def routing_of(matter: Matter, at: datetime, *, too_close: TooClose | None = None) -> Routing:
    """Where a matter goes, who is told and who is asked, and by which rules."""
    close = too_close or TooClose()
    found = route(route_rules(), situation_of(matter))
    owner, owner_rule = _owner(found.owners, matter, close, at)
    acting = owner or matter.unit
    return Routing(
        route=found,
        unit=matter.unit,
        owner=owner if owner and owner.id != matter.unit.id else None,
        owner_rule=owner_rule,
        told=tuple(_told(found.tells, acting, close, at)),
        asked=tuple(_asked(found.advices, acting, close, at)),
    )


def situation_of(matter: Matter) -> Situation:
    """What the rules look at; the place is looked up only when a rule turns on the equipment."""
    here = tree()
    site = here.sites.get(matter.site) if matter.site else None
    line = here.line_up(matter.unit)
    known = Situation(
        units=tuple(one.code for one in sorted(line, key=lambda one: -len(one.path))),
        site=site.code if site else "",
        hosted=site is not None and site.holder_id not in {one.id for one in line},
        equipment_kind=matter.equipment_kind,
        subjects=matter.subjects,
        domains=matter.domains,
        context=matter.context,
        kind=matter.kind,
        still_dangerous=matter.still_dangerous,
    )
    if known.equipment_kind or not any(
        turns_on("equipment_kinds", rule, known) for rule in route_rules()
    ):
        return known
    return replace(known, equipment_kind=equipment_kind_named(matter.place))


def too_close_to(records: Iterable[Any], reports: Iterable[Report], at: datetime) -> TooClose:
    """Who is kept away from one of the records, or made one of the reports."""
    day = clock.local_date(at)
    numbers = {one for record in records for one in kept_away_from(record, day)}
    keys = {report.reporter_key for report in reports if report.reporter_key}
    return TooClose(frozenset(numbers), frozenset(keys))


def posts_of(holders: Sequence[Holder]) -> list[str]:
    """Posts in words, each once."""
    return list(dict.fromkeys(f"{role_label(one.role)} {one.unit.name}" for one in holders))


def matter_of_report(report: Report) -> Matter:
    """A report as the rules see it when it comes in: nothing of it is weighed yet."""
    return Matter(
        unit=tree().by_id[report.unit_id],
        site=report.site_id,
        place=report.place,
        still_dangerous=report.still_dangerous,
    )


def matter_of_weighed(
    occurrence: Occurrence,
    *,
    values: Mapping[str, Any],
    codes: Mapping[str, Sequence[str]],
    report: Report | None = None,
) -> Matter:
    """An occurrence as the rules see it once it was weighed, with the place of its report."""
    return Matter(
        unit=tree().by_id[occurrence.unit_id],
        site=values["site_id"],
        place=report.place if report else "",
        still_dangerous=report.still_dangerous if report else False,
        subjects=tuple(codes.get("subjects", ())),
        domains=tuple(codes.get("domains", ())),
        context=values["context"],
        kind=values["kind"],
    )


def _owner(
    rules: Sequence[RouteRule], matter: Matter, close: TooClose, at: datetime
) -> tuple[UnitView | None, RouteRule | None]:
    """The first unit that exists and where somebody can act who is not too close."""
    for rule in rules:
        unit = _unit_meant(rule.owner, matter) if rule.owner else None
        if unit is not None and not unit.is_dissolved and _somebody_acts(unit, close, at):
            return unit, rule
    return None, None


def _unit_meant(owner: Owner, matter: Matter) -> UnitView | None:
    here = tree()
    if owner.how == UNIT:
        return here.find(owner.value)
    if owner.how == LEVEL:
        fit = [one for one in here.line_up(matter.unit) if one.level >= int(owner.value)]
        return max(fit, key=lambda one: len(one.path), default=None)
    site = here.sites.get(matter.site) if matter.site else None
    return here.by_id.get(site.holder_id) if site else None


def _somebody_acts(unit: UnitView, close: TooClose, at: datetime) -> bool:
    """Whether not all who would act there are too close; of an empty desk the ones above act."""
    holders = nearest_holders(roles=ACTING_ROLES, unit=unit, at=at)
    return not holders or any(not close.holds(one) for one in holders)


def _told(
    tells: Mapping[str, RouteRule], unit: UnitView, close: TooClose, at: datetime
) -> Iterable[Told]:
    holders = nearest_holders(roles=list(tells), unit=unit, at=at) if tells else []
    for role, rule in tells.items():
        mine = tuple(one for one in holders if one.role == role and not close.holds(one))
        yield Told(role, rule, mine)


def _asked(
    advices: Mapping[str, tuple[Advice, RouteRule]], unit: UnitView, close: TooClose, at: datetime
) -> Iterable[Asked]:
    for role, (advice, rule) in advices.items():
        holders = nearest_anywhere(role=role, unit=unit, at=at)
        yield Asked(advice, rule, tuple(one for one in holders if not close.holds(one)))
