"""The org room over HTTP."""

from baken.rooms.org.api import (
    appointments,
    equipment,
    handovers,
    places,
    roles,
    site_steps,
    sites,
    unit_steps,
    units,
)

routers = (
    ("Organisation", units.router),
    ("Organisation", unit_steps.router),
    ("Posts and roles", appointments.router),
    ("Posts and roles", roles.router),
    ("Organisation", sites.router),
    ("Organisation", site_steps.router),
    ("Equipment", equipment.router),
    ("Posters and kiosks", places.router),
    ("Handover of command", handovers.router),
)
