"""The test bench: where would this report go, and why? Nothing is made or told."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from baken.core.access.declarations import page
from baken.core.access.roles import role_label
from baken.rooms.reports.forms.routing import RouteForm
from baken.rooms.reports.permits import TRY_ROUTES
from baken.rooms.reports.queries.route_rules import place_problems, route_rules
from baken.rooms.reports.queries.routing import Routing, routing_of
from baken.rooms.reports.rules.routing import RouteRule
from baken.rooms.reports.texts import CONDITIONS


@page(permit=TRY_ROUTES)
def bench(request: HttpRequest) -> HttpResponse:
    """The rules, and what they would do with what is filled in."""
    form = RouteForm(request.GET or None)
    rules = route_rules()
    language = get_language() or "nl"
    shown: dict[str, Any] = {
        "form": form,
        "rules": [_rule(rule, language) for rule in rules],
        "problems": list(place_problems(rules)),
    }
    if form.is_bound and form.is_valid():
        found = routing_of(form.matter(), request.at)  # type: ignore[attr-defined]
        shown["found"] = _found(found, language)
    return render(request, "reports/routing.html", shown, status=400 if form.errors else 200)


def _rule(rule: RouteRule, language: str) -> dict[str, Any]:
    conditions = [str(CONDITIONS[name]) for name in rule.when]
    return {"name": rule.name(language), "why": rule.why(language), "conditions": conditions}


def _found(found: Routing, language: str) -> dict[str, Any]:
    """The outcome in words: units and posts, rules and reasons; never a person."""
    return {
        "unit": found.acting.name,
        "owner": _because(found.owner_rule, language) if found.owner else None,
        "told": [
            {"role_name": role_label(one.role), "posts": one.posts, **_because(one.rule, language)}
            for one in found.told
        ],
        "asked": [
            {"posts": one.posts, "days": one.advice.days, "role_name": role_label(one.advice.role)}
            | _because(one.rule, language)
            for one in found.asked
        ],
        "trials": [
            {
                "name": one.rule.name(language),
                "matches": one.matches,
                "failed": CONDITIONS.get(one.failed, ""),
            }
            for one in found.route.trials
        ],
    }


def _because(rule: RouteRule | None, language: str) -> dict[str, str]:
    return {"rule": rule.name(language), "why": rule.why(language)} if rule else {}
