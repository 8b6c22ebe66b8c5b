"""Installs the org room: its permits, histories and the workflows of units, sites and equipment."""

from django.apps import AppConfig

# What every step vouches for. A field that comes later is a new version beside the first. The path
# of a unit is not among them: it moves with the units above. Below which one it lies is a part.
FACTS_OF_UNIT = (
    "id",
    "code",
    "name_nl",
    "name_en",
    "kind",
    "level",
    "parent_id",
    "site",
    "strength",
    "restricted",
    "independent",
)
FACTS_OF_EQUIPMENT = (
    "id",
    "ref",
    "unit_id",
    "confidentiality",
    "kind",
    "name",
    "site_id",
    "product_ref",
    "serial_number",
    "in_use_on",
    "out_of_use_on",
    "due_on",
)
FACTS_OF_SITE = (
    "id",
    "code",
    "name_nl",
    "name_en",
    "holder_id",
    "location",
    "time_zone",
    "buildings",
)


class OrgConfig(AppConfig):
    name = "baken.rooms.org"
    label = "org"

    def ready(self) -> None:
        from baken.core.access import register_permits
        from baken.core.trail.registry import Beside, keep_history, vouch_beside
        from baken.core.workflow.registry import bind
        from baken.rooms.org.events import EQUIPMENT_STEPPED, SITE_STEPPED, UNIT_STEPPED
        from baken.rooms.org.models import (
            Equipment,
            EquipmentStep,
            Person,
            PersonStep,
            Site,
            SiteStep,
            Unit,
            UnitStep,
        )
        from baken.rooms.org.permits import PERMITS
        from baken.rooms.org.queries.equipment import GUARDS as EQUIPMENT_GUARDS
        from baken.rooms.org.queries.equipment import equipment_facts
        from baken.rooms.org.queries.facts import GUARDS, unit_facts
        from baken.rooms.org.queries.parts import (
            parts_of_equipment,
            parts_of_persons,
            parts_of_sites,
            parts_of_units,
            stray_ties,
            ties_of_records,
        )
        from baken.rooms.org.workflow import EQUIPMENT, SITE, UNIT

        register_permits(PERMITS)
        keep_history(Person, PersonStep, parts_of=parts_of_persons)
        facts = {1: FACTS_OF_UNIT, 2: (*FACTS_OF_UNIT, "ends_on")}
        keep_history(Unit, UnitStep, facts=facts, parts_of=parts_of_units)
        keep_history(
            Equipment, EquipmentStep, facts={1: FACTS_OF_EQUIPMENT}, parts_of=parts_of_equipment
        )
        vouch_beside("org.involvement", Beside(ties_of_records, stray_ties))
        keep_history(Site, SiteStep, facts={1: FACTS_OF_SITE}, parts_of=parts_of_sites)
        bind(
            root=Site,
            workflow=SITE,
            guards={},
            facts_of=lambda record, actor, at: None,
            announce=SITE_STEPPED,
        )
        bind(root=Unit, workflow=UNIT, guards=GUARDS, facts_of=unit_facts, announce=UNIT_STEPPED)
        bind(
            root=Equipment,
            workflow=EQUIPMENT,
            guards=EQUIPMENT_GUARDS,
            facts_of=equipment_facts,
            announce=EQUIPMENT_STEPPED,
        )
