"""The news of sheets."""

from baken.core.events.outbox import declare_event

SHEET_STEPPED = declare_event(
    "sheets.sheet.stepped",
    "A sheet was begun, frozen or withdrawn; the payload names the step.",
)
SHEET_FILLED = declare_event(
    "sheets.sheet.filled",
    "Something was filled in on a sheet or scored; the payload tells the number of the change.",
)
