"""The specification of the API, for programs and for people."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from baken.core.access.declarations import public_page
from baken.core.api.openapi import finish, operations_of

_OPTIONS = orjson.OPT_NON_STR_KEYS
WHY = "the specification tells how to ask, and nothing about anybody"


@public_page(reason=WHY)
def specification(request: HttpRequest) -> HttpResponse:
    """The specification as OpenAPI 3.1."""
    schema = {**_schema(), **_place(request)}
    schema["info"] = {**schema["info"], "contact": _contact(request)}
    answer = HttpResponse(
        orjson.dumps(schema, default=str, option=_OPTIONS), content_type="application/json"
    )
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@public_page(reason=WHY)
def human_page(request: HttpRequest) -> HttpResponse:
    """The same as a page to read: every operation with what it takes and gives."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for place, method, details in operations_of(_schema()):
        tag = (details.get("tags") or ["Other"])[0]
        groups.setdefault(tag, []).append(_told(place, method, details))
    shown = {"groups": list(groups.items()), "about": _schema()["info"], **_place(request)}
    return render(request, "site/api.html", shown)


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any]:
    from baken.site.api import api

    schema = finish(dict(api.get_openapi_schema(path_prefix="")))
    schema["info"]["license"] = {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}
    tags = {tag for _place, _method, details in operations_of(schema) for tag in details["tags"]}
    schema["tags"] = [{"name": tag, "description": f"{tag}."} for tag in sorted(tags)]
    return schema


def _contact(request: HttpRequest) -> dict[str, str]:
    """Whom to ask: the administrator of this installation, by mail where that was set."""
    found = {
        "name": "Functional administrator of this installation",
        "url": request.build_absolute_uri(reverse("api:docs")),
    }
    return found | ({"email": settings.CONTACT_EMAIL} if settings.CONTACT_EMAIL else {})


def _place(request: HttpRequest) -> dict[str, Any]:
    root = reverse("api:api-root").rstrip("/")
    return {"servers": [{"url": request.build_absolute_uri(root), "description": "Here."}]}


def _told(place: str, method: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """One operation as the page shows it."""
    content = details.get("requestBody", {}).get("content", {})
    return {
        "id": details["operationId"],
        "place": place,
        "method": method.upper(),
        "summary": details["summary"],
        "about": details.get("description", ""),
        "public": not details["security"],
        "parameters": details.get("parameters", []),
        "takes": [(kind, _shape(one.get("schema", {}))) for kind, one in content.items()],
        "answers": [(status, one["description"]) for status, one in details["responses"].items()],
    }


def _shape(schema: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The fields of a body: name and what it is for."""
    name = str(schema.get("$ref", "")).rsplit("/", 1)[-1]
    whole = _schema()["components"]["schemas"].get(name, schema)
    needed = set(whole.get("required", []))
    return [
        (field, (_NEEDED if field in needed else "") + str(one.get("description", "")))
        for field, one in whole.get("properties", {}).items()
    ]


_NEEDED = "(needed) "
