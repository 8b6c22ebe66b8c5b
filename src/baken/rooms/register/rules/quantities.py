"""Physical quantities of a slice: what they add up to, how much of the limit that is, and the alarm.

Source: domain reference, irm, section 8, rules 4 to 6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from baken.rooms.register.rules.sums import (
    chance_together,
    noise_level,
    substances_index,
    sum_of,
    vibration_level,
)

NOISE, SUBSTANCE, CHANCE = "noise", "substance", "chance"
# The units of a kind, the usual one first; a total is told in the usual one.
UNITS: Mapping[str, tuple[str, ...]] = {
    NOISE: ("dB(A)",),
    SUBSTANCE: ("mg/m3", "ug/m3", "ppm", "f/cm3"),
    "hand_arm_vibration": ("m/s2",),
    "body_vibration": ("m/s2",),
    "radiation": ("mSv",),
    "hours": ("h",),
    CHANCE: ("",),
}
KINDS = tuple(UNITS)
# Percents of the limit at which somebody must look. Source: domain reference, irm, section 8, rule 6.
ALARMS = (50, 80, 100)
LOUDEST, MOST = 250.0, 1e9


@dataclass(frozen=True)
class Quantity:
    """What a risk brings of a kind, in a unit of that kind, with its limit in the same unit.

    ``name`` says of what (a substance, a machine), ``source`` who measured it or where it stands.
    """

    kind: str
    value: float
    unit: str
    limit: float | None = None
    name: str = ""
    source: str = ""


@dataclass(frozen=True)
class Total:
    """The sum of a kind: of which parts, against which limit, and the alarm it gives (0: none).

    ``limit`` is the lowest of the parts; of substances it is 1, since each is told as part of its own.
    ``share`` is how much of the limit is used up, 1 being all of it: of noise by energy, so that 3 dB
    below the limit is about half of it.
    """

    kind: str
    value: float
    limit: float | None
    share: float | None
    alarm: int
    parts: tuple[Quantity, ...]


def problems_of_quantity(one: Quantity) -> tuple[str, ...]:
    """Why a quantity is none, as codes; nothing when it is one."""
    if one.kind not in UNITS:
        return ("unknown_kind",)
    found = {
        "unknown_unit": one.unit not in UNITS[one.kind],
        "no_amount": not _is_amount(one),
        "no_limit": not _is_limit(one),
        "limit_needed": one.kind == SUBSTANCE and one.limit is None,
        "no_source": not one.source.strip(),
    }
    return tuple(code for code, is_so in found.items() if is_so)


def totals_of(quantities: Iterable[Quantity]) -> tuple[Total, ...]:
    """The sum of every kind that is there, in the order of the kinds.

    Takes quantities without problems. Chances are taken as independent, which must be said with them.
    """
    known = list(quantities)
    kinds = [kind for kind in KINDS if any(one.kind == kind for one in known)]
    return tuple(_total(kind, [one for one in known if one.kind == kind]) for kind in kinds)


def _is_amount(one: Quantity) -> bool:
    most = {NOISE: LOUDEST, CHANCE: 1.0}.get(one.kind, MOST)
    return isfinite(one.value) and 0 <= one.value <= most


def _is_limit(one: Quantity) -> bool:
    return one.limit is None or (isfinite(one.limit) and 1 / MOST <= one.limit <= MOST)


def _total(kind: str, parts: Sequence[Quantity]) -> Total:
    value = _ADDED[kind](parts)
    limits = [one.limit for one in parts if one.limit is not None]
    limit = 1.0 if kind == SUBSTANCE else min(limits, default=None)
    share = None if limit is None else _share(kind, value, limit)
    alarm = 0 if share is None else max((at for at in ALARMS if share * 100 >= at), default=0)
    return Total(kind, value, limit, share, alarm, tuple(parts))


def _share(kind: str, value: float, limit: float) -> float:
    found = 10 ** ((value - limit) / 10) if kind == NOISE else value / limit
    return float(f"{found:.12g}")


def _values(parts: Sequence[Quantity]) -> list[float]:
    return [one.value for one in parts]


def _index(parts: Sequence[Quantity]) -> float:
    return substances_index((one.value, one.limit or 1.0) for one in parts)


_ADDED: Mapping[str, Callable[[Sequence[Quantity]], float]] = {
    NOISE: lambda parts: noise_level(_values(parts)),
    SUBSTANCE: _index,
    "hand_arm_vibration": lambda parts: vibration_level(_values(parts)),
    "body_vibration": lambda parts: vibration_level(_values(parts)),
    "radiation": lambda parts: sum_of(_values(parts)),
    "hours": lambda parts: sum_of(_values(parts)),
    CHANCE: lambda parts: chance_together(_values(parts)),
}
