"""How the actions of this room that write a history are run by the house tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from baken.rooms.notices.actions.prefer import Chosen, prefer
from baken.rooms.notices.queries.preferences import usual_wishes
from baken.rooms.org.tests.factories import Prepare


def _another_address(cast: Any, at: datetime) -> Callable[[], Any]:
    chosen = Chosen(usual_wishes(), "ander@voorbeeld.example")
    return partial(prefer, actor=cast.soldier.actor, chosen=chosen, at=at)


FACTORIES: Mapping[str, Any] = {}  # no root of this room: there are none
CALLS: Mapping[str, Prepare] = {"prefer": _another_address}
