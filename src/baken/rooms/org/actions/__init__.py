"""Writes of the org room."""

from baken.rooms.org.actions.import_organisation import ImportOutcome, import_organisation
from baken.rooms.org.actions.import_things import import_things

__all__ = ["ImportOutcome", "import_organisation", "import_things"]
