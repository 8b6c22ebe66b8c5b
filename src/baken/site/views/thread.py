"""The thread page: any record, back to the first report and forward to what came of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from baken.core.access.declarations import any_record_page
from baken.core.threads import whole_thread
from baken.core.threads.relations import known_kinds
from baken.site.threads import columns_of, picture_of

# Whoever sees something of a record, in full or without persons, sees its thread as far as they may.
OPENS = tuple(
    dict.fromkeys(permit for kind in known_kinds().values() for permit in kind.root.visible_with())
)


@any_record_page(permits=OPENS)
def thread(request: HttpRequest, record: Any) -> HttpResponse:
    """The whole thread of one record, as a picture and as a list."""
    whole = whole_thread(request.actor, record)  # type: ignore[attr-defined]
    start = next(point for point in whole.points if point.is_start)
    shown = {
        "start": start,
        "columns": columns_of(whole),
        "picture": picture_of(whole) if len(whole.points) > 1 else None,
        "more": whole.more,
        "has_summaries": any(point.view != "full" for point in whole.points),
    }
    return render(request, "site/thread.html", shown)
