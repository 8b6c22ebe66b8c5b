"""Numbers as they count: doubles of 12 significant digits, so that server and device agree.

Every number that is written, given as a fact or calculated is rounded, halves away from zero. That is
what ``Number(x.toPrecision(12))`` does in JavaScript. Beyond ``LARGEST`` there are no numbers. Only
logarithms and ``exp`` may differ in the twelfth digit, where two mathematical libraries differ at all.
Source: house rule on instruments as data.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context

from baken.core.instruments.expressions.answers import Impossible, Reason

DIGITS = 12  # significant digits that count in a number
LARGEST = 1e300

_COUNTING = Context(prec=DIGITS, rounding=ROUND_HALF_UP)


def rounded(value: float) -> float:
    """A number as it counts: rounded to 12 significant digits, without a negative zero."""
    return float(_COUNTING.create_decimal_from_float(value)) + 0.0


def counted(value: float) -> float:
    """What was calculated, as it counts. Raises Impossible beyond LARGEST and for what is no number."""
    if not abs(value) <= LARGEST:
        raise Impossible(Reason.TOO_LARGE)
    return rounded(value)


def whole(value: float) -> float:
    """The nearest whole number, halves away from zero: 2.5 is 3 and -2.5 is -3."""
    return counted(math.copysign(math.floor(abs(value) + 0.5), value))
