"""The tables of the org room."""

from baken.rooms.org.models.appointment import Appointment, Involvement
from baken.rooms.org.models.history import Succession, UnitVersion
from baken.rooms.org.models.line import CommandLine
from baken.rooms.org.models.person import Person, PersonStep
from baken.rooms.org.models.unit import TreeVersion, Unit, UnitStep

__all__ = [
    "Appointment",
    "CommandLine",
    "Involvement",
    "Person",
    "PersonStep",
    "Succession",
    "TreeVersion",
    "Unit",
    "UnitStep",
    "UnitVersion",
]
