"""Units in which people measure, and what one of each is in the SI unit in which answers are compared.

A level in decibels has no other unit: it counts as it is. Percentages count as a share of one.
Source: domain reference, instruments, section 3 (units are converted to SI before comparison).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from baken.core.instruments.expressions import rounded

TIME = "time"


@dataclass(frozen=True)
class Unit:
    """A unit: what it measures, its name in SI, and how a number in it becomes one in SI."""

    name: str
    measures: str
    si: str
    factor: float = 1.0
    offset: float = 0.0

    def in_si(self, number: float) -> float:
        """A number in this unit as a number in SI."""
        return rounded(number * self.factor + self.offset)

    def difference_in_si(self, number: float) -> float:
        """A difference between two numbers in this unit, such as an uncertainty, in SI."""
        return rounded(number * self.factor)

    @property
    def counts_as_written(self) -> bool:
        """Whether a number in this unit is the same number in SI."""
        return self.factor == 1.0 and self.offset == 0.0


def _units() -> Mapping[str, Unit]:
    rows: dict[tuple[str, str], dict[str, float]] = {
        ("length", "m"): {"m": 1, "km": 1e3, "cm": 1e-2, "mm": 1e-3},
        ("area", "m2"): {"m2": 1, "cm2": 1e-4, "ha": 1e4},
        ("volume", "m3"): {"m3": 1, "l": 1e-3, "ml": 1e-6},
        ("mass", "kg"): {"kg": 1, "t": 1e3, "g": 1e-3, "mg": 1e-6},
        (TIME, "s"): {"s": 1, "min": 60, "h": 3600, "day": 86_400, "week": 604_800},
        ("speed", "m/s"): {"m/s": 1, "km/h": 1 / 3.6, "knot": 1852 / 3600},
        ("acceleration", "m/s2"): {"m/s2": 1},
        ("flow", "m3/s"): {"m3/s": 1, "m3/h": 1 / 3600},
        ("frequency", "1/s"): {
            "1/s": 1,
            "Hz": 1,
            "1/min": 1 / 60,
            "1/h": 1 / 3600,
            "1/day": 1 / 86_400,
        },
        ("force", "N"): {"N": 1, "kN": 1e3},
        ("torque", "Nm"): {"Nm": 1},
        ("pressure", "Pa"): {"Pa": 1, "hPa": 1e2, "kPa": 1e3, "bar": 1e5},
        ("energy", "J"): {"J": 1, "kJ": 1e3},
        ("power", "W"): {"W": 1, "kW": 1e3},
        ("voltage", "V"): {"V": 1, "kV": 1e3},
        ("current", "A"): {"A": 1, "mA": 1e-3},
        ("angle", "rad"): {"rad": 1, "deg": 0.017453292519943295},
        ("temperature", "K"): {"K": 1},
        ("concentration", "kg/m3"): {"kg/m3": 1, "g/m3": 1e-3, "mg/m3": 1e-6, "ug/m3": 1e-9},
        ("share", "1"): {"1": 1, "%": 1e-2, "ppm": 1e-6},
        ("exposure to radiation", "J/m2"): {"J/m2": 1},
        ("irradiance", "W/m2"): {"W/m2": 1, "mW/cm2": 10},
        ("dose", "Sv"): {"Sv": 1, "mSv": 1e-3, "uSv": 1e-6},
        ("illuminance", "lux"): {"lux": 1},
        ("sound level", "dB"): {"dB": 1},
        ("sound level A", "dB(A)"): {"dB(A)": 1},
        ("sound level C", "dB(C)"): {"dB(C)": 1},
    }
    found = {
        name: Unit(name, measures, si, factor)
        for (measures, si), names in rows.items()
        for name, factor in names.items()
    }
    return found | {"°C": Unit("°C", "temperature", "K", 1.0, 273.15)}


UNITS = _units()
TIME_UNITS = tuple(name for name, unit in UNITS.items() if unit.measures == TIME)
