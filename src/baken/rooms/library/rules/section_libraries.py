"""Which of some section libraries an instrument includes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from baken.core.instruments.definitions import Source, Version
from baken.core.instruments.definitions.loader import LIBRARY
from baken.core.instruments.documents import placed

Named = tuple[str, str]


def included_of(
    included: Iterable[tuple[str, Version]], libraries: Sequence[Source]
) -> tuple[Source, ...]:
    """The files of the libraries that an instrument includes, in its order.

    ``libraries`` are those it was read with; of two that are the same version, the first is the one.
    """
    found: dict[Named, Source] = {}
    for one in libraries:
        found.setdefault(_named(one), one)
    return tuple(found[code, str(version)] for code, version in included)


def _named(source: Source) -> Named:
    """Code and version of a library that could be read."""
    body = placed(source.file, source.text).plain()[LIBRARY]
    return body["code"], body["version"]
