"""What changes the library: bringing in an instrument."""

from baken.rooms.library.actions.import_instrument import (
    Imported,
    InstrumentTaken,
    import_instrument,
)

__all__ = ["Imported", "InstrumentTaken", "import_instrument"]
