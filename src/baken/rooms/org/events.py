"""The news of the org room."""

from baken.core.events.outbox import declare_event

UNIT_STEPPED = declare_event(
    "org.unit.stepped", "a unit was founded, renamed, moved, merged or dissolved, or got a line"
)
APPOINTMENT_CHANGED = declare_event(
    "org.appointment.changed", "somebody got a post, had one delegated to them, or lost one"
)
CASE_CHANGED = declare_event(
    "org.case.changed",
    "somebody was given a record as a case or asked for advice on it, or that was changed or ended",
)
EQUIPMENT_STEPPED = declare_event(
    "org.equipment.stepped",
    "A piece of equipment was inspected, taken out of use, put back or handed over; the payload"
    " names the step.",
)
SITE_STEPPED = declare_event("org.site.stepped", "a site went to another unit that holds it")
HANDOVER_STEPPED = declare_event(
    "org.handover.stepped",
    "A handover of command was prepared or took a step; the payload names it. After `lapse` what was"
    " not taken over holds no more.",
)
