"""What a scene is, and who plays in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from baken.core.access import Actor
from baken.site.bench.measure import Call

# One statement for each kind of record that can wait, and five to know who asks and what they heard.
INBOX_QUERIES = 16
# Three for each kind of record that has words (where, where among many, and the rows), one each for
# places and things, and three to know who asks.
SEARCH_QUERIES = 29
# One for each kind of record that can be tied on, for its ties and for its moments.
THREAD_QUERIES = 23
# One for each kind of record that a unit holds, and those of who is there.
UNIT_QUERIES = 21


@dataclass(frozen=True)
class Scene:
    """Something somebody does: by several people in turn, with a target and a plain-SQL floor.

    ``target_ms`` is the p95 on the server, ``most_queries`` the statements it may send.
    Source: the project's design targets for one million reports.
    """

    group: str
    name: str
    target_ms: int
    most_queries: int
    calls: Sequence[Call]
    floors: Sequence[Call] = ()


@dataclass(frozen=True)
class Looker:
    """Somebody who is logged in, with their browser."""

    name: str
    actor: Actor
    client: Client

    def get(self, path: str, **query: Any) -> Call:
        """A call that opens an address and refuses any answer but a page."""
        return partial(answered, self.client.get, f"{path}?{urlencode(query)}" if query else path)


def answered(ask: Callable[..., Any], *given: Any, **more: Any) -> Any:
    """The answer to a request; raises RuntimeError when it is a refusal or a failure."""
    answer = ask(*given, **more)
    if answer.status_code not in (200, 201, 302):
        raise RuntimeError(f"{given[0]} answered {answer.status_code}")
    return answer
