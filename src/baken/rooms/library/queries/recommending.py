"""How long the steps of a recommendation may take, and who speaks for whom it came from."""

from __future__ import annotations

from functools import lru_cache

from baken.rooms.library.queries import code_list
from baken.rooms.library.queries.files import published
from baken.rooms.library.rules.recommending import Recommending, read_recommending


@lru_cache(maxsize=1)
def recommending() -> Recommending:
    """The terms in force. Raises DataProblem, naming file and field."""
    sources = code_list("recommendation_sources")
    return read_recommending(*published("measures/recommending"), sources=sources)
