"""Whether a story names a person: the words of the data file, and who belongs to one's own unit."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from baken.core.access import Actor
from baken.rooms.library.queries import word_lists
from baken.rooms.org.queries.persons import names_near
from baken.rooms.reports.rules.naming import NOBODY_NEARBY, NameWords, Nearby, named_in


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """The words by which a name is recognised."""
    lists = word_lists("naming")
    places = tuple(lists.pop("place_endings"))
    return NameWords(
        place_endings=places, **{name: frozenset(listed) for name, listed in lists.items()}
    )


def persons_in(actor: Actor, texts: Iterable[str]) -> list[str]:
    """The pieces of these texts that name a person; nothing of it is kept.

    The names of one's own unit count for who is known. For the public only the words do: the form
    would otherwise tell who works here.
    """
    words, near = name_words(), _nearby(actor)
    found = [piece for text in texts for piece in named_in(text, words, near)]
    return list(dict.fromkeys(found))


def _nearby(actor: Actor) -> Nearby:
    if actor.home_unit is None or actor.is_nobody:
        return NOBODY_NEARBY
    near = list(names_near(actor.home_unit))
    names = [name.lower() for name, _ref in near]
    return Nearby(
        names=frozenset(name for name in names if " " in name),
        surnames=frozenset(name.split()[-1] for name in names),
        numbers=frozenset(ref.lower() for _name, ref in near),
    )
