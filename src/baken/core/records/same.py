"""Which things are one and the same, when that is told of two at a time."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Same(Generic[T]):
    """Things that were tied to each other, directly or by others; what was never tied stands alone."""

    def __init__(self) -> None:
        self._above: dict[T, T] = {}

    def top(self, one: T) -> T:
        """The one that stands for all that are the same as this one."""
        above = self._above
        while (next_up := above.get(one, one)) != one:
            above[one] = one = above.get(next_up, next_up)  # half the way for who comes next
        return one

    def tie(self, one: T, other: T) -> None:
        """Both are the same from here on; what stood for the first stands for both."""
        top = self.top(one)
        if (below := self.top(other)) != top:
            self._above[below] = top
