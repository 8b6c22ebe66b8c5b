"""A scratch file for what an import must remember: memory stays flat, and nothing remains."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self


class Scratch:
    """A small database of the import's own, outside the product.

    Reading goes on in a process of its own: each process has its own hold on the file. What one
    wrote, another sees after ``settle``.
    """

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="baken-import-")
        self._owner = os.getpid()
        self._held: dict[int, sqlite3.Connection] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def here(self) -> sqlite3.Connection:
        """This process's hold on the file."""
        held = self._held.get(os.getpid())
        if held is None:
            held = sqlite3.connect(Path(self._folder.name) / "scratch")
            held.execute("PRAGMA journal_mode = OFF")
            held.execute("PRAGMA synchronous = OFF")
            self._held[os.getpid()] = held
        return held

    def settle(self) -> None:
        """Let other processes see what this one wrote."""
        held = self._held.get(os.getpid())
        if held is not None:
            held.commit()

    def close(self) -> None:
        """Throw the file away."""
        held = self._held.pop(self._owner, None)
        if held is not None:
            held.close()
        self._folder.cleanup()
