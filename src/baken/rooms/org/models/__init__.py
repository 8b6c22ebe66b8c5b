"""The tables of the org room."""

from baken.rooms.org.models.person import Appointment, Person, PersonStep
from baken.rooms.org.models.unit import TreeVersion, Unit

__all__ = ["Appointment", "Person", "PersonStep", "TreeVersion", "Unit"]
