"""The tables of the org room."""

from baken.rooms.org.models.council import Council
from baken.rooms.org.models.equipment import Equipment, EquipmentStep, Inspection
from baken.rooms.org.models.person import Appointment, Person, PersonStep
from baken.rooms.org.models.qualification import Qualification
from baken.rooms.org.models.site import Site, Workplace
from baken.rooms.org.models.unit import TreeVersion, Unit

__all__ = [
    "Appointment",
    "Council",
    "Equipment",
    "EquipmentStep",
    "Inspection",
    "Person",
    "PersonStep",
    "Qualification",
    "Site",
    "TreeVersion",
    "Unit",
    "Workplace",
]
