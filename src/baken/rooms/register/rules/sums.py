"""Physical quantities that people meet together are added exactly, each by its own law.

Results are rounded to 12 significant digits, so that server and device agree and the order of the
parts does not count. Source: domain reference, irm, section 8, rules 4 and 5.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import expm1, fsum, isfinite, log1p, log10, sqrt


def substances_index(parts: Iterable[tuple[float, float]]) -> float:
    """The sum of concentration over limit, both in the same unit; above 1 the limit is passed."""
    return _told(fsum(_amount(part) / _limit(limit) for part, limit in parts))


def noise_level(levels: Iterable[float]) -> float:
    """The level in dB of several sources together, by energy: 85 and 85 give 88.0. Refuses none."""
    known = [_finite(level) for level in levels]
    if not known:
        raise ValueError("noise needs at least one level")
    loudest = max(known)
    return _told(loudest + 10 * log10(fsum(10 ** ((one - loudest) / 10) for one in known)))


def vibration_level(values: Iterable[float]) -> float:
    """The vibration in m/s² of several sources together: the root of the sum of squares."""
    return _told(sqrt(fsum(_amount(value) ** 2 for value in values)))


def sum_of(values: Iterable[float]) -> float:
    """The plain sum of doses of radiation (mSv) or of working hours."""
    return _told(fsum(_amount(value) for value in values))


def chance_together(chances: Iterable[float]) -> float:
    """The chance that at least one happens, if they are independent, which must be said with it."""
    known = [_amount(chance) for chance in chances]
    if any(chance > 1 for chance in known):
        raise ValueError("a chance is at most 1")
    if any(chance == 1 for chance in known):
        return 1.0
    return _told(-expm1(fsum(log1p(-chance) for chance in known)))


def _told(value: float) -> float:
    return float(f"{value:.12g}")


def _finite(value: float) -> float:
    if not isfinite(value):
        raise ValueError(f"{value} is no measure")
    return value


def _amount(value: float) -> float:
    if _finite(value) < 0:
        raise ValueError(f"{value} is below zero")
    return value


def _limit(value: float) -> float:
    if _finite(value) <= 0:
        raise ValueError(f"{value} is no limit")
    return value
