"""Installs the org room: its permits, histories and the workflow of equipment."""

from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "baken.rooms.org"
    label = "org"

    def ready(self) -> None:
        from baken.core.access import register_permits
        from baken.core.trail.registry import keep_history
        from baken.core.workflow.registry import bind
        from baken.rooms.org.events import EQUIPMENT_STEPPED
        from baken.rooms.org.models import Equipment, EquipmentStep, Person, PersonStep
        from baken.rooms.org.permits import PERMITS
        from baken.rooms.org.queries.equipment import GUARDS, equipment_facts
        from baken.rooms.org.workflow import EQUIPMENT

        register_permits(PERMITS)
        keep_history(Person, PersonStep)
        keep_history(Equipment, EquipmentStep)
        bind(
            root=Equipment,
            workflow=EQUIPMENT,
            guards=GUARDS,
            facts_of=equipment_facts,
            announce=EQUIPMENT_STEPPED,
        )
