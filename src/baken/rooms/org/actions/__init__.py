"""Writes of the org room."""

from baken.rooms.org.actions.appointments import appoint, delegate, end_appointment
from baken.rooms.org.actions.end_units import end_units
from baken.rooms.org.actions.found_unit import found_unit
from baken.rooms.org.actions.import_organisation import import_organisation
from baken.rooms.org.actions.import_outcome import ImportOutcome
from baken.rooms.org.actions.import_things import import_things
from baken.rooms.org.actions.involvement import (
    end_case,
    give_case,
    keep_away,
    lift_conflict,
)
from baken.rooms.org.actions.unit_steps import take_unit_step

__all__ = [
    "ImportOutcome",
    "appoint",
    "delegate",
    "end_appointment",
    "end_case",
    "end_units",
    "found_unit",
    "give_case",
    "import_organisation",
    "import_things",
    "keep_away",
    "lift_conflict",
    "take_unit_step",
]
