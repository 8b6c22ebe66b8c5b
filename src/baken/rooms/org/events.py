"""The news of the org room."""

from baken.core.events.outbox import declare_event

EQUIPMENT_STEPPED = declare_event(
    "org.equipment.stepped",
    "A piece of equipment was inspected, taken out of use or put back; the payload names the step.",
)
