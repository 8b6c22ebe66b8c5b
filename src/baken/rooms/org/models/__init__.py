"""The tables of the org room."""

from baken.rooms.org.models.appointment import Appointment, Involvement
from baken.rooms.org.models.council import Council
from baken.rooms.org.models.equipment import Equipment, EquipmentStep, Inspection
from baken.rooms.org.models.handover import Handover, HandoverItem, HandoverStep
from baken.rooms.org.models.history import Succession, UnitVersion
from baken.rooms.org.models.line import CommandLine
from baken.rooms.org.models.named_post import NamedPost
from baken.rooms.org.models.person import Person, PersonStep
from baken.rooms.org.models.place import Kiosk, PlaceCode
from baken.rooms.org.models.qualification import Qualification
from baken.rooms.org.models.site import Site, SiteHolder, SiteStep, Workplace
from baken.rooms.org.models.unit import TreeVersion, Unit, UnitStep

__all__ = [
    "Appointment",
    "CommandLine",
    "Council",
    "Equipment",
    "EquipmentStep",
    "Handover",
    "HandoverItem",
    "HandoverStep",
    "Inspection",
    "Involvement",
    "Kiosk",
    "NamedPost",
    "Person",
    "PersonStep",
    "PlaceCode",
    "Qualification",
    "Site",
    "SiteHolder",
    "SiteStep",
    "Succession",
    "TreeVersion",
    "Unit",
    "UnitStep",
    "UnitVersion",
    "Workplace",
]
