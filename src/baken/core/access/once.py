"""What was asked about a record for one page is not asked again while that page is made.

The parts of a page do not know each other, so two of them may read the same rows. Only a page that
is looked at (GET) keeps what was read: nothing changes underneath it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
Answer = TypeVar("Answer")
_KEPT = "_kept_for_page"


def keep_for_page(record: Any) -> None:
    """From now on this object keeps what ``once_a_page`` functions are answered about it."""
    record.__dict__[_KEPT] = {}


def once_a_page(function: Callable[P, Answer]) -> Callable[P, Answer]:
    """Of a function whose last argument is a record: ask once when the record keeps answers.

    The other arguments count by identity. Whoever gets an answer does not change it.
    """

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> Answer:
        *others, record = args
        kept = record.__dict__.get(_KEPT)
        if kept is None:
            return function(*args, **kwargs)
        key = (function, *map(id, others))
        if key not in kept:
            # The arguments are kept beside the answer: what is gone could lend its identity.
            kept[key] = (others, function(*args, **kwargs))
        return kept[key][1]  # type: ignore[no-any-return]

    return asked
