"""What a process that answers pages holds for good is not looked through again and again."""

from __future__ import annotations

import gc
from contextlib import suppress

from django.db import Error
from django.urls import get_resolver

from baken.rooms.org.queries import tree


def settle_memory() -> None:
    """Load what every page needs, and set it apart from the search for unused objects.

    A full search goes through all that the process holds, which took 120 ms of one page in so many.
    A database out of reach is no problem here: pages say so themselves.
    """
    _ = get_resolver().url_patterns
    with suppress(Error):
        tree()
    gc.collect()
    gc.freeze()
