"""Addresses of records: worked out once for each kind of page, since a list shows fifty."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar, Protocol
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, get_urlconf, reverse

_MARK = "M-0000-000000"
_PLAIN = "!$&'()*+,;=~:@"  # what a part of a path may hold as it is; RFC 3986 section 3.3


class Paged(Protocol):
    """A record with a page of its own."""

    page_name: ClassVar[str]
    ref: Any


def record_address(record: Paged) -> str:
    """The address of the page of a record, as ``reverse`` gives it."""
    before, after = _around(record.page_name, get_script_prefix(), get_urlconf())
    return f"{before}{quote(record.ref, safe=_PLAIN)}{after}"


def public_address(path: str, request: HttpRequest | None = None) -> str:
    """The whole address of a path for who is elsewhere: in a mail, on a poster or on paper.

    It begins as this installation is known (``PUBLIC_URL``), by whatever name whoever prints it came
    in; without that, as the request came.
    """
    if settings.PUBLIC_URL or request is None:
        return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
    return request.build_absolute_uri(path)


@lru_cache(maxsize=512)
def _around(page_name: str, _prefix: str, _urlconf: str | None) -> tuple[str, str]:
    before, _mark, after = reverse(page_name, args=[_MARK]).rpartition(_MARK)
    return before, after
