"""Instruments for tests, in the words of the library, and how its actions are prepared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from baken.core.access import Actor, system_actor
from baken.core.instruments.tests.instruments import LIBRARY, WORKSHOP, changed
from baken.rooms.library.actions import Imported, import_instrument
from baken.rooms.org.tests.factories import NOW, Planted, Prepare

IMPORTER = system_actor("import")
CODE, VERSION, NEXT_VERSION = "small_workshop", "2.1.0", "2.2.0"
# The small workshop of the engine, in the words of the library.
TEXT = WORKSHOP.replace(
    "{model: times, version: 3}", "{model: fine_kinney_nl, version: 1}"
).replace("{harm: 10, chance: often}", "{probability: '3', exposure: '6', effect: '7'}")
NEXT_TEXT = changed("version: 2.1.0", f"version: {NEXT_VERSION}", TEXT)
SECTION_LIBRARY = LIBRARY
WITH_LIBRARY = changed("  offline: true\n", "  offline: true\n  includes: [core_general@1]\n", TEXT)


def imported(
    text: str = TEXT, *, actor: Actor = IMPORTER, at: datetime = NOW, **more: Any
) -> Imported:
    """Have the library know an instrument."""
    given = {"file": "workshop.yaml", **more}
    return import_instrument(actor=actor, text=text, at=at, **given)


def _import(cast: Any, at: datetime) -> Any:
    actor = cast.add("bureau", ("vms_office", "MINISTRY", None)).actor
    return partial(imported, actor=actor, at=at)


CALLS: Mapping[str, Prepare] = {"import_instrument": _import}
# The library has no roots; nothing of it is in reach of one and not of another.
FACTORIES: Mapping[type[Any], Any] = {}


def plant(*, unit: Any, word: str, at: datetime) -> list[Planted]:
    """Nothing: everybody reads the library."""
    return []
