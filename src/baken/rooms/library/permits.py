"""What a role can be allowed in the library."""

from baken.core.access.permits import Permit

READ_LIBRARY = "library.content.read"

PERMITS = (
    Permit(
        READ_LIBRARY,
        "lezen volgens welke regels risico's worden gescoord en besloten",
        "read by which rules risks are scored and decided",
    ),
)
