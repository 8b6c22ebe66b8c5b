"""The registry of permits: the smallest things a role can be given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from baken.core.access.reach import ACT


@dataclass(frozen=True)
class Permit:
    """One permit, named ``room.record.verb``, with its meaning in both languages.

    ``kind`` says how far it travels along lines of command: ``read`` shows records, ``act`` changes
    or decides something, ``guarded`` shows what is held closer than its record (who reported, who
    was hurt), ``administer`` runs the installation: it counts within an administration session only.
    """

    name: str
    nl: str
    en: str
    kind: str = ACT

    @property
    def meaning(self) -> str:
        """What it allows, in the active language."""
        return self.nl if (get_language() or "nl").startswith("nl") else self.en


_registry: dict[str, Permit] = {}


def register_permits(permits: Iterable[Permit]) -> None:
    """Make permits known; a name can be given away only once."""
    for permit in permits:
        known = _registry.get(permit.name)
        if known is not None and known != permit:
            raise ValueError(f"permit {permit.name} is declared twice with different meanings")
        _registry[permit.name] = permit


def permit_named(name: str) -> Permit:
    """The permit of that name; an unknown name is a programming error."""
    try:
        return _registry[name]
    except KeyError:
        raise LookupError(
            f"no permit is called {name!r}; declare it in the room's permits"
        ) from None


def all_permits() -> dict[str, Permit]:
    """Every declared permit by name."""
    return dict(_registry)
