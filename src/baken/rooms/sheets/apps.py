"""Installs sheets: permits, history, workflow."""

from django.apps import AppConfig

# What every step vouches for. A field that comes later is a new version beside the first.
FACTS_OF_SHEET = (
    "id",
    "ref",
    "unit_id",
    "owner_unit_id",
    "confidentiality",
    "instrument",
    "version",
    "sha256",
    "serves",
    "earlier_id",
    "begun_at",
    "begun_by",
    "frozen_at",
)


class SheetsConfig(AppConfig):
    name = "baken.rooms.sheets"
    label = "sheets"

    def ready(self) -> None:
        from baken.core.access import register_permits
        from baken.core.trail.registry import keep_history
        from baken.core.workflow.registry import bind
        from baken.rooms.sheets import events, models, workflow
        from baken.rooms.sheets.actions.begin_sheet import SEALED
        from baken.rooms.sheets.permits import PERMITS
        from baken.rooms.sheets.queries.facts import GUARDS, sheet_facts
        from baken.rooms.sheets.queries.parts import parts_of_sheets

        register_permits(PERMITS)
        keep_history(
            models.Sheet,
            models.SheetStep,
            sealed=SEALED,
            facts={1: FACTS_OF_SHEET},
            parts_of=parts_of_sheets,
        )
        bind(
            root=models.Sheet,
            workflow=workflow.SHEET,
            guards=GUARDS,
            facts_of=sheet_facts,
            announce=events.SHEET_STEPPED,
        )
