"""What lists say of an instrument, and whether it is one for a unit, a context or a workplace."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from baken.core.instruments.definitions import Head, Version
from baken.core.instruments.texts import Text


@dataclass(frozen=True)
class InstrumentHead:
    """One version of an instrument as lists show it; ``is_imported`` when it did not come along.

    Without levels of units or types of workplaces it is for all of them.
    """

    code: str
    version: Version
    kind: str
    title: Text
    sha256: str
    context: tuple[str, ...] = ()
    unit_levels: tuple[int, ...] = ()
    workplace_types: tuple[str, ...] = ()
    is_imported: bool = False

    def is_for(
        self,
        *,
        level: int | None = None,
        context: str = "",
        kind: str = "",
        workplace_types: Collection[str] | None = None,
    ) -> bool:
        """Whether it is an instrument for these; what is not said leaves nothing out."""
        return (
            kind in ("", self.kind)
            and (not context or context in self.context)
            and (level is None or not self.unit_levels or level in self.unit_levels)
            and (
                workplace_types is None
                or not self.workplace_types
                or not set(workplace_types).isdisjoint(self.workplace_types)
            )
        )


def head_of(head: Head, sha256: str, *, is_imported: bool) -> InstrumentHead:
    """What lists say of an instrument that was read."""
    return InstrumentHead(
        code=head.code,
        version=head.version,
        kind=head.kind,
        title=head.title,
        sha256=sha256,
        context=head.context,
        unit_levels=head.unit_levels,
        workplace_types=head.workplace_types,
        is_imported=is_imported,
    )


def in_order(heads: Iterable[InstrumentHead]) -> list[InstrumentHead]:
    """By code, the newest version first."""
    newest_first = sorted(heads, key=lambda one: one.version, reverse=True)
    return sorted(newest_first, key=lambda one: one.code)


def newest_of_each(heads: Iterable[InstrumentHead]) -> list[InstrumentHead]:
    """The newest version of every instrument, by code."""
    found: dict[str, InstrumentHead] = {}
    for one in in_order(heads):
        found.setdefault(one.code, one)
    return list(found.values())
