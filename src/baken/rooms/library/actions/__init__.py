"""What changes the library: bringing in an instrument."""

from baken.rooms.library.actions.import_instrument import Imported, import_instrument

__all__ = ["Imported", "import_instrument"]
