"""What synthetic risks and measures say, and how records are read in order while others are written."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from typing import Any

from baken.site.bench.synthetic import BATCH, COMMON, MIDDLING, RARE, TALK

# Shares of the texts that hold a word that is searched for.
WORDS = {COMMON: 0.2, MIDDLING: 0.005, RARE: 0.0002}


class Teller:
    """Makes texts up, and the persons and owner keys that records name."""

    def __init__(self, rnd: random.Random) -> None:
        self.rnd = rnd
        self.persons = [uuid.UUID(int=rnd.getrandbits(128), version=4) for _ in range(2_000)]
        self.keys = [f"{rnd.getrandbits(256):064x}" for _ in range(20_000)]
        words = TALK.split()
        self.sentences = [" ".join(rnd.choices(words, k=13)) for _ in range(5_000)]

    def told(self, sentences: int) -> str:
        """So many sentences, some with a word that is searched for."""
        told = self.rnd.choices(self.sentences, k=sentences)
        for word, share in WORDS.items():
            if self.rnd.random() < share:
                told.insert(self.rnd.randint(0, sentences), word)
        return " ".join(told)

    def weighed(self, shares: dict[str, int]) -> str:
        """One of these, each as often as its share says."""
        return self.rnd.choices(list(shares), list(shares.values()))[0]


def in_order(rows: Any) -> Iterator[Any]:
    """All rows by their number, read a batch at a time: nothing stays open while others are written."""
    after: int | None = None
    while found := list((rows if after is None else rows.filter(number__gt=after))[: 5 * BATCH]):
        yield from found
        after = found[-1].number
