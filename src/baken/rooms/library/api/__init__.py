"""The library over HTTP."""

from baken.rooms.library.api import decisions, hazards, instruments, library, scoring

routers = (
    ("Library", library.router),
    ("Library", scoring.router),
    ("Library", hazards.router),
    ("Library", decisions.router),
    ("Instruments", instruments.router),
)
