"""The org room over HTTP."""

from baken.rooms.org.api import equipment, sites, units

routers = (
    ("Organisation", units.router),
    ("Organisation", sites.router),
    ("Equipment", equipment.router),
)
