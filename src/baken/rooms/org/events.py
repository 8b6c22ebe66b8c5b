"""The news of the org room."""

from baken.core.events.outbox import declare_event

UNIT_STEPPED = declare_event(
    "org.unit.stepped", "a unit was founded, renamed, moved, merged or dissolved, or got a line"
)
APPOINTMENT_CHANGED = declare_event(
    "org.appointment.changed", "somebody got a post, had one delegated to them, or lost one"
)
EQUIPMENT_STEPPED = declare_event(
    "org.equipment.stepped",
    "A piece of equipment was inspected, taken out of use, put back or handed over; the payload"
    " names the step.",
)
SITE_STEPPED = declare_event("org.site.stepped", "a site went to another unit that holds it")
