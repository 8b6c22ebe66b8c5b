"""Installs the org room: its permits and where the history of persons is kept."""

from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "baken.rooms.org"
    label = "org"

    def ready(self) -> None:
        from baken.core.access import register_permits
        from baken.core.trail.registry import keep_history
        from baken.core.workflow.registry import bind
        from baken.rooms.org.events import UNIT_STEPPED
        from baken.rooms.org.models import Person, PersonStep, Unit, UnitStep
        from baken.rooms.org.permits import PERMITS
        from baken.rooms.org.queries.facts import GUARDS, unit_facts
        from baken.rooms.org.workflow import UNIT

        register_permits(PERMITS)
        keep_history(Person, PersonStep)
        keep_history(Unit, UnitStep)
        bind(root=Unit, workflow=UNIT, guards=GUARDS, facts_of=unit_facts, announce=UNIT_STEPPED)
