"""Makes of records what the rule of likeness compares: profile, place, unit, things, day, codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from baken.core import clock
from baken.core.search.counts import Rarity
from baken.core.search.nearest import Term, begins_of
from baken.core.search.stems import stem_of
from baken.rooms.library.queries import words_of_things
from baken.rooms.org.queries import Tree
from baken.rooms.reports.models import Occurrence, Report
from baken.rooms.reports.rules import Coded, Compared, Profile, profile_of, things_in, weight_of


def compared(record: Report | Occurrence, codes: Coded, rarity: Rarity, units: Tree) -> Compared:
    """A record as the rule of likeness compares it."""
    profile = profile_of(text_of(record), rarity)
    unit = units.by_id[record.unit_id]
    return Compared(
        profile=profile,
        place=record.place if isinstance(record, Report) else "",
        site=record.site_id,
        unit=unit.code,
        unit_kind=unit.kind,
        things=things_in(profile, lexicon()),
        day=_day(record),
        hides_day=isinstance(record, Report) and record.identity == "anonymous",
        codes=codes,
    )


def text_of(record: Report | Occurrence) -> str:
    """What a record tells: its story, or its title with the summary as the next line."""
    if isinstance(record, Report):
        return record.story
    return f"{record.title}\n{record.summary}"


def terms_of(profile: Profile, rarity: Rarity) -> list[Term]:
    """The words to look for other records by, with about how much each adds to likeness."""
    return [
        Term(
            word=profile.written[stem],
            stem=stem,
            weight=weight * weight_of(stem, rarity),
            hits=rarity.hits(stem, begins_of(profile.written[stem], stem)),
        )
        for stem, weight in profile.weights.items()
    ]


@lru_cache(maxsize=1)
def lexicon() -> Mapping[str, str]:
    """Stem of a word in either language to the kind of thing it names; from the library."""
    return {stem_of(word, language): code for (language, word), code in words_of_things().items()}


def _day(record: Any) -> date:
    moment = record.happened_at or (
        record.received_at if isinstance(record, Report) else record.triaged_at
    )
    return clock.local_date(moment)
