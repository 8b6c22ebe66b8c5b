"""Finishes the specification: problems, headers, security and plain descriptions per operation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from baken.core.api.middleware import VERSION
from baken.core.api.problems import MEDIA_TYPE
from baken.core.api.schemas import Problem

_PROBLEMS = {
    "400": "What was sent is not valid.",
    "401": "Nobody is logged in, or the token does not hold.",
    "403": "Within your reach, but not yours to do.",
    "404": "Not there, or not within your reach.",
    "409": "Not possible now, or the key was used for something else.",
    "413": "Too large.",
    "429": "Too many attempts; wait ten minutes.",
}


def operations_of(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation as (path, method, details)."""
    for place, methods in schema["paths"].items():
        for method, details in methods.items():
            yield place, method, details


def finish(schema: dict[str, Any]) -> dict[str, Any]:
    """The specification with what every operation shares."""
    shapes = schema["components"]["schemas"]
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    shapes.update(problem.pop("$defs", {}))
    shapes["Problem"] = problem
    schema["components"]["headers"] = {
        "API-Version": {
            "description": "The version of the API that answered.",
            "schema": {"type": "string", "examples": [VERSION]},
        }
    }
    for place, method, details in operations_of(schema):
        _tell_in_words(details)
        _add_answers(place, method, details)
    return schema


def _tell_in_words(details: dict[str, Any]) -> None:
    """The first line of the description is the summary."""
    details["summary"] = details["description"].strip().splitlines()[0].rstrip(".")


def _add_answers(place: str, method: str, details: dict[str, Any]) -> None:
    public = not details.get("security")
    if public:
        details["security"] = []
    answers = {str(status): answer for status, answer in details["responses"].items()}
    for answer in answers.values():
        answer["headers"] = _headers()
    for status in _statuses(place, method, details, public):
        answers[status] = _problem(_PROBLEMS[status])
    answers["default"] = _problem("Something else went wrong.")
    details["responses"] = answers


def _statuses(place: str, method: str, details: dict[str, Any], public: bool) -> list[str]:
    found = ["429"] if public else ["401", "403"]
    if details.get("parameters") or "requestBody" in details:
        found.append("400")
    if "{" in place or public:
        found.append("404")
    if method == "post":
        found.append("409")
    if "requestBody" in details:
        found.append("413")
    return sorted(found)


def _problem(text: str) -> dict[str, Any]:
    shape = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": text,
        "headers": _headers(),
        "content": {MEDIA_TYPE: {"schema": shape}},
    }


def _headers() -> dict[str, Any]:
    return {"API-Version": {"$ref": "#/components/headers/API-Version"}}
