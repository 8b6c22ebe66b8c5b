"""The rules of where a report goes over HTTP, and trying them; nothing is made or told."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from baken.core.api.endpoints import endpoint
from baken.core.api.problems import ApiProblem
from baken.core.api.queries import NamedQuery
from baken.rooms.org.queries import tree
from baken.rooms.reports.api.filters import known_code
from baken.rooms.reports.permits import TRY_ROUTES
from baken.rooms.reports.queries.classified import site_named
from baken.rooms.reports.queries.route_rules import place_problems, route_rules
from baken.rooms.reports.queries.routing import Matter, Routing, routing_of
from baken.rooms.reports.rules.routing import RouteRule

router = Router()


class RuleOut(BaseModel):
    """A rule, with its name and reason in your language."""

    rule: str
    name: str
    why: str
    when: dict[str, list[str] | bool]
    owner: str | None = Field(description="unit CODE, site_holder or level N.")
    tell: list[str]
    advice: list[str]


class RuleList(BaseModel):
    """The rules in the order in which they are tried."""

    items: list[RuleOut]
    problems: list[str] = Field(description="Units and sites that are named and are not there.")
    next: None = None


class TrialQuery(NamedQuery):
    """A report that is not there."""

    unit: str = Field(max_length=40, description="Code of the unit it is about.")
    site: str = Field("", max_length=200, description="Code or name.")
    equipment_kind: str = Field("", max_length=40)
    kind: str = Field("", max_length=40)
    context: str = Field("", max_length=40)
    subject: list[str] = Field([], max_length=50)
    domain: list[str] = Field([], max_length=50)
    still_dangerous: bool = False

    def matter(self) -> Matter:
        """What the rules are tried on. Raises ApiProblem 400 for codes that do not exist."""
        unit = tree().find(self.unit)
        if unit is None or unit.is_dissolved:
            wrong = {"unit": _("There is no unit with this code.")}
            raise ApiProblem(400, _("This cannot be tried."), wrong)
        site = site_named(self.site) if self.site else None
        if self.site and site is None:
            wrong = {"site": _("There is no site with this code or name.")}
            raise ApiProblem(400, _("This cannot be tried."), wrong)
        return Matter(
            unit=unit,
            site=site,
            equipment_kind=_code("equipment_kind", "equipment_kinds", self.equipment_kind),
            kind=_code("kind", "kinds", self.kind),
            context=_code("context", "contexts", self.context),
            subjects=tuple(_code("subject", "subjects", one) for one in self.subject),
            domains=tuple(_code("domain", "domains", one) for one in self.domain),
            still_dangerous=self.still_dangerous,
        )


class ToldOut(BaseModel):
    """A role that would be told, by the posts that are nearest; never a person."""

    role: str
    posts: list[str]
    rule: str


class AdviceAskedOut(ToldOut):
    """A role that would be asked for advice, and how many days it has."""

    days: int


class TriedOut(BaseModel):
    """A rule that was tried; `failed` names the first condition that did not hold."""

    rule: str
    matches: bool
    failed: str | None


class RouteOut(BaseModel):
    """Where it would go."""

    unit: str = Field(description="Code of the unit that acts.")
    owner_rule: str | None = Field(description="The rule that gives it to another unit.")
    told: list[ToldOut]
    asked: list[AdviceAskedOut]
    rules: list[TriedOut]


@router.get("/routes", response=RuleList, operation_id="routes")
@endpoint(permit=TRY_ROUTES)
def routes(request: HttpRequest) -> RuleList:
    """The rules of where a report goes, in the order in which they are tried."""
    rules = route_rules()
    language = get_language() or "nl"
    return RuleList(
        items=[_rule(one, language) for one in rules], problems=list(place_problems(rules))
    )


@router.get("/routes/trial", response=RouteOut, operation_id="try_routes")
@endpoint(permit=TRY_ROUTES)
def trial(request: HttpRequest, asked: Query[TrialQuery]) -> RouteOut:
    """Where such a report would go and why; no record is made and nobody is told."""
    return _out(routing_of(asked.matter(), request.at))  # type: ignore[attr-defined]


def _code(field: str, codes: str, code: str) -> str:
    return known_code(field, codes, code) if code else ""


def _rule(rule: RouteRule, language: str) -> RuleOut:
    return RuleOut(
        rule=rule.code,
        name=rule.name(language),
        why=rule.why(language),
        when={name: list(it) if isinstance(it, tuple) else it for name, it in rule.when.items()},
        owner=str(rule.owner) if rule.owner else None,
        tell=list(rule.tell),
        advice=[one.role for one in rule.advice],
    )


def _out(found: Routing) -> RouteOut:
    return RouteOut(
        unit=found.acting.code,
        owner_rule=found.owner_rule.code if found.owner and found.owner_rule else None,
        told=[ToldOut(role=o.role, posts=o.posts, rule=o.rule.code) for o in found.told],
        asked=[
            AdviceAskedOut(role=o.advice.role, posts=o.posts, rule=o.rule.code, days=o.advice.days)
            for o in found.asked
        ],
        rules=[
            TriedOut(rule=one.rule.code, matches=one.matches, failed=one.failed or None)
            for one in found.route.trials
        ],
    )
