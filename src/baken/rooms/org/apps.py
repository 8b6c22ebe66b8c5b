"""Installs the org room: its permits, histories and the workflows of units and equipment."""

from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "baken.rooms.org"
    label = "org"

    def ready(self) -> None:
        from baken.core.access import register_permits
        from baken.core.trail.registry import keep_history
        from baken.core.workflow.registry import bind
        from baken.rooms.org.events import EQUIPMENT_STEPPED, UNIT_STEPPED
        from baken.rooms.org.models import (
            Equipment,
            EquipmentStep,
            Person,
            PersonStep,
            Unit,
            UnitStep,
        )
        from baken.rooms.org.permits import PERMITS
        from baken.rooms.org.queries.equipment import GUARDS as EQUIPMENT_GUARDS
        from baken.rooms.org.queries.equipment import equipment_facts
        from baken.rooms.org.queries.facts import GUARDS, unit_facts
        from baken.rooms.org.workflow import EQUIPMENT, UNIT

        register_permits(PERMITS)
        keep_history(Person, PersonStep)
        keep_history(Unit, UnitStep)
        keep_history(Equipment, EquipmentStep)
        bind(root=Unit, workflow=UNIT, guards=GUARDS, facts_of=unit_facts, announce=UNIT_STEPPED)
        bind(
            root=Equipment,
            workflow=EQUIPMENT,
            guards=EQUIPMENT_GUARDS,
            facts_of=equipment_facts,
            announce=EQUIPMENT_STEPPED,
        )
