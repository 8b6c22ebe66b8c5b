"""What a dry run must remember of the rows it has seen, in a scratch file outside the product."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable


class Rehearsal:
    """Keys and digests of rows that would have been kept; memory stays flat, nothing remains."""

    def __init__(self) -> None:
        self._scratch = sqlite3.connect("")
        self._scratch.execute(
            "CREATE TABLE seen (key TEXT, digest TEXT, PRIMARY KEY (key, digest)) WITHOUT ROWID"
        )

    def close(self) -> None:
        """Throw the scratch file away."""
        self._scratch.close()

    def note(self, rows: Iterable[tuple[str, str]]) -> None:
        """Remember rows by key and digest."""
        self._scratch.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", rows)
        self._scratch.commit()

    def recall(self, keys: Iterable[str]) -> dict[str, set[str]]:
        """The digests that were noted for these keys."""
        found: dict[str, set[str]] = defaultdict(set)
        for key in keys:
            for seen, digest in self._scratch.execute("SELECT * FROM seen WHERE key = ?", [key]):
                found[seen].add(digest)
        return found
