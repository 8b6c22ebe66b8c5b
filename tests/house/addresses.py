"""Every address of the product with what it declares, read from the resolver: pages and endpoints."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from ninja.openapi.views import default_home
from ninja.operation import PathView

from baken.core.access.declarations import Declaration

_PART = re.compile(r"<(?:[^>:]+:)?([^>]+)>")


@dataclass(frozen=True)
class Address:
    """One address: its route, and per method what it declares (None: forgot to)."""

    route: str
    declared: dict[str, Declaration | None]
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)
    is_api: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the variable parts of the route."""
        return tuple(_PART.findall(self.route))

    def at(self, values: dict[str, str]) -> str:
        """The path with its parts filled in."""
        return "/" + _PART.sub(lambda found: values[found.group(1)], self.route)


def all_addresses() -> list[Address]:
    """Every address once, in the order of the resolver; the first of a route is the one that serves."""
    return list(_addresses_of(get_resolver()))


@cache
def _addresses_of(resolver: URLResolver) -> tuple[Address, ...]:
    found: dict[str, Address] = {}
    for address in _addresses(resolver, ""):
        found.setdefault(address.route, address)
    return tuple(found.values())


def _addresses(resolver: URLResolver, before: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern, route)
        else:
            yield address_of(route, pattern)


def address_of(route: str, pattern: URLPattern) -> Address:
    """One pattern as an address; an endpoint's declarations stand on its operations."""
    view = path_view_of(pattern.callback)
    if getattr(pattern.callback, "func", None) is default_home:
        nothing = Declaration(public="the framework's own root of the API answers 404 to everybody")
        return Address(route, {"GET": nothing})
    if view is None:
        declared = getattr(pattern.callback, "declaration", None)
        return Address(route, {"GET": declared, "POST": declared})
    operations = {method: one for one in view.operations for method in one.methods}
    return Address(
        route=route,
        declared={m: declaration_of(one.view_func) for m, one in operations.items()},
        bodies={m: body_of(one) for m, one in operations.items()},
        is_api=True,
    )


def path_view_of(callback: Callable[..., Any]) -> PathView | None:
    """The endpoint's path view behind a callback, or None for a page."""
    plain = inspect.isfunction(callback)
    held = inspect.getclosurevars(callback).nonlocals.get("self") if plain else None
    return held if isinstance(held, PathView) else None


def declaration_of(view: Any) -> Declaration | None:
    """What a view declares, looking under the decorators around it."""
    while view is not None:
        found = getattr(view, "declaration", None)
        if found is not None:
            return found  # type: ignore[no-any-return]
        view = getattr(view, "__wrapped__", None)
    return None


_FITTING = {
    "date": "2026-01-05",
    "date-time": "2026-01-05T10:00:00Z",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


def body_of(operation: Any) -> dict[str, Any]:
    """A body that fits the operation's schema: what it needs, as short as it can be."""
    body: dict[str, Any] = {}
    for model in operation.models:
        if model.__ninja_param_source__ in ("body", "form", "file"):
            schema = model.model_json_schema()
            content = filled(schema, schema.get("$defs", {}))
            nested = model.__ninja_param_source__ == "body" and len(content) == 1
            body |= next(iter(content.values())) if nested else content
    return body


def filled(schema: dict[str, Any], named: dict[str, Any]) -> Any:
    """A value that fits a JSON schema."""
    if "$ref" in schema:
        return filled(named[schema["$ref"].rsplit("/", 1)[-1]], named)
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return filled(schema["anyOf"][0], named)
    if schema.get("format") in _FITTING:
        return _FITTING[schema["format"]]
    kind = schema.get("type", "object")
    if kind == "object":
        wanted = schema.get("required", [])
        return {n: filled(s, named) for n, s in schema.get("properties", {}).items() if n in wanted}
    return {"string": "wandeling", "integer": 1, "number": 1, "boolean": False}.get(kind, [])
