"""The addresses of further pages of a list, with the same filters."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from baken.core.lists import Page


def page_addresses(
    request: HttpRequest, found: Page, *, name: str = "cursor", label: str = ""
) -> dict[str, str]:
    """What the pager component shows: the way to the next page, and back to the first one.

    A second list on a page has a cursor of another ``name``, and a ``label`` of its own.
    """
    query = request.GET.copy()
    here = query.pop(name, None)
    first = f"?{query.urlencode()}" if here else ""
    query[name] = found.next_cursor
    following = f"?{query.urlencode()}" if found.next_cursor else ""
    return {"next_url": following, "previous_url": first, "label": label or _("Pages of this list")}


def is_filtered(request: HttpRequest, form: Any) -> bool:
    """Whether some filter of a list was set."""
    return any(request.GET.get(name) for name in form.fields)
