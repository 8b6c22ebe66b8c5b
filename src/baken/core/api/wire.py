"""How JSON goes in and out: orjson both ways, UTC times, and no sign that a database cannot keep."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from baken.core.api.problems import ApiProblem

_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


class JsonOut(BaseRenderer):
    """Writes answers; times end in Z."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """The bytes of an answer."""
        return orjson.dumps(data, default=str, option=_OPTIONS)


class JsonIn(Parser):
    """Reads requests; text with NUL is refused at the door, for every field at once."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as plain values. Raises ValueError when it is no JSON."""
        body = request.body
        parsed = orjson.loads(body)
        if b"\\u0000" in body and _holds_nul(parsed):
            raise ValueError("text with NUL")
        return parsed

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """Query or form values by name."""
        for name, values in data.lists():
            if any(isinstance(value, str) and "\x00" in value for value in values):
                problem = _("The text holds signs that cannot be stored.")
                raise ApiProblem(400, problem, {name.replace("\x00", ""): problem})
        return super().parse_querydict(data, list_fields, request)


def _holds_nul(value: Any) -> bool:
    """Whether any text or name inside holds NUL; without recursion, since bodies may nest deep."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str) and "\x00" in one:
            return True
        if isinstance(one, dict):
            waiting.extend([*one.keys(), *one.values()])
        elif isinstance(one, list):
            waiting.extend(one)
    return False
