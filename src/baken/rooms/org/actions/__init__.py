"""Writes of the org room."""

from baken.rooms.org.actions.import_organisation import ImportOutcome, import_organisation

__all__ = ["ImportOutcome", "import_organisation"]
