"""Which risks wait for the decision of one level, though a unit below it acts on them; of many at once.

Source: domain reference, integral risk management, section 5; organisation, section 8.1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Q

from baken.rooms.library.queries import domain_authorities, mandate_table
from baken.rooms.org.queries import Tree, UnitView, tree, zone_of_unit
from baken.rooms.register.models import Decision, Risk
from baken.rooms.register.queries.cases import ONE_DAY, period_held
from baken.rooms.register.queries.decisive_lines import OPERATIONAL, line_of
from baken.rooms.register.queries.resolutions import posts_in
from baken.rooms.register.queries.stacks import worst_stacks
from baken.rooms.register.rules.decisions import KINDS
from baken.rooms.register.rules.periods import Period
from baken.rooms.register.rules.posts import Post
from baken.rooms.register.rules.resolution import Question, resolve
from baken.rooms.register.rules.stacking import NO_STACK, Stack
from baken.rooms.register.rules.states import WITH_DECIDER

# What is told of such a risk, and what says who decides on it.
SHOWN = (
    *("number", "ref", "state", "current_class", "context", "due_at"),
    *("unit", "owner_unit", "site"),
)
# What says for which days a decision held.
HELD = ("number", "risk", "kind", "time_zone", "signed_at", "starts_on", "ends_on", "ended_at")
Line = tuple[str, tuple[str, ...]]


def waiting_from_below(unit: UnitView, at: datetime) -> list[Risk]:
    """Risks on which others act and that wait for the commander of a unit, by the mandate table.

    Who commands is looked at on the day of ``at`` where the unit lives. What was handed up to a level
    is no part of it: that is said on the risk. Five queries however many risks there are.
    """
    here, day = tree(), at.astimezone(zone_of_unit(unit)).date()
    rows: Any = Risk.objects.for_system(reason="terms").filter(
        _near(unit, here, day), state__in=WITH_DECIDER, raised_to=None
    )
    found = list(rows.only(*SHOWN).order_by("number"))
    others = [one for one in found if (one.owner_unit_id or one.unit_id) != unit.id]
    if not others:
        return []
    many = _Many(others, rows.order_by().values("pk"), here, day, at)
    return [one for one in others if unit.code in many.line(one)[1] and many.goes_to(one, unit)]


def _near(unit: UnitView, here: Tree, day: date) -> Q:
    """Risks that can be in the line of a unit: below it, where it commands, and on the sites it holds."""
    below = here.ids_in((unit.range,))
    ties = [one for one in here.lines_on(day) if one.kind == OPERATIONAL]
    tied = [here.by_id[one.unit_id].range for one in ties if one.superior_id in below]
    ids = here.ids_in((unit.range, *tied))
    sites = [site for site, view in here.sites.items() if view.holder_id in below]
    acting = Q(owner_unit=None) & here.among("unit_id", ids) | here.among("owner_unit_id", ids)
    return acting | Q(site__in=sites)


@dataclass(frozen=True)
class _Many:
    """Risks with all that says who decides on each, read at once; ``rows`` asks for their numbers."""

    risks: list[Risk]
    rows: Any
    here: Tree
    day: date
    at: datetime

    def line(self, risk: Risk) -> Line:
        """The decisive line of one of them."""
        return self._lines[_place(risk)]

    def goes_to(self, risk: Risk, unit: UnitView) -> bool:
        """Whether the first post that decides on a risk is one of a unit."""
        earlier = tuple(self._earlier.get(risk.pk, ()))
        stack = self._stacks.get(risk.pk, NO_STACK)
        key = (_place(risk), risk.context, risk.current_class, earlier, stack)
        if key not in self._known:
            self._known[key] = self._decider(risk, earlier, stack)
        return self._known[key] == unit.code

    def _decider(self, risk: Risk, earlier: tuple[Period, ...], stack: Stack) -> str:
        line, units = self.line(risk)
        question = Question(
            context=risk.context,
            line=line,
            classes=(risk.current_class,),
            period=Period(self.day, self.day + ONE_DAY),
            day=self.day,
            units=units,
            posts=tuple(self._posts_of(units)),
            earlier=earlier,
            stack=stack,
        )
        found = resolve(question, table=mandate_table(), authorities=domain_authorities())
        return found.decider.unit if found.decider else ""

    def _posts_of(self, units: tuple[str, ...]) -> Iterator[Post]:
        for unit in dict.fromkeys((*units, *self._named)):
            yield from self._posts.get(unit, ())

    @cached_property
    def _known(self) -> dict[Any, str]:
        return {}

    @cached_property
    def _named(self) -> list[str]:
        return [self.here.by_id[number].code for number in self.here.named_posts]

    @cached_property
    def _lines(self) -> Mapping[Any, Line]:
        """The lines, each once for all risks on which one unit acts at one place."""
        told = {_place(one): one for one in self.risks}
        return {place: line_of(one, self.here, self.day) for place, one in told.items()}

    @cached_property
    def _posts(self) -> Mapping[str, list[Post]]:
        units = {code for _line, codes in self._lines.values() for code in codes}
        found = defaultdict(list)
        for post in posts_in(units, self.here, self.day):
            found[post.unit].append(post)
        return found

    @cached_property
    def _earlier(self) -> Mapping[int, list[Period]]:
        """By risk the periods for which it was let go on before, the newest first."""
        found = defaultdict(list)
        rows = Decision.objects.for_system(reason="terms").filter(risk__in=self.rows)
        for one in rows.only(*HELD).order_by("-number"):
            if KINDS[one.kind].lasts:
                found[one.risk_id].append(period_held(one, self.day))
        return found

    @cached_property
    def _stacks(self) -> Mapping[int, Stack]:
        return worst_stacks(self.rows, self.at)


def _place(risk: Risk) -> tuple[int, int | None]:
    return risk.owner_unit_id or risk.unit_id, risk.site_id
