"""What a role can be allowed in the library."""

from baken.core.access.permits import Permit

READ_LIBRARY = "library.content.read"
IMPORT_INSTRUMENT = "library.instrument.import"

PERMITS = (
    Permit(
        READ_LIBRARY,
        "lezen volgens welke regels risico's worden gescoord en besloten",
        "read by which rules risks are scored and decided",
    ),
    Permit(
        IMPORT_INSTRUMENT,
        "instrumenten van deskundigen in de bibliotheek brengen",
        "bring instruments of experts into the library",
    ),
)
